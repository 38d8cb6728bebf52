"""Which of Keras's backends a script runs on: all of them, unless a layer of it needs TensorFlow in Keras itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from designer.core.adapting import learns
from designer.core.plan import Plan
from designer.core.wording import a_list

TENSORFLOW_ALONE: Final = frozenset({"HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization"})
LEARNS_BY_TENSORFLOW: Final = frozenset({"Discretization"})  # elsewhere it only works on boundaries that it is given


def backend_note(plan: Plan) -> list[str]:
    """A line for the head of a script that runs on TensorFlow alone."""
    names = bound_to_tensorflow(plan)
    return [f"Runs on Keras's TensorFlow backend alone, because of {a_list(names)}."] if names else []


def bound_to_tensorflow(plan: Plan) -> list[str]:
    """The classes of its layers that work on TensorFlow alone."""
    return sorted(set(_bound(plan)))


def _bound(plan: Plan) -> Iterator[str]:
    """The classes of layers that need TensorFlow, those within nested models too."""
    for call in plan.calls:
        name = call.spec.name
        if name in TENSORFLOW_ALONE or (name in LEARNS_BY_TENSORFLOW and learns(call)):
            yield name
        if call.inner is not None:
            yield from _bound(call.inner)

"""Layers that learn from the training data before training begins, by their `adapt`: which they are, in a plan.

The run and the written script do the same: each such layer is made, in the order of the plan, and adapted to what arrives at it from the
training part of the data (the array itself behind an Input, otherwise what the layers before it make of it) before it is called. So a
TextVectorization knows its vocabulary when the layers behind it are built: `vectorize = layers.TextVectorization(...)`,
`vectorize.adapt(train["passage"])`, and then the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from designer.core.calls import Call, Plan
from designer.core.problems import Problem

GIVEN = ("mean", "bin_boundaries", "vocabulary")
"""The arguments that hold what such a layer would learn: with one of them, it has nothing to learn."""

Adapt = Callable[[Any, Any], None]
"""Adapts a layer to the data behind a symbolic tensor, which is what arrives at it."""


def learns(call: Call) -> bool:
    """Whether a call's layer is to be adapted before it is called."""
    return call.spec.adapts and not call.is_shared and all(call.node.config.get(name) is None for name in GIVEN)


def learning_calls(plan: Plan) -> tuple[Call, ...]:
    """The calls whose layers are adapted, in order."""
    return tuple(call for call in plan.calls if learns(call))


def adapting_problems(plan: Plan) -> Iterator[Problem]:
    """Layers that would have to learn where no data reaches them: within a nested model."""
    for call in plan.calls:
        if call.inner is None:
            continue
        for within in call.inner.calls:
            if learns(within):
                message = (
                    f"{within.title} in {call.title} learns from the training data, which does not reach into a block that is one layer. "
                    f"Move it before {call.title}, or switch nested off."
                )
                yield Problem(code="cannot_adapt", node=call.path[0], inside=(*call.path[1:], *within.path), message=message)

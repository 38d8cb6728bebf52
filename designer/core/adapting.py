"""Layers that learn from the training data before training begins, by their `adapt`: which they are, in a plan.

The run and the written script do the same: each such layer is made, in the order of the plan, and adapted to what arrives at it from the
training part of the data (the array itself behind an Input, otherwise what the layers before it make of it) before it is called. So a
TextVectorization knows its vocabulary when the layers behind it are built: `vectorize = layers.TextVectorization(...)`,
`vectorize.adapt(train["passage"])`, and then the model. Within a nested model it is the same: what arrives at the model, its layers make into
what arrives at theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from designer.core.calls import Call, Plan, Source
from designer.core.problems import Problem

GIVEN = ("mean", "bin_boundaries", "vocabulary")
"""The arguments that hold what such a layer would learn: with one of them, it has nothing to learn."""

Adapt = Callable[[Any, Any], None]
"""Adapts a layer to the data behind a symbolic tensor, which is what arrives at it."""


def learns(call: Call) -> bool:
    """Whether a call's layer, or one within a nested model, is to be adapted before it is called."""
    if call.is_shared:
        return False
    if call.inner is not None:
        return any(map(learns, call.inner.calls))
    return call.spec.adapts and all(call.node.config.get(name) is None for name in GIVEN)


def learning_calls(plan: Plan) -> tuple[Call, ...]:
    """The calls whose layers are adapted, in order."""
    return tuple(call for call in plan.calls if learns(call))


def teaching(call: Call) -> tuple[Source, ...]:
    """What a call that learns, learns from: all that arrives, and of a nested model what arrives at the Inputs that its layers learn from."""
    if call.inner is None:
        return call.sources
    ports = {name for within in learning_calls(call.inner) for name in taught_by(call.inner, within)}
    return tuple(source for port, sources in call.inputs.items() if port in ports for source in sources)


def taught_by(plan: Plan, call: Call) -> tuple[str, ...]:
    """The Inputs that what a call learns from depends on, in the plan's order."""
    reached: set[str] = set()
    waiting = [source.node for source in teaching(call)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(before.node for before in plan.call(name).sources)
    return tuple(name for name in plan.inputs if name in reached)


def adapting_problems(plan: Plan, above: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Nested models whose layers would learn from more than one of their inputs: one is handed to them."""
    for call in learning_calls(plan):
        if call.inner is None:
            continue
        path = (*above, *call.path)
        if len(teaching(call)) > 1:
            within = learning_calls(call.inner)[-1]
            message = (
                f"{within.title} in {call.title} learns from the training data, and layers in {call.title} would learn from several of its inputs. "
                f"One can be handed to a block that is one layer: move {within.title} before {call.title}, or switch nested off."
            )
            yield Problem(code="cannot_adapt", node=path[0], inside=(*path[1:], *within.path), message=message)
        yield from adapting_problems(call.inner, path)

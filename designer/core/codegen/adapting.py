"""Layers that learn from the training data before training: `normalization.adapt(train["features"])`, as the run does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.core.adapting import learning_calls
from designer.core.codegen.expressions import Call, Expression, laid_out
from designer.core.plan import Call as PlanCall
from designer.core.plan import Plan


@dataclass(frozen=True)
class Learning:
    """What the layers of a plan learn from: `fields` holds what feeds each Input; empty where there is no data."""

    plan: Plan
    fields: Mapping[str, Expression]
    batch_size: int = 32

    @property
    def calls(self) -> frozenset[str]:
        """The ids of the calls whose layers are adapted."""
        return frozenset(call.node.id for call in learning_calls(self.plan)) if self.fields else frozenset()

    def lines(self, call: PlanCall, layer: str, before: str, model: Expression, indent: str) -> list[str]:
        """A layer adapted to the data: to a field behind an Input, else to what `model`, in the variable `before`, makes of it."""
        inputs = self.inputs(call)
        if inputs == [call.sources[0].node]:
            return laid_out("", Call(f"{layer}.adapt", (self.fields[inputs[0]],)), indent=indent)
        given = [self.fields[name] for name in inputs]
        computed = Call(f"{before}.predict", (given[0] if len(given) == 1 else given,), (("batch_size", self.batch_size), ("verbose", 0)))
        return [*laid_out(f"{before} = ", model, indent=indent), *laid_out("", Call(f"{layer}.adapt", (computed,)), indent=indent)]

    def inputs(self, call: PlanCall) -> list[str]:
        """The Inputs that what arrives at a call depends on, in the plan's order."""
        reached: set[str] = set()
        waiting = [source.node for source in call.sources]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting.extend(before.node for before in self.plan.call(name).sources)
        return [name for name in self.plan.inputs if name in reached]

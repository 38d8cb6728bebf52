"""Layers that learn from the training data before training: `normalization.adapt(train["features"])`, as the run does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.core.adapting import learning_calls, taught_by, teaching
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
        lines, data = self.data(call, before, model, indent)
        return [*lines, *laid_out("", Call(f"{layer}.adapt", (data,)), indent=indent)]

    def data(self, call: PlanCall, before: str, model: Expression, indent: str) -> tuple[list[str], Expression]:
        """What a call learns from, and the lines that come before it."""
        inputs = self.inputs(call)
        if inputs == (teaching(call)[0].node,):
            return [], self.fields[inputs[0]]
        given = [self.fields[name] for name in inputs]
        computed = Call(f"{before}.predict", (given[0] if len(given) == 1 else given,), (("batch_size", self.batch_size), ("verbose", 0)))
        return laid_out(f"{before} = ", model, indent=indent), computed

    def inputs(self, call: PlanCall) -> tuple[str, ...]:
        """The Inputs that what a call learns from depends on, in the plan's order."""
        return taught_by(self.plan, call)

    def within(self, plan: Plan, data: Expression) -> Learning:
        """What the layers of a nested model learn from, which is handed to the function that makes it."""
        ports = {name for call in learning_calls(plan) for name in taught_by(plan, call)}
        return Learning(plan, dict.fromkeys(ports, data), self.batch_size)

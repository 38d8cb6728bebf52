"""Layers that learn from the training data before training: `normalization.adapt(train["features"])`, as the run does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from designer.core.adapting import learning_calls, taught_by, teaching
from designer.core.codegen.expressions import Call, Expression, Name, flat, laid_out
from designer.core.plan import Call as PlanCall
from designer.core.plan import Plan


@dataclass(frozen=True)
class Learning:
    """What the layers of a plan learn from: `fields` holds what feeds each Input; empty where there is no data.

    Where these are batches from the disk, what the layers before make of them is computed a batch at a time, when it is asked for.
    """

    plan: Plan
    fields: Mapping[str, Expression]
    batch_size: int = 32
    streams: bool = False
    is_read: bool = False
    """Whether the batches are arrays already, as they are handed to the function of a nested model."""

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
        is_direct = inputs == (teaching(call)[0].node,)
        if is_direct and (call.inner is None or not self.streams):
            return [], self.fields[inputs[0]]
        made = [] if is_direct else laid_out(f"{before} = ", model, indent=indent)
        if self.streams:
            return made, self._batches(call, inputs, None if is_direct else f"{before}.predict_on_batch")
        given = [self.fields[name] for name in inputs]
        computed = Call(f"{before}.predict", (given[0] if len(given) == 1 else given,), (("batch_size", self.batch_size), ("verbose", 0)))
        return made, computed

    def inputs(self, call: PlanCall) -> tuple[str, ...]:
        """The Inputs that what a call learns from depends on, in the plan's order."""
        return taught_by(self.plan, call)

    def within(self, plan: Plan, data: Expression) -> Learning:
        """What the layers of a nested model learn from, which is handed to the function that makes it."""
        ports = {name for call in learning_calls(plan) for name in taught_by(plan, call)}
        return replace(self, plan=plan, fields=dict.fromkeys(ports, data), is_read=self.streams)

    def _batches(self, call: PlanCall, inputs: tuple[str, ...], computing: str | None) -> Expression:
        """Batches as arrays, computed one at a time by what is called so; kept in a list only where several layers within a nested model learn."""
        given = [self.fields[name] if self.is_read else Name(f"{flat(self.fields[name])}.as_numpy_iterator()") for name in inputs]
        batches = given[0] if len(given) == 1 else Call("map", (Name("list"), Call("zip", tuple(given))))
        computed = batches if computing is None else Call("map", (Name(computing), batches))
        return computed if _times(call) == 1 else Call("list", (computed,))


def _times(call: PlanCall) -> int:
    """How often what a call learns from is gone through: once for each layer within it that learns."""
    return 1 if call.inner is None else sum(map(_times, learning_calls(call.inner)))

"""Which field of the data set feeds each Input, and which judges each output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from designer.core.data import DataSpec
from designer.core.document import InputBinding, OutputBinding, Training
from designer.core.plan import Plan

Binding = TypeVar("Binding", InputBinding, OutputBinding)


@dataclass(frozen=True, slots=True)
class Bindings:
    """`inputs` maps Input nodes to fields, `outputs` output nodes to their binding; what could not be placed is beside them."""

    inputs: Mapping[str, str]
    outputs: Mapping[str, OutputBinding]
    unbound: tuple[str, ...] = ()
    spare: tuple[InputBinding | OutputBinding, ...] = ()


def bind(plan: Plan, training: Training, data: DataSpec) -> Bindings:
    """Resolve the bindings: those that name a node of the plan first, the others in order; with none, the data set's defaults for every node."""
    inputs, spare_inputs = _place(plan.inputs, training.inputs)
    outputs, spare_outputs = _place(plan.outputs, training.outputs)
    fields = {name: binding.field for name, binding in inputs.items()} if training.inputs else dict.fromkeys(plan.inputs, data.input)
    judged = outputs if training.outputs else {name: default_output(name, data) for name in plan.outputs}
    unbound = tuple(name for name in plan.inputs if name not in fields) + tuple(name for name in plan.outputs if name not in judged)
    return Bindings(fields, judged, unbound, (*spare_inputs, *spare_outputs))


def default_output(node: str, data: DataSpec) -> OutputBinding:
    """What judges an output that the document says nothing of."""
    return OutputBinding(node=node, field=data.target, loss=data.last_layer.loss, metrics=data.last_layer.metrics)


def _place(nodes: Sequence[str], bindings: Iterable[Binding]) -> tuple[dict[str, Binding], list[Binding]]:
    """The binding of each node, in the order of the nodes, and the bindings left over."""
    placed: dict[str, Binding] = {}
    floating: list[Binding] = []
    for binding in bindings:
        if binding.node in nodes and binding.node not in placed:
            placed[str(binding.node)] = binding
        else:
            floating.append(binding)
    free = [name for name in nodes if name not in placed]
    placed.update(zip(free, floating, strict=False))
    return {name: placed[name] for name in nodes if name in placed}, floating[len(free) :]

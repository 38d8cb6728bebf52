"""Document -> plan: the ordered calls that the analyser, the builder and the code writer all read.

Planning knows the graph (order, ports, cycles, loose ends) and nothing of Keras: no shape is looked at here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise

from pydantic import JsonValue

from designer.core.catalog import Catalog, LayerSpec
from designer.core.document import Document
from designer.core.problems import Edge, Node, Problem
from designer.core.wiring import Wiring, read_wiring, removal, rings

SEVERAL_OUTPUTS = "return_state"  # the argument by which a layer gives several outputs, which Sequential does not take
MOST_CYCLES = 20
LONG_RING = 8


@dataclass(frozen=True, slots=True)
class Source:
    """An output of a node."""

    node: str
    output: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One layer called on the outputs of others; `inputs` maps a port's name to its sources in order."""

    node: Node
    spec: LayerSpec
    inputs: Mapping[str, tuple[Source, ...]]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, over all ports."""
        return tuple(source for sources in self.inputs.values() for source in sources)


@dataclass(frozen=True, slots=True)
class Plan:
    """A network in the order in which Keras would be told of it."""

    name: str
    calls: tuple[Call, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    is_stack: bool = False
    """Whether it is one chain from one input to one output, so that Sequential says it best."""
    _by_id: Mapping[str, Call] = field(default_factory=dict, repr=False, compare=False)

    def call(self, node_id: str) -> Call:
        """The call of a node; raises KeyError."""
        return self._by_id[node_id]

    @property
    def is_sound(self) -> bool:
        """Whether the graph can be built, as far as its wiring tells."""
        return not any(problem.severity == "error" for problem in self.problems)


def plan(document: Document, catalog: Catalog) -> Plan:
    """Order the document's calls; everything wrong with its wiring is in the plan's `problems`.

    Nodes that cannot be called (of an unknown layer, in a cycle, or behind one of these) are left out of `calls`. Nodes that touch no wire, in
    a document that has wires, are reported and left out of `inputs` and `outputs`, so that a draft beside the network does not become part of it.
    """
    wiring = read_wiring(document, catalog)
    order = _order(document, wiring)
    calls = tuple(Call(node, wiring.specs[node.id], _by_port(wiring.arriving.get(node.id, ()), wiring.specs[node.id])) for node in order)
    by_id = {call.node.id: call for call in calls}
    loose = set() if wiring.is_empty else {node.id for node in document.nodes if not wiring.touches(node.id)}
    inputs = tuple(call.node.id for call in calls if call.spec.is_input and call.node.id not in loose)
    outputs = tuple(node.id for node in document.nodes if node.id in by_id and _is_output(node, wiring, loose))
    problems = (
        *wiring.problems,
        *_cycle_problems(document, wiring, by_id),
        *(problem for node in document.nodes if node.id in wiring.specs for problem in _arity_problems(node, wiring, loose)),
        *_whole_problems(document, wiring, inputs, outputs, is_ordered=len(calls) == len(document.nodes)),
    )
    return Plan(model_name(document.name), calls, inputs, outputs, problems, _is_stack(calls, inputs, outputs), by_id)


def model_name(name: str) -> str:
    """A document's name as Keras's model name: words joined by _, starting with a letter."""
    slug = "_".join("".join(char if char.isascii() and char.isalnum() else " " for char in name.lower()).split())
    return slug if slug[:1].isalpha() else f"model_{slug}".rstrip("_")


def _order(document: Document, wiring: Wiring) -> list[Node]:
    """The nodes that can be called, depth first, which is the order in which a person would write the calls."""
    nodes = {node.id: node for node in document.nodes}
    rank = {name: place for place, name in enumerate(nodes)}
    waiting = {name: len({edge.source[0] for edge in wiring.arriving.get(name, ())}) for name in wiring.specs}
    ready = [name for name in reversed(list(wiring.specs)) if waiting[name] == 0]
    order: list[Node] = []
    while ready:
        name = ready.pop()
        order.append(nodes[name])
        ends = {edge.target[0] for edge in wiring.leaving.get(name, ())} & wiring.specs.keys()
        for end in sorted(ends, key=rank.__getitem__, reverse=True):
            waiting[end] -= 1
            if waiting[end] == 0:
                ready.append(end)
    return order


def _by_port(edges: Iterable[Edge], spec: LayerSpec) -> dict[str, tuple[Source, ...]]:
    ordered = sorted(edges, key=lambda edge: edge.target[2])
    ports = {port.name: tuple(Source(*edge.source) for edge in ordered if edge.target[1] == port.name) for port in spec.inputs}
    return {name: sources for name, sources in ports.items() if sources}


def _is_output(node: Node, wiring: Wiring, loose: set[str]) -> bool:
    return node.id not in loose and not wiring.leaving.get(node.id) and not wiring.specs[node.id].is_input


def _is_stack(calls: tuple[Call, ...], inputs: tuple[str, ...], outputs: tuple[str, ...]) -> bool:
    if len(inputs) != 1 or len(outputs) != 1 or len(calls) < 2:
        return False
    return all(_follows(call, before) for before, call in pairwise(calls))


def _follows(call: Call, before: Call) -> bool:
    """Whether a call takes the one output of the call before it, and nothing else."""
    if call.spec.is_input or _has(SEVERAL_OUTPUTS, call.node.config):
        return False
    first = call.spec.inputs[0]
    return not first.many and dict(call.inputs) == {first.name: (Source(before.node.id),)}


def _has(key: str, config: JsonValue) -> bool:
    """Whether an argument is switched on in a config, or in the config of an inner layer."""
    if isinstance(config, list):
        return any(_has(key, item) for item in config)
    return isinstance(config, dict) and (bool(config.get(key)) or any(_has(key, item) for item in config.values()))


def _cycle_problems(document: Document, wiring: Wiring, called: Collection[str]) -> Iterator[Problem]:
    """A problem for each wire that closes a cycle, seen from where the network enters it."""
    left = [node.id for node in document.nodes if node.id in wiring.specs and node.id not in called]
    entered = [name for name in left if any(edge.source[0] in called for edge in wiring.arriving[name])]
    for ring in islice(rings([*entered, *left], wiring.leaving), MOST_CYCLES):
        closing = [edge for edge in document.edges if (edge.source[0], edge.target[0]) == (ring[-1], ring[0])]  # unusable ones would take their place
        message = f"{_path(ring)} is a cycle: a layer's input cannot depend on its own output. Remove one of its wires."
        fix = removal(closing, f"Remove the wire from {ring[-1]} to {ring[0]}")
        yield Problem(code="cycle", node=ring[0], message=message, fixes=(fix,))


def _path(ring: tuple[str, ...]) -> str:
    """A ring in words, its middle left out where it is long."""
    shown = ring if len(ring) <= LONG_RING else (*ring[: LONG_RING - 3], f"… ({len(ring) - LONG_RING + 1} more)", *ring[-2:])
    return " → ".join([*shown, ring[0]])


def _arity_problems(node: Node, wiring: Wiring, loose: set[str]) -> Iterator[Problem]:
    """What is wrong with the number of wires into a node."""
    name, spec = node.id, wiring.specs[node.id]
    if name in loose:
        yield Problem(code="unconnected", node=name, message=f"{name} is not connected. Wire it to the network, or delete it.")
        return
    for port in spec.inputs:
        count = sum(edge.target[1] == port.name for edge in wiring.arriving.get(name, ()))
        if count == 0 and port.required:
            what = "its input" if len(spec.inputs) == 1 else f"its input {port.name}"
            yield Problem(code="missing_input", node=name, param=port.name, message=f"{name} expects a wire into {what} and received none.")
        elif 0 < count < port.minimum:
            message = f"{name} merges at least {port.minimum} inputs and received {count}. Wire another output to it."
            yield Problem(code="too_few_inputs", node=name, param=port.name, message=message)


def _whole_problems(document: Document, wiring: Wiring, inputs: tuple[str, ...], outputs: tuple[str, ...], *, is_ordered: bool) -> Iterator[Problem]:
    """What is wrong with the network as a whole; no output is missed while some nodes cannot be called, for one of them may be it."""
    if not document.nodes:
        yield Problem(code="empty", message="The network is empty. Drag a layer from the palette, or start from a template.")
    elif not any(spec.is_input for spec in wiring.specs.values()):
        message = "The network has no Input: it does not say which shape enters. Add an Input before its first layer."
        yield Problem(code="no_input", message=message)
    if inputs and not outputs and is_ordered:
        yield Problem(code="no_output", message="The network has no output: no layer follows its Input. Add a layer behind it.")

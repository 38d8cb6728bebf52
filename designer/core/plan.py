"""Document -> plan: the ordered calls that the analyser, the builder and the code writer all read.

Planning knows the graph (order, ports, cycles, loose ends) and nothing of Keras: no shape, no argument is looked at here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from designer.core.catalog import Catalog, LayerSpec, Port
from designer.core.document import Document
from designer.core.problems import Edge, Node, Problem


SEVERAL_OUTPUTS = "return_state"  # the argument by which a layer gives several outputs, which Sequential does not take


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
    _by_id: Mapping[str, Call] = field(default_factory=dict, repr=False, compare=False)

    def call(self, node_id: str) -> Call:
        """The call of a node; raises KeyError."""
        return self._by_id[node_id]

    @property
    def is_sound(self) -> bool:
        """Whether the graph can be built, as far as its wiring tells."""
        return not any(problem.severity == "error" for problem in self.problems)

    @property
    def is_stack(self) -> bool:
        """Whether it is one chain from one input to one output, so that Sequential says it best."""
        if len(self.inputs) != 1 or len(self.outputs) != 1 or any(call.node.config.get(SEVERAL_OUTPUTS) for call in self.calls):
            return False
        for before, call in zip(self.calls, self.calls[1:], strict=False):
            if call.spec.is_input or set(call.inputs) != {call.spec.inputs[0].name} or call.spec.inputs[0].many:
                return False
            if call.sources != (Source(before.node.id, 0),):
                return False
        return len(self.calls) > 1


def plan(document: Document, catalog: Catalog) -> Plan:
    """Order the document's calls; everything wrong with its wiring is in the plan's `problems`.

    Nodes that cannot be called (unknown layer, in or behind a cycle) are left out of `calls`. Nodes that touch no wire, in a document that
    has wires, are reported and left out of `inputs` and `outputs`, so that a draft beside the network does not become part of it.
    """
    problems: list[Problem] = []
    specs = _specs(document, catalog, problems)
    arriving = _arriving(document.edges, specs, problems)
    order, cyclic = _topological(document, specs, arriving)
    if cyclic:
        problems.extend(_cycle_problems(document, cyclic, arriving))
    calls = tuple(Call(node, specs[node.id], _by_port(arriving[node.id], specs[node.id])) for node in order)
    used = {edge.source[0] for edges in arriving.values() for edge in edges}
    loose = _loose(document, used, arriving)
    for call in calls:
        problems.extend(_arity_problems(call, call.node.id in loose))
    inputs = tuple(call.node.id for call in calls if call.spec.is_input and call.node.id not in loose)
    outputs = tuple(node.id for node in document.nodes if node.id in specs and node.id not in used | loose | cyclic and not specs[node.id].is_input)
    problems.extend(_whole_problems(document, specs, inputs, outputs))
    return Plan(model_name(document.name), calls, inputs, outputs, tuple(problems), {call.node.id: call for call in calls})


def _specs(document: Document, catalog: Catalog, problems: list[Problem]) -> dict[str, LayerSpec]:
    found: dict[str, LayerSpec] = {}
    for node in document.nodes:
        spec = catalog.layers.get(node.layer)
        if spec is None:
            message = f"{node.id} asks for a layer called {node.layer!r}, which Keras {catalog.keras} does not have. Replace it with one from the palette."
            problems.append(Problem(code="unknown_layer", node=node.id, message=message))
        elif spec.unavailable:
            problems.append(Problem(code="unavailable_layer", node=node.id, message=f"{node.id} ({node.layer}) cannot be drawn: {spec.unavailable}"))
        else:
            found[node.id] = spec
    return found


def _arriving(edges: Iterable[Edge], specs: Mapping[str, LayerSpec], problems: list[Problem]) -> dict[str, list[Edge]]:
    """The usable wires by the node they arrive at; wires to nowhere are reported."""
    arriving: dict[str, list[Edge]] = defaultdict(list)
    taken: set[tuple[str, str, int]] = set()
    for edge in edges:
        (start, _), (end, port_name, place) = edge.source, edge.target
        if start not in specs or end not in specs:
            continue  # its node is unknown, which is reported where the node stands
        port = specs[end].port(port_name)
        if port is None:
            problems.append(Problem(code="unknown_port", node=end, message=f"{end} has no input called {port_name!r}; it has {_listed(specs[end].inputs)}."))
        elif not port.many and (edge.target in taken or place != 0):
            message = f"{port_name} of {end} takes one wire and received another from {start}. Join them with a merge layer such as Concatenate or Add."
            problems.append(Problem(code="too_many_inputs", node=end, message=message))
        else:
            taken.add(edge.target)
            arriving[end].append(edge)
    return arriving


def _listed(ports: tuple[Port, ...]) -> str:
    return ", ".join(port.name for port in ports) or "none: data enters the network there"


def _topological(document: Document, specs: Mapping[str, LayerSpec], arriving: Mapping[str, list[Edge]]) -> tuple[list[Node], set[str]]:
    """Depth-first order in which a person would write the calls, and the nodes in or behind a cycle."""
    waiting = {name: len({edge.source[0] for edge in arriving.get(name, ())}) for name in specs}
    leaving: dict[str, list[str]] = defaultdict(list)
    rank = {node.id: place for place, node in enumerate(document.nodes)}
    for end, edges in arriving.items():
        for start in {edge.source[0] for edge in edges}:
            leaving[start].append(end)
    nodes = {node.id: node for node in document.nodes}
    ready = sorted((name for name, count in waiting.items() if count == 0), key=rank.__getitem__, reverse=True)
    order: list[Node] = []
    while ready:
        name = ready.pop()
        order.append(nodes[name])
        for end in sorted(leaving[name], key=rank.__getitem__, reverse=True):
            waiting[end] -= 1
            if waiting[end] == 0:
                ready.append(end)
    return order, set(specs) - {node.id for node in order}


def _cycle_problems(document: Document, cyclic: set[str], arriving: Mapping[str, list[Edge]]) -> list[Problem]:
    """One problem for each ring, on the first of its nodes."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for node in document.nodes:
        path: list[str] = []
        name = node.id
        while name in cyclic and name not in seen:
            seen.add(name)
            path.append(name)
            name = next(edge.source[0] for edge in arriving[name] if edge.source[0] in cyclic)
        if name in path:
            ring = list(reversed(path[path.index(name) :]))
            message = f"{' → '.join([*ring, ring[0]])} is a cycle: a layer's input cannot depend on its own output. Remove one of its wires."
            problems.append(Problem(code="cycle", node=ring[0], message=message))
    return problems


def _by_port(edges: Iterable[Edge], spec: LayerSpec) -> dict[str, tuple[Source, ...]]:
    ordered = sorted(edges, key=lambda edge: edge.target[2])
    ports = {port.name: tuple(Source(*edge.source) for edge in ordered if edge.target[1] == port.name) for port in spec.inputs}
    return {name: sources for name, sources in ports.items() if sources}


def _loose(document: Document, used: set[str], arriving: Mapping[str, list[Edge]]) -> set[str]:
    """Nodes that touch no wire, in a document that has wires."""
    if not any(arriving.values()):
        return set()
    return {node.id for node in document.nodes if node.id not in used and not arriving.get(node.id)}


def _arity_problems(call: Call, is_loose: bool) -> list[Problem]:
    name = call.node.id
    if is_loose:
        return [Problem(code="unconnected", node=name, message=f"{name} is not connected. Wire it to the network, or delete it.")]
    problems = []
    for port in call.spec.inputs:
        count = len(call.inputs.get(port.name, ()))
        if count == 0 and port.required:
            what = "its input" if len(call.spec.inputs) == 1 else f"its input {port.name}"
            problems.append(Problem(code="missing_input", node=name, param=port.name, message=f"{name} expects a wire into {what} and received none."))
        elif 0 < count < port.minimum:
            message = f"{name} merges at least {port.minimum} inputs and received {count}. Wire another output to it."
            problems.append(Problem(code="too_few_inputs", node=name, param=port.name, message=message))
    return problems


def _whole_problems(document: Document, specs: Mapping[str, LayerSpec], inputs: tuple[str, ...], outputs: tuple[str, ...]) -> list[Problem]:
    problems = []
    if not document.nodes:
        problems.append(Problem(code="empty", message="The network is empty. Drag a layer from the palette, or start from a template."))
    elif not inputs:
        problems.append(Problem(code="no_input", message="The network has no Input: it does not say which shape enters. Add an Input before its first layer."))
    if inputs and not outputs:
        problems.append(Problem(code="no_output", message="The network has no output: no layer follows its Input. Add a layer behind it."))
    return problems


def model_name(name: str) -> str:
    """A document's name as Keras's model name: words joined by _, starting with a letter."""
    slug = "_".join("".join(char if char.isascii() and char.isalnum() else " " for char in name.lower()).split())
    return slug if slug[:1].isalpha() else f"model_{slug}".rstrip("_")

"""Which wires of a network, or of a block, lead somewhere, and what is wrong with the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from designer.core.catalog import Catalog, LayerSpec, Port
from designer.core.problems import Edge, Fix, Node, Patch, Problem
from designer.core.sharing import owners_of
from designer.core.wording import quoted


@dataclass(frozen=True, slots=True)
class Wiring:
    """A graph: `arriving` and `leaving` hold the usable wires by node, those of nodes with an unknown layer too; `arriving` by their places."""

    specs: Mapping[str, LayerSpec]
    """Of each node that can be called."""
    owners: Mapping[str, str]
    """Of each node that calls the layer of another one again: which."""
    arriving: Mapping[str, Sequence[Edge]]
    leaving: Mapping[str, Sequence[Edge]]
    counts: Mapping[tuple[str, str], int]
    """How many usable wires arrive at a node's port."""
    problems: tuple[Problem, ...]

    def touches(self, node_id: str) -> bool:
        """Whether any wire leads from or to a node."""
        return bool(self.arriving.get(node_id) or self.leaving.get(node_id))

    @property
    def is_empty(self) -> bool:
        """Whether there is no wire at all."""
        return not self.leaving


def read_wiring(nodes: Sequence[Node], edges: Sequence[Edge], catalog: Catalog) -> Wiring:
    """The graph of some nodes; a wire drawn twice is one wire, and of too many wires into a place the first one counts."""
    specs, problems = _read_specs(nodes, catalog)
    owners, unshared = owners_of(nodes, edges, specs)
    problems.extend(unshared)
    for unshareable in unshared:
        if unshareable.severity == "error":
            specs.pop(unshareable.node or "", None)
    known = {node.id for node in nodes}
    arriving: dict[str, list[Edge]] = defaultdict(list)
    leaving: dict[str, list[Edge]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    for edge in dict.fromkeys(edges):
        port = edge.target[:2]
        problem = _fault(edge, known, specs, counts[port])
        if problem is not None:
            problems.append(problem)
            continue
        counts[port] += 1
        arriving[edge.target[0]].append(edge)
        leaving[edge.source[0]].append(edge)
    for several in arriving.values():
        several.sort(key=_place)
    return Wiring(specs, owners, dict(arriving), dict(leaving), counts, tuple(problems))


def _place(edge: Edge) -> int:
    return edge.target[2]


def removal(edges: Iterable[Edge], label: str) -> Fix:
    """The cure that takes wires away."""
    return Fix(label=label, patch=Patch(remove_edges=tuple(edges)))


def rings(starts: Iterable[str], leaving: Mapping[str, Sequence[Edge]]) -> Iterator[tuple[str, ...]]:
    """The cycles behind some nodes, one for each wire that leads back to a node on its own path: the wire from a ring's last node to its first."""
    done: set[str] = set()
    for start in starts:
        path = [start] if start not in done else []
        on_path = set(path)
        branches = [_ends(start, leaving)]
        while path:
            following = next(branches[-1], None)
            if following is None:
                branches.pop()
                done.add(path[-1])
                on_path.discard(path.pop())
            elif following in on_path:
                yield tuple(path[path.index(following) :])
            elif following not in done:
                path.append(following)
                on_path.add(following)
                branches.append(_ends(following, leaving))


def _ends(node_id: str, leaving: Mapping[str, Sequence[Edge]]) -> Iterator[str]:
    return iter(dict.fromkeys(edge.target[0] for edge in leaving.get(node_id, ())))


def _read_specs(nodes: Iterable[Node], catalog: Catalog) -> tuple[dict[str, LayerSpec], list[Problem]]:
    """What the catalogue says of each node's layer, and the nodes that cannot be called."""
    found: dict[str, LayerSpec] = {}
    problems: list[Problem] = []
    for node in nodes:
        spec = catalog.layers.get(node.layer)
        if spec is None:
            message = f"{node.id} asks for a layer called {node.layer!r}, which Keras {catalog.keras} does not have."
            problems.append(Problem(code="unknown_layer", node=node.id, message=f"{message} Replace it with one from the palette."))
        elif spec.unavailable:
            message = f"{node.id} ({node.layer}) cannot be drawn: {spec.unavailable}"
            problems.append(Problem(code="unavailable_layer", node=node.id, message=message))
        elif spec.kind == "placeholder":
            problems.append(Problem(code="placeholder", node=node.id, message=_stands_for(node)))
        else:
            found[node.id] = spec
    return found, problems


def _stands_for(node: Node) -> str:
    """What a placeholder keeps the place of, why, and what to do."""
    what, reason = (str(node.config.get(name) or "").strip() for name in ("class_name", "reason"))
    sentence = f"{node.id} keeps the place of {what or 'something'}, which could not be read"
    why = f": {reason.rstrip('.')}." if reason else "."
    return f"{sentence}{why} Put a layer of the palette in its place, or delete it."


def _fault(edge: Edge, known: set[str], specs: Mapping[str, LayerSpec], before: int) -> Problem | None:
    """What is wrong with a wire, given how many arrived at its port before it."""
    start, (end, port_name, _) = edge.source[0], edge.target
    if start not in known or end not in known:
        return _loose_wire(edge, [name for name in dict.fromkeys((start, end)) if name not in known], known)
    if end not in specs:
        return None  # its layer is unknown, which is said of the node
    port = specs[end].port(port_name)
    if port is None:
        message = f"{end} has no input called {quoted(port_name)}; it has {_listed(specs[end].inputs)}."
        return Problem(code="unknown_port", node=end, message=message, fixes=(_without(edge),))
    most = port.maximum if port.many else 1
    if most is not None and before >= most:
        return _too_many(edge, most)
    return None


def _loose_wire(edge: Edge, missing: Sequence[str], known: set[str]) -> Problem:
    start, end = edge.source[0], edge.target[0]
    there = next((name for name in (end, start) if name in known), None)
    message = f"A wire leads from {start} to {end}, but there is no {' and no '.join(missing)}. Remove the wire."
    return Problem(code="loose_wire", node=there, message=message, fixes=(_without(edge),))


def _too_many(edge: Edge, most: int) -> Problem:
    start, (end, port_name, _) = edge.source[0], edge.target
    many = {1: "one wire", 2: "two wires", 3: "three wires"}.get(most, f"{most} wires")
    advice = "Join them with a merge layer such as Concatenate or Add." if most == 1 else "Remove one of them."
    message = f"{port_name} of {end} takes {many} and received another from {start}. {advice}"
    return Problem(code="too_many_inputs", node=end, param=port_name, message=message, fixes=(_without(edge),))


def _without(edge: Edge) -> Fix:
    return removal([edge], f"Remove the wire from {edge.source[0]} to {edge.target[0]}")


def _listed(ports: tuple[Port, ...]) -> str:
    return ", ".join(port.name for port in ports) or "none: data enters the network there"

"""Patches in the making: layers put between, wires drawn, with free ids and sensible places on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from designer.core.findings import Findings
from designer.core.problems import Edge, Fix, Node, Patch, Problem

ROW = 120.0  # from one node to the next below it
Maker = Callable[[Findings, Problem], Iterable[Fix]]
NewLayer = tuple[str, dict[str, Any]]  # class, config


class Edit:
    """Collects the changes of one patch."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._taken = set(found.by_id)
        self._at = {name: node.at for name, node in found.by_id.items()}
        self._added: list[Node] = []
        self._wires: list[Edge] = []
        self._cut: list[Edge] = []
        self._gone: list[str] = []
        self._config: dict[str, dict[str, Any]] = {}
        self._training: dict[str, Any] = {}

    def fix(self, label: str) -> Fix:
        """The patch behind a button."""
        return Fix(
            label=label,
            patch=Patch(
                remove_edges=tuple(self._cut),
                remove_nodes=tuple(self._gone),
                add_nodes=tuple(self._added),
                add_edges=tuple(self._wires),
                set_config=self._config,
                set_training=self._training,
            ),
        )

    def add(self, layer: str, config: Mapping[str, Any], at: tuple[float, float]) -> str:
        """A new node; its id as Keras would choose it."""
        spec = self._found.catalog.layers[layer]
        stem = spec.auto_name or layer.lower()
        name, count = stem, 0
        while name in self._taken:
            count += 1
            name = f"{stem}_{count}"
        self._taken.add(name)
        self._at[name] = at
        self._added.append(Node(id=name, layer=layer, config=dict(config), at=at))
        return name

    def port(self, node: str) -> str:
        """The first port of a node."""
        added = next((new.layer for new in self._added if new.id == node), None)
        known = self._found.by_id.get(node)
        spec = self._found.catalog.layers[added or (known.layer if known else "")]
        return spec.inputs[0].name

    def wire(self, start: str, end: str, *, port: str | None = None, place: int = 0, output: int = 0) -> Edit:
        """Draw a wire."""
        self._wires.append(Edge(source=(start, output), target=(end, port or self.port(end), place)))
        return self

    def cut(self, edges: Iterable[Edge]) -> Edit:
        """Take wires away."""
        self._cut.extend(edges)
        return self

    def remove(self, node: str) -> Edit:
        """Take a node and its wires away."""
        self._gone.append(node)
        return self

    def set(self, node: str, **config: Any) -> Edit:
        """Set arguments of a node; None takes one away. A layer within a block is beyond a patch's reach, and stays as it is."""
        if node not in self._taken:
            return self
        self._config.setdefault(node, {}).update(config)
        return self

    def train(self, **settings: Any) -> Edit:
        """Replace training settings."""
        self._training.update(settings)
        return self

    def between(self, edge: Edge, layers: Sequence[NewLayer]) -> Edit:
        """Put layers into a wire, evenly spaced between its ends."""
        self.cut([edge])
        name, output = edge.source
        end = edge.target[0]
        for step, (layer, config) in enumerate(layers, start=1):
            new = self.add(layer, config, self._part_way(edge.source[0], end, step / (len(layers) + 1)))
            self.wire(name, new, output=output)
            name, output = new, 0
        self._wires.append(Edge(source=(name, output), target=edge.target))
        return self

    def after(self, node: str, layers: Sequence[NewLayer]) -> Edit:
        """Hang layers behind a node that nothing follows, or behind an output of the network."""
        node, output = self._found.drawn_as(node)
        for layer, config in layers:
            x, y = self._at[node]
            new = self.add(layer, config, (x, y + ROW))
            self.wire(node, new, output=output)
            node, output = new, 0
        return self

    def above(self, node: str) -> tuple[float, float]:
        """The place above a node."""
        x, y = self._at[node]
        return (x, y - ROW)

    def _part_way(self, start: str, end: str, part: float) -> tuple[float, float]:
        (left, top), (right, bottom) = self._at[start], self._at[end]
        return (round(left + (right - left) * part, 1), round(top + (bottom - top) * part, 1))


def edges_into(found: Findings, node: str, port: str | None = None) -> list[Edge]:
    """The wires that arrive at a node, in order."""
    edges = [edge for edge in found.arriving.get(node, ()) if port in (None, edge.target[1])]
    return sorted(edges, key=lambda edge: edge.target[2])


def edges_from(found: Findings, node: str) -> Sequence[Edge]:
    """The wires that leave a node."""
    return found.leaving.get(node, ())


def behind(found: Findings, node: str) -> set[str]:
    """The nodes that depend on a node, and itself."""
    reached, waiting = {node}, [node]
    while waiting:
        for edge in edges_from(found, waiting.pop()):
            if edge.target[0] not in reached:
                reached.add(edge.target[0])
                waiting.append(edge.target[0])
    return reached

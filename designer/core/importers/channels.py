"""Networks with channels first -> channels last, which is what trains on a CPU and what the data sets hold.

Inputs and layers are turned. A Permute stands where a layer, such as the Flatten of Keras 1, counted on the old order: so weights keep their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from designer.core.catalog import Catalog
from designer.core.document import Block
from designer.core.importers.drawing import Drawing
from designer.core.importers.keras_replacements import BY_CHANNEL
from designer.core.problems import Edge, Node

FIRST: Final = "channels_first"
SAID: Final = "Channels stand last now (height, width, channels): the Inputs and the layers that had them first were turned."
KEPT: Final = "A Permute hands the values on in their old order where a layer counts on it, so that its weights keep their meaning."

AXES: Final[Mapping[str, str | None]] = {
    **dict.fromkeys(
        ("Activation", "ActivityRegularization", "Add", "AlphaDropout", "Average", "Dropout", "ELU", "GaussianDropout", "GaussianNoise", "Identity"),
        None,
    ),
    **dict.fromkeys(("LeakyReLU", "Maximum", "Minimum", "Multiply", "ReLU", "Rescaling", "Subtract", "Placeholder"), None),
    "BatchNormalization": "axis",
    "Concatenate": "axis",
}
"""Layers that do the same in either order, and the argument by which they name an axis."""


@dataclass
class _Turning:
    """One level of nodes being turned."""

    nodes: dict[str, Node]
    edges: list[Edge]
    catalog: Catalog
    turned_blocks: Mapping[str, tuple[frozenset[str], dict[int, int]]]
    ranks: dict[tuple[str, int], int] = field(default_factory=dict)
    """The rank of each tensor that is turned."""
    entered: set[str] = field(default_factory=set)
    has_permute: bool = False

    def run(self) -> None:
        for name in self._order():
            self._turn(self.nodes[name])

    def _order(self) -> list[str]:
        """The nodes, each behind what it reads."""
        waiting = {name: {edge.source[0] for edge in self.edges if edge.target[0] == name and edge.source[0] != name} for name in self.nodes}
        order: list[str] = []
        done: set[str] = set()
        while waiting:
            ready = [name for name, needs in waiting.items() if needs <= done] or [next(iter(waiting))]
            for name in ready:
                del waiting[name]
            order += ready
            done.update(ready)
        return order

    def _turn(self, node: Node) -> None:
        if self._is_first(node):
            self._turn_layer(node)
        elif self._is_input(node):
            self._turn_input(node)
        elif node.layer in self.turned_blocks:
            self._turn_block(node)
        elif _keeps_axes(_owner(node, self.nodes)):
            self._pass(node)
        else:
            self._restore(node)

    def _is_input(self, node: Node) -> bool:
        spec = self.catalog.layers.get(node.layer)
        return spec is not None and spec.is_input

    def _is_first(self, node: Node) -> bool:
        return _owner(node, self.nodes).config.get("data_format") == FIRST or (node.shares is not None and node.shares in self.entered)

    def _turn_input(self, node: Node) -> None:
        shape = node.config.get("shape")
        rank = self._wanted_rank(node.id)
        if rank is None or (isinstance(shape, list) and len(shape) != rank - 1):
            return
        if isinstance(shape, list):
            self.nodes[node.id] = node.model_copy(update={"config": {**node.config, "shape": [*shape[1:], shape[0]]}})
        self.ranks[node.id, 0] = rank

    def _wanted_rank(self, name: str) -> int | None:
        """The rank of the first layer with channels first behind a node, with nothing but layers of either order between them."""
        waiting, seen = [name], {name}
        while waiting:
            current = waiting.pop()
            for edge in self.edges:
                end = edge.target[0]
                if edge.source[0] != current or end in seen:
                    continue
                seen.add(end)
                node = self.nodes[end]
                if node.layer in self.turned_blocks and edge.target[1] in self.turned_blocks[node.layer][0]:
                    return 4
                if self._is_first(node):
                    return _rank(node)
                if _keeps_axes(node):
                    waiting.append(end)
        return None

    def _turn_layer(self, node: Node) -> None:
        if node.layer in FLATTENING and not any(edge.source in self.ranks for edge in self._into(node.id)):
            return  # what it reads was not turned, and it says itself what it does with it
        rank = _rank(node)
        for edge in self._into(node.id):
            if edge.source not in self.ranks:
                self._permute(edge, (*range(2, rank), 1))
        self.entered.add(node.id)
        config = {key: value for key, value in node.config.items() if key != "data_format"}
        self.nodes[node.id] = node.model_copy(update={"config": config})
        if not node.layer.startswith("Global") and node.layer not in FLATTENING:
            self.ranks[node.id, 0] = rank

    def _turn_block(self, node: Node) -> None:
        ports, outputs = self.turned_blocks[node.layer]
        for edge in self._into(node.id):
            turned = edge.source in self.ranks
            if edge.target[1] in ports and not turned:
                self._permute(edge, (2, 3, 1))
            elif edge.target[1] not in ports and turned:
                self._undo(edge)
        self.ranks.update({(node.id, index): rank for index, rank in outputs.items()})

    def _pass(self, node: Node) -> None:
        edges = self._into(node.id)
        ranks = [self.ranks[edge.source] for edge in edges if edge.source in self.ranks]
        if not ranks:
            return
        for edge in edges:
            if edge.source not in self.ranks:
                self._permute(edge, (*range(2, ranks[0]), 1))
        self.ranks[node.id, 0] = ranks[0]
        key = AXES.get(_owner(node, self.nodes).layer)
        axis = node.config.get(key, -1) if key else None
        if key and node.shares is None and isinstance(axis, int):
            config: dict[str, JsonValue] = {name: value for name, value in node.config.items() if name != key}
            moved = _axis(axis, ranks[0])
            self.nodes[node.id] = node.model_copy(update={"config": config if moved in (-1, ranks[0] - 1) else config | {key: moved}})

    def _restore(self, node: Node) -> None:
        for edge in self._into(node.id):
            if edge.source in self.ranks:
                self._undo(edge)

    def _undo(self, edge: Edge) -> None:
        rank = self.ranks[edge.source]
        self._permute(edge, (rank - 1, *range(1, rank - 1)))

    def _into(self, name: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.target[0] == name]

    def _permute(self, edge: Edge, dims: Sequence[int]) -> None:
        """Put a Permute into a wire."""
        name, count = f"{edge.target[0]}_order"[:60], 0
        while name in self.nodes:
            count += 1
            name = f"{edge.target[0]}_order"[:56] + f"_{count}"
        self.nodes[name] = Node(id=name, layer="Permute", config={"dims": list(dims)})
        self.edges.remove(edge)
        self.edges += [Edge(source=edge.source, target=(name, "inputs", 0)), Edge(source=(name, 0), target=edge.target)]
        self.has_permute = True


FLATTENING: Final = frozenset({"Flatten"})
"""Layers with a data format whose output has no channels; they turned their input to channels last before they flattened it."""


def _owner(node: Node, nodes: Mapping[str, Node]) -> Node:
    return nodes.get(node.shares, node) if node.shares else node


def _keeps_axes(node: Node) -> bool:
    """Whether a layer does the same in either order."""
    return node.layer in AXES or BY_CHANNEL in str(node.config.get("expression"))


def _rank(node: Node) -> int:
    """The rank of what a layer reads, from its name: Conv2D reads (batch, height, width, channels)."""
    found = re.search(r"([123])D", node.layer)
    return int(found[1]) + 2 if found else 4


def _axis(axis: int, rank: int) -> int:
    """An axis with channels first, where it is with channels last."""
    place = axis % rank
    return place if place == 0 else rank - 1 if place == 1 else place - 1


def turn(drawing: Drawing) -> None:
    """Turn what was drawn, its blocks first."""
    turned: dict[str, tuple[frozenset[str], dict[int, int]]] = {}
    was_turned = has_permute = False
    for name, block in drawing.blocks.items():
        level = _Turning({node.id: node for node in block.nodes}, list(block.edges), drawing.catalog, turned)
        level.run()
        if level.entered or level.ranks:
            drawing.blocks[name] = _turned_block(block, level)
            ports = frozenset(port for port in block.inputs if (port, 0) in level.ranks)
            outputs = {place: level.ranks[end] for place, end in enumerate(block.outputs) if end in level.ranks}
            turned[f"block.{name}"] = (ports, outputs)
            was_turned, has_permute = True, has_permute or level.has_permute
    level = _Turning(drawing.nodes, drawing.edges, drawing.catalog, turned)
    level.run()
    if level.entered or was_turned:
        drawing.note("changed", SAID)
    if level.has_permute or has_permute:
        drawing.note("changed", KEPT)


def _turned_block(block: Block, level: _Turning) -> Block:
    return block.model_copy(update={"nodes": tuple(level.nodes.values()), "edges": tuple(level.edges)})

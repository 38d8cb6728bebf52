"""A document in the making: every importer draws into one of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import JsonValue

from designer.core.catalog import Catalog
from designer.core.document import Block, Document
from designer.core.importers.imported import Note
from designer.core.problems import Edge, Node

PLACEHOLDER = "Placeholder"
LONGEST = 60


class Tensor(NamedTuple):
    """An output of a node."""

    node: str
    output: int = 0


class Drawing:
    """Nodes and wires as they are read, under names that a document takes, with the report beside them."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.blocks: dict[str, Block] = {}
        self.notes: list[Note] = []

    def add(
        self,
        layer: str,
        config: Mapping[str, JsonValue],
        inputs: Mapping[str, Sequence[Tensor]],
        *,
        name: str | None = None,
        call: Mapping[str, JsonValue] | None = None,
        shares: str | None = None,
    ) -> str:
        """A node and the wires into it, by port; its id is `name`, or what Keras would choose, made free and writable."""
        node_id = self.free_id(name or self._automatic(layer))
        self.nodes[node_id] = Node(id=node_id, layer=layer, config=dict(config), call=dict(call or {}), shares=shares)
        for port, tensors in inputs.items():
            self.edges += [Edge(source=(tensor.node, tensor.output), target=(node_id, port, place)) for place, tensor in enumerate(tensors)]
        return node_id

    def placeholder(
        self, class_name: str, data: Any, inputs: Iterable[Tensor], reason: str, *, name: str | None = None, line: int | None = None
    ) -> str:
        """A node that keeps what could not be read, where it stood; the report says why."""
        config = {"class_name": class_name, "data": data, "reason": reason}
        node_id = self.add(PLACEHOLDER, config, {"inputs": tuple(inputs)}, name=name or class_name)
        self.note("unread", f"{class_name} stands as a placeholder: {reason}", node=node_id, line=line)
        return node_id

    def note(self, kind: Any, message: str, *, node: str | None = None, line: int | None = None) -> None:
        """A line for the report."""
        self.notes.append(Note(kind=kind, message=message, node=node, line=line))

    def free_id(self, wanted: str) -> str:
        """The name as a node's id: what an id does not take becomes _, and a name that is taken gets the next number."""
        base = re.sub(r"[^A-Za-z0-9_]+", "_", wanted)[:LONGEST].strip("_") or "layer"
        base = base if base[0].isalpha() else f"layer_{base}"[:LONGEST]
        node_id, count = base, 0
        while node_id in self.nodes:
            count += 1
            node_id = f"{base}_{count}"
        return node_id

    def _automatic(self, layer: str) -> str:
        spec = self.catalog.layers.get(layer)
        return (spec.auto_name if spec else "") or layer.rpartition(".")[2].lower()

    def document(self, name: str, **more: Any) -> Document:
        """What was drawn, as a document; `more` are further fields, such as training. Its nodes are laid out when it is first opened."""
        return Document(name=name[:120] or "Untitled", nodes=tuple(self.nodes.values()), edges=tuple(self.edges), blocks=self.blocks, **more)

"""No file brings a Python layer along: code of others is kept as data, in a placeholder, until a person takes it over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from designer.core.catalog import Catalog
from designer.core.document import Document
from designer.core.importers.imported import Imported, Note
from designer.core.importers.legacy import PLACEHOLDER
from designer.core.problems import Node

CLASS = "a Python layer"
REASON = "code in a file is not taken over. Its class is kept here: read it, and put a Python layer in this place if you trust it."


def readable(catalog: Catalog) -> Catalog:
    """The catalogue as files and programs may speak of it: nothing in them is called a Python layer."""
    return catalog.model_copy(update={"layers": {name: spec for name, spec in catalog.layers.items() if spec.kind != "python"}})


def without_python(found: Imported, catalog: Catalog) -> Imported:
    """What was read, with a placeholder for each Python layer, which the report tells of."""
    documents = tuple(_without(document, catalog) for document in found.documents)
    notes = tuple(note for document in found.documents for note in _notes(document, catalog))
    return replace(found, documents=documents, report=(*found.report, *notes)) if notes else found


def _without(document: Document, catalog: Catalog) -> Document:
    blocks = {name: block.model_copy(update={"nodes": _kept(block.nodes, catalog)}) for name, block in document.blocks.items()}
    return document.model_copy(update={"nodes": _kept(document.nodes, catalog), "blocks": blocks})


def _kept(nodes: Sequence[Node], catalog: Catalog) -> tuple[Node, ...]:
    return tuple(_placeholder(node) if _is_python(node, catalog) else node for node in nodes)


def _placeholder(node: Node) -> Node:
    config = {"class_name": CLASS, "data": node.config, "reason": REASON}
    return Node(id=node.id, layer=PLACEHOLDER, config=config, at=node.at)


def _notes(document: Document, catalog: Catalog) -> Iterator[Note]:
    """A line of the report for each; only nodes of the network itself can be shown."""
    for node in document.nodes:
        if _is_python(node, catalog):
            yield Note(kind="unread", message=f"{node.id} stands as a placeholder: {REASON}", node=node.id)
    for name, block in document.blocks.items():
        for node in block.nodes:
            if _is_python(node, catalog):
                yield Note(kind="unread", message=f"{node.id} in the block {name} stands as a placeholder: {REASON}")


def _is_python(node: Node, catalog: Catalog) -> bool:
    spec = catalog.layers.get(node.layer)
    return spec is not None and spec.kind == "python"

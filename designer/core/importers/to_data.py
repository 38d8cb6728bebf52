"""What was read, made to fit the data set that it names: a program reshapes the data where a network needs a layer that does."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import JsonValue

from designer.core.data import DataSpec
from designer.core.document import Document
from designer.core.importers.imported import Note
from designer.core.problems import Edge, Node

INPUT = "Input"


def to_data(document: Document, data: DataSpec) -> tuple[Document, Note | None]:
    """The document with its one Input in the shape of the data, and behind it the layer that gives the shape it had; with a line for the report."""
    entrances = [node for node in document.nodes if node.layer == INPUT]
    field = data.field(document.training.inputs[0].field if document.training.inputs else data.input)
    if len(entrances) != 1 or field is None:
        return document, None
    entrance = entrances[0]
    wanted = entrance.config.get("shape")
    shape = list(field.shape)
    if wanted == shape:
        return document, None
    if wanted is None:
        return _with(document, entrance, shape, None), Note(kind="changed", message=f"The data of {data.title} tells the shape of {entrance.id}.")
    sizes = _sizes(wanted)
    if sizes is None or math.prod(sizes) != math.prod(shape):
        return document, None
    between = _reshaping(document, sizes)
    said = f"{field.title} of {data.title} is {' × '.join(map(str, shape))}: {between.layer} gives it the shape that the program gave it."
    return _with(document, entrance, shape, between), Note(kind="changed", message=said, node=between.id)


def _sizes(value: JsonValue) -> list[int] | None:
    sizes = [size for size in value if isinstance(size, int)] if isinstance(value, list) else []
    return sizes if isinstance(value, list) and len(sizes) == len(value) else None


def _reshaping(document: Document, sizes: Sequence[int]) -> Node:
    layer = "Flatten" if len(sizes) == 1 else "Reshape"
    config: dict[str, JsonValue] = {} if len(sizes) == 1 else {"target_shape": list(sizes)}
    taken = {node.id for node in document.nodes}
    names = (f"{layer.lower()}_{count}" if count else layer.lower() for count in range(len(taken) + 1))
    return Node(id=next(name for name in names if name not in taken), layer=layer, config=config)


def _with(document: Document, entrance: Node, shape: list[int], between: Node | None) -> Document:
    """The document with another shape of its Input, and a layer between that and all that followed it."""
    sized: dict[str, JsonValue] = {**entrance.config, "shape": list(shape)}
    nodes = [node.model_copy(update={"config": sized}) if node is entrance else node for node in document.nodes]
    if between is None:
        return document.model_copy(update={"nodes": tuple(nodes)})
    nodes.insert(nodes.index(next(node for node in nodes if node.id == entrance.id)) + 1, between)
    moved = [edge.model_copy(update={"source": (between.id, 0)}) if edge.source[0] == entrance.id else edge for edge in document.edges]
    edges = (Edge(source=(entrance.id, 0), target=(between.id, "inputs", 0)), *moved)
    return document.model_copy(update={"nodes": tuple(nodes), "edges": edges})

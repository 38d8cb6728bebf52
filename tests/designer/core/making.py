"""Builders of documents for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from designer.core.data import DataField, DataSpec, LastLayer, Loader
from designer.core.document import Document, KerasObject, parse

GRAPHS = Path(__file__).parents[2] / "graphs"


def make_chain(*layers: tuple[str, str, Any], **more: Any) -> Document:
    """A chain of (id, layer, config)."""
    return make_document(layers, [(before[0], after[0]) for before, after in pairwise(layers)], **more)


def make_document(layers: Sequence[tuple[str, str, Any]], wires: Sequence[Any], **more: Any) -> Document:
    """A document of layers and wires; a wire is (from, to), (from, to, place) or (from, to, place, port, output)."""
    nodes = [{"id": name, "layer": layer, "config": dict(config), "at": [0, 120 * place]} for place, (name, layer, config) in enumerate(layers)]
    return parse({"version": 1, "name": "test", "nodes": nodes, "edges": [_edge(*wire) for wire in wires], **more})


def _edge(start: str, end: str, place: int = 0, port: str = "inputs", output: int = 0) -> dict[str, Any]:
    return {"from": [start, output], "to": [end, port, place]}


def read_graphs(name: str) -> Any:
    """The JSON of tests/graphs."""
    return json.loads((GRAPHS / name).read_text())


SPARSE = KerasObject(class_name="SparseCategoricalCrossentropy")
MSE = KerasObject(class_name="MeanSquaredError")
ACCURACY = KerasObject(class_name="accuracy")
LOADER = Loader(imports=(), source="", function="load")


def make_data(
    shape: tuple[int, ...] = (28, 28, 1),
    *,
    kind: Any = "image",
    target: DataField | None = None,
    last_layer: LastLayer | None = None,
    vocabulary_size: int | None = None,
) -> DataSpec:
    """A data set like MNIST; of another shape or task where asked."""
    classes = tuple("0123456789")
    label = target or DataField(name="label", title="Label", kind="class", shape=(), dtype="int32", classes=classes)
    last = last_layer or LastLayer(units=10, activation="softmax", loss=SPARSE, metrics=(ACCURACY,))
    entering = DataField(name="x", title="X", kind=kind, shape=shape, dtype="float32", vocabulary_size=vocabulary_size)
    return DataSpec(
        name="made", title="Made", summary="", task="classification", fields=(entering, label), input="x", target=label.name, last_layer=last,
        train_samples=100, test_samples=10, source="", licence="", loader=LOADER,
    )  # fmt: skip

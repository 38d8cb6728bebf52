"""A document in the making."""

from __future__ import annotations

import numpy as np
import pytest

from designer.core import catalog
from designer.core.importers.drawing import Drawing, Tensor
from designer.core.weights import digest, from_bytes, to_bytes


def test_names_become_ids_that_a_document_takes() -> None:
    drawing = Drawing(catalog.load())
    wanted = ["block1/conv:0", "block1_conv_0", "1x1", "", "x" * 90]
    assert [drawing.add("Dense", {}, {}, name=name) for name in wanted][:4] == ["block1_conv_0", "block1_conv_0_1", "layer_1x1", "dense"]
    assert len(drawing.document("x").nodes) == 5


def test_without_a_name_a_layer_is_called_as_keras_calls_it() -> None:
    drawing = Drawing(catalog.load())
    assert [drawing.add("Conv2D", {}, {}) for _ in range(3)] == ["conv2d", "conv2d_1", "conv2d_2"]


def test_a_placeholder_keeps_its_data_and_its_wires() -> None:
    drawing = Drawing(catalog.load())
    first = drawing.add("Input", {"shape": [4]}, {})
    lost = drawing.placeholder("LRN", {"alpha": 1e-4}, [Tensor(first)], "Keras has no such layer.", line=7)
    document = drawing.document("alexnet")
    assert document.node(lost) is not None
    assert document.edges[0].target == (lost, "inputs", 0)
    assert [(note.kind, note.node, note.line) for note in drawing.notes] == [("unread", lost, 7)]


def test_weights_come_back_as_they_were() -> None:
    weights = {"dense": (np.ones((2, 3), "float32"), np.zeros(3, "float16")), "empty": (), "a/b": (np.arange(3),)}
    found = from_bytes(to_bytes(weights))
    assert {name: [array.dtype for array in arrays] for name, arrays in found.items()} == {
        "dense": [np.dtype("float32"), np.dtype("float16")],
        "a/b": [np.dtype("int64")],
    }
    assert digest(found) == digest(weights)


def test_a_file_with_objects_in_it_is_refused() -> None:
    with pytest.raises(ValueError, match="allow_pickle"):
        from_bytes(to_bytes({"dense": (np.array([{}], dtype=object),)}))

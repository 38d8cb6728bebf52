"""ONNX files that cannot be read, or only in part: sentences and placeholders, and nothing half drawn."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from designer.core.importers import read
from designer.core.importers.imported import Unreadable
from tests.designer.core.importers.onnx_file.making import file, node, noise

WHOLE = file([node("Gemm", "x k", "h"), node("Relu", "h", "y")], {"x": ["N", 4]}, ["y"], {"k": noise(4, 3)})


@pytest.mark.parametrize("data", [b"\x08\x08\x12\xff", WHOLE[: len(WHOLE) // 2], b"\x08\x08" + b"\xff" * 40], ids=["a start", "a half", "noise"])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read("x.onnx", data)


def test_a_file_without_a_graph_is_refused() -> None:
    with pytest.raises(Unreadable, match="no operators"):
        read("x.onnx", b"\x08\x08\x12\x04test")


def test_weights_in_a_file_beside_it_are_not_looked_for() -> None:
    model = onnx.load_model_from_string(WHOLE)
    array = model.graph.initializer[0]
    array.ClearField("raw_data")
    array.data_location = TensorProto.EXTERNAL
    array.external_data.add(key="location", value="/etc/passwd")
    with pytest.raises(Unreadable, match="file beside it"):
        read("x.onnx", model.SerializeToString())


def test_an_array_that_claims_more_than_it_holds_is_refused() -> None:
    model = onnx.load_model_from_string(WHOLE)
    model.graph.initializer[0].dims[0] = 2**40
    with pytest.raises(Unreadable, match="too large"):
        read("x.onnx", model.SerializeToString())


def test_what_keras_has_not_stands_as_a_placeholder_with_its_settings() -> None:
    nodes = [
        node("Gemm", "x k", "h"),
        node("LpNormalization", "h", "n", p=1),
        helper.make_node("Own", ["n"], ["o"], domain="mine", size=3),
        node("Relu", "o", "y"),
    ]
    found = read("x.onnx", file(nodes, {"x": ["N", 4]}, ["y"], {"k": noise(4, 3)}))
    document = found.documents[0]
    assert [placed.layer for placed in document.nodes] == ["Input", "Dense", "Placeholder", "Placeholder", "ReLU"]
    assert document.nodes[2].config["data"] == {"p": 1}
    assert document.nodes[3].config["class_name"] == "mine.Own"
    assert len([note for note in found.report if note.kind == "unread"]) == 2


def test_an_operator_that_cannot_be_drawn_leaves_nothing_behind() -> None:
    nodes = [node("Conv", "x w", "c"), node("Reshape", "c shape", "r"), node("Gemm", "r k", "y")]
    found = read("x.onnx", file(nodes, {"x": ["N", 3, 5, 5]}, ["y"], {"w": noise(2, 3, 3, 3), "shape": [-1, 18], "k": noise(17, 2)}))
    assert [placed.layer for placed in found.documents[0].nodes] == ["Input", "Conv2D", "Placeholder"]
    assert len(found.documents[0].edges) == 2


def test_layers_bear_the_names_they_had() -> None:
    first = node("Gemm", "x fc1.weight", "h", transB=1)
    second = node("Gemm", "h k", "y")
    second.name = "/net/net.2/Gemm"
    found = read("mlp.onnx", file([first, second], {"x": ["N", 4]}, ["y"], {"fc1.weight": noise(3, 4), "k": noise(3, 2)}))
    assert [placed.id for placed in found.documents[0].nodes] == ["x", "fc1", "net_2"]
    assert found.documents[0].name == "mlp"
    assert found.documents[0].weights is not None
    assert set(found.weights[found.documents[0].weights.digest]) == {"fc1", "net_2"}
    assert np.allclose(found.weights[found.documents[0].weights.digest]["fc1"][0], noise(3, 4).T)


def test_a_constant_that_would_fill_the_memory_is_not_worked_out() -> None:
    nodes = [node("ConstantOfShape", "huge", "c"), node("Exp", "c", "e"), node("Add", "x e", "y")]
    found = read("x.onnx", file(nodes, {"x": ["N", 4]}, ["y"], {"huge": [2**31, 2**31, 4]}))
    assert [placed.layer for placed in found.documents[0].nodes if placed.layer != "Input"]

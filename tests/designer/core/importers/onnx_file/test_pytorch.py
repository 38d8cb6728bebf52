"""What PyTorch writes around its layers: states and masks worked out from shapes, batches of a fixed size, branches."""

from __future__ import annotations

import numpy as np
import pytest
from onnx import TensorProto, helper

from tests.designer.core.importers.onnx_file.making import compared, file, node, noise


def test_a_state_of_zeros_for_a_batch_that_the_file_fixes_is_no_state() -> None:
    nodes = [
        node("Shape", "x", "all"),
        node("Gather", "all one", "n"),
        node("Unsqueeze", "n first", "u"),
        node("Concat", "single u units", "shape", axis=0),
        node("Expand", "zeros shape", "h"),
        node("GRU", "x w r b - h", "y", hidden_size=3, linear_before_reset=1),
    ]
    numbers = {"one": 1, "first": [0], "single": [1], "units": [3], "zeros": np.zeros((1, 2, 3), "float32")}
    data = file(nodes, {"x": [5, 2, 4]}, ["y"], {"w": noise(1, 9, 4), "r": noise(1, 9, 3), "b": noise(1, 18), **numbers})
    compared(data, {"x": noise(5, 2, 4)})


@pytest.mark.parametrize("kind", ["Concat", "Add"])
def test_an_array_that_was_repeated_for_a_batch_that_the_file_fixes_is_one_for_any(kind: str) -> None:
    token = np.repeat(noise(1, 1, 4), 3, axis=0) if kind == "Concat" else np.repeat(noise(1, 5, 4), 3, axis=0)
    nodes = [node("MatMul", "x k", "m"), node(kind, "t m", "y", **({"axis": 1} if kind == "Concat" else {}))]
    compared(file(nodes, {"x": [3, 5, 4]}, ["y"], {"k": noise(4, 4), "t": token}), {"x": noise(3, 5, 4)})


def test_steps_of_a_recurrence_that_starts_from_zeros_expanded_to_the_batch() -> None:
    nodes = [
        node("Shape", "q", "n", start=0, end=1),
        node("Concat", "one n units", "shape", axis=0),
        node("Expand", "zero shape", "h"),
        node("MatMul", "h r", "g"),
        node("Add", "g b", "a"),
        node("Slice", "x first one first", "s"),
        node("Squeeze", "s first", "x0"),
        node("Add", "a x0", "sum"),
        node("Tanh", "sum", "t"),
        node("Squeeze", "t first", "y"),
    ]
    numbers = {"one": [1], "units": [4], "first": [0], "zero": np.float32(0)}
    whole = [node("Transpose", "q", "x", perm=[1, 0, 2]), *nodes]
    compared(file(whole, {"q": ["N", 3, 4]}, ["y"], {"r": noise(4, 4), "b": noise(4), **numbers}), {"q": noise(2, 3, 4)})


def test_a_mask_that_is_worked_out_from_a_triangle() -> None:
    nodes = [
        node("Trilu", "ones", "t", upper=0),
        node("Equal", "t zero", "e"),
        node("Where", "e low zero", "mask"),
        node("Transpose", "x", "k", perm=[0, 2, 1]),
        node("MatMul", "x k", "s"),
        node("Add", "s mask", "a"),
        node("Softmax", "a", "w", axis=-1),
        node("MatMul", "w x", "y"),
    ]
    numbers = {"ones": np.ones((5, 5), "float32"), "zero": np.float32(0), "low": np.float32(-1e9)}
    compared(file(nodes, {"x": ["N", 5, 4]}, ["y"], numbers), {"x": noise(2, 5, 4)})


def test_weights_that_are_kept_as_one_are_split() -> None:
    nodes = [node("Split", "w", "q k", axis=1), node("MatMul", "x q", "a"), node("MatMul", "x k", "b"), node("Sub", "a b", "y")]
    data = file(nodes, {"x": ["N", 4]}, ["y"], {"w": noise(4, 6)}, opset=11)
    compared(data, {"x": noise(2, 4)}, layers=["Input", "Dense", "Dense", "Subtract"])


@pytest.mark.parametrize("size", [1, 3])
def test_an_if_whose_answer_is_known_is_the_branch_it_takes(size: int) -> None:
    result = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("p", "q")]
    then = helper.make_graph([node("ReduceMean", "m", "p", axes=[1], keepdims=0)], "then", [], result[:1])
    other = helper.make_graph([node("Relu", "m", "r"), node("ReduceSum", "r axis", "q", keepdims=0)], "else", [], result[1:])
    nodes = [
        node("MatMul", "x k", "m"),
        node("Shape", "m", "all"),
        node("Gather", "all axis", "length"),
        node("Equal", "length one", "single"),
        helper.make_node("If", ["single"], ["z"], then_branch=then, else_branch=other),
        node("MatMul", "z v", "y"),
    ]
    data = file(nodes, {"x": ["N", size, 4]}, ["y"], {"k": noise(4, 4), "v": noise(4, 2), "axis": [1], "one": [1]})
    found = compared(data, {"x": noise(2, size, 4)})
    assert ("ReLU" in [placed.layer for placed in found.documents[0].nodes]) == (size == 3)


def test_the_batch_is_the_axis_that_is_called_so() -> None:
    nodes = [node("MatMul", "x k", "m"), node("ReduceMean", "m", "y", axes=[0], keepdims=0)]
    data = file(nodes, {"x": [5, "batch", 4]}, ["y"], {"k": noise(4, 3)}, opset=13)
    found = compared(data, {"x": noise(5, 2, 4)})
    assert found.documents[0].nodes[0].config["shape"] == [5, 4]


@pytest.mark.parametrize("batch", ["N", 3])
def test_states_of_several_layers_come_in_with_the_batch_first(batch: str | int) -> None:
    nodes = [
        node("Slice", "h zero one zero", "h0"),
        node("Slice", "h one two zero", "h1"),
        node("GRU", "x w r b - h0", "a", hidden_size=3, linear_before_reset=1),
        node("Squeeze", "a one", "s"),
        node("GRU", "s v r b - h1", "y", hidden_size=3, linear_before_reset=1),
    ]
    constants = {"w": noise(1, 9, 4), "v": noise(1, 9, 3), "r": noise(1, 9, 3), "b": noise(1, 18), "zero": [0], "one": [1], "two": [2]}
    data = file(nodes, {"x": [5, batch, 4], "h": [2, batch, 3]}, ["y"], constants)
    found = compared(data, {"x": noise(5, 3, 4), "h": noise(2, 3, 3)})
    assert [placed.config["shape"] for placed in found.documents[0].nodes if placed.layer == "Input"] == [[5, 4], [2, 3]]

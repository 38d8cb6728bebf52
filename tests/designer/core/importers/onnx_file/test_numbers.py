"""Activations, arithmetic, reductions and moves of axes, compared with onnxruntime on noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.designer.core.importers.onnx_file.making import built, compared, file, node, noise

ROWS: dict[str, dict[str, Any]] = {
    "Relu": {}, "Sigmoid": {}, "Tanh": {}, "Softplus": {}, "Softsign": {}, "Elu": {"alpha": 0.7}, "Selu": {}, "LeakyRelu": {"alpha": 0.2},
    "ThresholdedRelu": {"alpha": 0.1}, "HardSigmoid": {}, "HardSwish": {}, "Celu": {"alpha": 0.8}, "Mish": {}, "Gelu": {"approximate": "tanh"},
    "Erf": {},
    "Exp": {}, "Abs": {}, "Neg": {}, "Floor": {}, "Sin": {}, "Atan": {}, "Sign": {}, "Softmax": {}, "LogSoftmax": {}, "Identity": {},
    "ReduceL1": {"axes": [1], "keepdims": 0}, "ReduceL2": {"axes": [-1]}, "ReduceSumSquare": {"axes": [1, 2], "keepdims": 0},
    "ReduceMean": {"axes": [-1]}, "ReduceMax": {"axes": [1]}, "ReduceLogSumExp": {"axes": [2], "keepdims": 0}, "Transpose": {"perm": [0, 2, 1]},
    "Flatten": {},
}  # fmt: skip
NEW = {"Gelu": 20, "Mish": 18}


@pytest.mark.parametrize(("kind", "attributes"), ROWS.items(), ids=ROWS.keys())
def test_operators_of_one_tensor(kind: str, attributes: dict[str, Any]) -> None:
    nodes = [node("Gemm", "z k", "x0"), node("Reshape", "x0 shape", "x"), node(kind, "x", "y", **attributes)]
    data = file(nodes, {"z": ["N", 4]}, ["y"], {"k": noise(4, 6), "shape": [-1, 2, 3]}, opset=NEW.get(kind, 17))
    compared(data, {"z": noise(5, 4, scale=2)})


@pytest.mark.parametrize("kind", ["Add", "Sub", "Mul", "Div", "Max", "Min", "Mean", "Sum", "Pow"])
def test_operators_of_two_tensors(kind: str) -> None:
    nodes = [node("Exp", "a", "c"), node("Exp", "b", "d"), node(kind, "c d", "y")]
    compared(file(nodes, {"a": ["N", 3, 4], "b": ["N", 1, 4]}, ["y"]), {"a": noise(2, 3, 4), "b": noise(2, 1, 4)})


@pytest.mark.parametrize("kind", ["Add", "Sub", "Mul", "Div"])
@pytest.mark.parametrize("first", [False, True])
def test_a_number_a_row_and_an_array_on_either_side(kind: str, first: bool) -> None:
    constants = {"one": np.float32(0.5), "row": noise(3, 1) + 2, "array": noise(3, 4) + 2}
    sides = "{1} {0}" if first else "{0} {1}"
    nodes = [node(kind, sides.format(before, name), after) for name, before, after in [("one", "e", "a"), ("row", "a", "b"), ("array", "b", "y")]]
    found = compared(file([node("Exp", "x", "e"), *nodes], {"x": ["N", 3, 4]}, ["y"], constants), {"x": noise(2, 3, 4)})
    layers = [placed.layer for placed in found.documents[0].nodes]
    assert ("Rescaling" in layers, "Embedding" in layers) == (kind != "Div" or not first, True)


def test_clips_are_relus_where_they_begin_at_zero() -> None:
    constants = {"zero": np.float32(0), "six": np.float32(6), "low": np.float32(-0.1)}
    nodes = [node("Clip", "x zero six", "a"), node("Clip", "x low six", "b"), node("Clip", "x - zero", "c"), node("Sum", "a b c", "y")]
    compared(file(nodes, {"x": ["N", 4]}, ["y"], constants), {"x": noise(3, 4)}, layers=["Input", "ReLU", "ops.clip", "Formula", "Add"])


def test_gelu_swish_and_layer_normalization_are_known_in_their_parts() -> None:
    nodes = [
        node("ReduceMean", "x", "mean", axes=[-1]),
        node("Sub", "x mean", "c"),
        node("Pow", "c two", "p"),
        node("ReduceMean", "p", "v", axes=[-1]),
        node("Add", "v eps", "e"),
        node("Sqrt", "e", "s"),
        node("Div", "c s", "n"),
        node("Mul", "n g", "m"),
        node("Add", "m h", "z"),
        node("Div", "z root", "d"),
        node("Erf", "d", "f"),
        node("Add", "f one", "o"),
        node("Mul", "z o", "u"),
        node("Mul", "u half", "w"),
        node("Sigmoid", "w", "t"),
        node("Mul", "w t", "y"),
    ]
    numbers = {"two": 2.0, "eps": 1e-5, "root": 2**0.5, "one": 1.0, "half": 0.5}
    constants = {name: np.float32(number) for name, number in numbers.items()} | {"g": noise(4), "h": noise(4, seed=1)}
    layers = ["Input", "LayerNormalization", "Activation", "Activation"]
    compared(file(nodes, {"x": ["N", 3, 4]}, ["y"], constants), {"x": noise(2, 3, 4)}, layers=layers)


def test_attention_with_heads() -> None:
    nodes = [node("MatMul", f"x w{part}", f"{part}0") for part in "qkv"]
    nodes += [node("Reshape", f"{part}0 heads", f"{part}1") for part in "qkv"]
    nodes += [node("Transpose", "q1", "q", perm=[0, 2, 1, 3]), node("Transpose", "k1", "k", perm=[0, 2, 3, 1])]
    nodes += [
        node("Transpose", "v1", "v", perm=[0, 2, 1, 3]),
        node("MatMul", "q k", "scores"),
        node("Mul", "scores scale", "scaled"),
        node("Softmax", "scaled", "weights", axis=-1),
        node("MatMul", "weights v", "mixed"),
        node("Transpose", "mixed", "back", perm=[0, 2, 1, 3]),
        node("Reshape", "back flat", "joined"),
        node("MatMul", "joined wo", "y"),
    ]
    constants: dict[str, Any] = {f"w{part}": noise(8, 8, seed=place) for place, part in enumerate("qkvo")}
    constants |= {"heads": [0, 0, 2, 4], "flat": [0, 0, 8], "scale": np.float32(0.5)}
    layers = ["Input", *["Dense"] * 3, "Reshape", "Permute", "Reshape", "Permute", "ops.matmul", "ops.multiply", "Activation", "Reshape", "Permute"]
    layers += ["ops.matmul", "Permute", "Reshape", "Dense"]
    found = compared(file(nodes, {"x": ["N", "T", 8]}, ["y"], constants), {"x": noise(2, 5, 8)})
    assert sorted(placed.layer for placed in found.documents[0].nodes) == sorted(layers)


def test_tokens_are_looked_up_and_positions_are_learned() -> None:
    nodes = [node("Gather", "table x", "e"), node("Add", "e places", "a"), node("Gather", "a zero", "f", axis=1), node("Gemm", "f k", "y")]
    constants = {"table": noise(10, 6), "places": noise(1, 5, 6), "zero": 0, "k": noise(6, 2)}
    data = file(nodes, {"x": ["N", 5]}, ["y"], constants, kinds={"x": "int"})
    layers = ["Input", "Embedding", "Formula", "Embedding", "Reshape", "Add", "Formula", "Dense"]
    compared(data, {"x": np.array([[1, 2, 3, 4, 9], [0, 0, 7, 8, 1]])}, layers=layers)


def test_splits_joins_and_picks() -> None:
    nodes = [
        node("Split", "x sizes", "a b c", axis=1),
        node("Concat", "c a", "d", axis=1),
        node("Gather", "x picks", "e", axis=1),
        node("Slice", "x from to axes steps", "f"),
        node("Max", "d e f", "g"),
        node("Tile", "b times", "h"),
        node("Concat", "g h", "y", axis=1),
    ]
    constants = {"sizes": [2, 1, 2], "picks": [3, 0, 1, 1], "from": [-1], "to": [-(2**62)], "axes": [1], "steps": [-1], "times": [1, 2, 1]}
    nodes[3] = node("Slice", "x from to axes", "f")
    constants |= {"from": [1], "to": [2**62]}
    compared(file(nodes, {"x": ["N", 5, 3]}, ["y"], constants), {"x": noise(2, 5, 3)})


def test_where_and_comparisons() -> None:
    nodes = [node("Greater", "x zero", "c"), node("Where", "c x low", "w"), node("Cast", "c", "f", to=1), node("Add", "w f", "y")]
    compared(file(nodes, {"x": ["N", 4]}, ["y"], {"zero": np.float32(0), "low": np.float32(-1)}), {"x": noise(3, 4)})


def test_outputs_keep_the_order_of_the_file() -> None:
    nodes = [node("Gemm", "x k", "a"), node("Relu", "a", "b"), node("Gemm", "b l", "c")]
    found = compared(file(nodes, {"x": ["N", 4]}, ["c", "a"], {"k": noise(4, 3), "l": noise(3, 2)}), {"x": noise(2, 4)})
    assert len(found.documents[0].outputs) == 2


RECURRENT: dict[str, tuple[str, dict[str, Any], int]] = {
    "LSTM": ("LSTM", {}, 4),
    "LSTM backwards": ("LSTM", {"direction": "reverse"}, 4),
    "LSTM both ways": ("LSTM", {"direction": "bidirectional"}, 4),
    "GRU of PyTorch": ("GRU", {"linear_before_reset": 1}, 3),
    "GRU both ways": ("GRU", {"direction": "bidirectional"}, 3),
    "RNN": ("RNN", {"activations": ["Relu"]}, 1),
}


@pytest.mark.parametrize("outputs", ["y", "- y", "s y"], ids=["every step", "the last state", "both"])
@pytest.mark.parametrize(("kind", "attributes", "gates"), RECURRENT.values(), ids=RECURRENT.keys())
def test_recurrent_layers(kind: str, attributes: dict[str, Any], gates: int, outputs: str) -> None:
    ways = 2 if attributes.get("direction") == "bidirectional" else 1
    constants = {"w": noise(ways, gates * 3, 4), "r": noise(ways, gates * 3, 3), "b": noise(ways, gates * 6)}
    names = [name for name in outputs.split() if name != "-"]
    compared(file([node(kind, "x w r b", outputs, hidden_size=3, **attributes)], {"x": [5, "N", 4]}, names, constants), {"x": noise(5, 2, 4)})


def test_a_batch_first_lstm_of_pytorch_is_drawn_without_its_transposes() -> None:
    nodes = [
        node("Transpose", "x", "t", perm=[1, 0, 2]),
        node("LSTM", "t w r b", "s", hidden_size=3, direction="bidirectional"),
        node("Transpose", "s", "u", perm=[0, 2, 1, 3]),
        node("Reshape", "u shape", "v"),
        node("Transpose", "v", "z", perm=[1, 0, 2]),
        node("Gather", "z last", "e", axis=1),
        node("Gemm", "e k", "y"),
    ]
    constants = {"w": noise(2, 12, 4), "r": noise(2, 12, 3), "b": noise(2, 24), "shape": [0, 0, -1], "last": -1, "k": noise(6, 2)}
    data = file(nodes, {"x": ["N", "T", 4]}, ["y"], constants)
    compared(data, {"x": noise(2, 5, 4)}, layers=["Input", "Bidirectional", "Formula", "Dense"])


def test_a_state_to_start_from_comes_in_by_a_wire() -> None:
    nodes = [node("Unsqueeze", "h axes", "h0"), node("GRU", "x w r b - h0", "y", hidden_size=3, linear_before_reset=1)]
    constants = {"w": noise(1, 9, 4), "r": noise(1, 9, 3), "b": noise(1, 18), "axes": [0]}
    data = file(nodes, {"x": [5, "N", 4], "h": ["N", 3]}, ["y"], constants)
    compared(data, {"x": noise(5, 2, 4), "h": noise(2, 3)})


def test_a_batch_of_one_that_was_written_into_every_reshape_of_an_attention_is_freed() -> None:
    nodes = [
        node("Transpose", "x", "t", perm=[1, 0, 2]),
        node("MatMul", "t w", "m"),
        node("Reshape", "m three", "r"),
        node("Transpose", "r", "q", perm=[2, 0, 1, 3]),
        *(node("Gather", f"q {part}", f"{part}0", axis=0) for part in ("i0", "i1", "i2")),
        *(node("Reshape", f"{part}0 heads", f"{part}1") for part in ("i0", "i1", "i2")),
        *(node("Transpose", f"{part}1", f"{part}2", perm=[1, 0, 2]) for part in ("i0", "i2")),
        node("Transpose", "i11", "i12", perm=[1, 2, 0]),
        node("MatMul", "i02 i12", "scores"),
        node("Softmax", "scores", "weights", axis=-1),
        node("MatMul", "weights i22", "mixed"),
        node("Reshape", "mixed four", "f"),
        node("Transpose", "f", "g", perm=[2, 0, 1, 3]),
        node("Reshape", "g flat", "h"),
        node("Gemm", "h o", "p"),
        node("Reshape", "p back", "u"),
        node("Transpose", "u", "y", perm=[1, 0, 2]),
    ]
    shapes = {"three": [6, 1, 3, 8], "heads": [6, 2, 4], "four": [1, 2, 6, 4], "flat": [6, 8], "back": [6, 1, 8]}
    constants: dict[str, Any] = {"w": noise(8, 24), "o": noise(8, 8), "i0": 0, "i1": 1, "i2": 2, **shapes}
    found = compared(file(nodes, {"x": [1, 6, 8]}, ["y"], constants), {"x": noise(1, 6, 8)})
    model = built(found.documents[0], found)
    several = noise(3, 6, 8)
    np.testing.assert_allclose(model(several)[1:2], model(several[1:2]), atol=1e-5)


def test_the_last_state_is_picked_out_of_the_layers_of_pytorch() -> None:
    nodes = [node("LSTM", "x w r b", "- h", hidden_size=3), node("Gather", "h last", "g", axis=0), node("Gemm", "g k", "y")]
    constants = {"w": noise(1, 12, 4), "r": noise(1, 12, 3), "b": noise(1, 24), "last": -1, "k": noise(3, 2)}
    data = file(nodes, {"x": [5, "N", 4]}, ["y"], constants)
    compared(data, {"x": noise(5, 2, 4)}, layers=["Input", "LSTM", "Dense"])


def test_weights_of_two_names_are_two_layers_and_outputs_that_nobody_takes_are_not_asked_for() -> None:
    nodes = [
        node("Identity", "w", "v"),
        node("GRU", "x k r b", "s h", hidden_size=3, linear_before_reset=1),
        node("Squeeze", "s one", "z"),
        node("MatMul", "z w", "a"),
        node("MatMul", "a v", "y"),
        node("Relu", "x", "unused"),
    ]
    constants = {"w": noise(3, 3), "k": noise(1, 9, 4), "r": noise(1, 9, 3), "b": noise(1, 18), "one": [1]}
    found = compared(file(nodes, {"x": [5, "N", 4]}, ["y"], constants), {"x": noise(5, 2, 4)})
    document = found.documents[0]
    assert [placed.shares for placed in document.nodes if placed.layer == "Dense"] == [None, None]
    assert "return_state" not in next(placed for placed in document.nodes if placed.layer == "GRU").config
    assert all(placed.layer != "ReLU" for placed in document.nodes)

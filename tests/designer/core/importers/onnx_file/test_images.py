"""Convolutions, pools and what stands between them, compared with onnxruntime on noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.designer.core.importers.onnx_file.making import compared, file, node, noise

IMAGE: list[int | str | None] = ["N", 3, 9, 8]
CONVOLUTIONS: dict[str, tuple[list[int], dict[str, Any], list[str]]] = {
    "no pads": ([4, 3, 3, 3], {}, ["Input", "Conv2D"]),
    "pads as Keras's same": ([4, 3, 3, 3], {"pads": [1, 1, 1, 1]}, ["Input", "Conv2D"]),
    "strides, and pads unlike same": ([4, 3, 3, 3], {"pads": [1, 1, 1, 1], "strides": [2, 2]}, ["Input", "ZeroPadding2D", "Conv2D"]),
    "pads of four kinds": ([4, 3, 3, 2], {"pads": [0, 1, 2, 3]}, ["Input", "ZeroPadding2D", "Conv2D"]),
    "dilation": ([4, 3, 3, 3], {"dilations": [2, 2], "pads": [2, 2, 2, 2]}, ["Input", "Conv2D"]),
    "auto_pad upper": ([4, 3, 2, 2], {"auto_pad": "SAME_UPPER", "strides": [2, 2]}, ["Input", "Conv2D"]),
    "auto_pad lower": ([4, 3, 2, 2], {"auto_pad": "SAME_LOWER"}, ["Input", "ZeroPadding2D", "Conv2D"]),
    "filters of their own for each channel": ([6, 1, 3, 3], {"group": 3}, ["Input", "DepthwiseConv2D"]),
    "two strides for each channel": ([3, 1, 3, 3], {"group": 3, "strides": [2, 1]}, ["Input", "Conv2D"]),
}


@pytest.mark.parametrize(("weight", "attributes", "layers"), CONVOLUTIONS.values(), ids=CONVOLUTIONS.keys())
def test_convolutions(weight: list[int], attributes: dict[str, Any], layers: list[str]) -> None:
    data = file([node("Conv", "x w b", "y", **attributes)], {"x": IMAGE}, ["y"], {"w": noise(*weight), "b": noise(weight[0])})
    compared(data, {"x": noise(2, 3, 9, 8)}, layers=layers)


def test_a_convolution_over_a_sequence_and_one_over_a_volume() -> None:
    nodes = [node("Conv", "x w", "a", pads=[4, 0], dilations=[2]), node("Relu", "a", "y")]
    compared(file(nodes, {"x": ["N", 2, "T"]}, ["y"], {"w": noise(3, 2, 3)}), {"x": noise(2, 2, 7)}, layers=["Input", "Conv1D", "ReLU"])
    data = file([node("Conv", "x w", "y", pads=[1] * 6)], {"x": ["N", 2, 4, 5, 6]}, ["y"], {"w": noise(3, 2, 3, 3, 3)})
    compared(data, {"x": noise(1, 2, 4, 5, 6)}, layers=["Input", "Conv3D"])


def test_groups() -> None:
    data = file([node("Conv", "x w", "y", group=2)], {"x": ["N", 4, 5, 5]}, ["y"], {"w": noise(6, 2, 3, 3)})
    assert compared(data, {"x": noise(1, 4, 5, 5)}, layers=["Input", "Conv2D"]).documents[0].nodes[1].config["groups"] == 2


TRANSPOSED: dict[str, tuple[list[int], dict[str, Any], list[str]]] = {
    "no pads": ([3, 4, 2, 2], {"strides": [2, 2]}, ["Input", "Conv2DTranspose"]),
    "as same": ([3, 4, 4, 4], {"strides": [2, 2], "pads": [1, 1, 1, 1]}, ["Input", "Conv2DTranspose"]),
    "output padding": ([3, 4, 3, 3], {"strides": [2, 2], "pads": [1] * 4, "output_padding": [1, 1]}, ["Input", "Conv2DTranspose", "Cropping2D"]),
    "a kernel smaller than its stride": ([3, 4, 1, 1], {"strides": [2, 2]}, ["Input", "Conv2DTranspose", "Cropping2D"]),
    "a size that is asked for": ([3, 4, 3, 3], {"strides": [2, 2], "output_shape": [18, 16]}, ["Input", "Conv2DTranspose", "Cropping2D"]),
}


@pytest.mark.parametrize(("weight", "attributes", "layers"), TRANSPOSED.values(), ids=TRANSPOSED.keys())
def test_transposed_convolutions(weight: list[int], attributes: dict[str, Any], layers: list[str]) -> None:
    data = file([node("ConvTranspose", "x w b", "y", **attributes)], {"x": IMAGE}, ["y"], {"w": noise(*weight), "b": noise(weight[1])})
    compared(data, {"x": noise(2, 3, 9, 8)}, layers=layers)


POOLS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "max": ("MaxPool", {"kernel_shape": [2, 2], "strides": [2, 2]}, ["Input", "MaxPooling2D"]),
    "max with pads": ("MaxPool", {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1] * 4}, ["Input", "ops.pad", "MaxPooling2D"]),
    "max to the end": ("MaxPool", {"kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1}, ["Input", "MaxPooling2D"]),
    "average": ("AveragePool", {"kernel_shape": [2, 3]}, ["Input", "AveragePooling2D"]),
    "average without pads in it": ("AveragePool", {"kernel_shape": [3, 3], "pads": [1] * 4}, ["Input", "AveragePooling2D"]),
    "average with pads in it": (
        "AveragePool",
        {"kernel_shape": [3, 3], "pads": [1] * 4, "count_include_pad": 1},
        ["Input", "ZeroPadding2D", "AveragePooling2D"],
    ),
    "global average": ("GlobalAveragePool", {}, ["Input", "GlobalAveragePooling2D", "Reshape"]),
    "global max": ("GlobalMaxPool", {}, ["Input", "GlobalMaxPooling2D", "Reshape"]),
}


@pytest.mark.parametrize(("kind", "attributes", "layers"), POOLS.values(), ids=POOLS.keys())
def test_pools(kind: str, attributes: dict[str, Any], layers: list[str]) -> None:
    compared(file([node(kind, "x", "y", **attributes)], {"x": IMAGE}, ["y"]), {"x": noise(2, 3, 9, 8)}, layers=layers)


def test_after_relu_a_pool_is_padded_by_zeros() -> None:
    nodes = [node("Relu", "x", "r"), node("MaxPool", "r", "y", kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)]
    compared(file(nodes, {"x": IMAGE}, ["y"]), {"x": noise(2, 3, 9, 8)}, layers=["Input", "ReLU", "ZeroPadding2D", "MaxPooling2D"])


def test_a_classifier_is_drawn_without_reshapes_and_its_dense_takes_the_pixels_in_keras_order() -> None:
    nodes = [
        node("Conv", "x w b", "c", pads=[1] * 4),
        node("BatchNormalization", "c g h m v", "n"),
        node("Relu", "n", "r"),
        node("MaxPool", "r", "p", kernel_shape=[2, 2], strides=[2, 2]),
        node("Flatten", "p", "f"),
        node("Gemm", "f k l", "d", transB=1),
        node("BatchNormalization", "d g2 h2 m2 v2", "z"),
        node("Softmax", "z", "y", axis=1),
    ]
    weights = {"w": noise(5, 3, 3, 3), "b": noise(5), "g": noise(5), "h": noise(5), "m": noise(5), "v": abs(noise(5))}
    weights |= {"k": noise(6, 80), "l": noise(6), "g2": noise(6), "h2": noise(6, seed=1), "m2": noise(6, seed=2), "v2": abs(noise(6, seed=3))}
    layers = ["Input", "Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D", "Flatten", "Dense", "BatchNormalization", "Activation"]
    found = compared(file(nodes, {"x": IMAGE}, ["y"], weights), {"x": noise(2, 3, 9, 8)}, layers=layers)
    assert any("channels last" in note.message for note in found.report if note.kind == "changed")


def test_a_reshape_whose_target_is_computed_from_the_shape_is_a_flatten() -> None:
    nodes = [
        node("Conv", "x w", "c"),
        node("Shape", "c", "s"),
        node("Gather", "s zero", "n", axis=0),
        node("Unsqueeze", "n axes", "u"),
        node("Concat", "u rest", "t", axis=0),
        node("Reshape", "c t", "f"),
        node("MatMul", "f k", "m"),
        node("Add", "m l", "y"),
    ]
    constants = {"w": noise(2, 3, 3, 3), "zero": 0, "axes": [0], "rest": [-1], "k": noise(84, 5), "l": noise(5)}
    compared(file(nodes, {"x": IMAGE}, ["y"], constants), {"x": noise(2, 3, 9, 8)}, layers=["Input", "Conv2D", "Flatten", "Dense"])


def test_a_batch_of_one_is_any_batch() -> None:
    nodes = [node("Conv", "x w", "c"), node("Reshape", "c t", "f"), node("Gemm", "f k", "y")]
    data = file(nodes, {"x": [1, 3, 9, 8]}, ["y"], {"w": noise(2, 3, 3, 3), "t": [1, 84], "k": noise(84, 5)})
    compared(data, {"x": noise(1, 3, 9, 8)}, layers=["Input", "Conv2D", "Flatten", "Dense"])


def test_images_that_came_channels_last_stay_so() -> None:
    nodes = [
        node("Transpose", "x", "t", perm=[0, 3, 1, 2]),
        node("Conv", "t w", "c", pads=[1] * 4),
        node("Transpose", "c", "u", perm=[0, 2, 3, 1]),
        node("Reshape", "u s", "f"),
        node("MatMul", "f k", "y"),
    ]
    constants = {"w": noise(2, 3, 3, 3), "s": [-1, 40], "k": noise(40, 5)}
    compared(file(nodes, {"x": ["N", 5, 4, 3]}, ["y"], constants), {"x": noise(2, 5, 4, 3)}, layers=["Input", "Conv2D", "Flatten", "Dense"])


def test_a_residual_connection_and_a_global_mean() -> None:
    nodes = [
        node("Conv", "x w", "a", pads=[1] * 4),
        node("Add", "a x", "b"),
        node("Concat", "a b", "c", axis=1),
        node("ReduceMean", "c", "m", axes=[2, 3], keepdims=0),
        node("Gemm", "m k", "y"),
    ]
    constants = {"w": noise(3, 3, 3, 3), "k": noise(6, 2)}
    layers = ["Input", "Conv2D", "Add", "Concatenate", "GlobalAveragePooling2D", "Dense"]
    compared(file(nodes, {"x": IMAGE}, ["y"], constants), {"x": noise(2, 3, 9, 8)}, layers=layers)


def test_squeeze_and_excitation() -> None:
    nodes = [
        node("Conv", "x w", "a"),
        node("GlobalAveragePool", "a", "g"),
        node("Conv", "g v", "h"),
        node("HardSigmoid", "h", "s", alpha=1 / 6, beta=0.5),
        node("Mul", "s a", "y"),
    ]
    layers = ["Input", "Conv2D", "GlobalAveragePooling2D", "Reshape", "Conv2D", "Activation", "Multiply"]
    compared(file(nodes, {"x": IMAGE}, ["y"], {"w": noise(4, 3, 3, 3), "v": noise(4, 4, 1, 1)}), {"x": noise(2, 3, 9, 8)}, layers=layers)


RESIZES: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "twice, nearest": (
        {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"},
        {"s": [1, 1, 2, 2]},
        ["UpSampling2D"],
    ),
    "twice, between": ({"mode": "linear", "coordinate_transformation_mode": "half_pixel"}, {"s": [1, 1, 2, 2]}, ["UpSampling2D"]),
    "twice, from corner to corner": ({"mode": "linear", "coordinate_transformation_mode": "align_corners"}, {"s": [1, 1, 2, 2]}, []),
    "smaller, between": ({"mode": "linear", "coordinate_transformation_mode": "half_pixel"}, {"z": [2, 3, 4, 5]}, []),
    "in curves": ({"mode": "cubic", "coordinate_transformation_mode": "pytorch_half_pixel", "cubic_coeff_a": -0.75}, {"s": [1, 1, 2, 1.5]}, []),
    "nearest, to a size": (
        {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"},
        {"z": [2, 3, 5, 13]},
        ["ops.take", "ops.take"],
    ),
    "thrice, to the nearest above": (
        {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "ceil"},
        {"s": [1, 1, 3, 3]},
        ["ops.take", "ops.take"],
    ),
    "to a size": ({"mode": "linear", "coordinate_transformation_mode": "half_pixel"}, {"z": [2, 3, 12, 15]}, ["Resizing"]),
}


@pytest.mark.parametrize(("attributes", "given", "layers"), RESIZES.values(), ids=RESIZES.keys())
def test_resizing(attributes: dict[str, Any], given: dict[str, Any], layers: list[str]) -> None:
    constants = {name: np.array(value, "float32" if name == "s" else "int64") for name, value in given.items()}
    nodes = [node("Conv", "x w", "c"), node("Resize", "c - s" if "s" in given else "c - - z", "y", **attributes)]
    data = file(nodes, {"x": IMAGE}, ["y"], {"w": noise(3, 3, 1, 1), **constants})
    compared(data, {"x": noise(2, 3, 9, 8)}, layers=["Input", "Conv2D", *layers] if layers else None)


def test_what_resizes_from_corner_to_corner_keeps_its_weights_when_the_network_is_trained() -> None:
    nodes = [node("Resize", "x - s", "r", mode="linear", coordinate_transformation_mode="align_corners"), node("Conv", "r w", "y")]
    data = file(nodes, {"x": IMAGE}, ["y"], {"s": np.array([1, 1, 2, 2], "float32"), "w": noise(4, 3, 1, 1)})
    found = compared(data, {"x": noise(2, 3, 9, 8)})
    assert [placed.config["trainable"] for placed in found.documents[0].nodes if placed.layer == "Dense"] == [False, False]


@pytest.mark.parametrize("mode", ["DCR", "CRD"])
def test_depth_to_space(mode: str) -> None:
    nodes = [node("Conv", "x w", "c"), node("DepthToSpace", "c", "d", blocksize=2, mode=mode), node("Conv", "d v", "y")]
    data = file(nodes, {"x": IMAGE}, ["y"], {"w": noise(8, 3, 1, 1), "v": noise(2, 2, 3, 3)})
    compared(data, {"x": noise(2, 3, 9, 8)}, layers=["Input", "Conv2D", "Reshape", "Permute", "Reshape", "Conv2D"])


@pytest.mark.parametrize("kind", ["InstanceNormalization", "GroupNormalization"])
def test_normalization_by_groups(kind: str) -> None:
    more = {"num_groups": 2} if kind == "GroupNormalization" else {}
    data = file([node(kind, "x g h", "y", **more)], {"x": ["N", 4, 5, 5]}, ["y"], {"g": noise(4), "h": noise(4, seed=1)}, opset=21)
    compared(data, {"x": noise(2, 4, 5, 5)}, layers=["Input", "GroupNormalization"])


def test_a_normalization_over_all_but_the_batch() -> None:
    nodes = [node("Conv", "x w", "c"), node("LayerNormalization", "c s b", "y", axis=1)]
    data = file(nodes, {"x": ["N", 3, 5, 4]}, ["y"], {"w": noise(2, 3, 1, 1), "s": noise(2, 5, 4), "b": noise(2, 5, 4, seed=1)})
    compared(data, {"x": noise(2, 3, 5, 4)}, layers=["Input", "Conv2D", "LayerNormalization"])


def test_prelu_pads_and_slices() -> None:
    nodes = [
        node("PRelu", "x slope", "p"),
        node("Pad", "p pads", "q"),
        node("Slice", "q from to axes", "s"),
        node("Conv", "s w", "y"),
    ]
    constants = {"slope": noise(3, 1, 1), "pads": [0, 0, 1, 2, 0, 0, 3, 0], "from": [1, 2], "to": [3, 2**60], "axes": [1, 3], "w": noise(2, 2, 2, 2)}
    layers = ["Input", "PReLU", "ZeroPadding2D", "Formula", "Formula", "Conv2D"]
    compared(file(nodes, {"x": IMAGE}, ["y"], constants), {"x": noise(2, 3, 9, 8)}, layers=layers)


def test_layers_with_the_same_weights_are_one() -> None:
    nodes = [node("Conv", "x w", "a"), node("Conv", "z w", "b"), node("Sub", "a b", "y")]
    found = compared(file(nodes, {"x": IMAGE, "z": IMAGE}, ["y"], {"w": noise(2, 3, 3, 3)}), {"x": noise(1, 3, 9, 8), "z": noise(1, 3, 9, 8, seed=1)})
    assert [placed.shares for placed in found.documents[0].nodes if placed.layer == "Conv2D"] == [None, "conv2d"]

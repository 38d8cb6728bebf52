"""Caffe's prototxt: the structure of networks in each of its three forms."""

from __future__ import annotations

import pytest

from designer.core import catalog
from designer.core.build import build
from designer.core.importers import read
from designer.core.importers.imported import Imported, Unreadable
from designer.core.plan import plan
from designer.core.problems import Node

DATA = 'input: "data" input_shape { dim: 1 dim: 3 dim: 12 dim: 12 }\n'
OLDEST = """
name: "LeNet"
layers { layer { name: "mnist" type: "data" source: "data/mnist-train-leveldb" batchsize: 64 } top: "data" top: "label" }
layers { layer { name: "conv1" type: "conv" num_output: 4 kernelsize: 5 stride: 1 weight_filler { type: "xavier" } }
  bottom: "data" top: "conv1" }
layers { layer { name: "pool1" type: "pool" kernelsize: 2 stride: 2 pool: MAX } bottom: "conv1" top: "pool1" }
layers { layer { name: "ip1" type: "innerproduct" num_output: 10 biasterm: false } bottom: "pool1" top: "ip1" }
layers { layer { name: "relu1" type: "relu" } bottom: "ip1" top: "ip1" }
layers { layer { name: "prob" type: "softmax_loss" } bottom: "ip1" bottom: "label" }
"""
OLD = """
name: "LeNet"
layers { name: "mnist" type: DATA top: "data" top: "label" data_param { source: "mnist_train_lmdb" } include: { phase: TRAIN } }
layers { name: "mnist" type: DATA top: "data" top: "label" data_param { source: "mnist_test_lmdb" } include: { phase: TEST } }
layers { name: "conv1" type: CONVOLUTION bottom: "data" top: "conv1" convolution_param { num_output: 4 kernel_size: 5
  weight_filler { type: "xavier" } } }
layers { name: "pool1" type: POOLING bottom: "conv1" top: "pool1" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layers { name: "ip1" type: INNER_PRODUCT bottom: "pool1" top: "ip1" inner_product_param { num_output: 10 bias_term: false } }
layers { name: "relu1" type: RELU bottom: "ip1" top: "ip1" }
layers { name: "accuracy" type: ACCURACY bottom: "ip1" bottom: "label" top: "accuracy" include: { phase: TEST } }
layers { name: "prob" type: SOFTMAX_LOSS bottom: "ip1" bottom: "label" top: "prob" }
"""


def layers(found: Imported) -> list[str]:
    return [node.layer for node in found.documents[0].nodes]


def node(found: Imported, name: str) -> Node:
    placed = found.documents[0].node(name)
    assert placed is not None
    return placed


def shapes(found: Imported) -> list[tuple[int | None, ...]]:
    return [tuple(tensor.shape) for tensor in build(plan(found.documents[0], catalog.load())).outputs]


@pytest.mark.parametrize("text", [OLDEST, OLD], ids=["layers within layers", "layers with types in capitals"])
def test_old_forms_become_the_same_network(text: str) -> None:
    found = read("lenet.prototxt", text.encode())
    assert layers(found) == ["Input", "Conv2D", "MaxPooling2D", "Flatten", "Dense", "ReLU", "Activation"]
    assert node(found, "data").config["shape"] == [28, 28, 1]
    assert node(found, "conv1").config["kernel_initializer"]["class_name"] == "VarianceScaling"  # type: ignore[call-overload,index]
    assert any("sparse categorical crossentropy" in note.message for note in found.report)
    assert shapes(found) == [(None, 10)]


def test_pads_strides_and_borders_become_what_keras_has() -> None:
    text = (
        DATA
        + """
layer { name: "c" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4
  kernel_h: 3 kernel_w: 1 pad_h: 1 stride: 2 bias_term: false } }
layer { name: "r" type: "ReLU" bottom: "c" top: "c" relu_param { negative_slope: 0.1 } }
layer { name: "n" type: "LRN" bottom: "c" top: "n" lrn_param { local_size: 3 alpha: 0.0001 beta: 0.75 } }
layer { name: "p" type: "Pooling" bottom: "n" top: "p" pooling_param { pool: AVE kernel_size: 3 stride: 2 } }
layer { name: "d" type: "Deconvolution" bottom: "p" top: "d" convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 } }
layer { name: "g" type: "Pooling" bottom: "d" top: "g" pooling_param { pool: MAX global_pooling: true } }
"""
    )
    found = read("x.prototxt", text.encode())
    expected = [
        "ZeroPadding2D",
        "Conv2D",
        "LeakyReLU",
        "ops.pad",
        "Formula",
        "ZeroPadding2D",
        "AveragePooling2D",
        "Conv2DTranspose",
        "GlobalMaxPooling2D",
    ]
    assert [layer for layer in layers(found) if layer not in ("Input", "Reshape")] == expected
    assert any("average" in note.message.lower() for note in found.report if note.kind == "changed")
    assert shapes(found)[0][-1] in (1, 2)


def test_a_residual_block_takes_scale_into_its_normalization() -> None:
    text = (
        DATA
        + """
layer { bottom: "data" top: "a" name: "a" type: "Convolution" convolution_param { num_output: 3 kernel_size: 3 pad: 1 bias_term: false } }
layer { bottom: "a" top: "a" name: "bn" type: "BatchNorm" batch_norm_param { use_global_stats: true } }
layer { bottom: "a" top: "a" name: "scale" type: "Scale" scale_param { bias_term: true } }
layer { bottom: "data" bottom: "a" top: "sum" name: "sum" type: "Eltwise" }
layer { bottom: "sum" top: "sum" name: "relu" type: "ReLU" }
layer { bottom: "sum" top: "fc" name: "fc" type: "InnerProduct" inner_product_param { num_output: 5 } param { lr_mult: 0 } param { lr_mult: 0 } }
layer { bottom: "fc" top: "prob" name: "prob" type: "Softmax" }
"""
    )
    found = read("x.prototxt", text.encode())
    assert layers(found) == ["Input", "Conv2D", "BatchNormalization", "Add", "ReLU", "Flatten", "Dense", "Activation"]
    assert "scale" not in node(found, "bn").config
    assert node(found, "fc").config["trainable"] is False
    assert shapes(found) == [(None, 5)]


def test_layers_that_name_the_same_weights_share_them() -> None:
    text = (
        'input: "a" input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8 input: "b" input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8\n'
        + "".join(
            f'layer {{ name: "ip_{side}" type: "InnerProduct" bottom: "{side}" top: "ip_{side}" param {{ name: "w" }} param {{ name: "v" }}'
            " inner_product_param { num_output: 4 } }\n"
            for side in "ab"
        )
    )
    found = read("siamese.prototxt", text.encode())
    assert [placed.shares for placed in found.documents[0].nodes if placed.layer == "Dense"] == [None, "ip_a"]
    assert len(shapes(found)) == 2


def test_what_keras_has_not_stands_as_a_placeholder_with_its_line() -> None:
    text = DATA + '\nlayer { name: "roi" type: "ROIPooling" bottom: "data" top: "roi" roi_pooling_param { pooled_w: 7 } }\n'
    found = read("x.prototxt", text.encode())
    assert layers(found) == ["Input", "Placeholder"]
    assert node(found, "roi").config["class_name"] == "ROIPooling"
    assert [note.line for note in found.report if note.kind == "unread"] == [3]


def test_a_layer_without_ends_is_left_out() -> None:
    found = read("x.prototxt", f'{DATA}layer {{ name: "a" type: "Convolution" bottom: "data" }}\nlayer {{ type: "ReLU" top: "b" }}'.encode())
    assert layers(found) == ["Input"]
    assert [note.line for note in found.report if note.kind == "unread"] == [2, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("layer { name: ", "ends in the middle"),
        ("layer { name: @ }", "Line 1"),
        ("layer {\n 3 }", "Line 2"),
        ('layer { name: "a" type: "ReLU" }', "what enters the network"),
        ("layer { a " + "{ a " * 100, "deeper"),
        ("layer { a: 1e }", "no number"),
    ],
)
def test_a_damaged_prototxt_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read("x.prototxt", text.encode())

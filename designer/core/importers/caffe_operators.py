"""Layers of Caffe that only what comes in tells the weights of: drawn as operators of ONNX with zeros of the right shape."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from designer.core.importers.caffe_layers import zeros
from designer.core.importers.onnx_file import OPERATORS as ONNX
from designer.core.importers.onnx_file.axes import Unsupported, Value
from designer.core.importers.onnx_file.dense import dense
from designer.core.importers.onnx_file.model import Operation
from designer.core.importers.onnx_file.shapes import reshaped
from designer.core.importers.onnx_file.sketch import Sketch


def _convolution(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    channels, filters, group, kernel = value.shape[1], operation.get("filters", 0), operation.get("group", 1), operation.get("kernel", [])
    is_turned = operation.type == "caffe.ConvTranspose"
    if filters < 1 or group < 1 or channels % group or not all(0 < size < 1_000 for size in kernel):
        raise Unsupported("its settings do not fit what comes in")
    shape = (channels, filters, *kernel) if is_turned else (filters, channels // group, *kernel)
    sketch.constants.setdefault(operation.input(1), zeros(shape))
    sketch.constants.setdefault(operation.input(2), zeros((filters,)))
    return ONNX["ConvTranspose" if is_turned else "Conv"](sketch, operation)


def _inner_product(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    features, units = math.prod(value.shape[1:]), operation.get("units", 0)
    if units < 1:
        raise Unsupported("it has no units")
    value = reshaped(sketch, value, [value.shape[0], features])
    sketch.constants.setdefault(operation.input(1), zeros((features, units)))
    return (dense(sketch, operation, value, sketch.constants[operation.input(1)], zeros((units,)) if operation.input(2) else None),)


def _relu6(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    return (sketch.unary(operation, "ReLU", {"max_value": 6.0}, sketch.value(operation.input(0)), positive=True),)


def _prelu(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    sketch.constants.setdefault(operation.input(1), zeros((value.shape[1], *(1,) * (value.rank - 2))))
    return ONNX["PRelu"](sketch, operation)


def _batch_norm(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """BatchNorm: without scale and offset, which Caffe has in a layer of their own."""
    value = sketch.value(operation.input(0))
    for name in operation.inputs[1:]:
        sketch.constants.setdefault(name, zeros(value.shape[1:2]))
    (found,) = ONNX["BatchNormalization"](sketch, operation)
    node = sketch.nodes[found.tensor.node]
    if node.shares is None:
        sketch.nodes[node.id] = node.model_copy(update={"config": {**node.config, "center": False, "scale": False}})
    return (found,)


def _scale(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Scale: part of the BatchNormalization before it."""
    value = sketch.value(operation.input(0))
    node = sketch.nodes[value.tensor.node]
    if node.config.get("scale") is not False:
        raise Unsupported("it stands behind no BatchNorm, and Keras has no layer that only scales")
    kept = {name: setting for name, setting in node.config.items() if name not in ("center", "scale")}
    sketch.nodes[node.id] = node.model_copy(update={"config": kept})
    return (replace(value),)


def _slice(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    axis, points = operation.get("axis", 1) % value.rank, operation.get("points", [])
    ends = [*points, value.shape[axis]]
    sizes = [end - start for start, end in zip([0, *points], ends, strict=True)] if points else []
    return ONNX["Split"](sketch, replace(operation, inputs=operation.inputs[:1], attributes={"axis": axis, "split": sizes}))


def _average_pool(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    if operation.get("ceil_mode", 0):
        sketch.changed("Average pooling counts zeros at the border, where Caffe averages over what is there.")
    return ONNX["AveragePool"](sketch, operation)


Handler = Callable[[Sketch, Operation], tuple[Value, ...]]
OPERATORS: dict[str, Handler] = {
    **ONNX,
    "caffe.Conv": _convolution,
    "caffe.ConvTranspose": _convolution,
    "caffe.InnerProduct": _inner_product,
    "caffe.ReLU6": _relu6,
    "caffe.PReLU": _prelu,
    "caffe.BatchNorm": _batch_norm,
    "caffe.Scale": _scale,
    "caffe.Slice": _slice,
    "AveragePool": _average_pool,
}

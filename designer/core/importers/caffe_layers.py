"""What each layer of Caffe is, as operators of ONNX. Weights are zeros of the right shape that take no memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.prototxt import Message

Translation: TypeAlias = Callable[["Layer", list[str], list[str], dict[str, Array]], list[Operation]]
UNKNOWN = 0  # an axis of weights that only what comes in tells
LARGEST = 1_000_000


class Untranslated(Exception):
    """There is no operator for a layer; the message says why."""


@dataclass(frozen=True)
class Layer:
    """A layer of a prototxt."""

    name: str
    type: str
    bottoms: tuple[str, ...]
    tops: tuple[str, ...]
    message: Message
    line: int

    def part(self, *names: str) -> Message:
        """The settings of the layer; in the oldest files they stand beside its name."""
        found = self.message.part(*names)
        return found if found.fields else self.message

    def weight(self, place: int) -> str:
        """The name under which its weights are kept: those of the same name are shared."""
        params = self.message.all("param")
        param = params[place] if place < len(params) else ""
        shared = param.text("name") if isinstance(param, Message) else param
        return shared if isinstance(shared, str) and shared else f"{self.name}.{place}@{self.line}"


def _pair(part: Message, name: str, default: int, *names: str) -> tuple[int, int]:
    """A size that is told once, or for height and width."""
    told = [int(value) for value in part.all(name, *names) if isinstance(value, int)]
    sides = [part.get(f"{name.removesuffix('_size')}_{side}") for side in "hw"]
    if any(isinstance(side, int) for side in sides):
        first, second = (side if isinstance(side, int) else default for side in sides)
        return first, second
    return (told[0], told[-1]) if told else (default, default)


def _bounded(*numbers: int) -> None:
    if min(numbers) < 0 or max(numbers) > LARGEST:
        raise Untranslated("one of its sizes is no size")


def zeros(shape: Sequence[int]) -> Array:
    """Zeros that take no memory."""
    return np.broadcast_to(np.int8(0), tuple(shape))


def _convolution(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("convolution_param")
    filters, group = int(part.number("num_output", 0)), int(part.number("group", 1))
    kernel, stride = _pair(part, "kernel_size", 0, "kernelsize"), _pair(part, "stride", 1)
    pad, dilation = _pair(part, "pad", 0), _pair(part, "dilation", 1)
    _bounded(filters, group, *kernel, *stride, *pad, *dilation)
    if layer.type in {"DepthwiseConvolution", "ConvolutionDepthwise"}:
        group = filters
    attributes = {
        "strides": list(stride),
        "pads": [*pad, *pad],
        "dilations": list(dilation),
        "group": group,
        "kernel": list(kernel),
        "filters": filters,
    }
    kind = "ConvTranspose" if layer.type == "Deconvolution" else "Conv"
    if kind == "ConvTranspose" and group == filters > 1:
        return _upsampling(inputs, outputs, stride)
    names = [layer.weight(0)] + ([layer.weight(1)] if part.flag("bias_term", default=part.flag("biasterm", default=True)) else [])
    return [Operation(f"caffe.{kind}", "", (inputs[0], *names), tuple(outputs[:1]), attributes)]


def _upsampling(inputs: list[str], outputs: list[str], stride: tuple[int, int]) -> list[Operation]:
    attributes = {"scales": [1.0, 1.0, float(stride[0]), float(stride[1])], "mode": "linear", "coordinate_transformation_mode": "half_pixel"}
    return [Operation("Resize", "", (inputs[0],), tuple(outputs[:1]), attributes)]


def _pooling(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("pooling_param")
    kind = str(part.get("pool", "MAX"))
    if kind not in ("MAX", "AVE", "0", "1"):
        raise Untranslated(f"Keras has no pooling of the kind {kind}")
    is_max = kind in ("MAX", "0")
    if part.flag("global_pooling", default=False):
        return [Operation("GlobalMaxPool" if is_max else "GlobalAveragePool", "", (inputs[0],), tuple(outputs[:1]))]
    kernel, stride, pad = _pair(part, "kernel_size", 1, "kernelsize"), _pair(part, "stride", 1), _pair(part, "pad", 0)
    _bounded(*kernel, *stride, *pad)
    attributes = {"kernel_shape": list(kernel), "strides": list(stride), "pads": [*pad, *pad], "count_include_pad": 1, "count_include_border": 1}
    attributes["ceil_mode"] = int(str(part.get("round_mode", "CEIL")) in ("CEIL", "0") and part.flag("ceil_mode", default=True))
    return [Operation("MaxPool" if is_max else "AveragePool", "", (inputs[0],), tuple(outputs[:1]), attributes)]


def _inner_product(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("inner_product_param")
    units = int(part.number("num_output", 0))
    _bounded(units)
    bias = [layer.weight(1)] if part.flag("bias_term", default=part.flag("biasterm", default=True)) else []
    return [Operation("caffe.InnerProduct", "", (inputs[0], layer.weight(0), *bias), tuple(outputs[:1]), {"units": units})]


def _plain(kind: str, **attributes: Any) -> Translation:
    def translate(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
        return [Operation(kind, "", tuple(inputs[:1]), tuple(outputs[:1]), attributes)]

    return translate


def _relu(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    slope = layer.part("relu_param").number("negative_slope", 0.0)
    return [Operation("LeakyRelu" if slope else "Relu", "", tuple(inputs[:1]), tuple(outputs[:1]), {"alpha": slope} if slope else {})]


def _numbers(kind: str, part: str, **names: tuple[str, float]) -> Translation:
    """An operator with numbers, each from a field of the layer's settings."""

    def translate(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
        told = layer.part(part)
        return [Operation(kind, "", tuple(inputs[:1]), tuple(outputs[:1]), {name: told.number(*where) for name, where in names.items()})]

    return translate


def _response_normalization(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("lrn_param")
    if str(part.get("norm_region", "ACROSS_CHANNELS")) not in ("ACROSS_CHANNELS", "0"):
        raise Untranslated("it normalizes within a channel, for which Keras has no layer")
    attributes = {
        "size": int(part.number("local_size", 5)),
        "alpha": part.number("alpha", 1.0),
        "beta": part.number("beta", 0.75),
        "bias": part.number("k", 1.0),
    }
    return [Operation("LRN", "", tuple(inputs[:1]), tuple(outputs[:1]), attributes)]


def _concat(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("concat_param")
    return [Operation("Concat", "", tuple(inputs), tuple(outputs[:1]), {"axis": int(part.number("axis", part.number("concat_dim", 1)))})]


def _slice(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("slice_param")
    points = [int(point) for point in part.all("slice_point") if isinstance(point, int)]
    return [
        Operation(
            "caffe.Slice", "", tuple(inputs[:1]), tuple(outputs), {"axis": int(part.number("axis", part.number("slice_dim", 1))), "points": points}
        )
    ]


def _eltwise(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("eltwise_param")
    kind = {"PROD": "Mul", "0": "Mul", "MAX": "Max", "2": "Max"}.get(str(part.get("operation", "SUM")), "Sum")
    factors = [float(value) for value in part.all("coeff") if isinstance(value, int | float)]
    if kind == "Sum" and factors == [1.0, -1.0] and len(inputs) == 2:
        kind = "Sub"
    elif factors and set(factors) != {1.0}:
        raise Untranslated("its inputs are weighted")
    if kind == "Mul" and len(inputs) > 2:
        raise Untranslated("it multiplies more than two")
    return [Operation(kind, "", tuple(inputs), tuple(outputs[:1]))]


def _power(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("power_param")
    operations, current = [], inputs[0]
    for kind, name, default in (("Mul", "scale", 1.0), ("Add", "shift", 0.0), ("Pow", "power", 1.0)):
        number = part.number(name, default)
        if number != default:
            constants[f"{layer.name}.{name}@{layer.line}"] = np.array(number if abs(number) < 1e30 else default, "float32")
            operations.append(Operation(kind, "", (current, f"{layer.name}.{name}@{layer.line}"), (f"{outputs[0]}.{name}",)))
            current = f"{outputs[0]}.{name}"
    return [*operations, Operation("Identity", "", (current,), tuple(outputs[:1]))]


def _split(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    return [Operation("Identity", "", tuple(inputs[:1]), (output,)) for output in outputs]


def _reshape(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("reshape_param")
    dims = [int(dim) for dim in part.part("shape").all("dim") if isinstance(dim, int)]
    if part.number("axis", 0) or not dims:
        raise Untranslated("it reshapes only some of its axes")
    return [Operation("Reshape", "", tuple(inputs[:1]), tuple(outputs[:1]), {"shape": dims})]


def _permute(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    order = [int(axis) for axis in layer.part("permute_param").all("order") if isinstance(axis, int)]
    order += [axis for axis in range(4) if axis not in order]
    return [Operation("Transpose", "", tuple(inputs[:1]), tuple(outputs[:1]), {"perm": order})]


def _embed(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("embed_param")
    words, units = int(part.number("input_dim", 1)), int(part.number("num_output", 1))
    _bounded(words, units)
    constants[layer.weight(0)] = np.broadcast_to(np.float32(0), (max(1, words), max(1, units)))
    return [Operation("Gather", "", (layer.weight(0), inputs[0]), tuple(outputs[:1]))]


def _prelu(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    return [Operation("caffe.PReLU", "", (inputs[0], layer.weight(0)), tuple(outputs[:1]))]


def _batch_norm(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    part = layer.part("batch_norm_param")
    attributes = {"epsilon": part.number("eps", 1e-5), "momentum": part.number("moving_average_fraction", 0.999)}
    names = [layer.weight(place) for place in range(4)]
    return [Operation("caffe.BatchNorm", "", (inputs[0], *names), tuple(outputs[:1]), attributes)]


def _softmax(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    return [Operation("Softmax", "", tuple(inputs[:1]), tuple(outputs[:1]), {"axis": int(layer.part("softmax_param").number("axis", 1))})]


def _filler(part: Message) -> dict[str, Any] | None:
    kind = part.text("type", "constant")
    if not part.fields:
        return None
    if kind == "xavier":
        return {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_in", "distribution": "uniform"}}
    if kind == "msra":
        return {"class_name": "HeNormal", "config": {}}
    if kind == "gaussian" and part.number("std", 1.0) > 0:
        return {"class_name": "RandomNormal", "config": {"mean": part.number("mean", 0.0), "stddev": part.number("std", 1.0)}}
    if kind == "uniform":
        return {"class_name": "RandomUniform", "config": {"minval": part.number("min", 0.0), "maxval": part.number("max", 1.0)}}
    value = part.number("value", 0.0)
    return {"class_name": "Constant", "config": {"value": value}} if kind == "constant" and value and math.isfinite(value) else None


def initial(layer: Layer) -> dict[str, Any]:
    """The initializers and the freezing that a layer's settings say."""
    part = layer.part("convolution_param", "inner_product_param", "embed_param")
    fillers = {"kernel_initializer": _filler(part.part("weight_filler")), "bias_initializer": _filler(part.part("bias_filler"))}
    rates = [param.number("lr_mult", 1.0) for param in layer.message.parts("param")] or [
        float(rate) for rate in layer.message.all("blobs_lr") if isinstance(rate, int | float)
    ]
    frozen = {"trainable": False} if rates and not any(rates) and layer.type in ("Convolution", "InnerProduct", "Deconvolution") else {}
    return {name: value for name, value in fillers.items() if value} | frozen


TRANSLATIONS: dict[str, Translation] = {
    "Convolution": _convolution,
    "ConvolutionDepthwise": _convolution,
    "DepthwiseConvolution": _convolution,
    "Deconvolution": _convolution,
    "Pooling": _pooling,
    "InnerProduct": _inner_product,
    "ReLU": _relu,
    "ReLU6": _plain("caffe.ReLU6"),
    "PReLU": _prelu,
    "ELU": _numbers("Elu", "elu_param", alpha=("alpha", 1.0)),
    "Dropout": _numbers("Dropout", "dropout_param", ratio=("dropout_ratio", 0.5)),
    "Sigmoid": _plain("Sigmoid"),
    "TanH": _plain("Tanh"),
    "AbsVal": _plain("Abs"),
    "BNLL": _plain("Softplus"),
    "Swish": _plain("Swish"),
    "Exp": _plain("Exp"),
    "Log": _plain("Log"),
    "Power": _power,
    "LRN": _response_normalization,
    "Concat": _concat,
    "Slice": _slice,
    "Split": _split,
    "Eltwise": _eltwise,
    "Flatten": _plain("Flatten"),
    "Reshape": _reshape,
    "Permute": _permute,
    "Softmax": _softmax,
    "BatchNorm": _batch_norm,
    "Scale": _plain("caffe.Scale"),
    "Embed": _embed,
}

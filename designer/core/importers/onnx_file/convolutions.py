"""Convolutions and pooling: channels first becomes channels last, and pads become "same", "causal" or a layer of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from designer.core.importers.onnx_file.axes import Unsupported, Value
from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.onnx_file.sketch import Sketch

LOWEST = -3.4e38  # what is as good as nothing to MaxPooling
Pairs = tuple[tuple[int, int], ...]


class Window(NamedTuple):
    """How a kernel moves over the axes of an image."""

    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    pads: Pairs
    sizes: tuple[int, ...]

    @property
    def reach(self) -> tuple[int, ...]:
        """How far the kernel reaches, its holes included."""
        return tuple((size - 1) * dilation + 1 for size, dilation in zip(self.kernel, self.dilations, strict=True))

    def is_same(self, sketch: Sketch) -> bool:
        """Whether Keras's padding "same" gives these pads."""
        for size, reach, stride, pads in zip(self.sizes, self.reach, self.strides, self.pads, strict=True):
            if stride > 1 and not sketch.sizes.is_known(size):
                return False
            if pads != _same(size, reach, stride):
                return False
        return True

    def outputs(self, sketch: Sketch) -> tuple[int, ...]:
        """The lengths that come out."""
        found = []
        for size, reach, stride, (before, after) in zip(self.sizes, self.reach, self.strides, self.pads, strict=True):
            length = (size + before + after - reach) // stride + 1
            if length < 1:
                raise Unsupported("its kernel is larger than what comes in")
            found.append(length if length == size else sketch.sizes.derived(length, size))
        return tuple(found)


def _same(size: int, reach: int, stride: int) -> tuple[int, int]:
    total = max((math.ceil(size / stride) - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2


def window(sketch: Sketch, operation: Operation, sizes: Sequence[int], kernel: Sequence[int]) -> Window:
    """The window of a convolution or a pooling, from its attributes."""
    rank = len(sizes)
    strides = tuple(operation.get("strides", None) or [1] * rank)
    dilations = tuple(operation.get("dilations", None) or [1] * rank)
    pads = list(operation.get("pads", None) or [0] * (2 * rank))
    if not len(kernel) == len(strides) == len(dilations) == rank or len(pads) != 2 * rank or min(*kernel, *strides, *dilations) < 1:
        raise Unsupported("its kernel, strides or pads do not fit its input")
    pairs: Pairs = tuple(zip(pads[:rank], pads[rank:], strict=True))
    found = Window(tuple(kernel), strides, dilations, pairs, tuple(sizes))
    mode = operation.get("auto_pad", "NOTSET")
    if mode == "VALID":
        return found._replace(pads=((0, 0),) * rank)
    if mode.startswith("SAME"):
        return found._replace(pads=tuple(_auto(sketch, mode, *sides) for sides in zip(sizes, found.reach, strides, strict=True)))
    if min(pads) < 0:
        raise Unsupported("it has negative pads")
    return found


def _auto(sketch: Sketch, mode: str, size: int, reach: int, stride: int) -> tuple[int, int]:
    if stride > 1 and not sketch.sizes.is_known(size):
        raise Unsupported("its padding depends on a length that is only known when the network runs")
    before, after = _same(size, reach, stride)
    return (after, before) if mode == "SAME_LOWER" else (before, after)


def _named(layer: str, rank: int) -> str:
    if not 1 <= rank <= 3:
        raise Unsupported(f"Keras has no layer for {rank} axes of an image")
    return layer.format(rank)


def _image(sketch: Sketch, name: str) -> tuple[Value, tuple[int, ...]]:
    value = sketch.value(name)
    if value.rank < 3:
        raise Unsupported("what comes in is no image and no sequence")
    return sketch.last(value), value.shape[2:]


def short(numbers: Sequence[int]) -> Any:
    """Numbers as they are written by hand: one where all are equal."""
    return numbers[0] if len(set(numbers)) == 1 else list(numbers)


def conv(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Conv: ConvND, or DepthwiseConvND where every channel has filters of its own."""
    value, sizes = _image(sketch, operation.input(0))
    weight = sketch.constant(operation.input(1))
    bias = sketch.optional(operation.input(2))
    if weight.ndim != len(sizes) + 2:
        raise Unsupported("its weights do not fit its input")
    frame = window(sketch, operation, sizes, weight.shape[2:])
    if max(frame.strides) > 1 and max(frame.dilations) > 1:
        raise Unsupported("Keras's layer takes strides or dilation, not both")
    groups, channels = operation.get("group", 1), value.shape[1]
    outputs = frame.outputs(sketch)
    config: dict[str, Any] = {"kernel_size": short(frame.kernel)}
    layer, kernel = _kernel(weight, groups, channels, frame, config)
    config |= {"strides": short(frame.strides)} if max(frame.strides) > 1 else {}
    config |= {"dilation_rate": short(frame.dilations)} if max(frame.dilations) > 1 else {}
    config |= {"use_bias": False} if bias is None else {}
    padding, value = _padded(sketch, frame, value, causal=layer == "Conv{}D")
    config |= {} if padding == "valid" else {"padding": padding}
    weights = [kernel] if bias is None else [kernel, bias]
    tensor = sketch.layer(operation, _named(layer, len(sizes)), config, {"inputs": [value]}, weights)
    return (_out(sketch, tensor, (value.shape[0], weight.shape[0], *outputs)),)


def _kernel(weight: Array, groups: int, channels: int, frame: Window, config: dict[str, Any]) -> tuple[str, Array]:
    rank = len(frame.kernel)
    if groups < 1 or channels % groups or weight.shape[1] * groups != channels or weight.shape[0] % groups:
        raise Unsupported("its weights do not fit the channels that come in")
    if groups == channels > 1 and rank < 3 and len(set(frame.strides)) == 1:
        multiplier = weight.shape[0] // channels
        config |= {"depth_multiplier": multiplier} if multiplier > 1 else {}
        split = weight.reshape(channels, multiplier, *frame.kernel)
        return "DepthwiseConv{}D", np.moveaxis(split, (0, 1), (-2, -1))
    config |= {"filters": weight.shape[0]}
    config |= {"groups": groups} if groups > 1 else {}
    return "Conv{}D", np.moveaxis(weight, (0, 1), (-1, -2))


def _padded(sketch: Sketch, frame: Window, value: Value, *, causal: bool = False, fill: float = 0.0) -> tuple[str, Value]:
    """The padding argument, and the value with the pads that it does not say."""
    if not any(map(any, frame.pads)):
        return "valid", value
    if frame.is_same(sketch):
        return "same", value
    if causal and len(frame.kernel) == 1 and frame.strides == (1,) and frame.pads == ((frame.reach[0] - 1, 0),):
        return "causal", value
    return "valid", padded(sketch, value, frame.pads, fill)


def padded(sketch: Sketch, value: Value, pads: Pairs, fill: float = 0.0) -> Value:
    """A channels-last value with more around its image; its shape in the file is left to the caller."""
    if not any(map(any, pads)):
        return value
    if fill:
        widths = [[0, 0], *(list(pair) for pair in pads), [0, 0]]
        return replace(value, tensor=sketch.draw("ops.pad", {"pad_width": widths, "constant_values": fill}, value, port="x"))
    even = all(before == after for before, after in pads)
    width = short([before for before, _ in pads]) if even else _written(pads)
    return replace(value, tensor=sketch.draw(_named("ZeroPadding{}D", len(pads)), {"padding": width}, value))


def _written(pairs: Pairs) -> Any:
    return list(pairs[0]) if len(pairs) == 1 else [list(pair) for pair in pairs]


def cropped(sketch: Sketch, value: Value, crops: Pairs) -> Value:
    """A channels-last value with less around its image; its shape in the file is left to the caller."""
    if not any(map(any, crops)):
        return value
    return replace(value, tensor=sketch.draw(_named("Cropping{}D", len(crops)), {"cropping": _written(crops)}, value))


def _out(sketch: Sketch, tensor: Any, shape: tuple[int, ...], **more: Any) -> Value:
    return sketch.made(tensor, shape, (0, *range(2, len(shape)), 1), **more)


def conv_transpose(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """ConvTranspose: ConvNDTranspose, with a Cropping behind it where the pads are not those of "same"."""
    value, sizes = _image(sketch, operation.input(0))
    weight = sketch.constant(operation.input(1))
    bias = sketch.optional(operation.input(2))
    if operation.get("group", 1) != 1 or weight.ndim != len(sizes) + 2 or weight.shape[0] != value.shape[1]:
        raise Unsupported("Keras's layer knows no groups")
    frame = window(sketch, replace(operation, attributes={**operation.attributes, "auto_pad": "NOTSET"}), sizes, weight.shape[2:])
    crops, outputs = _crops(sketch, operation, frame)
    is_same = all(
        crop == _halves(max(reach - stride, 0)) and reach >= stride for crop, reach, stride in zip(crops, frame.reach, frame.strides, strict=True)
    )
    config: dict[str, Any] = {"filters": weight.shape[1], "kernel_size": short(frame.kernel)}
    config |= {"strides": short(frame.strides)} if max(frame.strides) > 1 else {}
    config |= {"dilation_rate": short(frame.dilations)} if max(frame.dilations) > 1 else {}
    config |= {"padding": "same"} if is_same and any(map(any, crops)) else {}
    config |= {"use_bias": False} if bias is None else {}
    kernel = np.moveaxis(weight, (0, 1), (-1, -2))
    tensor = sketch.layer(
        operation, _named("Conv{}DTranspose", len(sizes)), config, {"inputs": [value]}, [kernel] if bias is None else [kernel, bias]
    )
    made = _out(sketch, tensor, (value.shape[0], weight.shape[1], *outputs))
    return (made if "padding" in config else cropped(sketch, made, crops),)


def _halves(total: int) -> tuple[int, int]:
    return total // 2, total - total // 2


def _crops(sketch: Sketch, operation: Operation, frame: Window) -> tuple[Pairs, tuple[int, ...]]:
    """What is to be cropped from Keras's output without padding, and the lengths that are left."""
    rank = len(frame.kernel)
    more = operation.get("output_padding", None) or [0] * rank
    wanted = operation.get("output_shape", None)
    if len(more) != rank or (wanted and len(wanted) < rank):
        raise Unsupported("its pads do not fit its input")
    mode = operation.get("auto_pad", "NOTSET")
    crops, lengths = [], []
    for axis, (size, reach, stride, pads) in enumerate(zip(frame.sizes, frame.reach, frame.strides, frame.pads, strict=True)):
        whole = stride * (size - 1) + reach + more[axis]
        if wanted or mode.startswith("SAME"):
            if not sketch.sizes.is_known(size):
                raise Unsupported("its padding depends on a length that is only known when the network runs")
            sides = _halves(whole - (wanted[axis - rank] if wanted else size * stride))
            pads = sides if mode == "SAME_UPPER" else sides[::-1]  # noqa: PLW2901
        beyond = max(stride - reach, 0)  # Keras fills the last stride up
        crops.append((pads[0], pads[1] - more[axis] + beyond))
        lengths.append(sketch.sizes.derived(whole - sum(pads), size))
    if min(min(pair) for pair in crops) < 0 or min(lengths) < 1:
        raise Unsupported("its output is larger than what it computes")
    return tuple(crops), tuple(lengths)


def pool(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """MaxPool and AveragePool."""
    value, sizes = _image(sketch, operation.input(0))
    if len([name for name in operation.outputs if name]) > 1 or max(operation.get("dilations", None) or [1]) > 1:
        raise Unsupported("Keras's layer gives no positions and knows no dilation")
    frame = window(sketch, operation, sizes, operation.get("kernel_shape", []))
    is_max = operation.type == "MaxPool"
    if operation.get("ceil_mode", 0):
        frame = _ceiled(sketch, frame, is_max=is_max, loosely=bool(operation.get("count_include_border", 0)))
    outputs = frame.outputs(sketch)
    counts_pads = bool(operation.get("count_include_pad", 0))
    if is_max:
        padding, value = _padded(sketch, frame, value, fill=0.0 if value.positive else LOWEST)
    elif counts_pads or not any(map(any, frame.pads)):
        padding, value = "valid", padded(sketch, value, frame.pads)
    elif frame.is_same(sketch):
        padding = "same"
    else:
        raise Unsupported("it leaves the pads out of the average, which Keras does for “same” only")
    layer = _named("MaxPooling{}D" if is_max else "AveragePooling{}D", len(sizes))
    config: dict[str, Any] = {"pool_size": short(frame.kernel), "strides": short(frame.strides)}
    config |= {} if padding == "valid" else {"padding": padding}
    config = {key: kept for key, kept in config.items() if key != "strides" or kept != config["pool_size"]}
    tensor = sketch.layer(operation, layer, config, {"inputs": [value]})
    return (_out(sketch, tensor, (*value.shape[:2], *outputs), positive=value.positive),)


def _ceiled(sketch: Sketch, frame: Window, *, is_max: bool, loosely: bool = False) -> Window:
    """The window with pads for the last step that ceil_mode adds."""
    pads = []
    for size, reach, stride, (before, after) in zip(frame.sizes, frame.reach, frame.strides, frame.pads, strict=True):
        if not sketch.sizes.is_known(size):
            raise Unsupported("its ceil_mode depends on a length that is only known when the network runs")
        steps = -(-(size + before + after - reach) // stride) + 1
        steps -= (steps - 1) * stride >= size + before
        pads.append((before, after + max(0, (steps - 1) * stride + reach - size - before - after)))
    if not is_max and tuple(pads) != frame.pads and not loosely:
        raise Unsupported("its ceil_mode averages over less at the border")
    return frame._replace(pads=tuple(pads))


def global_pool(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """GlobalMaxPool and GlobalAveragePool."""
    value, sizes = _image(sketch, operation.input(0))
    layer = _named("GlobalMaxPooling{}D" if operation.type == "GlobalMaxPool" else "GlobalAveragePooling{}D", len(sizes))
    made = sketch.made(sketch.layer(operation, layer, {}, {"inputs": [value]}), value.shape[:2], positive=value.positive)
    return (replace(made, logical=(*made.logical, *((),) * len(sizes))),)


OPERATORS = {
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "MaxPool": pool,
    "AveragePool": pool,
    "GlobalMaxPool": global_pool,
    "GlobalAveragePool": global_pool,
}

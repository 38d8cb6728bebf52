"""Operators over whole axes: means, sums, softmax, normalization, the largest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.importers.onnx_file.axes import Axis, Unsupported, Value, fresh, reordered
from designer.core.importers.onnx_file.dense import gathered
from designer.core.importers.onnx_file.elementwise import formula, tidy
from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.onnx_file.shapes import axes_whole, is_image, whole
from designer.core.importers.onnx_file.sketch import Sketch

_REDUCTIONS = {
    "ReduceMean": "mean", "ReduceSum": "sum", "ReduceMax": "max", "ReduceMin": "min", "ReduceProd": "prod", "ReduceLogSumExp": "logsumexp",
}  # fmt: skip
_POOLS = {"ReduceMean": "GlobalAveragePooling{}D", "ReduceMax": "GlobalMaxPooling{}D"}
MOST_NEIGHBOURS = 25
_BEFORE = {"ReduceL1": "sum(abs(x), axis={axes})", "ReduceL2": "sqrt(sum(x * x, axis={axes}))", "ReduceSumSquare": "sum(x * x, axis={axes})"}


def reduce(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """A mean, a sum or the like over axes of the file."""
    value = sketch.value(operation.input(0))
    given = sketch.numbers(operation.input(1)) if operation.input(1) else operation.get("axes", None)
    if not given and operation.get("noop_with_empty_axes", 0):
        return (value,)
    axes = sorted({axis % value.rank for axis in (given or range(value.rank))})
    long = [axis for axis in axes if value.logical[axis]]
    if any(value.shape[axis] % sketch.sizes.batch == 0 for axis in axes):
        raise Unsupported("it works across the samples of a batch")
    logical = tuple(() if place in axes else axis for place, axis in enumerate(value.logical))
    if not operation.get("keepdims", 1):
        logical = tuple(axis for place, axis in enumerate(logical) if place not in axes)
    if not long:
        return (replace(value, logical=logical),)
    return (replace(_reduced(sketch, operation, value, long), logical=logical, positive=value.positive),)


def _reduced(sketch: Sketch, operation: Operation, value: Value, axes: Sequence[int]) -> Value:
    value = axes_whole(sketch, value, axes)
    places = sorted(value.place(axis) for axis in axes)
    physical = tuple(axis for place, axis in enumerate(value.physical) if place not in places)
    axis: Any = places[0] if len(places) == 1 else places
    if operation.type in _POOLS and is_image(value, axes):
        tensor = sketch.layer(operation, _POOLS[operation.type].format(value.rank - 2), {}, {"inputs": [value]})
    elif operation.type in _BEFORE:
        text = _BEFORE[operation.type].format(axes=axis if isinstance(axis, int) else f"({', '.join(map(str, places))})")
        tensor = formula(sketch, operation, text, value).tensor
    else:
        tensor = sketch.layer(operation, f"ops.{_REDUCTIONS[operation.type]}", {"axis": axis}, {"x": [value]})
    return replace(value, tensor=tensor, physical=physical)


def softmax(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Softmax and LogSoftmax; before opset 13 they ran over all axes from the one named."""
    value = sketch.value(operation.input(0))
    old = sketch.model.opset < 13
    axis = operation.get("axis", 1 if old else -1) % value.rank
    if old and any(value.logical[axis + 1 :]):
        raise Unsupported("it runs over several axes at once")
    value = whole(sketch, value, axis)
    place = value.place(axis)
    is_last = place == len(value.physical) - 1
    if operation.type == "LogSoftmax":
        config: dict[str, Any] = {} if is_last else {"axis": place}
        return (sketch.unary(operation, "ops.log_softmax", config, value, port="x"),)
    if is_last:
        return (sketch.unary(operation, "Activation", {"activation": "softmax"}, value, positive=True),)
    return (sketch.unary(operation, "Softmax", {"axis": place}, value, positive=True),)


def batch_normalization(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """BatchNormalization over the channels."""
    value = sketch.value(operation.input(0))
    if operation.get("training_mode", 0) or value.rank < 2:
        raise Unsupported("it stands in training mode")
    arrays = [np.asarray(sketch.constant(name)) for name in operation.inputs[1:5]]
    if any(array.shape != (value.shape[1],) for array in arrays):
        raise Unsupported("its weights do not fit the channels that come in")
    value = gathered(sketch, value, 1) if value.rank == 2 else sketch.last(value)
    weights = [reordered(array, 0, value.logical[1], value.physical[-1]) for array in arrays]
    config = {"momentum": tidy(operation.get("momentum", 0.9)), "epsilon": tidy(operation.get("epsilon", 1e-5))}
    config = {key: number for key, number in config.items() if number != {"momentum": 0.99, "epsilon": 1e-3}[key]}
    return (replace(value, tensor=sketch.layer(operation, "BatchNormalization", config, {"inputs": [value]}, weights), positive=False),)


def layer_normalization(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """LayerNormalization, and RMSNormalization over the last axis."""
    value = sketch.value(operation.input(0))
    if len([name for name in operation.outputs if name]) > 1:
        raise Unsupported("it gives what it normalized by as well")
    if operation.get("axis", -1) % value.rank != value.rank - 1:
        return (_normalized_together(sketch, operation, value),)
    scale = np.asarray(sketch.constant(operation.input(1))).reshape(-1)
    bias = sketch.optional(operation.input(2))
    if scale.shape != value.shape[-1:] or (bias is not None and bias.size != scale.size):
        raise Unsupported("its weights do not fit what comes in")
    value = gathered(sketch, value)
    weights = [reordered(array, 0, value.logical[-1], value.physical[-1]) for array in ([scale] if bias is None else [scale, bias.reshape(-1)])]
    is_rms = operation.type != "LayerNormalization"
    epsilon = tidy(operation.get("epsilon", 1e-5))
    config: dict[str, Any] = {} if epsilon == (1e-6 if is_rms else 1e-3) else {"epsilon": epsilon}
    config |= {"center": False} if bias is None and not is_rms else {}
    layer = "RMSNormalization" if is_rms else "LayerNormalization"
    return (replace(value, tensor=sketch.layer(operation, layer, config, {"inputs": [value]}, weights), positive=False),)


def _normalized_together(sketch: Sketch, operation: Operation, value: Value) -> Value:
    """LayerNormalization over the last axes of the file, wherever those lie."""
    axes = range(operation.get("axis", -1) % value.rank, value.rank)
    shape = value.shape[axes.start :]
    arrays = [np.asarray(sketch.constant(name)) for name in operation.inputs[1:3] if name]
    if operation.type != "LayerNormalization" or axes.start == 0 or any(array.shape != shape for array in arrays):
        raise Unsupported("it runs over several axes at once")
    value = axes_whole(sketch, value, axes)
    places = [value.place(axis) for axis in axes]
    order = sorted(range(len(places)), key=places.__getitem__)
    config: dict[str, Any] = {"axis": sorted(places), "epsilon": tidy(operation.get("epsilon", 1e-5))} | (
        {"center": False} if len(arrays) < 2 else {}
    )
    tensor = sketch.layer(operation, "LayerNormalization", config, {"inputs": [value]}, [array.transpose(order) for array in arrays])
    return replace(value, tensor=tensor, positive=False)


def group_normalization(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """InstanceNormalization and GroupNormalization: GroupNormalization, of which the first is the case of one channel a group."""
    value = sketch.value(operation.input(0))
    scale, bias = (np.asarray(sketch.constant(operation.input(place))).reshape(-1) for place in (1, 2))
    if value.rank < 3 or scale.size != bias.size:
        raise Unsupported("its weights do not fit what comes in")
    channels = value.shape[1]
    groups = channels if operation.type == "InstanceNormalization" else operation.get("num_groups", 1)
    if groups < 1 or channels % groups or channels % scale.size:
        raise Unsupported("its groups do not fit the channels that come in")
    weights: list[Array] = [np.repeat(scale, channels // scale.size), np.repeat(bias, channels // scale.size)]
    value = sketch.last(value)
    epsilon = tidy(operation.get("epsilon", 1e-5))
    config = {"groups": groups} | ({} if epsilon == 1e-3 else {"epsilon": epsilon})
    return (replace(value, tensor=sketch.layer(operation, "GroupNormalization", config, {"inputs": [value]}, weights), positive=False),)


def response_normalization(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """LRN: a Formula over the channels and their neighbours, which a pad brings in reach."""
    value = sketch.last(sketch.value(operation.input(0)))
    size, channels = operation.get("size", 0), value.shape[1]
    if not 1 <= size <= MOST_NEIGHBOURS or value.rank != 4:
        raise Unsupported("it reaches over too many channels")
    alpha, beta, bias = (tidy(operation.get(name, default)) for name, default in (("alpha", 1e-4), ("beta", 0.75), ("bias", 1.0)))
    before = (size - 1) // 2
    padded = sketch.draw("ops.pad", {"pad_width": [[0, 0], [0, 0], [0, 0], [before, size - 1 - before]]}, value, port="x")
    near = " + ".join(f"y[:, :, :, {start}:{start + channels}] ** 2" for start in range(size))
    text = f"x / ({bias!r} + {tidy(alpha / size)!r} * ({near})) ** {beta!r}"
    return (formula(sketch, operation, text, value, replace(value, tensor=padded), positive=value.positive),)


def largest(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """ArgMax and ArgMin."""
    value = sketch.value(operation.input(0))
    axis = operation.get("axis", 0) % value.rank
    if axis == 0 or operation.get("select_last_index", 0):
        raise Unsupported("it works across the samples of a batch, or picks the last of several")
    value = whole(sketch, value, axis)
    place = value.place(axis)
    tensor = sketch.layer(operation, f"ops.{operation.type.lower()}", {"axis": place}, {"x": [value]})
    between = ((),) if operation.get("keepdims", 1) else ()
    logical = (*value.logical[:axis], *between, *value.logical[axis + 1 :])
    return (replace(value, tensor=tensor, logical=logical, physical=(*value.physical[:place], *value.physical[place + 1 :]), kind="int"),)


def top_k(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """TopK over the last axis."""
    value = sketch.value(operation.input(0))
    count = (sketch.numbers(operation.input(1)) or [0])[0] if operation.input(1) else operation.get("k", 0)
    if operation.get("axis", -1) % value.rank != value.rank - 1 or not operation.get("largest", 1) or count < 1:
        raise Unsupported("Keras's takes the largest of the last axis")
    value = sketch.plain(value)
    tensor = sketch.layer(operation, "ops.top_k", {"k": count}, {"x": [value]})
    width: Axis = fresh([count])[0]
    found = replace(value, tensor=tensor, logical=(*value.logical[:-1], width), physical=(*value.physical[:-1], width))
    return found, replace(found, tensor=tensor._replace(output=1), kind="int")


def cumulated(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """CumSum."""
    value = sketch.value(operation.input(0))
    if operation.get("exclusive", 0) or operation.get("reverse", 0):
        raise Unsupported("Keras's adds up from the front, itself included")
    axis = (sketch.numbers(operation.input(1)) or [0])[0] % value.rank
    value = whole(sketch, value, axis)
    return (sketch.unary(operation, "ops.cumsum", {"axis": value.place(axis)}, value, port="x"),)


OPERATORS: dict[str, Callable[[Sketch, Operation], tuple[Value, ...]]] = {
    **dict.fromkeys([*_REDUCTIONS, *_BEFORE], reduce),
    "Softmax": softmax,
    "LogSoftmax": softmax,
    "BatchNormalization": batch_normalization,
    "LayerNormalization": layer_normalization,
    "RMSNormalization": layer_normalization,
    "InstanceNormalization": group_normalization,
    "GroupNormalization": group_normalization,
    "LRN": response_normalization,
    "ArgMax": largest,
    "ArgMin": largest,
    "TopK": top_k,
    "CumSum": cumulated,
}

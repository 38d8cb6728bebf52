"""What an ONNX graph computes from constants and shapes alone, worked out with NumPy: mostly the targets of its reshapes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from designer.core.importers.drawing import Tensor
from designer.core.importers.onnx_file.axes import Unsupported
from designer.core.importers.onnx_file.model import Array, Branch, Operation
from designer.core.importers.onnx_file.sketch import Sketch

MOST_NUMBERS = 20_000_000
_DTYPES = {
    1: "float32",
    2: "uint8",
    3: "int8",
    5: "int16",
    6: "int32",
    7: "int64",
    9: "bool",
    10: "float16",
    11: "float64",
    12: "uint32",
    13: "uint64",
}

Folded: TypeAlias = Callable[..., Any]


def fold(sketch: Sketch, operation: Operation) -> bool:
    """Work an operation out, where everything it takes is known; whether it could be."""
    if operation.domain:
        return False
    if operation.type == "Split" and operation.outputs and sketch.is_constant(operation.input(0)):
        return _split(sketch, operation)
    if len(operation.outputs) != 1:
        return False
    if operation.type == "Shape" and operation.input(0) in sketch.values:
        shape = np.array(sketch.values[operation.input(0)].shape, dtype="int64")
        found: Any = shape[operation.get("start", 0) : operation.get("end", None)]
    elif operation.type in _FUNCTIONS and all(not name or sketch.is_constant(name) for name in operation.inputs):
        arrays = [sketch.optional(name) for name in operation.inputs]
        if operation.type == "Expand" and arrays[0] is not None:
            arrays[0] = _for_any_batch(sketch, arrays[0], _ints(arrays[1]))
        if sum(array.size for array in arrays if array is not None) > MOST_NUMBERS:
            return False
        try:
            with np.errstate(all="ignore"):
                found = _FUNCTIONS[operation.type](operation, *arrays)
        except (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError, AttributeError, KeyError, MemoryError) as error:
            raise Unsupported("its arguments do not fit each other") from error
    else:
        return False
    array = np.asarray(found)
    sketch.folded += array.size if array.base is None else 0
    if sketch.folded > MOST_NUMBERS:
        raise Unsupported("too much would be worked out in advance")
    sketch.constants[operation.outputs[0]] = array
    return True


def branch(sketch: Sketch, operation: Operation) -> Sequence[Operation] | None:
    """The operators of the branch that an If takes, where that is known now; None where it is not."""
    if not sketch.is_constant(operation.input(0)) or sketch.constant(operation.input(0)).size != 1:
        return None
    found = operation.get("then_branch" if sketch.constant(operation.input(0)).item() else "else_branch", None)
    if not isinstance(found, Branch) or len(found.outputs) != len(operation.outputs):
        return None
    sketch.constants.update(found.constants)
    ends = [Operation("Identity", "", (inner,), (outer,)) for inner, outer in zip(found.outputs, operation.outputs, strict=True) if outer]
    return (*found.operations, *ends)


def _split(sketch: Sketch, operation: Operation) -> bool:
    """The parts of an array; they take no memory of their own."""
    array, axis, count = np.asarray(sketch.constant(operation.input(0))), operation.get("axis", 0), len(operation.outputs)
    sizes = sketch.numbers(operation.input(1)) if operation.input(1) else operation.get("split", None)
    sizes = list(sizes or [-(-array.shape[axis] // count)] * count)
    parts = np.split(array, np.cumsum(sizes)[:-1].tolist(), axis)
    if len(parts) != count or (operation.input(1) and sum(sizes) != array.shape[axis]):
        raise Unsupported("its parts do not add up to what comes in")
    sketch.constants.update(zip(operation.outputs, parts, strict=True))
    return True


def _ints(array: Array | None) -> list[int]:
    return [] if array is None else [int(number) for number in np.asarray(array).reshape(-1)]


def _bounded(shape: list[int]) -> list[int]:
    if len(shape) > 16 or min(shape, default=0) < 0:
        raise ValueError(shape)
    return shape


def _constant(operation: Operation) -> Array:
    for name in ("value", "value_float", "value_int", "value_floats", "value_ints"):
        if (value := operation.get(name, None)) is not None:
            return np.asarray(value)
    raise ValueError


def _constant_of_shape(operation: Operation, shape: Array) -> Array:
    value = operation.get("value", None)
    filled = np.float32(0) if value is None else np.asarray(value).reshape(-1)[0]
    return np.broadcast_to(filled, _bounded(_ints(shape)))  # takes no memory, whatever the shape


def _expand(operation: Operation, data: Array, shape: Array) -> Array:
    target = np.broadcast_shapes(data.shape, tuple(_bounded(_ints(shape))))
    return np.broadcast_to(data, target)


def _for_any_batch(sketch: Sketch, data: Array, target: list[int]) -> Array:
    """What is to be expanded, without what it repeats for a batch of the size that the file fixes."""
    like = sketch.made(Tensor(""), target)
    is_fixed = any(mine not in (1, its) for mine, its in zip(data.shape[::-1], target[::-1], strict=False))
    return sketch.narrowed(data, like) if is_fixed else data


def _range(operation: Operation, start: Array, limit: Array, delta: Array) -> Array:
    if abs((limit.item() - start.item()) / delta.item()) > MOST_NUMBERS:
        raise ValueError
    return np.arange(start.item(), limit.item(), delta.item(), dtype=start.dtype)


def _reshape(operation: Operation, data: Array, shape: Array) -> Array:
    target = [data.shape[place] if size == 0 and not operation.get("allowzero", 0) else size for place, size in enumerate(_ints(shape))]
    return data.reshape(target)


def _axes(operation: Operation, given: Array | None, rank: int) -> tuple[int, ...]:
    axes = _ints(given) if given is not None else operation.get("axes", None)
    return tuple(range(rank) if axes is None else (axis % rank for axis in axes))


def _squeeze(operation: Operation, data: Array, axes: Array | None = None) -> Array:
    named = axes is not None or operation.get("axes", None) is not None
    return np.squeeze(data, axis=_axes(operation, axes, data.ndim) if named else None)


def _unsqueeze(operation: Operation, data: Array, axes: Array | None = None) -> Array:
    given = _ints(axes) if axes is not None else operation.get("axes", [])
    return np.expand_dims(data, axis=tuple(given))


def _slice(operation: Operation, data: Array, *given: Array | None) -> Array:
    starts, ends, axes, steps = slice_arguments(operation, [None if array is None else _ints(array) for array in given], data.ndim)
    places = [slice(None)] * data.ndim
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        places[axis % data.ndim] = slice(start, end if end > -(2**31) else None, step)
    return data[tuple(places)]


def slice_arguments(operation: Operation, given: list[list[int] | None], rank: int) -> tuple[list[int], list[int], list[int], list[int]]:
    """Starts, ends, axes and steps of a Slice, of either form that ONNX has had."""
    starts, ends, axes, steps = (*given, None, None, None, None)[:4]
    starts = operation.get("starts", []) if starts is None else starts
    ends = operation.get("ends", []) if ends is None else ends
    axes = operation.get("axes", list(range(len(starts)))) if axes is None else axes
    return starts, ends, axes, [1] * len(starts) if steps is None else steps


def _gather(operation: Operation, data: Array, indices: Array) -> Array:
    axis = operation.get("axis", 0)
    if data.size // max(1, data.shape[axis]) * indices.size > MOST_NUMBERS:
        raise ValueError
    return np.take(data, indices, axis=axis)


def _tile(operation: Operation, data: Array, repeats: Array) -> Array:
    if data.size * math.prod(_ints(repeats)) > MOST_NUMBERS:
        raise ValueError
    return np.tile(data, _ints(repeats))


def _binary(function: Callable[[Any, Any], Any]) -> Folded:
    def folded(operation: Operation, first: Array, second: Array) -> Any:
        if math.prod(np.broadcast_shapes(first.shape, second.shape)) > MOST_NUMBERS:
            raise ValueError
        return function(first, second)

    return folded


def _triangle(operation: Operation, data: Array, diagonal: Array | None = None) -> Array:
    number = int(diagonal.item()) if diagonal is not None else 0
    return np.triu(data, number) if operation.get("upper", 1) else np.tril(data, number)


def _sums(operation: Operation, data: Array, axis: Array) -> Array:
    if operation.get("exclusive", 0) or operation.get("reverse", 0):
        raise ValueError
    return np.cumsum(data, axis=int(axis.item()), dtype=data.dtype)


def _matmul(operation: Operation, first: Array, second: Array, bias: Array | None = None) -> Any:
    if first.size * second.shape[-1] > MOST_NUMBERS:
        raise ValueError
    return np.matmul(first, second) + (0 if bias is None else bias)


def _divide(first: Array, second: Array) -> Any:
    return (first / second).astype(first.dtype) if first.dtype.kind == "f" else np.trunc(first / second).astype(first.dtype)


def _unary(function: Callable[[Any], Any]) -> Folded:
    def folded(operation: Operation, data: Array) -> Any:
        return function(data)

    return folded


def _reduce(function: Callable[..., Any]) -> Folded:
    def folded(operation: Operation, data: Array, axes: Array | None = None) -> Any:
        return function(data, axis=_axes(operation, axes, data.ndim), keepdims=bool(operation.get("keepdims", 1)))

    return folded


def _dequantized(operation: Operation, data: Array, scale: Array, zero: Array | None = None) -> Array:
    axis = operation.get("axis", 1) % max(1, data.ndim)
    form = [-1 if place == axis else 1 for place in range(data.ndim)] if scale.size > 1 else []
    point = np.zeros_like(scale) if zero is None else zero.astype("float32")
    return np.asarray((data.astype("float32") - point.reshape(form)) * scale.reshape(form))


_FUNCTIONS: dict[str, Folded] = {
    "Constant": _constant,
    "ConstantOfShape": _constant_of_shape,
    "Shape": lambda operation, data: np.array(data.shape, dtype="int64")[operation.get("start", 0) : operation.get("end", None)],
    "Size": _unary(np.size),
    "Identity": _unary(np.asarray),
    "Cast": lambda operation, data: data.astype(_DTYPES[operation.get("to", 1)]),
    "CastLike": lambda _, data, like: data.astype(like.dtype),
    "Concat": lambda operation, *data: np.concatenate(data, axis=operation.get("axis", 0)),
    "Gather": _gather,
    "Slice": _slice,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Reshape": _reshape,
    "Flatten": lambda operation, data: data.reshape(math.prod(data.shape[: operation.get("axis", 1)]), -1),
    "Transpose": lambda operation, data: np.transpose(data, operation.get("perm", None)),
    "Expand": _expand,
    "Tile": _tile,
    "Range": _range,
    "Where": lambda _, condition, first, second: np.where(condition, first, second),
    "Add": _binary(np.add),
    "Sub": _binary(np.subtract),
    "Mul": _binary(np.multiply),
    "Div": _binary(_divide),
    "Mod": _binary(np.mod),
    "Pow": _binary(np.power),
    "Max": _binary(np.maximum),
    "Min": _binary(np.minimum),
    "Equal": _binary(np.equal),
    "Less": _binary(np.less),
    "Greater": _binary(np.greater),
    "LessOrEqual": _binary(np.less_equal),
    "GreaterOrEqual": _binary(np.greater_equal),
    "And": _binary(np.logical_and),
    "Or": _binary(np.logical_or),
    "Xor": _binary(np.logical_xor),
    "Not": _unary(np.logical_not),
    "IsNaN": _unary(np.isnan),
    "MatMul": _matmul,
    "Trilu": _triangle,
    "CumSum": _sums,
    "Sign": _unary(np.sign),
    "Sin": _unary(np.sin),
    "Cos": _unary(np.cos),
    "Tanh": _unary(np.tanh),
    "Neg": _unary(np.negative),
    "Abs": _unary(np.abs),
    "Sqrt": _unary(np.sqrt),
    "Floor": _unary(np.floor),
    "Ceil": _unary(np.ceil),
    "Exp": _unary(np.exp),
    "Log": _unary(np.log),
    "Reciprocal": _unary(np.reciprocal),
    "ReduceProd": _reduce(np.prod),
    "ReduceSum": _reduce(np.sum),
    "ReduceMax": _reduce(np.max),
    "ReduceMin": _reduce(np.min),
    "ReduceMean": _reduce(np.mean),
    "DequantizeLinear": _dequantized,
}

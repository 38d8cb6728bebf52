"""Products with matrices: Dense where one side is weights, an operation where both are computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.importers.onnx_file.axes import Axes, Axis, Unsupported, Value, flat, fresh, length, reordered
from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.onnx_file.sketch import Sketch


def gathered(sketch: Sketch, value: Value, axis: int = -1) -> Value:
    """The value with one axis of the file as Keras's last, its atoms in the order in which they lie there already."""
    atoms = set(value.logical[axis])
    last = tuple(atom for atom in flat(value.physical) if atom in atoms)
    before = tuple(part for part in (tuple(atom for atom in axis if atom not in atoms) for axis in value.physical) if part)
    if value.physical[-1:] == (last,) and len(value.physical) > 1:
        return value
    return sketch.arranged(value, (*before, last))


def dense(sketch: Sketch, operation: Operation, value: Value, kernel: Array, bias: Array | None) -> Value:
    """A Dense over the last axis of the file."""
    if kernel.ndim != 2 or kernel.shape[0] != value.shape[-1] or value.rank < 2:
        raise Unsupported("its weights do not fit what comes in")
    if bias is not None and bias.size not in (1, kernel.shape[1]):
        raise Unsupported("its bias does not fit its weights")
    value = gathered(sketch, value)
    rows = reordered(kernel, 0, value.logical[-1], value.physical[-1])
    config: dict[str, Any] = {"units": kernel.shape[1]} | ({"use_bias": False} if bias is None else {})
    weights = [rows] if bias is None else [rows, np.broadcast_to(bias.reshape(-1), (kernel.shape[1],))]
    tensor = sketch.layer(operation, "Dense", config, {"inputs": [value]}, weights)
    units: Axis = fresh([kernel.shape[1]])[0]
    return replace(value, tensor=tensor, logical=(*value.logical[:-1], units), physical=(*value.physical[:-1], units), positive=False)


def gemm(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Gemm: Dense."""
    if operation.get("transA", 0):
        raise Unsupported("it multiplies with what comes in turned over")
    if not sketch.is_constant(operation.input(1)):
        return _computed_gemm(sketch, operation)
    kernel, bias = np.asarray(sketch.constant(operation.input(1))), sketch.optional(operation.input(2))
    kernel = (kernel.T if operation.get("transB", 0) else kernel) * np.float32(operation.get("alpha", 1.0))
    scaled = None if bias is None else np.asarray(bias) * np.float32(operation.get("beta", 1.0))
    return (dense(sketch, operation, sketch.value(operation.input(0)), kernel, scaled),)


def _computed_gemm(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    if operation.input(2) or operation.get("alpha", 1.0) != 1.0:
        raise Unsupported("both of its sides are computed by the network")
    second = sketch.value(operation.input(1))
    second = replace(second, logical=second.logical[::-1]) if operation.get("transB", 0) else second
    return (_product(sketch, operation, sketch.value(operation.input(0)), second),)


def matmul(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """MatMul, with what `fusing` found to be its bias as third input."""
    names = operation.inputs
    if sketch.is_constant(names[1]) and not sketch.is_constant(names[0]) and sketch.constant(names[1]).ndim == 2:
        return (dense(sketch, operation, sketch.value(names[0]), np.asarray(sketch.constant(names[1])), sketch.optional(operation.input(2))),)
    return (_product(sketch, operation, sketch.value(names[0]), sketch.value(names[1])),)


def _product(sketch: Sketch, operation: Operation, first: Value, second: Value) -> Value:
    """A product of two tensors: their leading axes in one order, however they are cut, then rows and columns."""
    if first.rank < 2 or second.rank < 2 or first.shape[-1] != second.shape[-2]:
        raise Unsupported("its inputs do not fit each other")
    heads = _heads(first, second)
    first = sketch.arranged(first, (*heads[0], *first.logical[-2:]))
    second = sketch.arranged(second, (*heads[1], *second.logical[-2:]))
    tensor = sketch.layer(operation, "ops.matmul", {}, {"x1": [first], "x2": [second]})
    rows, columns = fresh(first.shape[-2:])[0], fresh(second.shape[-1:])[0]
    longer = max((first, heads[0]), (second, heads[1]), key=lambda side: length(flat(side[1])))
    logical = (*longer[0].logical[:-2], rows, columns)
    return Value(tensor, logical, (*longer[1], rows, columns))


def _heads(first: Value, second: Value) -> tuple[Axes, Axes]:
    """The leading axes of two tensors as axes of Keras's: atom by atom where both are cut alike, else axis by axis."""
    mine, its = first.logical[:-2], second.logical[:-2]
    if _cuts(mine) == _cuts(its):
        return tuple((atom,) for atom in flat(mine)), tuple((atom,) for atom in flat(its))
    rank = max(len(mine), len(its))
    padded = tuple(((),) * (rank - len(axes)) + axes for axes in (mine, its))
    return padded[0], padded[1]


def _cuts(axes: Axes) -> list[list[int]]:
    return [[atom.size for atom in axis] for axis in axes]


def einsum(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Einsum: a Dense where weights are multiplied along the last axis, else the operation."""
    text = operation.get("equation", "").replace(" ", "")
    sides = text.split("->")
    terms = sides[0].split(",")
    if len(sides) != 2 or len(terms) != len(operation.inputs) or "." in text:
        raise Unsupported("its equation is not of the plain form")
    if len(terms) == 2 and sketch.is_constant(operation.input(1)) and _is_dense(terms[0], terms[1], sides[1]):
        return (dense(sketch, operation, sketch.value(operation.input(0)), np.asarray(sketch.constant(operation.input(1))), None),)
    values = [sketch.plain(sketch.value(name)) for name in operation.inputs]
    sizes = {letter: size for term, value in zip(terms, values, strict=True) for letter, size in zip(term, value.shape, strict=False)}
    spec = sketch.catalog.layers.get("ops.einsum")
    port = spec.inputs[0].name if spec and spec.inputs else "operands"
    tensor = sketch.layer(operation, "ops.einsum", {"subscripts": text}, {port: values})
    if any(len(term) != value.rank for term, value in zip(terms, values, strict=True)) or any(letter not in sizes for letter in sides[1]):
        raise Unsupported("its equation does not fit its inputs")
    return (sketch.made(tensor, [sizes[letter] for letter in sides[1]]),)


def _is_dense(data: str, weight: str, result: str) -> bool:
    return len(weight) == 2 and weight[0] == data[-1] and weight[1] not in data and result == data[:-1] + weight[1]


def embedding(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Gather on a table of weights: Embedding."""
    table = np.asarray(sketch.constant(operation.input(0)))
    places = sketch.value(operation.input(1))
    if operation.get("axis", 0) != 0 or table.ndim != 2 or table.dtype.kind != "f":
        raise Unsupported("it looks up in an array that is no table of rows")
    tensor = sketch.layer(operation, "Embedding", {"input_dim": table.shape[0], "output_dim": table.shape[1]}, {"inputs": [places]}, [table])
    width: Axis = fresh([table.shape[1]])[0]
    return (Value(tensor, (*places.logical, width), (*places.physical, width)),)


OPERATORS = {"Gemm": gemm, "MatMul": matmul, "Einsum": einsum}

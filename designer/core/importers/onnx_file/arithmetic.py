"""Operators that work number by number on several tensors, or on one and a constant: arithmetic, comparisons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.importers.onnx_file.axes import Axes, Unsupported, Value, length, regrouped
from designer.core.importers.onnx_file.elementwise import Handler, tidy
from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.onnx_file.sketch import Sketch

FEW = 16  # numbers that are written into a Rescaling; more become weights
_MERGES = {"Add": "Add", "Sum": "Add", "Mul": "Multiply", "Sub": "Subtract", "Max": "Maximum", "Min": "Minimum", "Mean": "Average"}
_PAIRS = {
    "Add": "add", "Sub": "subtract", "Mul": "multiply", "Div": "divide", "Pow": "power", "Max": "maximum", "Min": "minimum", "Sum": "add",
    "Mod": "mod",
    "Equal": "equal", "Greater": "greater", "GreaterOrEqual": "greater_equal", "Less": "less", "LessOrEqual": "less_equal",
    "And": "logical_and", "Or": "logical_or", "Xor": "logical_xor",
}  # fmt: skip
_BOOLEAN = {"Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor"}


def pair(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """An operator of two tensors or more, each of which may be a constant."""
    values = [name for name in operation.inputs if not sketch.is_constant(name)]
    if len(values) == 1 and len(operation.inputs) == 2:
        return (_with_constant(sketch, operation),)
    if operation.type == "Mod" and operation.get("fmod", 0):
        raise Unsupported("Keras's mod takes the sign of the divisor")
    aligned = align(sketch, [sketch.value(name) for name in operation.inputs])
    kind = "bool" if operation.type in _BOOLEAN else aligned[0].kind
    shape = merged_logical(aligned)
    base = replace(shape, kind=kind, positive=operation.type in ("Add", "Mul", "Sum") and all(value.positive for value in aligned))
    layer = _MERGES.get(operation.type)
    if layer and kind == "float" and (layer != "Subtract" or len(aligned) == 2) and len(aligned) > 1:
        return (replace(base, tensor=sketch.layer(operation, layer, {}, {"inputs": aligned})),)
    if len(aligned) != 2:
        raise Unsupported(f"it takes {len(aligned)} tensors")
    return (replace(base, tensor=sketch.layer(operation, f"ops.{_PAIRS[operation.type]}", {}, {"x1": [aligned[0]], "x2": [aligned[1]]})),)


def _with_constant(sketch: Sketch, operation: Operation) -> Value:
    first = sketch.is_constant(operation.input(0))
    array = np.asarray(sketch.constant(operation.input(0 if first else 1)))
    value = sketch.value(operation.input(1 if first else 0))
    value = replace(value, logical=((),) * (array.ndim - value.rank) + value.logical)
    array = sketch.narrowed(array, value)
    kind = "bool" if operation.type in _BOOLEAN else value.kind
    if array.size == 1 and array.ndim <= value.rank:
        return _with_number(sketch, operation, value, array, first=first, kind=kind)
    row = _row(value, array)
    scaled = None if row is None else _rescaling(operation.type, row[1], first=first)
    if row and scaled and row[1].size <= FEW:
        value = sketch.arranged(value, row[0])
        return sketch.unary(operation, "Rescaling", scaled, value)
    aligned = align(sketch, [value, sketch.learned(array, value)])
    base = merged_logical(aligned)
    ordered = aligned[::-1] if first else aligned
    merge = _MERGES.get(operation.type)
    if merge and value.kind == "float":
        return replace(base, tensor=sketch.layer(operation, merge, {}, {"inputs": ordered}), positive=False)
    tensor = sketch.layer(operation, f"ops.{_PAIRS[operation.type]}", {}, {"x1": [ordered[0]], "x2": [ordered[1]]})
    return replace(base, tensor=tensor, kind=kind, positive=False)


def _with_number(sketch: Sketch, operation: Operation, value: Value, array: Array, *, first: bool, kind: str) -> Value:
    number: Any = array.reshape(-1)[0].item()
    number = tidy(number) if isinstance(number, float) else int(number)
    if not first and ((operation.type in ("Add", "Sub") and number == 0) or (operation.type in ("Mul", "Div", "Pow") and number == 1)):
        return value
    config = {"x1" if first else "x2": number}
    port = "x2" if first else "x1"
    positive = value.positive and number >= 0 and operation.type in ("Add", "Mul", "Div", "Max")
    return sketch.unary(operation, f"ops.{_PAIRS[operation.type]}", config, value, port=port, kind=kind, positive=positive)


def _row(value: Value, array: Array) -> tuple[Axes, Array] | None:
    """The numbers of an array that runs along one axis of the file, and the axes with that one last; None for others."""
    shape = (1,) * (value.rank - array.ndim) + array.shape
    long = [axis for axis, size in enumerate(shape) if size > 1]
    if len(shape) > value.rank or len(long) != 1 or long[0] == 0 or shape[long[0]] != value.shape[long[0]]:
        return None
    axis = value.logical[long[0]]
    wanted = value.physical if value.physical[-1:] == (axis,) else (*(part for part in value.logical if part is not axis), axis)
    return wanted, array.reshape(-1)


def _rescaling(kind: str, row: Array, *, first: bool) -> dict[str, Any] | None:
    """The config of a Rescaling that does what an operator does with a row of numbers."""
    with np.errstate(all="ignore"):
        scale, offset = {
            ("Add", False): (1.0, row), ("Add", True): (1.0, row), ("Sub", False): (1.0, -row), ("Sub", True): (-1.0, row),
            ("Mul", False): (row, 0.0), ("Mul", True): (row, 0.0), ("Div", False): (1.0 / row, 0.0),
        }.get((kind, first), (None, None))  # fmt: skip
    if scale is None or row.dtype.kind != "f" or not np.all(np.isfinite(np.asarray(scale))):
        return None
    config: dict[str, Any] = {"scale": [tidy(x) for x in scale.tolist()] if isinstance(scale, np.ndarray) else scale}
    if isinstance(offset, np.ndarray):
        config["offset"] = [tidy(x) for x in offset.tolist()]
    return config


def align(sketch: Sketch, values: list[Value]) -> list[Value]:
    """Values with their axes in one order, those that are repeated along an axis of length 1."""
    rank = max(value.rank for value in values)
    values = [replace(value, logical=((),) * (rank - value.rank) + value.logical) for value in values]
    base = max(values, key=lambda value: (len([axis for axis in value.logical if axis]), length(atom for axis in value.logical for atom in axis)))
    found = [value if value is base else _like(value, base) for value in values]
    if None in found:
        if any(len({length(axis) for axis in axes if axis}) > 1 for axes in zip(*(value.logical for value in values), strict=True)):
            raise Unsupported("the shapes of its inputs do not fit each other")
        return [sketch.plain(value) for value in values]
    return [base if value is base else _arranged_like(sketch, value, base) for value in found if value is not None]


def _like(value: Value, base: Value) -> Value | None:
    """The value with its axes cut into the same lengths as those of another; None where they cannot be."""
    for mine, its in zip(value.logical, base.logical, strict=True):
        if mine and length(mine) != length(its):
            return None
    sizes = [atom.size for mine, its in zip(value.logical, base.logical, strict=True) for atom in (its if mine else ())]
    cut = regrouped(value, sizes)
    if cut is None:
        return None
    parts = iter(cut.logical)
    logical = []
    for mine, its in zip(value.logical, base.logical, strict=True):
        pieces = [next(parts) for _ in its] if mine else []
        if any(len(piece) != 1 for piece in pieces):
            return None
        logical.append(tuple(piece[0] for piece in pieces))
    return replace(cut, logical=tuple(logical))


def _arranged_like(sketch: Sketch, value: Value, base: Value) -> Value:
    twins = {its: mine for own, other in zip(value.logical, base.logical, strict=True) if own for mine, its in zip(own, other, strict=True)}
    wanted = tuple(tuple(twins[atom] for atom in axis if atom in twins) for axis in base.physical)
    if any(mine and len(mine) != len(its) for mine, its in zip(wanted, base.physical, strict=True)):
        raise Unsupported("its inputs lie in ways that do not fit each other")
    return sketch.arranged(value, wanted)


def merged_logical(aligned: list[Value]) -> Value:
    """What comes of values whose axes lie alike: of each axis the longest."""
    base = max(aligned, key=lambda value: length(atom for axis in value.logical for atom in axis))
    for value in aligned:
        for mine, its in zip(value.logical, base.logical, strict=True):
            if mine and length(mine) != length(its):
                return _spread(aligned)
    return base


def _spread(aligned: list[Value]) -> Value:
    first = aligned[0]
    logical = tuple(max(axes, key=length) for axes in zip(*(value.logical for value in aligned), strict=True))
    if any(value.logical != value.physical for value in aligned):
        raise Unsupported("its inputs lie in ways that do not fit each other")
    return replace(first, logical=logical, physical=logical)


def _where(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    choices = ("condition", "x1", "x2")
    config: dict[str, Any] = {}
    wires: dict[str, Value] = {}
    for port, name in zip(choices, operation.inputs, strict=True):
        if port != "condition" and sketch.is_constant(name) and sketch.constant(name).size == 1:
            config[port] = tidy(max(-3.4e38, min(3.4e38, float(sketch.constant(name).item()))))
        else:
            wires[port] = sketch.value(name)
    aligned = align(sketch, list(wires.values()))
    base = merged_logical(aligned)
    tensor = sketch.layer(operation, "ops.where", config, {port: [value] for port, value in zip(wires, aligned, strict=True)})
    return (replace(base, tensor=tensor, kind="float", positive=False),)


OPERATORS: dict[str, Handler] = {**dict.fromkeys(_PAIRS, pair), "Mean": pair, "Where": _where}

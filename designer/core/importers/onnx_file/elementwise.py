"""Operators that work number by number: activations, arithmetic, comparisons."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.importers.onnx_file.axes import Axes, Unsupported, Value, length, regrouped
from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.onnx_file.sketch import Sketch

Handler = Callable[[Sketch, Operation], tuple[Value, ...]]
FEW = 16  # numbers that are written into a Rescaling; more become weights

_ACTIVATIONS = {
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softsign": "softsign",
    "Softplus": "softplus",
    "Mish": "mish",
    "HardSwish": "hard_silu",
    "Swish": "silu",
}
_FUNCTIONS = {
    "Exp": "exp", "Log": "log", "Sqrt": "sqrt", "Abs": "abs", "Neg": "negative", "Reciprocal": "reciprocal", "Erf": "erf", "Floor": "floor",
    "Ceil": "ceil", "Round": "round", "Sign": "sign", "Sin": "sin", "Cos": "cos", "Tan": "tan", "Asin": "arcsin", "Acos": "arccos",
    "Atan": "arctan", "Sinh": "sinh", "Cosh": "cosh", "Asinh": "arcsinh", "Acosh": "arccosh", "Atanh": "arctanh", "Not": "logical_not",
    "IsNaN": "isnan", "IsInf": "isinf",
}  # fmt: skip
_MERGES = {"Add": "Add", "Sum": "Add", "Mul": "Multiply", "Sub": "Subtract", "Max": "Maximum", "Min": "Minimum", "Mean": "Average"}
_PAIRS = {
    "Add": "add", "Sub": "subtract", "Mul": "multiply", "Div": "divide", "Pow": "power", "Max": "maximum", "Min": "minimum", "Sum": "add",
    "Mod": "mod",
    "Equal": "equal", "Greater": "greater", "GreaterOrEqual": "greater_equal", "Less": "less", "LessOrEqual": "less_equal",
    "And": "logical_and", "Or": "logical_or", "Xor": "logical_xor",
}  # fmt: skip
_BOOLEAN = {"Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor", "Not", "IsNaN", "IsInf"}


def _layer(layer: str, *, positive: bool = False, **config: Any) -> Handler:
    def draw(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
        return (sketch.unary(operation, layer, config, sketch.value(operation.input(0)), positive=positive),)

    return draw


def _function(function: str, **config: Any) -> Handler:
    def draw(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
        value = sketch.value(operation.input(0))
        kind = "bool" if operation.type in _BOOLEAN else value.kind
        return (sketch.unary(operation, f"ops.{function}", config, value, port="x", kind=kind),)

    return draw


def formula(sketch: Sketch, operation: Operation, text: str, *values: Value, **changes: Any) -> Value:
    """A Formula over values whose axes lie alike."""
    tensor = sketch.layer(operation, "Formula", {"expression": text}, {"inputs": values})
    return replace(values[0], tensor=tensor, **({"positive": False} | changes))


def _with_slope(layer: str, attribute: str, argument: str, default: float, keras: float) -> Handler:
    """A layer with one number, which ONNX and Keras name and choose in their own ways."""

    def draw(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
        number = tidy(operation.get(attribute, default))
        config = {} if number == keras else {argument: number}
        return (sketch.unary(operation, layer, config, sketch.value(operation.input(0))),)

    return draw


def tidy(number: float) -> float:
    """A number as it was before it was stored with 32 bits: 0.1 and not 0.10000000149."""
    number = float(number)
    if not math.isfinite(number):
        raise Unsupported("one of its settings is no finite number")
    short = float(f"{number:.7g}")
    return short if np.float32(short) == np.float32(number) else number


def _hard_sigmoid(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    alpha, beta = tidy(operation.get("alpha", 0.2)), tidy(operation.get("beta", 0.5))
    value = sketch.value(operation.input(0))
    if abs(alpha - 1 / 6) < 1e-6 and beta == 0.5:
        return (sketch.unary(operation, "Activation", {"activation": "hard_sigmoid"}, value, positive=True),)
    return (formula(sketch, operation, f"clip({alpha!r} * x + {beta!r}, 0, 1)", value, positive=True),)


def _gelu(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    if operation.get("approximate", "none") == "tanh":
        return (sketch.unary(operation, "ops.gelu", {"approximate": True}, value, port="x"),)
    return (sketch.unary(operation, "Activation", {"activation": "gelu"}, value),)


def _selu(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    if abs(operation.get("alpha", 1.67326) - 1.67326) > 1e-3 or abs(operation.get("gamma", 1.0507) - 1.0507) > 1e-3:
        raise Unsupported("Keras's selu has its own two numbers")
    return (sketch.unary(operation, "Activation", {"activation": "selu"}, sketch.value(operation.input(0))),)


def _clip(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    ends = (
        [operation.get(name, None) for name in ("min", "max")]
        if len(operation.inputs) == 1
        else [sketch.optional(operation.input(n)) for n in (1, 2)]
    )
    low, high = (None if end is None or abs(float(np.asarray(end).item())) > 1e30 else tidy(float(np.asarray(end).item())) for end in ends)
    if low == 0:
        config = {} if high is None else {"max_value": high}
        return (sketch.unary(operation, "ReLU", config, value, positive=True),)
    if low is None and high is None:
        return (value,)
    if low is None or high is None:
        text = f"minimum(x, {high!r})" if low is None else f"maximum(x, {low!r})"
        return (formula(sketch, operation, text, value),)
    return (sketch.unary(operation, "ops.clip", {"x_min": low, "x_max": high}, value, port="x", positive=low >= 0),)


def _prelu(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    slope = sketch.constant(operation.input(1))
    value = sketch.last(value)
    shape = (1,) * (value.rank - slope.ndim) + slope.shape
    channels = value.shape[1] if value.rank > 1 else 1
    if slope.size != 1 and (slope.size != channels or shape[1:2] != (channels,)):
        raise Unsupported("it has slopes of its own for more than channels")
    alpha = np.broadcast_to(slope.reshape(-1), (channels,)).reshape(*(1,) * (value.rank - 2), channels)
    config = {"shared_axes": list(range(1, value.rank - 1))} if value.rank > 2 else {}
    tensor = sketch.layer(operation, "PReLU", config, {"inputs": [value]}, [alpha])
    return (replace(value, tensor=tensor, positive=False),)


def _cast(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    target = operation.get("to", 1)
    kind = "float" if target in (1, 10, 11, 16) else "bool" if target == 9 else "int"
    if kind == value.kind:
        return (value,)
    dtype = {"float": "float32", "bool": "bool", "int": "int32"}[kind]
    return (sketch.unary(operation, "ops.cast", {"dtype": dtype}, value, port="x", kind=kind, positive=value.positive),)


def _same(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    return (sketch.value(operation.input(0)),)


def _without_quantization(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    sketch.changed("A step of quantization was left out: the network computes with floats.")
    return (replace(sketch.value(operation.input(0)), kind="float"),)


def _dropout(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    value = sketch.value(operation.input(0))
    given = sketch.optional(operation.input(1))
    rate = tidy(operation.get("ratio", 0.5) if given is None else float(np.asarray(given).item()))
    return (sketch.unary(operation, "Dropout", {"rate": rate}, value, positive=value.positive),)


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


OPERATORS: dict[str, Handler] = {
    "Relu": _layer("ReLU", positive=True),
    **{kind: _layer("Activation", positive=kind in ("Sigmoid", "Softplus"), activation=name) for kind, name in _ACTIVATIONS.items()},
    **{kind: _function(name) for kind, name in _FUNCTIONS.items()},
    "Elu": _with_slope("ELU", "alpha", "alpha", 1.0, 1.0),
    "LeakyRelu": _with_slope("LeakyReLU", "alpha", "negative_slope", 0.01, 0.3),
    "ThresholdedRelu": _with_slope("ReLU", "alpha", "threshold", 1.0, 0.0),
    "Celu": lambda sketch, operation: (
        sketch.unary(operation, "ops.celu", {"alpha": tidy(operation.get("alpha", 1.0))}, sketch.value(operation.input(0)), port="x"),
    ),
    "Selu": _selu,
    "HardSigmoid": _hard_sigmoid,
    "Gelu": _gelu,
    "Clip": _clip,
    "PRelu": _prelu,
    "Cast": _cast,
    "CastLike": _same,
    "Identity": _same,
    "QuantizeLinear": _without_quantization,
    "DequantizeLinear": _without_quantization,
    "Dropout": _dropout,
    "Where": _where,
    **dict.fromkeys(_PAIRS, pair),
    "Mean": pair,
}

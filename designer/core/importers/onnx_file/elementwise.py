"""Operators that work number by number on one tensor: activations and functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.importers.onnx_file.axes import Unsupported, Value
from designer.core.importers.onnx_file.model import Operation
from designer.core.importers.onnx_file.sketch import Sketch

Handler = Callable[[Sketch, Operation], tuple[Value, ...]]

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


def _layer(layer: str, *, positive: bool = False, **config: Any) -> Handler:
    def draw(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
        return (sketch.unary(operation, layer, config, sketch.value(operation.input(0)), positive=positive),)

    return draw


def _function(function: str, **config: Any) -> Handler:
    def draw(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
        value = sketch.value(operation.input(0))
        kind = "bool" if operation.type in {"Not", "IsNaN", "IsInf"} else value.kind
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
}

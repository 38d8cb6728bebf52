"""A function of keras.ops as an expression: with an operator where Python's is the same operation, else as a call."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import keras

from designer.core.catalog import LayerSpec
from designer.core.codegen.expressions import Bound, Call, Expression, Name, flat

# Python's / is true_divide, and not divide, for Keras's tensors.
BETWEEN: Mapping[str, str] = {
    "ops.add": "+",
    "ops.subtract": "-",
    "ops.multiply": "*",
    "ops.true_divide": "/",
    "ops.floor_divide": "//",
    "ops.mod": "%",
    "ops.power": "**",
    "ops.matmul": "@",
    "ops.less": "<",
    "ops.less_equal": "<=",
    "ops.greater": ">",
    "ops.greater_equal": ">=",
}
BEFORE: Mapping[str, str] = {"ops.negative": "-"}


def operation(spec: LayerSpec, tensors: Mapping[str, Expression], values: Mapping[str, Expression]) -> Expression:
    """The call of an operation; `tensors` arrive by wires, `values` are written."""
    given = {**tensors, **values}
    order = list(inspect.signature(attrgetter(spec.name.removeprefix("ops."))(keras.ops)).parameters)
    operands = [given[name] for name in order if name in given]
    if spec.name in BETWEEN and len(operands) == 2 and all(map(_is_operand, operands)):
        return Name(f"{_operand(operands[0])} {BETWEEN[spec.name]} {_operand(operands[1])}")
    if spec.name in BEFORE and len(operands) == 1:
        return Name(f"{BEFORE[spec.name]}{_operand(operands[0])}")
    return _called(spec, given, order)


def _is_operand(value: Expression) -> bool:
    return isinstance(value, Name | Bound) or (isinstance(value, int | float) and not isinstance(value, bool))


def _operand(value: Expression) -> str:
    text = flat(value)
    is_one = isinstance(value, Name) or text.isidentifier() or (text[0] != "-" and not isinstance(value, Bound))
    return text if is_one else f"({text})"


def _called(spec: LayerSpec, given: Mapping[str, Expression], order: list[str]) -> Call:
    """Tensors and what must be given by position, as long as none is left out before them; the rest by name."""
    left = dict(given)
    positional: list[Any] = []
    for name in order:
        port, param = spec.port(name), spec.param(name)
        if name not in left or not (port or (param and param.required)):
            break
        value = left.pop(name)
        positional += value if port is not None and port.spread else [value]
    return Call(spec.name, tuple(positional), tuple((name, left[name]) for name in order if name in left))

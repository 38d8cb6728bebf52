"""What a parameter takes, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.core.catalog import Param, ParamKind
from designer.core.wording import a_list

LARGEST = 2**31 - 1  # where the catalogue names no maximum: what a 32-bit size holds
SIMPLE_BOUNDS = {1: "a positive integer", 0: "an integer of 0 or more"}
WORDS: Mapping[ParamKind, str] = {
    "float": "a number",
    "number": "a number",
    "bool": "True or False",
    "choice": "one of Keras's words for it",
    "string": "a word",
    "floats": "a list of numbers",
    "tuple": "a tuple of {length} numbers",
    "int_or_tuple": "an integer or a tuple of {length} integers",
    "int_or_pairs": "an integer, or for each axis an integer or a pair (before, after)",
    "float_or_range": "a number or a pair (lower, upper)",
    "activation": "the name of an activation, such as relu",
    "layer": "a layer",
    "layers": "a list of layers",
    "dtype": "a dtype, such as float32",
    "shape": "a tuple of sizes, such as (28, 28, 1), with None for a size known only later",
    "initializer": "an initializer, such as glorot_uniform",
    "regularizer": "a regularizer, such as L2",
    "constraint": "a constraint, such as NonNeg",
    "schedule": "a number of 0 or more, or a schedule",
    "list": "a list of words or of numbers",
    "formula": "an expression of its inputs, such as x * sigmoid(x)",
    "python": "the text of a class that derives from keras.layers.Layer",
    "arguments": "the arguments of the class by their names, as JSON",
    "json": "a number or a list of numbers",
}
RANGED = ("float", "number")


def expected(param: Param) -> str:
    """What a parameter takes: 'a positive integer', 'one of valid, same'."""
    if param.kind == "int":
        return expected_int(param, ())
    if param.choices:
        return "one of " + a_list(param.choices)
    words = WORDS[param.kind].format(length=param.length or "some")
    return words + _bounds(param.minimum, param.maximum) if param.kind in RANGED else words


def expected_int(param: Param, received: Iterable[float | None]) -> str:
    """Which integers a parameter takes; the largest one is named only where something larger was received."""
    high = LARGEST if param.maximum is None else param.maximum
    is_beyond = any(value is not None and value > high for value in received)
    shown = None if high >= LARGEST and not is_beyond else high
    if shown is None and param.minimum in SIMPLE_BOUNDS:
        return SIMPLE_BOUNDS[int(param.minimum or 0)]
    return "an integer" + _bounds(param.minimum, shown)


def _bounds(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and maximum is not None:
        return f" from {_number(minimum)} to {_number(maximum)}"
    if minimum is not None:
        return f" of {_number(minimum)} or more"
    return "" if maximum is None else f" of {_number(maximum)} or less"


def _number(bound: float) -> str:
    return f"{int(bound):,}" if float(bound).is_integer() else f"{bound:g}"

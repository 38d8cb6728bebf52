"""Keras's error messages -> sentences for a person.

A table: each row has a pattern of Keras's own words, the problem's code, and the sentence said instead. What no row knows is said in Keras's words,
cleaned of escapes, argument dumps and call stacks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.core.catalog import LayerSpec
from designer.core.wording import Shape, joined, shape_text

MOST_WORDS = 400
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
DUMPS = re.compile(r"\n+(Arguments received by|Call arguments received by|\s*•).*", re.DOTALL)
CALLING = re.compile(r"^Exception encountered when calling [^\n]*\n+")
OPERATION = re.compile(r" for '\{\{node .*", re.DOTALL)  # TensorFlow's own account of the operation that did not work
STATE = re.compile(r"\b(KerasTensor|<KerasTensor)[^>]*>")

AXES: Mapping[int, str] = {
    1: "one axis (features)",
    2: "two axes (steps × features)",
    3: "three axes (height × width × channels)",
    4: "four axes (depth × height × width × channels)",
}
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A problem in the making: its code and sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """Keras's words, and what is said instead. Names in braces come from the pattern's groups and from `_words`."""

    pattern: re.Pattern[str]
    code: str
    sentence: str


def _row(pattern: str, code: str, sentence: str) -> Row:
    return Row(re.compile(pattern, re.DOTALL), code, sentence)


ROWS: tuple[Row, ...] = (
    _row(
        r"incompatible with the layer: expected min_ndim=(?P<rank>\d+), found ndim=\d+",
        "input_rank",
        "{name} expects {at_least}{axes} a sample and received {received}.",
    ),
    _row(
        r"incompatible with the layer: expected (max_)?ndim=(?P<rank>\d+), found ndim=\d+",
        "input_rank",
        "{name} expects {axes} a sample and received {received}.",
    ),
    _row(
        r"expected axis (?P<axis>-?\d+) of input shape to have value (?P<value>\d+)",
        "input_size",
        "{name} expects its input's axis {axis} to be {value} long and received {received}.",
    ),
    _row(
        r"`?TimeDistributed`? Layer should be passed an `input_shape` with at least 3 dimensions",
        "input_rank",
        "{name} expects at least two axes (steps × features) a sample and received {received}.",
    ),
    _row(
        r"Inputs have incompatible shapes|Cannot merge tensors with different|Incompatible shapes for broadcasting",
        "merge_shapes",
        "{name} joins its inputs number by number, so their shapes must match; received {received}.",
    ),
    _row(
        r"layer requires inputs with matching shapes except for the concatenation axis",
        "concatenate_shapes",
        "{name} puts its inputs side by side, so their shapes must match on every axis but the one they are joined on; received {received}.",
    ),
    _row(
        r"Incompatible input shapes: axis values (?P<left>\S+) .*!= (?P<right>\S+)",
        "merge_shapes",
        "{name} multiplies its inputs along an axis that must be equally long in both: {left} and {right} are not; received {received}.",
    ),
    _row(
        r"[Cc]omputed output size would be (zero or )?negative",
        "window_too_large",
        "The window of {name} does not fit into its input: it received {received}. Make the window or the strides smaller, set padding to 'same', "
        "or shrink the tensor less before it.",
    ),
    _row(
        r"Shapes used to initialize variables must be fully-defined|Cannot convert a partially known TensorShape|The last dimension of the inputs "
        r"to a |'NoneType' and 'int'|unsupported operand type.*NoneType",
        "undefined_size",
        "{name} needs to know every size that its weights depend on, and of its input ({received}) a size is known only when data arrives. "
        "Give the Input a fixed shape, or pool over the axes of any size.",
    ),
    _row(
        r"total size of the tensor must be unchanged.*input_shape=\((?P<from>[^)]*)\), target_shape=\((?P<to>[^)]*)\)",
        "reshape_size",
        "{name} must keep how many numbers there are: its input is {received}, and target_shape asks for ({to}).",
    ),
    _row(
        r"Values in `cropping` argument should be (smaller|greater)",
        "window_too_large",
        "{name} crops away more than there is: it received {received}. Make cropping smaller.",
    ),
    _row(
        r"number of input channels must be evenly divisible by the number of groups",
        "groups",
        "The channels that enter {name} must be divisible by its groups; received {received}.",
    ),
    _row(
        r"number of filters must be evenly divisible by the number of groups.*groups=(?P<groups>\d+), filters=(?P<filters>\d+)",
        "groups",
        "filters of {name} must be divisible by its groups; received filters={filters} and groups={groups}.",
    ),
    _row(
        r"`?strides > 1`? not supported in conjunction with `?dilation_rate > 1`?",
        "strides_and_dilation",
        "{name} cannot have both strides and dilation_rate above 1. Set one of them back to 1.",
    ),
    _row(
        r"missing a required argument: '(?P<port>\w+)'",
        "missing_input",
        "{name} expects a wire into its input {port} and received none.",
    ),
    _row(
        r"layer should be called on exactly (?P<count>\d+) inputs",
        "input_count",
        "{name} takes exactly {count} inputs and received {n_inputs}.",
    ),
    _row(
        r"layer should be called on (a list of )?at least (?P<count>\d+) input",
        "input_count",
        "{name} takes at least {count} inputs and received {n_inputs}.",
    ),
    _row(
        r"^(tuple|list) index out of range|axis .* is out of bounds",
        "axis_out_of_range",
        "{name} names an axis that its input does not have: it received {received}.",
    ),
)


def explain(error: BaseException, name: str, spec: LayerSpec, shapes: Sequence[Shape]) -> Complaint:
    """What Keras meant, on a node called `name` that received inputs of these shapes (with their batch axis)."""
    text = essence(error)
    words = _words(name, spec, shapes)
    for row in ROWS:
        found = row.pattern.search(text)
        if found:
            groups = found.groupdict()
            return Complaint(row.code, row.sentence.format(**words, **groups, **_rank_words(groups.get("rank"))))
    return Complaint("refused_by_keras", _in_keras_words(text, name, words["received"]))


def essence(error: BaseException) -> str:
    """Keras's own sentence, without escapes, argument dumps and the layers it passed through."""
    text = ESCAPES.sub("", str(error))
    while CALLING.match(text):
        text = CALLING.sub("", text)
    text = STATE.sub("tensor", OPERATION.sub("", DUMPS.sub("", text)))
    return " ".join(text.split())


def too_large(name: str, shape: Shape, most: int = 2**40) -> Complaint:
    """A tensor of more numbers than can ever be computed."""
    message = f"{shape_text(shape[1:])} at {name} is more than the {most:,} numbers a sample that can be worked with here. Make a size smaller."
    return Complaint("too_large", message)


def _words(name: str, spec: LayerSpec, shapes: Sequence[Shape]) -> dict[str, Any]:
    received = joined([shape_text(shape[1:]) for shape in shapes]) if shapes else "nothing"
    return {"name": name, "layer": spec.name, "received": received, "n_inputs": len(shapes)}


def _rank_words(rank: str | None) -> dict[str, str]:
    """An input's axes without the batch, in words."""
    if rank is None:
        return {}
    axes = int(rank) - 1
    counted = COUNTS[axes] if axes < len(COUNTS) else str(axes)
    return {"axes": AXES.get(axes, f"{counted} axes"), "at_least": "at least "}


def _in_keras_words(text: str, name: str, received: str) -> str:
    cut = text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS].rsplit(' ', 1)[0]} …"
    said = cut if cut.endswith((".", "…", "?")) else f"{cut}."
    place = f"It received {received}." if received != "nothing" else ""
    return f"Keras refuses {name}: {said} {place}".strip()

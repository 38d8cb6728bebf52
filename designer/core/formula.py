"""The formula layer: an expression over its inputs, in a small checked part of Python and keras.ops.

`parse` reads the text into a tree of its own and refuses everything that is not in it; `evaluate` walks the tree on tensors; `to_python` writes it.
Nothing is ever compiled or executed, and only `evaluate` imports Keras.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from designer.core.formula_reading import FormulaError, Reader
from designer.core.formula_tree import INPUT_NAMES, Applied, Input, Item, Number, Part, ToFunction

__all__ = ["INPUT_NAMES", "Formula", "FormulaError", "evaluate", "parse", "to_python"]

Tensor: TypeAlias = Any
OPERATORS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "//": operator.floordiv,
    "%": operator.mod,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
FUNCTION_OF = {"==": "equal", "!=": "not_equal"}  # Keras's tensors have no operator for these
BINARY: Mapping[str, ast.operator] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "/": ast.Div(),
    "**": ast.Pow(),
    "//": ast.FloorDiv(),
    "%": ast.Mod(),
}
COMPARED: Mapping[str, ast.cmpop] = {"<": ast.Lt(), "<=": ast.LtE(), ">": ast.Gt(), ">=": ast.GtE()}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read."""

    text: str
    tree: Part
    inputs: tuple[str, ...]
    """The input names that it uses, in the order of the wires."""

    @property
    def wires(self) -> int:
        """How many wires it needs: up to the last input that it uses."""
        return INPUT_NAMES.index(self.inputs[-1]) + 1


def parse(text: str) -> Formula:
    """The formula that a text says. Raises FormulaError, whose message names the column."""
    reader = Reader(text)
    tree = reader.read()
    return Formula(text, tree, tuple(INPUT_NAMES[place] for place in sorted(reader.inputs)))


def evaluate(formula: Formula, tensors: Sequence[Tensor]) -> Tensor:
    """The value of a formula, given the tensors of its wires in order; symbolic where they are. Raises ValueError where too few arrive."""
    from keras import ops  # noqa: PLC0415  (the web process parses formulas, and never imports Keras)

    if len(tensors) < formula.wires:
        raise ValueError(f"The formula uses {formula.inputs[-1]}, its input {formula.wires}; received {len(tensors)}.")
    return _value(formula.tree, tensors, ops)


def _value(part: Part, tensors: Sequence[Tensor], ops: Any) -> Any:
    match part:
        case Number(value):
            return value
        case Input(place):
            return tensors[place]
        case Item(of, index):
            return _value(of, tensors, ops)[index if len(index) > 1 else index[0]]
        case Applied("-", (only,)):
            return -_value(only, tensors, ops)
        case Applied(symbol, parts):
            function = getattr(ops, FUNCTION_OF[symbol]) if symbol in FUNCTION_OF else OPERATORS[symbol]
            return function(*(_value(item, tensors, ops) for item in parts))
        case ToFunction(name, given, options, is_list):
            values = [_value(item, tensors, ops) for item in given]
            return getattr(ops, name)(*([values] if is_list else values), **dict(options))


def to_python(formula: Formula, names: Sequence[str]) -> str:
    """The formula as an expression of Python, `names` in place of x, y, z …: `h * ops.sigmoid(h)`."""
    return ast.unparse(ast.fix_missing_locations(_written(formula.tree, names)))


def _written(part: Part, names: Sequence[str]) -> ast.expr:
    match part:
        case Number(value):
            return ast.Constant(value)
        case Input(place):
            return ast.Name(names[place])
        case Item(of, index):
            places = [_index(place) for place in index]
            return ast.Subscript(_written(of, names), places[0] if len(places) == 1 else ast.Tuple(places))
        case Applied(symbol, parts):
            return _operator(symbol, [_written(item, names) for item in parts])
        case ToFunction(name, given, options, is_list):
            tensors = [_written(item, names) for item in given]
            return _called(name, [ast.List(tensors)] if is_list else tensors, options)


def _operator(symbol: str, parts: Sequence[ast.expr]) -> ast.expr:
    if len(parts) == 1:
        return ast.UnaryOp(ast.USub(), parts[0])
    if symbol in BINARY:
        return ast.BinOp(parts[0], BINARY[symbol], parts[1])
    if symbol in COMPARED:
        return ast.Compare(parts[0], [COMPARED[symbol]], [parts[1]])
    return _called(FUNCTION_OF[symbol], parts)


def _called(name: str, arguments: Sequence[ast.expr], options: Sequence[tuple[str, Any]] = ()) -> ast.expr:
    keywords = [ast.keyword(key, ast.parse(repr(value), mode="eval").body) for key, value in options]
    return ast.Call(ast.Attribute(ast.Name("ops"), name), list(arguments), keywords)


def _index(place: Any) -> ast.expr:
    if isinstance(place, slice):
        ends = (place.start, place.stop, place.step)
        return ast.Slice(*(None if end is None else ast.Constant(end) for end in ends))
    return ast.Constant(place)

"""Expressions over a block's parameters, such as `4 * filters`, worked out by walking Python's syntax tree, never evaluated as code."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import JsonValue

from designer.core.document import MAX_NUMBER
from designer.core.wording import did_you_mean, quoted

KEY = "$expr"
LONGEST = 200
LARGEST_EXPONENT = 64

BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}


class Free(dict[str, JsonValue]):
    """An expression that stays one however it is worked out, because it speaks of something chosen later; `value` is what it comes to as drawn."""

    def __init__(self, text: str, value: JsonValue) -> None:
        super().__init__({KEY: text})
        self.text, self.value = text, value


class ExpressionError(ValueError):
    """An expression that cannot be worked out; its text is a sentence that follows "units of dense"."""


def expression_of(value: JsonValue) -> str | None:
    """The text of a value that is an expression, {"$expr": "4 * filters"}; None for every other value."""
    if not isinstance(value, dict) or KEY not in value:
        return None
    text = value[KEY]
    return text if isinstance(text, str) and len(value) == 1 else ""


def filled_in(value: JsonValue, names: Mapping[str, JsonValue]) -> JsonValue:
    """A value with every expression in it worked out, as far as that is free of what is chosen later. Raises ExpressionError."""
    if isinstance(value, Free):
        return value
    text = expression_of(value)
    if text is not None:
        return work_out(text, names)
    if isinstance(value, dict):
        return {key: filled_in(item, names) for key, item in value.items()}
    return [filled_in(item, names) for item in value] if isinstance(value, list) else value


def work_out(text: str, names: Mapping[str, JsonValue]) -> JsonValue:
    """What an expression comes to: any value for a name alone, a number for everything else. Raises ExpressionError."""
    tree = _read(text)
    if isinstance(tree, ast.Name):
        return _named(tree, names)
    free = {name: value for name in _names(tree) if isinstance(value := names.get(name), Free)}
    found = _value(tree, {**names, **{name: value.value for name, value in free.items()}})
    return Free(ast.unparse(_Substituted(names).visit(tree)), found) if free else found


class _Substituted(ast.NodeTransformer):
    """What an expression's names stand for in their places."""

    def __init__(self, names: Mapping[str, JsonValue]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self._names[node.id]
        return _read(value.text) if isinstance(value, Free) else ast.Constant(value)  # type: ignore[arg-type]


def concrete(value: Any) -> Any:
    """A value with what is chosen later as it is drawn."""
    if isinstance(value, Free):
        return value.value
    if isinstance(value, dict):
        return {key: concrete(item) for key, item in value.items()}
    return [concrete(item) for item in value] if isinstance(value, list) else value


def names_in(text: str) -> frozenset[str]:
    """The parameters that an expression speaks of; none where it cannot be read."""
    try:
        return frozenset(_names(_read(text)))
    except ExpressionError:
        return frozenset()


def _names(tree: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _read(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ExpressionError(f"must be an expression of at most {LONGEST} characters; received {len(text)}.")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"must be an expression such as 4 * filters; received {quoted(text)}.") from None


def _value(tree: ast.expr, names: Mapping[str, JsonValue]) -> int | float:
    """The number that a part of an expression comes to."""
    if isinstance(tree, ast.Constant) and _is_number(tree.value):
        return _bounded(tree.value)
    if isinstance(tree, ast.Name):
        return _number(tree.id, _named(tree, names))
    if isinstance(tree, ast.UnaryOp) and type(tree.op) in UNARY:
        return _bounded(UNARY[type(tree.op)](_value(tree.operand, names)))
    if isinstance(tree, ast.BinOp) and type(tree.op) in BINARY:
        return _combined(tree.op, _value(tree.left, names), _value(tree.right, names))
    raise ExpressionError(f"may hold numbers, parameters and + - * / // % ** alone; received {quoted(ast.unparse(tree))}.")


def _combined(sign: ast.operator, left: float, right: float) -> int | float:
    if isinstance(sign, ast.Pow) and abs(right) > LARGEST_EXPONENT:
        raise ExpressionError(f"must not raise anything to a power above {LARGEST_EXPONENT}; received {right}.")
    try:
        return _bounded(BINARY[type(sign)](left, right))
    except ZeroDivisionError:
        raise ExpressionError("divides by zero.") from None
    except OverflowError:
        raise ExpressionError(f"must stay within ±{MAX_NUMBER:,}.") from None


def _bounded(value: Any) -> int | float:
    if isinstance(value, complex):
        raise ExpressionError("has no real value.")
    if abs(value) > MAX_NUMBER or not math.isfinite(value):
        raise ExpressionError(f"must stay within ±{MAX_NUMBER:,}.")
    return value  # type: ignore[no-any-return]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(name: str, value: JsonValue) -> int | float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ExpressionError(f"can calculate with numbers only; {name} is {quoted(value)}.")
    return _bounded(value)


def _named(tree: ast.Name, names: Mapping[str, JsonValue]) -> JsonValue:
    if tree.id not in names:
        raise ExpressionError(f"speaks of {quoted(tree.id)}, which is no parameter of the block.{did_you_mean(tree.id, names)}")
    return names[tree.id]

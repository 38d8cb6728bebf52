"""What operators and comparisons give, whatever stands on their sides."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from designer.core.arithmetic import ExpressionError, names_in
from designer.core.importers.python_code import plain
from designer.core.importers.python_code.arrays import arithmetic, is_data
from designer.core.importers.python_code.causal import compared as causal_mask
from designer.core.importers.python_code.causal import shifted
from designer.core.importers.python_code.graph import Layer, Network, Tensor
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Scope, Symbol, Unknown
from designer.core.importers.python_code.while_training import is_training, while_training

TENSOR_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "true_divide",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "mod",
    ast.Pow: "power",
    ast.MatMult: "matmul",
    ast.BitAnd: "logical_and",
    ast.BitOr: "logical_or",
}
TENSOR_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
}


def unknown(node: ast.AST, *values: Any) -> Unknown:
    """What cannot be known of a piece of program, made of these values."""
    return Unknown(_words(node), getattr(node, "lineno", 0), plain.tensors_in(values))


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return f"{_words(node.func)}(…)"
    if isinstance(node, ast.Attribute):
        return f"{_words(node.value)}.{node.attr}"[:80]
    if isinstance(node, ast.Subscript):
        return f"{_words(node.value)}[…]"
    return node.id if isinstance(node, ast.Name) else "…"


def _binary(run: Run, node: ast.BinOp, scope: Scope) -> Any:
    left, right = run.evaluate(node.left, scope), run.evaluate(node.right, scope)
    return combined(run, type(node.op), left, right, node)


def combined(run: Run, kind: type[ast.operator], left: Any, right: Any, node: ast.AST) -> Any:
    """`left + right`, whatever they are."""
    if (isinstance(left, Tensor) or isinstance(right, Tensor)) and kind in TENSOR_OPERATORS:
        return run.operate(TENSOR_OPERATORS[kind], [left, right], getattr(node, "lineno", 0))
    special: Any = shifted(kind, left, right)
    if special is None and (isinstance(left, Symbol) or isinstance(right, Symbol)):
        special = _of_symbols(kind, left, right) or unknown(node)
    if special is not None:
        return special
    if is_data(left) or is_data(right):
        return arithmetic(left, right)
    if kind in plain.BINARY and plain.is_plain(left) and plain.is_plain(right):
        try:
            made = plain.binary(kind, left, right)
        except plain.FAILURES:
            return unknown(node)
        run.budget.steps += len(made) // 8 if isinstance(made, plain.SEQUENCES) else 0
        return made
    return unknown(node, left, right)


def _of_symbols(kind: type[ast.operator], left: Any, right: Any) -> Symbol | None:
    """Arithmetic with parameters, as an expression over them."""
    operands = [item.node if isinstance(item, Symbol) else ast.Constant(item) for item in (left, right)]
    made = ast.BinOp(operands[0], kind(), operands[1])
    try:
        names_in(ast.unparse(made))
    except ExpressionError:
        return None
    return Symbol(made)


def _unary(run: Run, node: ast.UnaryOp, scope: Scope) -> Any:
    value = run.evaluate(node.operand, scope)
    if isinstance(node.op, ast.Not):
        truth = truth_of(value)
        return unknown(node) if truth is None else not truth
    if isinstance(value, Tensor):
        return run.operate("negative", [value], node.lineno) if isinstance(node.op, ast.USub) else value
    if not isinstance(value, plain.NUMBERS):
        return value if is_data(value) else unknown(node, value)
    try:
        return plain.UNARY[type(node.op)](value)
    except plain.FAILURES:
        return unknown(node, value)


def truth_of(value: Any) -> bool | None:
    """Whether a value counts as true; None where that is not known."""
    if isinstance(value, Unknown):
        return None
    return bool(value) if plain.is_plain(value) else not is_data(value) or None


def _boolean(run: Run, node: ast.BoolOp, scope: Scope) -> Any:
    wanted = isinstance(node.op, ast.Or)
    value: Any = not wanted
    unsure: Any = None
    for part in node.values:
        value = run.evaluate(part, scope)
        truth = truth_of(value)
        if truth is wanted:
            return value
        unsure = value if truth is None and unsure is None else unsure
    return value if unsure is None else unsure


def _compare(run: Run, node: ast.Compare, scope: Scope) -> Any:
    left = run.evaluate(node.left, scope)
    for comparison, part in zip(node.ops, node.comparators, strict=True):
        right = run.evaluate(part, scope)
        held = _compared(run, comparison, left, right, node)
        if held is False or len(node.ops) == 1 or isinstance(held, Unknown):
            return held
        left = right
    return True


def _compared(run: Run, comparison: ast.cmpop, left: Any, right: Any, node: ast.Compare) -> Any:
    if isinstance(comparison, ast.Is | ast.IsNot) and (left is None or right is None):
        return (left is right) == isinstance(comparison, ast.Is)
    if (isinstance(left, Tensor) or isinstance(right, Tensor)) and type(comparison) in TENSOR_COMPARISONS:
        return run.operate(TENSOR_COMPARISONS[type(comparison)], [left, right], node.lineno)
    if (mask := causal_mask(type(comparison), left, right)) is not None:
        return mask
    if isinstance(left, Unknown) or isinstance(right, Unknown) or is_data(left) or is_data(right):
        return unknown(node)
    try:
        return plain.compared(type(comparison), left, right)
    except plain.FAILURES:
        return unknown(node)


def _conditional(run: Run, node: ast.IfExp, scope: Scope) -> Any:
    test = run.evaluate(node.test, scope)
    truth = truth_of(test)
    if is_training(test):
        truth = while_training(run, test, [ast.Expr(node.body)], scope)
    if truth is None:
        return _guessed(run, node, scope)
    return run.evaluate(node.body if truth else node.orelse, scope)


def _guessed(run: Run, node: ast.IfExp, scope: Scope) -> Any:
    """Of a condition that cannot be known: the first of its values that can be, told where it may be part of a network."""
    value = run.evaluate(node.body, scope)
    found = value if not isinstance(value, Unknown) else run.evaluate(node.orelse, scope)
    if isinstance(found, TOLD) and not isinstance(found, bool):
        way = "first" if found is value else "last"
        run.note(
            "changed",
            f"Whether the condition in this line holds cannot be known without running the program; its {way} value was taken.",
            node.lineno,
        )
    return found


TOLD = (int, float, list, tuple, Tensor, Layer, Network)
"""What a network is made of, rather than texts for a log."""


OPERATORS: Mapping[type[ast.expr], Callable[[Any, Any, Scope], Any]] = {
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
}

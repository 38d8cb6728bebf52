"""Formulas in programs that Layerloom wrote: an expression of several operations, given to one variable, is one Formula."""

from __future__ import annotations

import ast
from typing import Any, Final

from designer.core.formula import INPUT_NAMES, FormulaError, parse
from designer.core.importers.python_code.graph import Tensor
from designer.core.importers.python_code.operations import formula
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Scope

OPERATIONS: Final = "ops"
COUNTED: Final = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Subscript)


def read_formula(run: Run, node: ast.expr, scope: Scope) -> Tensor | None:
    """What a Formula gives; None where an expression is a single operation, or none."""
    if not isinstance(node, COUNTED) or sum(isinstance(part, COUNTED) and _has_names(part) for part in ast.walk(node)) < 2:
        return None
    letters = _Letters(scope)
    try:
        text = ast.unparse(letters.visit(ast.parse(ast.unparse(node), mode="eval").body))
        if not letters.tensors:
            return None
        parse(text)
    except (FormulaError, LookupError):
        return None
    return formula(run, text, list(letters.tensors.values()), node.lineno)


def _has_names(node: ast.AST) -> bool:
    """Whether an expression speaks of a variable."""
    function = node.func if isinstance(node, ast.Call) else None
    return any(isinstance(part, ast.Name) and part.id != OPERATIONS for part in ast.walk(node) if part is not function)


class _Letters(ast.NodeTransformer):
    """Puts x, y, z … in the place of variables that hold tensors, and takes `ops.` away. Raises LookupError for any other name."""

    def __init__(self, scope: Scope) -> None:
        self.tensors: dict[str, Tensor] = {}
        self._scope = scope

    def visit_Name(self, node: ast.Name) -> ast.AST:
        holder = self._scope.holder(node.id)
        value: Any = holder.names[node.id] if holder is not None else None
        if not isinstance(value, Tensor):
            raise LookupError(node.id)  # noqa: TRY004
        self.tensors.setdefault(node.id, value)
        return ast.Name(INPUT_NAMES[list(self.tensors).index(node.id)], node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id == OPERATIONS:
            return ast.Name(node.attr, node.ctx)
        raise LookupError(node.attr)

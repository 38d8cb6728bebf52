"""What names stand for after an assignment, and what a loop goes through."""

from __future__ import annotations

import ast
from typing import Any

from designer.core.importers.python_code import plain
from designer.core.importers.python_code.operators import unknown
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Scope, Unknown


def known_items(value: Any) -> list[Any] | None:
    """What is in a value; None where that is not known."""
    try:
        return plain.listed(value)
    except plain.FAILURES:
        return None


def items_of(value: Any, node: ast.AST) -> list[Any] | range:
    """What a loop goes through; of what is not known, one unknown item."""
    if isinstance(value, range):
        return value
    found = known_items(value)
    return [unknown(node, value)] if found is None else found


def is_countable(value: Any) -> bool:
    """Whether it is known what a loop over a value goes through."""
    return isinstance(value, range) or known_items(value) is not None


def assign(run: Run, target: ast.expr, value: Any, scope: Scope) -> None:
    """`target = value`."""
    if isinstance(target, ast.Name):
        scope.assign(target.id, value)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(run, target.elts, value, scope)
    elif isinstance(target, ast.Starred):
        assign(run, target.value, value, scope)
    elif isinstance(target, ast.Attribute):
        run.assign_attribute(run.evaluate(target.value, scope), target.attr, value)
    elif isinstance(target, ast.Subscript):
        owner, key = run.evaluate(target.value, scope), run.evaluate(target.slice, scope)
        if isinstance(owner, list | dict) and plain.is_plain(key):
            try:
                owner[key] = value
                run.doubt(owner)
            except plain.FAILURES:
                return


MOST_STATES = 8  # that `first, *others = …` takes of something that does not tell how many it gives


def _unpack(run: Run, targets: list[ast.expr], value: Any, scope: Scope) -> None:
    star = next((place for place, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    items = run.unpacked(value, len(targets) if star is None else len(targets) + MOST_STATES)
    if items is None or (star is None and len(items) != len(targets)) or (star is not None and len(items) < len(targets) - 1):
        items = [Unknown("…", targets[0].lineno, plain.tensors_in([value])) for _ in targets] if star is None else []
    if star is not None:
        behind = len(targets) - star - 1
        middle = list(items[star : len(items) - behind])
        items = [*items[:star], middle, *items[len(items) - behind :]] if items else [Unknown("…")] * len(targets)
    for target, item in zip(targets, items, strict=True):
        assign(run, target, item, scope)

"""Keras Tuner and Optuna: a program that searches for sizes is read with those that the search begins with."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code.config_values import arguments_by_name
from designer.core.importers.python_code.run import Run

ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "Boolean": ("name", "default"),
    "Choice": ("name", "values"),
    "Fixed": ("name", "value"),
    "Float": ("name", "min_value", "max_value"),
    "Int": ("name", "min_value", "max_value"),
    "suggest_categorical": ("name", "choices"),
    "suggest_discrete_uniform": ("name", "low", "high"),
    "suggest_float": ("name", "low", "high"),
    "suggest_int": ("name", "low", "high"),
    "suggest_loguniform": ("name", "low", "high"),
    "suggest_uniform": ("name", "low", "high"),
}
"""The methods that name something to search for, and the order of their arguments; the second says where a search begins."""
UNSET: Final = {"Boolean": False}


def searched(run: Run, node: ast.Call, positional: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """What `hp.Int("units", 32, 512)` is when a search begins; None where it is no such call, or its beginning is not known."""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if method not in ORDERS or not (positional or named):
        return None
    arguments = arguments_by_name(ORDERS[method], positional, named)
    name, start = arguments.get("name"), arguments.get("default", arguments.get(ORDERS[method][1], UNSET.get(method)))
    start = start[0] if isinstance(start, list | tuple) and start else start
    if not isinstance(name, str) or not isinstance(start, bool | int | float | str):
        return None
    run.note("changed", f"{name}, which the program searches for, was taken to be {start}, where it begins.", node.lineno)
    return start

"""Python's own functions and those of math, with every size held within bounds."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any

from designer.core.importers.python_code.budget import TooLarge
from designer.core.importers.python_code.plain import binary, known, listed, wholly_known


def _range(*bounds: Any) -> range:
    return range(*(int(bound) for bound in bounds))


def _int(value: Any = 0, base: Any = None) -> int:
    if isinstance(value, str) and len(value) > 400:
        raise TooLarge("This number is too large.")
    return int(value, base) if base is not None else int(value)


def _sum(items: Any, start: Any = 0) -> Any:
    total = start
    for item in listed(items):
        total = binary(ast.Add, total, known(item))
    return total


def _sorted(items: Any, reverse: Any = False) -> list[Any]:
    return sorted((known(item) for item in listed(items)), reverse=bool(reverse))


def _zip(*items: Any) -> list[Any]:
    return list(zip(*map(listed, items), strict=False))


def _pow(left: Any, right: Any) -> Any:
    return binary(ast.Pow, left, right)


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    def chosen(*items: Any, default: Any = None) -> Any:
        values = [known(item) for item in (listed(items[0]) if len(items) == 1 else items)]
        return choose(values) if values else default

    return chosen


def _dict(*items: Any, **named: Any) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for given in items:
        made.update(given if isinstance(given, dict) else dict(listed(pair) for pair in listed(given)))
    return made | named


def _text(value: Any = "") -> str:
    return str(wholly_known(value))


BUILTINS: Mapping[str, Callable[..., Any]] = {
    "abs": lambda value: abs(known(value)),
    "all": lambda items: all(map(known, listed(items))),
    "any": lambda items: any(map(known, listed(items))),
    "bool": lambda value=False: bool(known(value)),
    "chr": chr,
    "dict": _dict,
    "divmod": lambda left, right: divmod(known(left), known(right)),
    "enumerate": lambda items, start=0: list(enumerate(listed(items), start)),
    "float": lambda value=0.0: float(known(value)),
    "frozenset": lambda items=(): frozenset(listed(items)),
    "int": _int,
    "iter": listed,
    "len": lambda value: len(known(value)),
    "list": lambda items=(): listed(items),
    "max": _extreme(max),
    "min": _extreme(min),
    "ord": ord,
    "pow": _pow,
    "range": _range,
    "repr": lambda value: repr(wholly_known(value)),
    "reversed": lambda items: listed(items)[::-1],
    "round": lambda value, digits=None: round(known(value), digits),
    "set": lambda items=(): set(listed(items)),
    "slice": slice,
    "sorted": _sorted,
    "str": _text,
    "sum": _sum,
    "tuple": lambda items=(): tuple(listed(items)),
    "xrange": _range,
    "zip": _zip,
}
FOLLOWED = frozenset(("callable", "filter", "getattr", "hasattr", "isinstance", "map", "next", "setattr", "super", "type", "issubclass"))
"""Functions of Python's own that look at more than plain values."""
IGNORED = frozenset(
    {"print", "input", "open", "exit", "quit", "help", "exec", "eval", "compile", "__import__", "globals", "locals", "vars", "dir", "id"}
)
"""Functions of Python's own that are never followed: what they give is not known."""
MATHS: Mapping[str, Callable[..., Any]] = {
    name: getattr(math, name)
    for name in ("sqrt", "log", "log2", "log10", "exp", "floor", "ceil", "pow", "sin", "cos", "tan", "tanh", "fabs", "trunc", "gcd", "hypot")
}

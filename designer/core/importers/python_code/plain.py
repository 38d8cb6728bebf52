"""Python's own operators on numbers, texts and containers, with every size held within bounds."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from designer.core.importers.python_code.budget import MOST_BITS, MOST_ITEMS, MOST_TEXT, TooLarge, bounded
from designer.core.importers.python_code.graph import Tensor
from designer.core.importers.python_code.values import Unknown

NUMBERS = (int, float, complex)
PLAIN = (int, float, complex, str, bytes, bool, type(None), list, tuple, dict, set, frozenset, range, slice, type(Ellipsis))
SEQUENCES = (str, bytes, list, tuple)
BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.BitAnd: operator.and_,
}
UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}
COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
FAILURES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError, TooLarge)


def is_plain(value: Any) -> bool:
    """Whether a value is one of Python's own."""
    return isinstance(value, PLAIN)


def binary(kind: type[ast.operator], left: Any, right: Any) -> Any:
    """`left + right` and the like; raises one of FAILURES."""
    _guard(kind, left, right)
    return bounded(BINARY[kind](left, right))


def _guard(kind: type[ast.operator], left: Any, right: Any) -> None:
    """Refuse what would be too large before it is made."""
    if kind is ast.Pow and isinstance(left, int) and isinstance(right, int):
        if max(left.bit_length(), 1) * max(right, 0) > MOST_BITS:
            raise TooLarge("This power is too large.")
    elif kind is ast.LShift and isinstance(right, int) and right > MOST_BITS:
        raise TooLarge("This number is too large.")
    elif kind is ast.Mult:
        for items, count in ((left, right), (right, left)):
            if isinstance(items, SEQUENCES) and isinstance(count, int) and len(items) * max(count, 0) > _most(items):
                raise TooLarge("This list is too long.")
    elif kind is ast.Mod and isinstance(left, str) and re.search(r"%[^a-zA-Z%]*(\d{4}|\*)", left):
        raise TooLarge("This text is too wide.")


def _most(items: Any) -> int:
    return MOST_TEXT if isinstance(items, str | bytes) else MOST_ITEMS


def compared(kind: type[ast.cmpop], left: Any, right: Any) -> Any:
    """`left == right` and the like; raises one of FAILURES."""
    if kind not in (ast.Is, ast.IsNot):
        bounded(left)
        bounded(right)
    return COMPARISONS[kind](left, right)


def formatted(value: Any, conversion: int, spec: str) -> str:
    """A value within an f-string."""
    if re.search(r"\d{4}", spec):
        raise TooLarge("This text is too wide.")
    wholly_known(value)
    if conversion == ord("r"):
        value = repr(value)
    elif conversion == ord("s") or isinstance(value, list | tuple | dict | set):
        value = str(value)
    return format(value, spec)


def wholly_known(value: Any) -> Any:
    """The value, where all that is in it is known too: only then can it be told as text."""
    bounded(value)
    waiting = [value]
    while waiting:
        item = known(waiting.pop())
        if isinstance(item, list | tuple | set | frozenset):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend([*item.keys(), *item.values()])
    return value


def known(value: Any) -> Any:
    """The value, where all of it is known."""
    if not is_plain(value):
        raise ValueError("This is not known.")
    return value


def listed(value: Any) -> list[Any]:
    """The items of a value that can be gone through; raises TypeError."""
    if isinstance(value, str | bytes | list | tuple | set | frozenset | dict):
        return list(value)
    if isinstance(value, range):
        if len(value) > MOST_ITEMS:
            raise TooLarge("This range is too long.")
        return list(value)
    raise TypeError("This cannot be gone through.")


def tensors_in(values: Iterable[Any], most: int = 64) -> tuple[Tensor, ...]:
    """The tensors among values, and in lists of them."""
    found: list[Tensor] = []
    waiting = list(values)
    looked = 0
    while waiting and looked < 10 * most and len(found) < most:
        looked += 1
        item = waiting.pop(0)
        if isinstance(item, Tensor):
            found.append(item)
        elif isinstance(item, Unknown):
            found.extend(tensor for tensor in item.tensors if tensor not in found)
        elif isinstance(item, list | tuple):
            waiting.extend(item[:most])
        elif isinstance(item, dict):
            waiting.extend(list(item.values())[:most])
    return tuple(dict.fromkeys(found))

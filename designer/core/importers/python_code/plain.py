"""Python's own operators, functions and methods on numbers, texts and containers, with every size held within bounds."""

from __future__ import annotations

import ast
import math
import operator
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from designer.core.importers.python_code.budget import MOST_BITS, MOST_ITEMS, MOST_TEXT, TooLarge, bounded
from designer.core.importers.python_code.graph import Layer, Network, Tensor
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
    _wholly_known(value)
    if conversion == ord("r"):
        value = repr(value)
    elif conversion == ord("s") or isinstance(value, list | tuple | dict | set):
        value = str(value)
    return format(value, spec)


def _format(text: str, *positional: Any, **named: Any) -> str:
    """str.format, without a look into the values it is given."""
    out, place = [], 0
    for literal, name, spec, conversion in string.Formatter().parse(text):
        out.append(literal)
        if name is None:
            continue
        if not re.fullmatch(r"\w*", name):
            raise ValueError("Only names and numbers are followed within str.format.")
        key: Any = int(name) if name.isdigit() else name or place
        place += name == ""
        value = positional[key] if isinstance(key, int) else named[key]
        out.append(formatted(_known(value), ord(conversion) if conversion else -1, spec or ""))
    return "".join(out)


def _wholly_known(value: Any) -> Any:
    """The value, where all that is in it is known too: only then can it be told as text."""
    bounded(value)
    waiting = [value]
    while waiting:
        item = _known(waiting.pop())
        if isinstance(item, list | tuple | set | frozenset):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend([*item.keys(), *item.values()])
    return value


def _known(value: Any) -> Any:
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


def _range(*bounds: Any) -> range:
    return range(*(int(bound) for bound in bounds))


def _int(value: Any = 0, base: Any = None) -> int:
    if isinstance(value, str) and len(value) > 400:
        raise TooLarge("This number is too large.")
    return int(value, base) if base is not None else int(value)


def _sum(items: Any, start: Any = 0) -> Any:
    total = start
    for item in listed(items):
        total = binary(ast.Add, total, _known(item))
    return total


def _sorted(items: Any, reverse: Any = False) -> list[Any]:
    return sorted((_known(item) for item in listed(items)), reverse=bool(reverse))


def _zip(*items: Any) -> list[Any]:
    return list(zip(*map(listed, items), strict=False))


def _pow(left: Any, right: Any) -> Any:
    return binary(ast.Pow, left, right)


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    def chosen(*items: Any, default: Any = None) -> Any:
        values = [_known(item) for item in (listed(items[0]) if len(items) == 1 else items)]
        return choose(values) if values else default

    return chosen


def _dict(*items: Any, **named: Any) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for given in items:
        made.update(given if isinstance(given, dict) else dict(listed(pair) for pair in listed(given)))
    return made | named


def _text(value: Any = "") -> str:
    return str(_wholly_known(value))


BUILTINS: Mapping[str, Callable[..., Any]] = {
    "abs": lambda value: abs(_known(value)),
    "all": lambda items: all(map(_known, listed(items))),
    "any": lambda items: any(map(_known, listed(items))),
    "bool": lambda value=False: bool(_known(value)),
    "chr": chr,
    "dict": _dict,
    "divmod": lambda left, right: divmod(_known(left), _known(right)),
    "enumerate": lambda items, start=0: list(enumerate(listed(items), start)),
    "float": lambda value=0.0: float(_known(value)),
    "frozenset": lambda items=(): frozenset(listed(items)),
    "int": _int,
    "iter": listed,
    "len": lambda value: len(_known(value)),
    "list": lambda items=(): listed(items),
    "max": _extreme(max),
    "min": _extreme(min),
    "ord": ord,
    "pow": _pow,
    "range": _range,
    "repr": lambda value: repr(_wholly_known(value)),
    "reversed": lambda items: listed(items)[::-1],
    "round": lambda value, digits=None: round(_known(value), digits),
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
_BOUNDED_WIDTH = {"ljust", "rjust", "center", "zfill", "expandtabs"}
_TEXT_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "center",
        "count",
        "endswith",
        "expandtabs",
        "find",
        "format",
        "index",
        "isalnum",
        "isalpha",
        "isdigit",
        "islower",
        "isspace",
        "istitle",
        "isupper",
        "join",
        "ljust",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rindex",
        "rjust",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "translate",
        "upper",
        "zfill",
    ]
)
METHODS: Mapping[type[Any], frozenset[str]] = {
    str: _TEXT_METHODS,
    list: frozenset(["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"]),
    tuple: frozenset(("count", "index")),
    dict: frozenset(["clear", "copy", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"]),
    set: frozenset(["add", "clear", "copy", "difference", "discard", "intersection", "issubset", "issuperset", "pop", "remove", "union", "update"]),
    float: frozenset(("is_integer",)),
    int: frozenset(("bit_length",)),
}
MUTATORS = frozenset(["append", "add", "extend", "update", "insert", "setdefault", "pop", "remove", "clear", "discard", "popitem"])
_VIEWS = frozenset(("items", "keys", "values"))


def has_method(value: Any, name: str) -> bool:
    """Whether a value of Python's own has a method that is followed."""
    return name in METHODS.get(type(value), ())


def method(value: Any, name: str, positional: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """`value.name(…)`; raises one of FAILURES."""
    if isinstance(value, str):
        return bounded(_text_method(value, name, positional, named))
    if name in {"extend", "update", "insert", "append", "add", "setdefault"} and len(value) > MOST_ITEMS:
        raise TooLarge("This list is too long.")
    if name == "extend":
        positional = [listed(item) for item in positional]
    if name == "sort":
        bounded(value)
        named = {key: item for key, item in named.items() if key == "reverse"}
    if name in {"index", "count", "remove"}:
        return _by_identity(value, name, positional)
    given = getattr(value, name)(*positional, **named)
    if name in {"extend", "update"}:
        bounded(value)
    return list(given) if name in _VIEWS else given


def _by_identity(value: Any, name: str, positional: Sequence[Any]) -> Any:
    bounded(value)
    bounded(positional)
    return getattr(value, name)(*positional)


def _text_method(value: str, name: str, positional: Sequence[Any], named: Mapping[str, Any]) -> Any:
    if name == "format":
        return _format(value, *positional, **named)
    if name in _BOUNDED_WIDTH and any(isinstance(item, int) and item > 1000 for item in positional):
        raise TooLarge("This text is too wide.")
    if name == "replace" and len(positional) > 1 and isinstance(positional[1], str) and len(positional[1]) * (len(value) + 1) > MOST_TEXT * 8:
        raise TooLarge("This text is too long.")
    if name == "join":
        positional = [listed(positional[0])]
        if sum(len(item) + len(value) for item in positional[0]) > MOST_TEXT:
            raise TooLarge("This text is too long.")
    return getattr(value, name)(*positional, **named)


def copied(value: Any) -> Any:
    """A copy of lists and dicts, with all that is in them."""
    bounded(value)
    return _copy(value)


def _copy(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_copy(item) for item in value)
    return {key: _copy(item) for key, item in value.items()} if isinstance(value, dict) else value


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


def touches_keras(value: Any) -> bool:
    """Whether a value is one of Keras's own."""
    return isinstance(value, Tensor | Layer | Network)

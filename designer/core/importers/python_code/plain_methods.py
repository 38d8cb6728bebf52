"""The methods of texts and containers, with every size held within bounds."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from designer.core.importers.python_code.budget import MOST_ITEMS, MOST_TEXT, TooLarge, bounded
from designer.core.importers.python_code.plain import formatted, known, listed


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
        out.append(formatted(known(value), ord(conversion) if conversion else -1, spec or ""))
    return "".join(out)


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

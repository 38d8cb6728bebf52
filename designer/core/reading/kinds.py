"""The kind of a parameter, from its default and what its help says."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from designer.core.catalog import ParamKind

_QUOTED = re.compile(r"[\"']([a-z0-9_]+)[\"']")
_INT_OR_TUPLE = re.compile(r"\b(?:int|integer),? or (?:a )?(?:tuple|list)|tuple/list of \d+ integer|single integer|int, tuple", re.IGNORECASE)
_FLOAT_OR_RANGE = re.compile(r"\b(?:float|number)s?,? or (?:a )?(?:tuple|list)|tuple of (?:two|2) floats|single float", re.IGNORECASE)
_TUPLE = re.compile(r"\b(?:tuple|list) of (?:\d+ |two |three )?(?:int|float|number)", re.IGNORECASE)
_BY_WORD: tuple[tuple[re.Pattern[str], ParamKind], ...] = (
    (_INT_OR_TUPLE, "int_or_tuple"),
    (_FLOAT_OR_RANGE, "float_or_range"),
    (re.compile(r"\bbool", re.IGNORECASE), "bool"),
    (_TUPLE, "tuple"),
    (re.compile(r"\b(?:int|integer)s?\b", re.IGNORECASE), "int"),
    (re.compile(r"\bfloat", re.IGNORECASE), "float"),
)


class Reading(NamedTuple):
    """What was read of a parameter's kind; None where nothing tells."""

    kind: ParamKind | None
    length: int | None = None
    choices: tuple[str, ...] = ()


def read_kind(default: Any, text: str) -> Reading:
    """The kind of a parameter with this default (or inspect's `empty`) and this help."""
    match default:
        case bool():
            return Reading("bool")
        case str():
            choices = tuple(dict.fromkeys([default, *_QUOTED.findall(text)]))
            return Reading("choice", choices=choices) if len(choices) > 1 else Reading("string")
        case tuple() | list():
            return _read_tuple(default, text)
        case int():
            return Reading(_number(text, "int", "int_or_tuple"))
        case float():
            return Reading("float_or_range" if _FLOAT_OR_RANGE.search(text) else "float")
        case _:
            return _read_words(text)


def _read_tuple(default: tuple[Any, ...] | list[Any], text: str) -> Reading:
    if any(isinstance(item, tuple | list) for item in default):
        return Reading("int_or_pairs", length=len(default))
    return Reading("int_or_tuple" if _INT_OR_TUPLE.search(text) else "tuple", length=len(default))


def _number(text: str, plain: ParamKind, with_tuple: ParamKind) -> ParamKind:
    if _INT_OR_TUPLE.search(text):
        return with_tuple
    return "float" if re.match(r"\s*(?:a |the |optional |positive )*float", text, re.IGNORECASE) else plain


def _read_words(text: str) -> Reading:
    """From the first words of the help that name a type."""
    beginning = text[:90]
    found = [(hit.start(), order, kind) for order, (pattern, kind) in enumerate(_BY_WORD) if (hit := pattern.search(beginning))]
    if not found:
        choices = tuple(dict.fromkeys(_QUOTED.findall(text)))
        return Reading("choice", choices=choices) if len(choices) > 1 else Reading(None)
    return Reading(min(found)[2])

"""Conditions and targets of lessons in words, as the learner reads them."""

from __future__ import annotations

from designer.core.lessons.conditions import Compare

COMPARED = {"=": "", "!=": "not ", "<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}


def amount(compare: Compare, value: object, upto: float | None) -> str:
    """A comparison in words: at least 3."""
    if compare == "in":
        return f"from {said(value)} to {said(upto)}"
    return f"{COMPARED[compare]}{said(value)}"


def said(value: object) -> str:
    """A value as it stands in a form."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}"
    return "None" if value is None else str(value)


def counted(compare: Compare, value: object, upto: float | None, noun: str) -> str:
    """So many of something: at least 1 layer."""
    if (compare, value) == ("=", 0):
        return f"no {noun}"
    plural = "" if value == 1 and compare != "in" else "s"
    return f"{amount(compare, value, upto)} {noun}{plural}"

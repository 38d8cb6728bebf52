"""How sentences name values, lists and shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

Shape = Sequence[int | None]


def quoted(value: Any) -> str:
    """A value as Python writes it, cut where it grows long."""
    text = repr(tuple(value) if isinstance(value, list) else value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def a_list(names: Iterable[str], most: int = 12) -> str:
    """Names joined by commas; after `most` of them the rest is counted."""
    every = list(names)
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most} others"


def joined(words: Sequence[str]) -> str:
    """Words as in a sentence: 'a', 'a and b', 'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def close_to(name: str, known: Iterable[str]) -> str | None:
    """The known name that a person may have meant."""
    by_plain = {other.lower(): other for other in known}
    found = get_close_matches(name.lower()[:100], by_plain, n=1, cutoff=0.7)
    return by_plain[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A question to put behind a sentence, its space before it; empty where no known name is close."""
    hint = close_to(name, known)
    return f" Did you mean {hint}?" if hint else ""


def shape_text(shape: Shape) -> str:
    """One sample's shape, as wires show it, e.g. 28 by 28 by 1; a size known only when data arrives is 'any'."""
    return " × ".join("any" if size is None else f"{size:,}" for size in shape) or "a single number"


def matches(shape: Shape, given: Shape) -> bool:
    """Whether a tensor of a given shape fits where a shape is expected; a size of None takes any."""
    return len(shape) == len(given) and all(size is None or size == other for size, other in zip(shape, given, strict=True))

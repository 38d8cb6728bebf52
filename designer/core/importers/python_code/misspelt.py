"""Misspelt names of arguments, read as what was clearly meant, and told."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from designer.core.importers.python_code.run import Run


def respelt(run: Run, whose: str, given: Mapping[str, Any], known: Collection[str], line: int, old: Collection[str] = ()) -> dict[str, Any]:
    """Arguments under the names that were meant; `old` are names that nobody takes for a slip, though they are not `known`."""
    made: dict[str, Any] = {}
    for key, value in given.items():
        meant = key if key in known or key in old else _meant(key, known)
        if meant == key or meant in given or meant in made:
            made[key] = value
        else:
            run.note("misspelt", f"{whose} has no argument called {key}; it was read as {meant}.", line)
            made[meant] = value
    return made


def _meant(key: str, known: Collection[str]) -> str:
    """The known name that is nearest; a word before a known name, as in d_optimizer, makes it another thing."""
    close = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.8)
    return close[0] if close and not key.lower().endswith(f"_{close[0]}") else key

"""One damaged file at a time: what becomes of it."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from random import Random
from typing import Any

from designer.core.document import parse
from designer.core.importers import read
from designer.core.importers.imported import Fault, Imported, Unreadable
from tests.fuzz.canary import watching
from tests.fuzz.damage import damaged
from tests.fuzz.seeds import Seed, seeds

SECONDS = 20


class Hang(BaseException):
    """A reader that does not end: no `except Exception` of it may swallow this."""


@cache
def warmed() -> Sequence[Seed]:
    """The seeds, after each was read once: what readers import, they have imported."""
    found = tuple(seeds())
    for seed in found:
        outcome(seed)
    return found


def case(number: int, run: int = 0) -> Seed:
    """The damaged file of that number."""
    return damaged(Random(f"{run} {number}"), warmed())


def outcome(seed: Seed) -> str:
    """ "read" or "unreadable"; raises for whatever a reader must not do."""
    with _timed():
        try:
            found = read(seed.name, seed.data)
        except Fault as fault:
            raise fault.__cause__ or fault from None
        except Unreadable as refusal:
            if not str(refusal).strip().endswith((".", ")")):
                raise AssertionError(f"no sentence: {refusal}") from None
            return "unreadable"
    _check(found)
    return "read"


def watched(seed: Seed) -> str:
    """The same, noticing whatever is executed."""
    with watching():
        return outcome(seed)


def _check(found: Imported) -> None:
    for document in found.documents:
        if parse(document.to_json()) != document:
            raise AssertionError("a document that changes when it is kept")
        if document.weights and document.weights.digest not in found.weights and not any(note.kind == "read" for note in found.report):
            raise AssertionError("weights that nobody has")


@contextmanager
def _timed() -> Iterator[None]:
    def ring(*_: Any) -> None:
        raise Hang(f"not ended after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

"""Pass-phrases: some short words that a person can note and type again."""

from __future__ import annotations

import re
import secrets
from functools import cache
from pathlib import Path

from django.utils.crypto import salted_hmac

WORDS_FILE = Path(__file__).with_name("words.txt")
WORDS = 4  # of 409: one of 28 thousand million, and whoever guesses is locked out


@cache
def words() -> tuple[str, ...]:
    """The words to choose from."""
    return tuple(WORDS_FILE.read_text(encoding="utf-8").split())


def make_phrase(count: int = WORDS) -> str:
    """A fresh pass-phrase."""
    return " ".join(secrets.choice(words()) for _ in range(count))


def phrase_of(secret: str) -> str:
    """The pass-phrase that follows from a secret, always the same; without this server's key nobody can tell it."""
    number, found = int.from_bytes(salted_hmac(__name__, secret, algorithm="sha256").digest(), "big"), words()
    return " ".join(found[number // len(found) ** place % len(found)] for place in range(WORDS))


def plain(typed: str) -> str:
    """A pass-phrase as it was given out, however it is typed: capital letters, dashes and more spaces do not matter."""
    return " ".join(re.findall(r"[a-z]+", typed.lower()))

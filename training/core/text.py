"""Text to tokens and back, as the text data sets are made: lower-case words, numbered by a vocabulary, padded in front."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

PADDING, UNKNOWN = 0, 1
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def words(text: str) -> list[str]:
    """The words of a text in order: letters only, an apostrophe inside a word kept."""
    return WORD.findall(text.lower().replace("’", "'"))


def encode(text: str, vocabulary: Sequence[str], length: int) -> NDArray[np.int32]:
    """A text as `length` tokens: its last words, zeros before them where there are fewer."""
    numbers = {word: token for token, word in enumerate(vocabulary)}
    tokens = [numbers.get(word, UNKNOWN) for word in words(text)][-length:]
    return np.array([PADDING] * (length - len(tokens)) + tokens, "int32")


def decode(tokens: Iterable[int], vocabulary: Sequence[str]) -> str:
    """Tokens as words, padding left out and unknown words shown as dots."""
    return " ".join("…" if token == UNKNOWN else vocabulary[token] for token in tokens if token != PADDING)

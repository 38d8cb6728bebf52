"""Answers kept for the next time they are asked for, up to a number of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Remembers what was made for a key. When there are `most`, the quarter that was made first is forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, T] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for the key, or is made now."""
        if key not in self._made:
            made = make()
            if len(self._made) >= self._most:
                for old in list(islice(self._made, max(1, self._most // 4))):
                    del self._made[old]
            self._made[key] = made
        return self._made[key]

    def clear(self) -> None:
        """Forget everything."""
        self._made.clear()

"""How much reading a program may cost: steps, seconds, and the sizes of what it makes."""

from __future__ import annotations

import time
from typing import Any

STEPS = 1_500_000
SECONDS = 3.0
MOST_ITEMS = 100_000  # of a list, and of all lists within one
MOST_TEXT = 200_000  # characters
MOST_BITS = 4_096  # of a whole number
MOST_DEPTH = 30  # of functions that call each other
IDLE_STEPS = 20_000  # that a loop may take without anything of Keras happening in it: it trains, or works on data
LOOK = 256


class TooMuch(Exception):
    """The program takes more steps or more time than it may; `line` is where it was then."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__("The program goes on for longer than it is followed.")


class TooLarge(ValueError):
    """A value grows larger than any network needs; it becomes an unknown one."""


class Budget:
    """Counts the steps of one reading; `events` counts what happens to networks, so that loops in which nothing does can be left."""

    def __init__(self, steps: int = STEPS, seconds: float = SECONDS) -> None:
        self.steps = 0
        self.events = 0
        self.line = 1
        self._most = steps
        self._end = time.monotonic() + seconds

    def allow(self, steps: int) -> None:
        """So many steps more, for what is not the program's own."""
        self._most += steps

    def step(self) -> None:
        """One more step; raises TooMuch."""
        self.steps += 1
        if self.steps > self._most or (self.steps % LOOK == 0 and time.monotonic() > self._end):
            raise TooMuch(self.line)


def bounded(value: Any) -> Any:
    """The value, unless it and all that is in it are too large together; raises TooLarge."""
    left = MOST_ITEMS
    waiting = [value]
    while waiting:
        item = waiting.pop()
        left -= 1 + _weight(item)
        if left < 0:
            raise TooLarge("This value is larger than any that a network needs.")
        if isinstance(item, list | tuple | set | frozenset):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
    return value


def _weight(item: Any) -> int:
    if isinstance(item, str | bytes):
        if len(item) > MOST_TEXT:
            raise TooLarge("This text is longer than any that a network needs.")
        return len(item) // 8
    if isinstance(item, int) and item.bit_length() > MOST_BITS:
        raise TooLarge("This number is larger than any that a network needs.")
    return len(item) if isinstance(item, list | tuple | set | frozenset | dict) else 0

"""How much time looking may take: a share of what the training itself has taken."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

SHARE = 0.03
MOST_LOOKS = 120  # in one run: more than a slider can tell apart


class Budget:
    """Counts what looking has cost and says what may be looked at now: whatever was not looked at for longest comes first."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter, share: float = SHARE) -> None:
        self._clock = clock
        self._share = share
        self._began = clock()
        self._spent = 0.0
        self._costs: dict[str, float] = {}
        self._taken: dict[str, int] = {}
        self._turns = 0

    def start(self) -> None:
        """The training's time counts from here."""
        self._began = self._clock()

    def allows(self, part: str) -> bool:
        """Whether a look costs no more than the share that is left; what was never looked at is taken for as dear as the dearest."""
        trained = self._clock() - self._began - self._spent
        expected = self._costs.get(part, max(self._costs.values(), default=0.0))
        return self._spent + expected <= self._share * trained

    def in_turn(self, parts: Sequence[str]) -> list[str]:
        """The parts, that which was looked at longest ago first."""
        return sorted(parts, key=lambda part: self._taken.get(part, 0))

    @contextmanager
    def counted(self, part: str) -> Iterator[None]:
        """Count what a look costs."""
        began = self._clock()
        try:
            yield
        finally:
            cost = self._clock() - began
            self._spent += cost
            self._costs[part] = cost
            self._turns += 1
            self._taken[part] = self._turns


def is_turn(epoch: int, epochs: int) -> bool:
    """Whether an epoch of so many is one to look at: a run of thousands leaves no thousands of files."""
    return epoch == 1 or epoch % math.ceil(epochs / MOST_LOOKS) == 0

"""What a training that was begun before is told of it, so that it tells nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Why = Literal["lost", "paused", "continued"]
Early = Literal["no_better", "no_number"]  # why a training ended before its last epoch
CHECKPOINT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Told:
    """How far the history goes that is kept already."""

    epochs: int = 0  # as many were said to be trained; 0 when nothing was said yet
    ended: bool = False
    step: int = 0
    epoch: int = 0  # finished and told
    at: float = 0.0  # seconds of training
    rates: Mapping[int, float] = field(default_factory=dict)  # learning rates set by hand, by the batches trained before
    continued: int = 0  # how often it had been let go on after an end when its last start was told
    looks: frozenset[tuple[int, str]] = frozenset()  # that were taken while it trained: the epoch, and at what
    kept_looks: frozenset[tuple[int, str]] = frozenset()  # that were taken of the weights that were kept then


def _nothing() -> None:
    """An emitted event is kept at once."""


@dataclass(frozen=True, slots=True)
class Resume:
    """How a training takes up again what was begun, and how it keeps checkpoints for the next time."""

    why: Why | None = None
    """None for a training that begins."""
    told: Told = Told()
    continued: int = 0
    """How often it was let go on for more epochs after an end: what is over by an earlier count is not over now."""
    settle: Callable[[], None] = _nothing
    """Returns when every event emitted so far is kept: no checkpoint may lie ahead of the history."""
    every: float = CHECKPOINT_SECONDS
    """Seconds between checkpoints at the least."""

    @property
    def starts_again(self) -> bool:
        """Whether the history does not know yet that it goes on after an end."""
        return self.continued > self.told.continued


ANEW = Resume()

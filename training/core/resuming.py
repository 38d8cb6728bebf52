"""What a training that was begun before is told of it, so that it tells nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Why = Literal["lost", "paused", "continued"]
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
    continued: bool = False  # after an end it was let go on for more epochs


def _nothing() -> None:
    """An emitted event is kept at once."""


@dataclass(frozen=True, slots=True)
class Resume:
    """How a training takes up again what was begun, and how it keeps checkpoints for the next time."""

    why: Why | None = None
    """None for a training that begins."""
    told: Told = Told()
    settle: Callable[[], None] = _nothing
    """Returns when every event emitted so far is kept: no checkpoint may lie ahead of the history."""
    every: float = CHECKPOINT_SECONDS
    """Seconds between checkpoints at the least."""


ANEW = Resume()

"""What can be asked of a training while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Wish = Literal["stop", "pause", "resume", "step", "rate", "give_way"]


@dataclass(frozen=True, slots=True)
class Command:
    """Something asked of a training: `value` is the number of batches to step, or the learning rate."""

    wish: Wish
    value: float = 0.0

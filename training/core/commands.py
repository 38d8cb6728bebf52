"""What can be asked of a training while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Wish = Literal["stop", "pause", "still_pause", "resume", "step", "rate", "give_way"]


@dataclass(frozen=True, slots=True)
class Command:
    """Something asked of a training: `value` is the number of batches to step, or the learning rate.

    "still_pause" is asked when no pause has come of "pause", which may have been lost: nothing, where that was heard.
    """

    wish: Wish
    value: float = 0.0

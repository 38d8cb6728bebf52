"""What a sweep looks at: one of the numbers of each epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from designer.core.fitting import VALIDATION

Direction = Literal["min", "max"]
Judge = Callable[[Sequence[float | None]], str]


@dataclass(frozen=True, slots=True)
class Pruning:
    """What a trial is judged by."""

    objective: str
    judge: Judge
    """Given the objective after each epoch, why the trial should end; empty while it is to go on."""


def measured_in(logs: Mapping[str, float | None], objective: str) -> float | None:
    """The objective among an epoch's numbers; without a validation split the training's own value stands in, as for callbacks."""
    return logs.get(objective, logs.get(objective.removeprefix(VALIDATION)))


def best_of(measured: Iterable[float | None], direction: Direction) -> float | None:
    """The best of the values after each epoch; None where there is none."""
    values = [value for value in measured if value is not None]
    if not values:
        return None
    return min(values) if direction == "min" else max(values)

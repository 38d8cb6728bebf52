"""What is known of a sweep's trials when the next one is proposed, or one is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

Outcome = Literal["running", "finished", "cut", "failed"]


@dataclass(frozen=True, slots=True)
class Past:
    """A trial: what it set, and the objective after each of its epochs. One that was pruned or stopped is cut."""

    number: int
    outcome: Outcome
    values: Mapping[str, JsonValue]
    measured: tuple[float | None, ...]

"""How far two sets of outputs lie apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Comparison:
    """The largest difference between outputs, what it is to be seen against, and how many samples were looked at."""

    difference: float
    largest: float
    samples: int
    notes: tuple[str, ...] = ()

    def is_within(self, tolerance: float) -> bool:
        """Whether nothing differs by more than a share of the largest output, or of 1 where all are smaller."""
        return math.isfinite(self.difference) and self.difference <= tolerance * max(1.0, self.largest)


def compare(wanted: Sequence[np.ndarray], found: Sequence[np.ndarray]) -> Comparison:
    """Hold outputs against those that were wanted; other shapes, or numbers where none were wanted, are infinitely far away."""
    pairs = [(np.asarray(left, "float64"), np.asarray(right, "float64")) for left, right in zip(wanted, found, strict=True)]
    difference = max(_difference(left, right) for left, right in pairs)
    largest = max(float(np.nanmax(np.abs(left), initial=0.0)) for left, _ in pairs)
    return Comparison(difference, largest, len(pairs[0][0]), tuple(note for left, right in pairs for note in _agreement(left, right, difference)))


def _difference(left: np.ndarray, right: np.ndarray) -> float:
    if left.shape != right.shape or not np.array_equal(np.isnan(left), np.isnan(right)):
        return math.inf
    return float(np.nanmax(np.abs(left - right), initial=0.0))


def _agreement(left: np.ndarray, right: np.ndarray, difference: float) -> list[str]:
    """For an output that chooses among units: how often the choice is the same, where that says more than a number."""
    if difference < 1e-3 or left.shape != right.shape or left.ndim != 2 or left.shape[1] < 2:
        return []
    same = int((left.argmax(axis=1) == right.argmax(axis=1)).sum())
    return [f"For {same} of {len(left)} samples the same output is the largest."]

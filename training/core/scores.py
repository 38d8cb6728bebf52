"""What came of measuring a trained network; knows nothing of Keras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scores:
    """By metric: on samples that were kept back, and on those that it was trained on. What is no number is left out."""

    hidden: Mapping[str, float]
    training: Mapping[str, float]

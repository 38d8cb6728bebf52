"""Class weights by the training data: one function for the worker, whose source the written script carries."""

from __future__ import annotations

import numpy as np


def balanced_weights(labels: np.ndarray) -> dict[int, float]:
    """For each class its weight, so that rare classes count as much as frequent ones."""
    classes, counts = np.unique(labels, return_counts=True)
    return {int(label): len(labels) / (len(classes) * int(count)) for label, count in zip(classes, counts, strict=True)}

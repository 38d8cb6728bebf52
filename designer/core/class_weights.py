"""Class weights by the training data: one function for the worker, whose source the written script carries."""

from __future__ import annotations

import numpy as np


def balanced_weights(labels: np.ndarray) -> dict[int, float]:
    """For each class its weight, so that rare classes count as much as frequent ones."""
    classes, counts = np.unique(labels, return_counts=True)
    weights = len(labels) / (len(classes) * counts)
    return {int(label): float(weight) for label, weight in zip(classes, weights, strict=True)}

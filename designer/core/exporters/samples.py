"""Samples for a network that has no data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np


def sample_arrays(model: keras.Model, count: int, seed: int = 0) -> list[np.ndarray]:
    """Samples made up for a network that has no data: numbers around 0, tokens that are small."""
    drawn = np.random.default_rng(seed)
    return [_made_up(drawn, tensor, count) for tensor in model.inputs]


def _made_up(drawn: np.random.Generator, tensor: Any, count: int) -> np.ndarray:
    shape: Sequence[int] = [tensor.shape[0] or count, *(4 if size is None else size for size in tensor.shape[1:])]
    if tensor.dtype == "string":
        return np.full(shape, "word", object)
    if "int" in tensor.dtype or tensor.dtype == "bool":
        return drawn.integers(0, 2, shape).astype(tensor.dtype)
    return drawn.normal(size=shape).astype(tensor.dtype)

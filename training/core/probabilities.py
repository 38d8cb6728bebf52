"""What a network's output says of classes, read as probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from designer.core.document import OutputBinding

Array = NDArray[Any]


def probabilities(answer: Array, binding: OutputBinding) -> Array:
    """What an output gives, as probabilities: (samples, classes).

    One unit stands for the second of two classes; logits go through sigmoid or softmax.
    """
    raw = answer.reshape(len(answer), -1).astype("float64")
    is_logits = binding.loss.config.get("from_logits") is True
    if raw.shape[1] == 1:
        second = 1 / (1 + np.exp(-np.clip(raw, -700, 700))) if is_logits else raw
        return np.concatenate([1 - second, second], axis=1)
    if is_logits:
        powers = np.exp(raw - raw.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    return raw

"""Keras's own files: .keras, the older .h5, and .weights.h5."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from designer.core.exporters.serving import Arrays, Serving, as_list

VERIFIED = f"loaded anew by Keras {keras.__version__}"


def write(serving: Serving, path: Path, samples: Arrays) -> tuple[str, ...]:
    """Write the whole model, as its name's ending says."""
    keras.saving.save_model(serving.original, path)
    return ()


def run(serving: Serving, path: Path, samples: Arrays) -> list[np.ndarray]:
    """What the file says of samples, once it is loaded."""
    return _answers(keras.saving.load_model(path, compile=False), samples)


def write_weights(serving: Serving, path: Path, samples: Arrays) -> tuple[str, ...]:
    """Write the weights alone."""
    serving.original.save_weights(path)
    return ("It holds the weights alone: build the network first (the written script does), then model.load_weights(path).",)


def run_weights(serving: Serving, path: Path, samples: Arrays) -> list[np.ndarray]:
    """What the same network says of samples, built anew, with the file's weights."""
    fresh = keras.models.clone_model(serving.original)
    fresh.load_weights(path)
    return _answers(fresh, samples)


def _answers(model: keras.Model, samples: Arrays) -> list[np.ndarray]:
    return as_list(model.predict_on_batch(list(samples) if len(samples) > 1 else samples[0]))

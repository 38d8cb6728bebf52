"""LiteRT (TensorFlow Lite), in floating point or quantised to 8 bits."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from designer.core.exporters.serving import Arrays, Serving

MOST_VALUES, FEWEST = 5_000_000, 16  # that ranges are read from: numbers over all samples, and samples all the same
VERIFIED = f"run by TensorFlow {tf.__version__}'s LiteRT interpreter"


def write(serving: Serving, path: Path, samples: Arrays) -> tuple[str, ...]:
    """Write the file in floating point."""
    unrolled = serving.unrolled()
    path.write_bytes(_converted(unrolled))
    return _told(serving, unrolled)


def write_int8(serving: Serving, path: Path, samples: Arrays) -> tuple[str, ...]:
    """Write the file with weights and most arithmetic in 8 bits; the ranges of values are those that the samples show."""

    def settle(converter: Any) -> None:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = shown
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8, tf.lite.OpsSet.TFLITE_BUILTINS]

    count = min(len(samples[0]), max(FEWEST, MOST_VALUES // max(array[0].size for array in samples)))

    def shown() -> Iterator[dict[str, np.ndarray]]:
        for place in range(count):
            yield {name: array[place : place + 1] for name, array in zip(serving.inputs, samples, strict=True)}

    unrolled = serving.unrolled()
    path.write_bytes(_converted(unrolled, settle))
    told = f"Quantised to 8 bits with {count} samples of the training data; inputs and outputs stay as they were."
    return (told, *_told(serving, unrolled))


def run(serving: Serving, path: Path, samples: Arrays) -> list[np.ndarray]:
    """What the file says of samples."""
    with _quiet():
        interpreter = tf.lite.Interpreter(model_path=str(path))
        answer = interpreter.get_signature_runner("serving_default")(**dict(zip(serving.inputs, samples, strict=True)))
    return [answer[name] for name in serving.outputs]


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the converter prints past Python, and TensorFlow's word that its interpreter will move to a package of its own."""
    kept = os.dup(2)
    try:
        with warnings.catch_warnings(), Path(os.devnull).open("w") as nothing:
            warnings.filterwarnings("ignore", r"[\s\S]*tf\.lite\.Interpreter is deprecated")
            os.dup2(nothing.fileno(), 2)
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _converted(serving: Serving, settle: Any = None) -> bytes:
    with serving.saved() as folder, _quiet():
        converter = tf.lite.TFLiteConverter.from_saved_model(str(folder))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
        if settle:
            settle(converter)
        return bytes(converter.convert())


def _told(serving: Serving, unrolled: Serving) -> tuple[str, ...]:
    return () if serving is unrolled else ("Recurrent layers are written out step by step, since LiteRT has no loop for them: the file is larger.",)

"""TensorFlow's SavedModel, as a zip of its folder."""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tensorflow as tf

from designer.core.exporters.serving import Arrays, Serving

LARGE = 10_000_000  # bytes; weights, which hardly get smaller, and take long to pack
VERIFIED = f"unzipped, loaded by TensorFlow {tf.__version__} (tf.saved_model.load)"


def write(serving: Serving, path: Path, samples: Arrays) -> tuple[str, ...]:
    """Write the zip; its folder is named after the model."""
    with serving.saved() as folder, zipfile.ZipFile(path, "w") as file:
        for found in sorted(folder.rglob("*")):
            if found.is_file():
                packing = zipfile.ZIP_STORED if found.stat().st_size > LARGE else zipfile.ZIP_DEFLATED
                file.write(found, Path(serving.model.name) / found.relative_to(folder), packing)
    return ()


def run(serving: Serving, path: Path, samples: Arrays) -> list[np.ndarray]:
    """What the file says of samples."""
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(path) as file:
            file.extractall(folder)  # our own, just written
        loaded = tf.saved_model.load(str(Path(folder) / serving.model.name))  # its variables live as long as this does
        answer = loaded.serve(*(tf.constant(array) for array in samples))
        return [answer[name].numpy() for name in serving.outputs]

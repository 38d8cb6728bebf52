"""The .h5 files that Keras 1 and 2 wrote, written by hand."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import h5py
import numpy as np


def h5(write: Callable[[Any], None]) -> bytes:
    """An HDF5 file."""
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        write(file)
    return out.getvalue()


def put_weights(group: Any, layers: Mapping[str, Sequence[tuple[str, np.ndarray]]], version: str = "2.1.6", backend: str = "tensorflow") -> None:
    """Weights by layer, each under its name, as save_weights of Keras 1 and 2 laid them down."""
    group.attrs["layer_names"] = [name.encode() for name in layers]
    group.attrs["keras_version"] = version.encode()
    if backend:
        group.attrs["backend"] = backend.encode()
    for name, arrays in layers.items():
        inner = group.create_group(name)
        inner.attrs["weight_names"] = [weight.encode() for weight, _ in arrays]
        for weight, array in arrays:
            inner.create_dataset(weight, data=array)


def model_file(
    found: Mapping[str, Any], layers: Mapping[str, Sequence[tuple[str, np.ndarray]]], version: str = "2.1.6", backend: str = "tensorflow"
) -> bytes:
    """A whole model, with its weights."""

    def write(file: Any) -> None:
        file.attrs["model_config"] = json.dumps({"class_name": found["class_name"], "config": found["config"]}).encode()
        if "training_config" in found:
            file.attrs["training_config"] = json.dumps(found["training_config"]).encode()
        file.attrs["keras_version"] = version.encode()
        put_weights(file.create_group("model_weights"), layers, version, backend)

    return h5(write)


def weights_file(layers: Mapping[str, Sequence[tuple[str, np.ndarray]]], version: str = "2.1.6") -> bytes:
    """Weights alone."""
    return h5(lambda file: put_weights(file, layers, version))

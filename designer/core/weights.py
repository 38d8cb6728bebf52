"""Weights that a network starts from: the arrays of each layer in Keras's order, kept as an npz file under their digest."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

Weights: TypeAlias = Mapping[str, tuple[np.ndarray, ...]]
"""Layer name -> its arrays, in the order of `layer.weights`; a layer of a nested model stands under the model's name, a slash, and its own."""

SEPARATOR = "/"


def to_bytes(weights: Weights) -> bytes:
    """The weights as an npz file."""
    out = io.BytesIO()
    arrays: dict[str, Any] = dict(_named(weights))
    np.savez(out, **arrays)
    return out.getvalue()


def from_bytes(data: bytes) -> Weights:
    """The weights of an npz file of ours. Raises ValueError for any other file; pickled objects are refused."""
    found: dict[str, dict[int, np.ndarray]] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        for key in file.files:
            name, _, place = key.rpartition(SEPARATOR)
            array = file[key]
            if not isinstance(array, np.ndarray):
                raise ValueError(f"{key} is no array")  # noqa: TRY004  (the file is wrong, not the caller)
            found.setdefault(name, {})[int(place)] = array
    return {name: tuple(arrays[place] for place in sorted(arrays)) for name, arrays in found.items()}


def digest(weights: Weights) -> str:
    """The SHA-256 of the weights' names, types, shapes and values."""
    told = hashlib.sha256()
    for key, array in _named(weights):
        told.update(f"{key} {array.dtype.str} {array.shape} ".encode())
        told.update(np.ascontiguousarray(array).data)
    return told.hexdigest()


def _named(weights: Weights) -> Iterator[tuple[str, np.ndarray]]:
    return ((f"{name}{SEPARATOR}{place}", _plain(array)) for name in sorted(weights) for place, array in enumerate(weights[name]))


def _plain(array: np.ndarray) -> np.ndarray:
    """The array in a type that npz files know: what NumPy has no number of its own for, such as bfloat16, becomes float32."""
    return array if array.dtype.isbuiltin == 1 else array.astype("float32")

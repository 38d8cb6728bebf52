"""Weights and models: which layers of a model have weights, giving them those of a file, and writing them as Keras does."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np

from designer.core import catalog as catalogue
from designer.core.build import build, deep_recursion
from designer.core.document import Document
from designer.core.plan import plan
from designer.core.weights import SEPARATOR, Weights
from designer.core.words import snake_case


class WrongWeights(ValueError):
    """Weights do not fit a layer; `node` is the one of the document that it belongs to."""

    def __init__(self, message: str, node: str) -> None:
        self.node = node
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Place:
    """A layer with weights: its key in Weights, and in Keras's own files, where layers are numbered by class."""

    key: str
    number: str
    layer: Any

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of its arrays."""
        return tuple(tuple(variable.shape) for variable in self.layer.weights)

    @property
    def node(self) -> str:
        """The layer of the network itself that it is, or stands in."""
        return self.key.partition(SEPARATOR)[0]


def places(model: keras.Model, key: str = "", number: str = "") -> Iterator[Place]:
    """Every layer of a model that has weights, those of nested models on their own."""
    counts: Counter[str] = Counter()
    for layer in model.layers:
        base = snake_case(type(layer).__name__)
        numbered = f"{number}{base}_{counts[base]}" if counts[base] else f"{number}{base}"
        counts[base] += 1
        if isinstance(layer, keras.Model):
            yield from places(layer, f"{key}{layer.name}{SEPARATOR}", f"{numbered}{SEPARATOR}")
        elif layer.weights:
            yield Place(f"{key}{layer.name}", numbered, layer)


def give_weights(model: keras.Model, weights: Weights) -> None:
    """Start a model from weights; layers that they do not name keep those they have. Raises WrongWeights."""
    for place in places(model):
        arrays = weights.get(place.key)
        if arrays is None:
            continue
        found = fitted(arrays, place.shapes)
        if found is None:
            message = (
                f"The weights of {place.key} do not fit: it expects arrays of {in_words(place.shapes)} and they are of {in_words(_shapes(arrays))}. "
            )
            raise WrongWeights(f"{message}Set it as it was, or take the weights away.", place.node)
        place.layer.set_weights(list(found))


def weights_of(model: keras.Model) -> Weights:
    """The weights of a model, by layer."""
    return {place.key: tuple(place.layer.get_weights()) for place in places(model)}


def weights_file(document: Document, weights: Weights) -> bytes:
    """The .weights.h5 file that `model.load_weights` of the written script reads. Raises WrongWeights, or ValueError for a network with errors.

    Layers that learn from the data before training are in it where `weights` has them; others would overwrite what was learnt.
    """
    catalog = catalogue.load()
    drawn = plan(document, catalog)
    keras.utils.set_random_seed(document.training.seed)
    model = build(drawn, catalog)
    give_weights(model, weights)
    with tempfile.TemporaryDirectory() as folder, deep_recursion():
        path = Path(folder) / f"{drawn.name}.weights.h5"
        model.save_weights(path)
        _leave_out(path, [place for place in places(model) if place.key not in weights and hasattr(place.layer, "adapt")])
        return path.read_bytes()


def _leave_out(path: Path, left: Sequence[Place]) -> None:
    """Take layers out of a .weights.h5 file, which keep what they learn from the data."""
    with h5py.File(path, "r+") as file:
        for place in left:
            del file["layers/" + place.number.replace(SEPARATOR, "/layers/")]


def fitted(arrays: Sequence[np.ndarray], shapes: Sequence[tuple[int, ...]]) -> tuple[np.ndarray, ...] | None:
    """The arrays in the order of the shapes, where they fit: as they are, or else each where the next of its shape is wanted."""
    if _shapes(arrays) == tuple(shapes):
        return tuple(arrays)
    left = list(arrays)
    ordered: list[np.ndarray] = []
    for shape in shapes:
        place = next((place for place, array in enumerate(left) if array.shape == shape), None)
        if place is None:
            return None
        ordered.append(left.pop(place))
    is_told_twice = all(any(np.array_equal(array, other) for other in ordered) for array in left)  # SpectralNormalization writes its kernel again
    return tuple(ordered) if is_told_twice else None


def _shapes(arrays: Sequence[np.ndarray]) -> tuple[tuple[int, ...], ...]:
    return tuple(array.shape for array in arrays)


def in_words(shapes: Sequence[tuple[int, ...]]) -> str:
    """Shapes as a person reads them: 3 x 3 x 8, 8."""
    return ", ".join(" x ".join(map(str, shape)) or "one number" for shape in shapes) or "no size"

"""Where a network draws its lines: what it says over the plane of two of the numbers it is given, the rest held still."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core.data import DataField, DataSpec
from designer.core.fitting import Fitting
from training.core.datasets.registry import Arrays
from training.core.eyes.judging import named_outputs
from training.core.eyes.keeping import rounded
from training.core.eyes.showing import Pool
from training.core.eyes.tapping import Reading, as_numbers
from training.core.probabilities import probabilities
from training.core.samples import original

Array = NDArray[Any]
SIDE = 60
MARGIN = 0.08
NUMERIC = frozenset({"vector", "value"})
HELD = frozenset({"class", "text"})  # kinds of fields that may stand beside the numbers
MOST_BYTES = 16 << 20  # of the plane's inputs at once
FIRST = (0, 1)


def has_plane(fitting: Fitting, spec: DataSpec) -> bool:
    """Whether the network is given rows of a table with at least two numbers."""
    fields = _fields(fitting, spec)
    return all(field.kind in NUMERIC | HELD for field in fields) and sum(map(_numbers_of, fields)) >= 2


class Bounding:
    """Looks at what the network says over the plane of two numbers; the others are held where the middle of the samples lies."""

    def __init__(self, fitting: Fitting, model: keras.Model, pool: Pool) -> None:
        self._fields = _fields(fitting, pool.spec)
        self._numeric = [field for field in self._fields if field.kind in NUMERIC]
        self._output = named_outputs(fitting, pool.spec)[0]
        self._reading = Reading(model, fitting.inputs, model.outputs[:1])
        self._points = self._rows(pool.arrays)
        self._true = _first(self._output.field, pool.arrays[self._output.field.name])
        self._middle = {name: _middle(pool.arrays[name]) for name in (field.name for field in self._fields)}
        low, high = self._points.min(axis=0), self._points.max(axis=0)
        room = np.where(high > low, high - low, 1) * MARGIN
        self._low, self._high = low - room, high + room

    @property
    def names(self) -> list[str]:
        """What the numbers are called, in order."""
        return [name for field in self._numeric for name in (_named(field) or (field.title,) * _numbers_of(field))]

    def __call__(self, pair: tuple[int, int] = FIRST, sample: Mapping[str, Array] | None = None) -> dict[str, Any]:
        """`training.eyes_schemas.Plane` of two different numbers, with all else as it is in a sample, or in the middle."""
        places = self._original(self._points)
        axes = list(pair)
        return {
            "features": [self._feature(axis) for axis in pair],
            "pair": axes,
            "names": self.names,
            "side": SIDE,
            "title": self._output.field.title,
            "points": [[rounded(x), rounded(y), rounded(value)] for (x, y), value in zip(places[:, axes], self._true, strict=True)],
            **self._said(self._answers(pair, self._middle if sample is None else sample)),
        }

    def _answers(self, pair: tuple[int, int], held: Mapping[str, Array]) -> Array:
        """What the network says, row by row from below; piece by piece where a sample is large."""
        across, up = (np.linspace(self._low[axis], self._high[axis], SIDE) for axis in pair)
        plane = np.stack([grid.ravel() for grid in np.meshgrid(across, up)], axis=1)
        still = self._rows({name: array[np.newaxis] for name, array in held.items()})
        size = max(1, MOST_BYTES // still.nbytes)
        answers = []
        for first in range(0, len(plane), size):
            piece = plane[first : first + size]
            rows = np.repeat(still, len(piece), axis=0)
            rows[:, list(pair)] = piece
            others = {field.name: np.repeat(held[field.name][np.newaxis], len(piece), axis=0) for field in self._fields if field.kind in HELD}
            answers.append(as_numbers(self._reading(self._arrays(rows) | others)[0]))
        return np.concatenate(answers)

    def _said(self, answer: Array) -> dict[str, Any]:
        """Row by row from below: of classes the likeliest and how likely it is, of values the value, each as a byte."""
        field = self._output.field
        if field.kind == "class":
            shares = probabilities(answer, self._output.binding)
            return {"classes": list(field.classes), "chosen": _bytes(shares.argmax(axis=1)), "sure": _bytes(shares.max(axis=1) * 255), "range": None}
        values = np.nan_to_num(_first(field, answer).astype("float64"))
        low, high = float(values.min()), float(values.max())
        scaled = (values - low) / ((high - low) or 1) * 255
        return {"classes": [], "chosen": None, "sure": _bytes(scaled), "range": [rounded(low), rounded(high)]}

    def _rows(self, arrays: Mapping[str, Array]) -> Array:
        """The numbers side by side: (samples, numbers)."""
        return np.concatenate([np.asarray(arrays[field.name], "float64").reshape(-1, _numbers_of(field)) for field in self._numeric], axis=1)

    def _arrays(self, rows: Array) -> Arrays:
        arrays, at = {}, 0
        for field in self._numeric:
            size = _numbers_of(field)
            arrays[field.name] = rows[:, at : at + size].reshape(-1, *field.shape).astype(field.dtype)
            at += size
        return arrays

    def _feature(self, axis: int) -> dict[str, Any]:
        low, high = (self._original(edge[np.newaxis])[0][axis] for edge in (self._low, self._high))
        return {"name": self.names[axis], "low": rounded(low), "high": rounded(high)}

    def _original(self, rows: Array) -> Array:
        arrays = self._arrays(rows)
        return np.concatenate([np.asarray(original(field, arrays[field.name])).reshape(len(rows), -1) for field in self._numeric], axis=1)


def _fields(fitting: Fitting, spec: DataSpec) -> list[DataField]:
    found = (spec.field(name) for name in dict.fromkeys(fitting.inputs.values()))
    return [field for field in found if field is not None]


def _named(field: DataField) -> list[str]:
    return [f"{name} (days since 1970)" if name in field.dates else name for name in field.columns]


def _numbers_of(field: DataField) -> int:
    return math.prod(field.shape) if field.kind in NUMERIC else 0


def _first(field: DataField, rows: Array) -> Array:
    """The first number of each row, as it was before it was standardised."""
    whole = rows.reshape(len(rows), *field.shape) if rows[0].size == math.prod(field.shape) else rows
    return np.asarray(original(field, whole)).reshape(len(rows), -1)[:, 0]


def _middle(array: Array) -> Array:
    """The median of numbers, and of what is not numeric, or is one of a few, the commonest."""
    if array.dtype.kind == "f":
        return np.asarray(np.median(array, axis=0))
    values, counts = np.unique(array, axis=0, return_counts=True) if array.dtype != object else np.unique(array, return_counts=True)
    return np.asarray(values[counts.argmax()], array.dtype)


def _bytes(values: Array) -> str:
    return base64.b64encode(np.clip(np.rint(values), 0, 255).astype("uint8").tobytes()).decode()

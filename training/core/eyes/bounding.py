"""Where a network of two numbers draws its lines: what it says over the whole plane of its features."""

from __future__ import annotations

import base64
import math
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core.data import DataField
from training.core.datasets.registry import Arrays
from training.core.eyes.judging import outputs_of, probabilities
from training.core.eyes.keeping import rounded
from training.core.eyes.showing import Pool
from training.core.eyes.tapping import Reading, as_numbers
from training.core.job import Job
from training.core.samples import original

Array = NDArray[Any]
SIDE = 60
MARGIN = 0.08
NUMERIC = frozenset({"vector", "value"})


def is_plane(job: Job) -> bool:
    """Whether the network is given exactly two numbers."""
    fields = _fields(job)
    return all(field.kind in NUMERIC for field in fields) and sum(math.prod(field.shape) for field in fields) == 2


class Bounding:
    """Looks at what the network says over the plane of its two numbers."""

    def __init__(self, job: Job, model: keras.Model, pool: Pool) -> None:
        self._fields = _fields(job)
        self._output = outputs_of(job)[0]
        self._reading = Reading(model, job.fitting.inputs, model.outputs[:1])
        self._points = np.concatenate([pool.arrays[field.name].reshape(pool.size, -1) for field in self._fields], axis=1)
        self._true = original(self._output.field, pool.arrays[self._output.field.name].reshape(pool.size, -1)[:, 0])
        low, high = self._points.min(axis=0), self._points.max(axis=0)
        room = np.where(high > low, high - low, 1) * MARGIN
        self._low, self._high = low - room, high + room

    def __call__(self) -> dict[str, Any]:
        """`training.eyes_schemas.Bounded`, without its place in time."""
        across, up = (np.linspace(self._low[axis], self._high[axis], SIDE) for axis in (0, 1))
        plane = np.stack([grid.ravel() for grid in np.meshgrid(across, up)], axis=1)
        answer = as_numbers(self._reading(self._arrays(plane))[0])
        places = self._original(self._points)
        return {
            "features": self._features(),
            "side": SIDE,
            "title": self._output.field.title,
            "points": [[rounded(x), rounded(y), rounded(value)] for (x, y), value in zip(places, self._true, strict=True)],
            **self._said(answer),
        }

    def _said(self, answer: Array) -> dict[str, Any]:
        """Row by row from below: of classes the likeliest and how likely it is, of values the value, each as a byte."""
        field = self._output.field
        if field.kind == "class":
            shares = probabilities(answer, self._output.binding)
            return {"classes": list(field.classes), "chosen": _bytes(shares.argmax(axis=1)), "sure": _bytes(shares.max(axis=1) * 255), "range": None}
        values = np.nan_to_num(original(field, answer.reshape(len(answer), -1)[:, 0]).astype("float64"))
        low, high = float(values.min()), float(values.max())
        scaled = (values - low) / ((high - low) or 1) * 255
        return {"classes": [], "chosen": None, "sure": _bytes(scaled), "range": [rounded(low), rounded(high)]}

    def _arrays(self, plane: Array) -> Arrays:
        arrays, at = {}, 0
        for field in self._fields:
            size = math.prod(field.shape)
            arrays[field.name] = plane[:, at : at + size].reshape(-1, *field.shape).astype(field.dtype)
            at += size
        return arrays

    def _features(self) -> list[dict[str, Any]]:
        names = [name for field in self._fields for name in (field.columns or (field.title,) * math.prod(field.shape))]
        low, high = self._original(self._low[np.newaxis])[0], self._original(self._high[np.newaxis])[0]
        return [{"name": name, "low": rounded(low[axis]), "high": rounded(high[axis])} for axis, name in enumerate(names)]

    def _original(self, points: Array) -> Array:
        arrays = self._arrays(points)
        return np.concatenate([np.asarray(original(field, arrays[field.name])).reshape(len(points), -1) for field in self._fields], axis=1)


def _fields(job: Job) -> list[DataField]:
    found = (job.spec.field(name) for name in dict.fromkeys(job.fitting.inputs.values()))
    return [field for field in found if field is not None]


def _bytes(values: Array) -> str:
    return base64.b64encode(np.clip(np.rint(values), 0, 255).astype("uint8").tobytes()).decode()

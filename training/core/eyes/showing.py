"""What the eyes look at: a fixed small part of the data that the network does not learn from, and the samples of it that are shown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from designer.core.data import DataField, DataSpec
from training.core.datasets.registry import Arrays
from training.core.job import Job
from training.core.samples import shown, vocabulary

MOST_SAMPLES = 256
MOST_BYTES = 32 << 20  # of one look's inputs and targets
MOST_CHOSEN = 10
Source = Literal["validation", "training", "held_out"]
WIDEST = 64  # pixels of a picture that is shown, along its longer side


@dataclass(frozen=True)
class Pool:
    """Samples kept apart from training, those that are shown layer by layer first."""

    spec: DataSpec
    arrays: Arrays
    places: tuple[int, ...]
    """Where each stands in the part that it is from: the training data (of which validation is the end) or the held-out data."""
    source: Source
    chosen: int
    """How many of them are shown layer by layer."""

    def first(self, count: int) -> Arrays:
        """The arrays of the first samples."""
        return {name: array[:count] for name, array in self.arrays.items()}

    @cached_property
    def size(self) -> int:
        """How many samples there are."""
        return len(self.places)

    def sample(self, at: int) -> dict[str, Any]:
        """One of them as a person reads it (`training.data_schemas.Sample`)."""
        values = {field.name: small(field, self.arrays[field.name][at]) for field in self.spec.fields if field.name in self.arrays}
        return {"index": self.places[at], "values": values}


def pool_of(job: Job) -> Pool:
    """Validation data where there is some, else held-out data; spread evenly, so that a sorted data set is seen whole."""
    validates = job.validation_samples > 0
    arrays = job.data.train if validates else job.data.test
    first = job.samples if validates else 0
    fields = [field.name for field in job.spec.fields if field.name in arrays]
    places = spread_places(arrays, job.fitting.fields, first)
    front = _shown_first(job, arrays, places)
    ordered = np.concatenate([places[front], np.delete(places, front)]).astype(int)
    return taken(job.spec, {name: arrays[name] for name in fields}, ordered.tolist(), "validation" if validates else "held_out", len(front))


def spread_places(arrays: Arrays, fields: Sequence[str], first: int = 0, most: int = MOST_SAMPLES, most_bytes: int = MOST_BYTES) -> NDArray[Any]:
    """Places from `first` on, spread evenly over the arrays of these fields, as many as may be looked at."""
    count = len(arrays[fields[0]]) - first
    weight = max(1, sum(arrays[name][:1].nbytes for name in fields))
    size = min(count, most, max(MOST_CHOSEN, most_bytes // weight))
    return np.unique(np.linspace(first, first + count - 1, size).astype(int)) if size > 0 else np.array([], int)


def taken(spec: DataSpec, arrays: Arrays, places: Sequence[int], source: Source, chosen: int = 1) -> Pool:
    """The samples at some places of a part of the data."""
    wanted = np.array(places, int)
    return Pool(spec, {name: np.asarray(array[wanted]) for name, array in arrays.items()}, tuple(map(int, places)), source, chosen)


def _shown_first(job: Job, arrays: Arrays, places: NDArray[Any]) -> list[int]:
    """Which of the places to show: one of each class, as far as there are few, else evenly spread ones."""
    outputs = [job.spec.field(output.field) for output in job.fitting.outputs.values()]
    judged = next((field for field in outputs if field is not None and field.kind == "class"), None)
    if judged is None:
        return [int(at) for at in np.unique(np.linspace(0, len(places) - 1, MOST_CHOSEN).astype(int))] if len(places) else []
    _, firsts = np.unique(arrays[judged.name][places], return_index=True)
    found = [int(at) for at in firsts[:MOST_CHOSEN]]
    more = (at for at in range(len(places)) if at not in set(found))
    return [*found, *(at for at, _ in zip(more, range(MOST_CHOSEN - len(found)), strict=False))]


def small(field: DataField, value: NDArray[Any]) -> JsonValue:
    """A field's value as plain data, a picture no larger than it is shown."""
    if field.kind == "image" and value.ndim == 3:
        step = math.ceil(max(value.shape[:2]) / WIDEST)
        return shown(field, value[::step, ::step])
    return shown(field, value)


def words_of(field: DataField, value: NDArray[Any]) -> list[str] | None:
    """The tokens of a sample one by one, padding as nothing; None for what is no text of tokens."""
    if field.kind != "tokens":
        return None
    return told_words(vocabulary(field), value)


def told_words(known: Sequence[str], tokens: Iterable[Any]) -> list[str]:
    """Tokens one by one as words, padding as nothing and what is unknown as dots."""
    return ["" if token == 0 else "…" if token == 1 else known[token] if token < len(known) else str(token) for token in map(int, tokens)]

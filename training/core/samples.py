"""Samples of a data set as a person reads them: pictures as rows of greys, tokens as words, numbers in their original units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from designer.core.data import DataField, DataSpec
from training.core import datasets, text
from training.core.datasets.registry import FOLDER, Arrays

Array = NDArray[Any]
MOST = 200  # samples in one answer
BINS = 12
MINUTES = 24 * 60
NUMERIC = frozenset({"value", "vector", "series"})  # kinds of fields that hold numbers and nothing else
NAMED = 3  # numbers of several that are told in words


class UnknownDatasetError(KeyError):
    """There is no data set of that name."""


def samples(name: str, start: int = 0, count: int = 24) -> dict[str, Any]:
    """Training samples from `start` on, and how the target is spread over all of them (`training.data_schemas.SamplesOut`)."""
    spec = datasets.find(name)
    if spec is None:
        raise UnknownDatasetError(name)
    train, _ = _loaded(name)
    places = range(min(max(start, 0), spec.train_samples), min(max(start, 0) + min(max(count, 0), MOST), spec.train_samples))
    return {"samples": [sample(spec, train, place) for place in places], "balance": _balance(spec, train)}


def sample(spec: DataSpec, arrays: Arrays, place: int) -> dict[str, Any]:
    """One sample, every field of it (`training.data_schemas.Sample`)."""
    return {"index": place, "values": {field.name: shown(field, arrays[field.name][place]) for field in spec.fields}}


def shown(field: DataField, value: Array) -> JsonValue:
    """A field's value of one sample as plain data for a person."""
    match field.kind:
        case "image":
            return picture(value)
        case "tokens":
            return text.decode((int(token) for token in value), vocabulary(field))
        case "text":
            return str(value)
        case "class":
            return field.classes[int(value)]
        case _:
            are_dates = [name in field.dates for name in field.columns]
            numbers = [(_day if is_date else _rounded)(each) for each, is_date in zip_longest(np.ravel(original(field, value)), are_dates)]
            return numbers[0] if field.kind == "value" and len(numbers) == 1 else list[JsonValue](numbers)


def picture(value: Array) -> JsonValue:
    """An image between 0 and 1 as rows of 0 to 255: greys, or [red, green, blue] each."""
    pixels = np.rint(np.clip(np.nan_to_num(value), 0, 1) * 255).astype(int)
    rows: JsonValue = (pixels[..., 0] if pixels.shape[-1] == 1 else pixels).tolist()
    return rows


def original(field: DataField, value: Array) -> Array:
    """Numbers as they were before the loader standardised them."""
    return value * np.array(field.scale) + np.array(field.mean) if field.scale else value


def standardised(field: DataField, value: Array) -> Array:
    """Numbers in original units as the loader would have made them."""
    return (value - np.array(field.mean)) / np.array(field.scale) if field.scale else value


@lru_cache(maxsize=4)
def vocabulary(field: DataField) -> tuple[str, ...]:
    """The words of a field of tokens by their token, from the gallery's data set that has this field: what was parted of it may be gone."""
    asked = (field.kind, field.name, field.vocabulary_size)
    of_gallery = ((spec.name, each) for spec in datasets.all_specs() for each in spec.fields)
    name = next(name for name, each in of_gallery if (each.kind, each.name, each.vocabulary_size) == asked)
    with np.load(FOLDER / f"{name}.npz") as data:
        return tuple(str(word) for word in data["words"])


@lru_cache(maxsize=3)
def _loaded(name: str) -> tuple[Arrays, Arrays]:
    return datasets.load(name)


def _balance(spec: DataSpec, arrays: Arrays) -> JsonValue:
    field = next(field for field in spec.fields if field.name == spec.target)
    values = arrays[field.name]
    if field.kind == "class":
        return [[label, int(count)] for label, count in zip(field.classes, np.bincount(values, minlength=len(field.classes)), strict=True)]
    counts, edges = np.histogram(original(field, values), bins=BINS)
    return [[f"{_short(low)} – {_short(high)}", int(count)] for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True)]


def _rounded(number: float) -> float:
    """Six digits: what single precision holds, without its noise."""
    return float(f"{float(number):.6g}")


def _day(days: float) -> float:
    """A date to the minute: six digits would lose its time."""
    return round(round(float(days) * MINUTES) / MINUTES, 6)


def _short(number: float) -> str:
    return f"{round(float(number), 4) + 0.0:.3g}" if abs(number) < 1000 else f"{float(number):.0f}"


def named(field: DataField, values: Sequence[float]) -> str:
    """What a model's numbers for a field mean in words: the likeliest class, or numbers in their unit, of many the first and how many there are."""
    if field.kind == "class":
        place = int(np.argmax(values)) if len(values) > 1 else int(values[0] >= 0.5)
        return field.classes[place] if place < len(field.classes) else str(place)
    if field.kind in NUMERIC:
        numbers = np.array(values, "float64")
        return _told(np.ravel(original(field, numbers.reshape(-1, len(field.scale)) if field.scale else numbers)), field.unit)
    return ""


def _told(numbers: Array, unit: str) -> str:
    first = f"{', '.join(f'{number:.4g}' for number in numbers[:NAMED])} {unit}".strip()
    return f"{first} and {len(numbers) - NAMED:,} more" if len(numbers) > NAMED else first

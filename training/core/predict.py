"""What a trained model says of a sample: one that a person typed or drew, or held-out ones."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from designer.core import catalog as catalogue
from designer.core.build import deep_recursion
from designer.core.data import DataField, DataSpec
from designer.core.document import OutputBinding, parse
from designer.core.fitting import Fitting, resolve
from designer.core.plan import plan
from designer.core.stated import refuse_python
from training.core import datasets, text
from training.core.datasets.registry import Arrays
from training.core.folder import DOCUMENT_FILE, MODEL_FILE
from training.core.probabilities import probabilities
from training.core.samples import MOST, named, original, sample, shown, standardised, vocabulary

Array = NDArray[Any]
KEPT_MODELS = 4
LONGEST_TEXT = 20_000


class PredictionError(ValueError):
    """The inputs cannot be given to the model; the text says which and why."""


def predictor(folder: Path) -> Predictor:
    """The predictor of a run's folder; the last few are kept, so that a second question costs no loading."""
    return _kept(folder, (folder / MODEL_FILE).stat().st_mtime_ns)


@lru_cache(maxsize=KEPT_MODELS)
def _kept(folder: Path, _changed: int) -> Predictor:
    return Predictor(folder)


class Predictor:
    """A trained model with the meaning of its inputs and outputs. It loads only what `loop.train` wrote."""

    def __init__(self, folder: Path, spec: DataSpec | None = None) -> None:
        document = parse(json.loads((folder / DOCUMENT_FILE).read_text(encoding="utf-8")))
        found = spec or datasets.found_or_kept(document.training.dataset or "", folder)
        if found is None:
            raise PredictionError(f"The data set {document.training.dataset!r}, which the model was trained with, is not here any more.")
        self.spec = found
        self.plan = plan(document, catalogue.load())
        refuse_python(self.plan, "The trained model cannot be asked here")
        self.fitting: Fitting = resolve(self.plan, document.training, found)
        with deep_recursion():
            self.model: keras.Model = keras.models.load_model(folder / MODEL_FILE, compile=False)

    def predict(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """What the model says of one sample, given by input field in the field's own units (`training.schemas.PredictOut`).

        Raises PredictionError.
        """
        return {"predictions": self._say(self.given(inputs))[0]}

    def given(self, inputs: Mapping[str, Any]) -> Arrays:
        """One sample that a person gives, as arrays of one; raises PredictionError."""
        return {name: encoded(self._field(name), inputs)[np.newaxis] for name in set(self.fitting.inputs.values())}

    def judged(self, start: int = 0, count: int = 24, test: Arrays | None = None) -> dict[str, Any]:
        """Held-out samples with what the model says and what is true (`training.schemas.JudgedOut`)."""
        held_out = test or self.parts[1]
        first = max(start, 0)
        return {"samples": self.judged_at(held_out, range(first, min(first + min(max(count, 0), MOST), len(held_out[self.spec.target]))))}

    def judged_at(self, arrays: Arrays, places: Sequence[int]) -> list[dict[str, Any]]:
        """Samples at some places of a part of the data (`training.schemas.JudgedSample`)."""
        if not places:
            return []
        predictions = self._say({name: arrays[name][np.array(places)] for name in self.fitting.fields})
        return [
            {"sample": sample(self.spec, arrays, place), "predictions": said, "truth": self._truth(arrays, place)}
            for place, said in zip(places, predictions, strict=True)
        ]

    @property
    def parts(self) -> tuple[Arrays, Arrays]:
        """The data set: to train with, and held out. Raises PredictionError where it was deleted."""
        if datasets.find(self.spec.name) is None:
            raise PredictionError(f"The data set {self.spec.title} is not here any more, so none of its samples can be shown.")
        return self._parts

    @cached_property
    def _parts(self) -> tuple[Arrays, Arrays]:
        return datasets.load(self.spec.name)

    def _truth(self, arrays: Arrays, place: int) -> dict[str, JsonValue]:
        fields = (self._field(output.field) for output in self.fitting.outputs.values())
        return {field.name: shown(field, arrays[field.name][place]) for field in fields}

    def _say(self, arrays: Arrays) -> list[list[dict[str, Any]]]:
        """For every sample, what each output says of it."""
        given = [arrays[field] for field in self.fitting.inputs.values()]
        answers = self.model.predict_on_batch(given[0] if len(given) == 1 else given)
        by_output = [answers] if len(self.fitting.outputs) == 1 else answers
        columns = [
            [self._prediction(name, output, np.asarray(value)) for value in values]
            for (name, output), values in zip(self.fitting.outputs.items(), by_output, strict=True)
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def _prediction(self, name: str, output: OutputBinding, value: Array) -> dict[str, Any]:
        """One output's answer for one sample (`training.schemas.Prediction`)."""
        field = self._field(output.field)
        meant = probabilities(value[np.newaxis], output)[0] if field.kind == "class" else original(field, value)
        values = [float(number) for number in np.nan_to_num(np.ravel(meant).astype("float64"))]
        label = named(field, values if field.kind == "class" else np.ravel(value).tolist())
        return {"output": name, "field": field.name, "values": values, "shape": list(np.shape(meant)), "label": label}

    def _field(self, name: str) -> DataField:
        field = self.spec.field(name)
        if field is None:
            raise PredictionError(f"{self.spec.title} has no field {name!r}.")
        return field


def encoded(field: DataField, inputs: Mapping[str, Any]) -> Array:
    """A field's value as a person gives it, as the array the loader would have made; raises PredictionError."""
    if field.name not in inputs:
        raise PredictionError(f"{field.title} ({field.name}) is missing.")
    given = inputs[field.name]
    if field.kind == "tokens" and isinstance(given, str):
        return text.encode(given, vocabulary(field), field.shape[0])
    if field.kind == "text":
        return _text(field, given)
    if field.kind == "class" and isinstance(given, str):
        if given not in field.classes:
            raise PredictionError(f"{field.title} must be one of {', '.join(field.classes)}; received {given[:40]!r}.")
        return np.array(field.classes.index(given), field.dtype)
    return _numbers(field, given)


def _text(field: DataField, given: Any) -> Array:
    if not isinstance(given, str) or len(given) > LONGEST_TEXT:
        raise PredictionError(f"{field.title} must be a text of at most {LONGEST_TEXT:,} characters; received something else.")
    return np.array(given, object)


def _numbers(field: DataField, given: Any) -> Array:
    try:
        numbers = np.array(given, "float64")
    except (TypeError, ValueError):
        raise PredictionError(f"{field.title} must be {_wanted(field)}; received something else.") from None
    if numbers.size != math.prod(field.shape) or not np.isfinite(numbers).all():
        raise PredictionError(f"{field.title} must be {_wanted(field)}; received {numbers.size:,}, or one that is not finite.")
    if field.kind in {"tokens", "class"} and not _are_indexes(field, numbers):
        raise PredictionError(f"{field.title} must be {_wanted(field)}, each a whole number below {_most(field)}.")
    return standardised(field, numbers.reshape(field.shape)).astype(field.dtype)


def _are_indexes(field: DataField, numbers: Array) -> bool:
    return bool(((numbers >= 0) & (numbers < _most(field)) & (numbers == np.rint(numbers))).all())


def _most(field: DataField) -> int:
    return field.vocabulary_size or len(field.classes)


def _wanted(field: DataField) -> str:
    if field.shape in {(), (1,)}:
        return "a date, in days since 1970" if field.dates else "a number"
    numbers = f"{' x '.join(str(size) for size in field.shape)} numbers"
    return f"{numbers}, {', '.join(field.dates)} in days since 1970" if field.dates else numbers

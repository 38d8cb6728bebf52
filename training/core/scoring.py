"""How well a trained network does on samples, measured here and not by metrics that its document chose.

Only an output whose field is the data set's target is measured, and only where no Input is fed with it.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core.document import OutputBinding
from training.core.datasets.registry import Arrays
from training.core.job import Job
from training.core.probabilities import probabilities
from training.core.scores import Scores

Array = NDArray[Any]
MOST_OF_TRAINING = 10_000  # samples


def scores(model: keras.Model, job: Job, hidden: Arrays) -> Scores:
    """Both scores of a trained network."""
    some = {name: values[:MOST_OF_TRAINING] for name, values in job.data.train.items()}
    return Scores(score(model, job, hidden), score(model, job, some))


def score(model: keras.Model, job: Job, arrays: Arrays) -> dict[str, float]:
    """How well a network does on samples, by metric."""
    fitting, target = job.fitting, job.spec.target
    field = job.spec.field(target)
    place = next((place for place, output in enumerate(fitting.outputs.values()) if output.field == target), None)
    if field is None or place is None or target in fitting.inputs.values() or not len(arrays[target]):
        return {}
    fed = {name: arrays[name_of] for name, name_of in fitting.inputs.items()}
    given = fed if len(fed) > 1 else next(iter(fed.values()))
    answers = keras.tree.flatten(model.predict(given, batch_size=job.batch_size, verbose=0))
    answer, true = np.asarray(answers[place]), np.asarray(arrays[target])
    binding = list(fitting.outputs.values())[place]
    found = _of_classes(true, answer, binding) if field.kind == "class" else _of_values(true, answer)
    return {name: float(value) for name, value in found.items() if np.isfinite(value)}


def _of_classes(true: Array, answer: Array, binding: OutputBinding) -> dict[str, float]:
    """The share that is named rightly; what is no number names nothing."""
    told = probabilities(answer, binding)
    is_right = np.isfinite(told).all(axis=1) & (told.argmax(axis=1) == true.astype(int).reshape(len(told)))
    return {"accuracy": is_right.mean()}


def _of_values(true: Array, answer: Array) -> dict[str, float]:
    if answer.size != true.size:
        return {}
    away = answer.astype("float64").reshape(len(true), -1) - true.astype("float64").reshape(len(true), -1)
    return {"mean_absolute_error": np.abs(away).mean(), "mean_squared_error": (away**2).mean()}

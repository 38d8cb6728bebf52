"""Where a loss that is no number comes from, as far as the data and the weights still tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from designer.core.data import DataField
from training.core.job import Job

ROWS = 10_000  # looked at in one go


@dataclass(frozen=True, slots=True)
class Origin:
    """The node to name, and the field of the data that is at fault, if it is one."""

    node: str | None
    field: DataField | None = None


def origin(job: Job, model: keras.Model, logs: Mapping[str, float]) -> Origin:
    """The data where it is not finite; else the output whose loss is not; else the first layer whose weights are not, unless all have become so.

    One step with such a loss spoils every weight that is trained: where all are, they tell of nothing but the output that the loss is of.
    """
    return _in_the_data(job) or Origin(_output(job, logs) or _layer(job, model) or _of_the_output(job, next(iter(job.fitting.outputs))))


def _in_the_data(job: Job) -> Origin | None:
    nodes = {binding.field: _of_the_output(job, name) for name, binding in job.fitting.outputs.items()}
    nodes |= {field: name for name, field in job.fitting.inputs.items()}
    for name in job.fitting.fields:
        if not _is_finite(job.data.train[name]):
            return Origin(nodes[name], job.spec.field(name))
    return None


def _is_finite(values: Any) -> bool:
    if not isinstance(values, np.ndarray) or values.dtype.kind != "f":
        return True
    return all(np.isfinite(values[start : start + ROWS]).all() for start in range(0, len(values), ROWS))


def _output(job: Job, logs: Mapping[str, float]) -> str | None:
    found = (name for name in job.fitting.outputs if not np.isfinite(logs.get(f"{name}_loss", 0.0)))
    return next((_of_the_output(job, name) for name in found), None)


def _layer(job: Job, model: keras.Model) -> str | None:
    trained = [layer for layer in model.layers if layer.trainable_weights]
    spoilt = [layer for layer in trained if not all(np.isfinite(keras.ops.convert_to_numpy(weight)).all() for weight in layer.trainable_weights)]
    if not spoilt or len(spoilt) == len(trained):
        return None
    return next((call.path[0] for call in job.found.plan.calls if call.owner == spoilt[0].name), None)


def _of_the_output(job: Job, name: str) -> str:
    return job.found.producing(name).path[0]

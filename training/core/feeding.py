"""What `fit` and `evaluate` are given of a job's data: arrays, or batches that are read from the disk."""

from __future__ import annotations

from typing import Any

from designer.core.class_weights import balanced_weights
from designer.core.fitting import data_arguments, fit_arguments, stream_arguments, streamed
from training.core.job import Job
from training.core.own_data.pictures import batches
from training.core.untuned import untuned


def fed(job: Job) -> dict[str, Any]:
    """The arguments of `Model.fit`, callbacks apart."""
    fields = job.data.train
    more = fit_arguments(job.fitting, lambda field: balanced_weights(fields[field]))
    if job.spec.loader.streams:
        return {**stream_arguments(job.fitting, fields, len(fields[job.fitting.fields[0]]), _read), **streamed(more)}
    return {**data_arguments(job.fitting, fields), **more}


def judged_by(job: Job) -> dict[str, Any]:
    """The data of `Model.evaluate`."""
    given = data_arguments(job.fitting, job.data.test)
    return {"x": _read(**given, batch_size=job.batch_size)} if job.spec.loader.streams else given


def _read(**given: Any) -> Any:
    """`own_data.pictures.batches`, which are the script's, without what the script waits for."""
    return untuned(batches(**given))

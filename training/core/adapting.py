"""Adapts preprocessing layers to the training data while the model is built, before each is called."""

from __future__ import annotations

from typing import Any

import keras

from designer.core.adapting import Adapt
from training.core.job import Job
from training.core.own_data.pictures import batches


def adapter(job: Job) -> Adapt:
    """What `build` calls for each layer that learns, with the symbolic tensor that arrives at it."""

    def adapt(layer: Any, tensor: Any) -> None:
        layer.adapt(_values(job, tensor))

    return adapt


def _values(job: Job, tensor: Any) -> Any:
    """The training data as it arrives: a field itself behind an Input, otherwise what the layers before make of it.

    Of data that stays on the disk, each batch is computed when it is asked for, and let go of after it.
    """
    sources = keras.utils.get_source_inputs(tensor)
    arrays: list[Any] = [job.data.train[job.fitting.inputs[source._keras_history.operation.name]] for source in sources]  # noqa: SLF001  (Keras's own name for it)
    if job.spec.loader.streams:
        arrays = [batches(array, batch_size=job.batch_size) for array in arrays]
    if sources[0] is tensor:
        return arrays[0]
    before = keras.Model(sources, tensor)
    if job.spec.loader.streams:
        read = [array.as_numpy_iterator() for array in arrays]
        return map(before.predict_on_batch, read[0] if len(read) == 1 else map(list, zip(*read, strict=True)))
    return before.predict(arrays if len(arrays) > 1 else arrays[0], batch_size=job.batch_size, verbose=0)

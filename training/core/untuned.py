"""Batches without the tuner of `tf.data`, for which Keras would wait at the end of every pass over the data.

The tuner is a thread that sleeps between its turns, for 10 ms, then twice as long each time, up to a minute. A pass that ends wakes it before it
can be seen that the pass has ended; where it runs in that instant it sleeps on, and the pass waits for it. That is a race in TensorFlow
(`Model::OptimizeLoop` in core/framework/model.cc and `StartCancel` in core/framework/cancellation.cc), lost most often on one core.
What it costs is in docs/benchmarks.md. Which batches come, and in which order, does not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter  # what `fit` makes of arrays, with no public way to set options


def untuned(data: Any) -> Any:
    """The same batches of a `tf.data.Dataset`."""
    import tensorflow as tf  # noqa: PLC0415  # other back ends do without it

    options = tf.data.Options()
    options.autotune.enabled = False
    return data.with_options(options)


@contextmanager
def untuned_arrays() -> Iterator[None]:
    """Within it, `fit`, `evaluate` and `predict` read arrays so; on back ends that do without `tf.data` nothing changes."""
    tuned = ArrayDataAdapter.get_tf_dataset
    ArrayDataAdapter.get_tf_dataset = lambda adapter: untuned(tuned(adapter))
    try:
        yield
    finally:
        ArrayDataAdapter.get_tf_dataset = tuned

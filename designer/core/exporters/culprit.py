"""Which layer a format cannot hold: each is tried alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras

from designer.core.exporters.exported import CannotExport
from designer.core.exporters.samples import sample_arrays
from designer.core.exporters.serving import Arrays, Serving, as_list
from designer.core.out_of_memory import is_out_of_memory

SECONDS = 30  # to look for it

Write = Callable[[Serving, Path, Arrays], tuple[str, ...]]
Run = Callable[[Serving, Path, Arrays], Any]


def culprit(serving: Serving, write: Write, run: Run, suffix: str) -> keras.Operation | None:
    """The first layer or operation of a network that cannot be written and run on its own; None where each can."""
    until = time.monotonic() + SECONDS
    tried: set[str] = set()
    for operation in serving.model.operations:
        config = {**operation.get_config(), "name": None} if isinstance(operation, keras.Layer) else {}
        key = f"{type(operation).__name__} {config}"
        if isinstance(operation, keras.layers.InputLayer) or key in tried:
            continue
        tried.add(key)
        if time.monotonic() > until:
            return None
        for alone in _alone(operation):
            if not _can(alone, write, run, suffix):
                return operation
    return None


def _alone(operation: keras.Operation) -> Iterator[Serving]:
    """The operation as a network of its own, where it has one call."""
    try:
        inputs = as_list(operation.input)
        fresh = [keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype, name=f"input_{place}") for place, tensor in enumerate(inputs)]
        yield Serving.of(keras.Model(fresh, keras.Model(inputs, operation.output)(fresh)))
    except (AttributeError, ValueError):
        return


def _can(serving: Serving, write: Write, run: Run, suffix: str) -> bool:
    samples = sample_arrays(serving.model, 2)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{serving.model.name}{suffix}"
        try:
            write(serving, path, samples)
            run(serving, path, samples)
        except CannotExport:
            return True  # it says so itself
        except Exception as error:  # noqa: BLE001  # converters raise what they like
            return is_out_of_memory(error)
    return True

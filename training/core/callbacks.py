"""The callbacks that a document asks for, as Keras's own objects, and the list that calls them and ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import keras
from pydantic import JsonValue

from designer.core import catalog as catalogue
from designer.core.document import KerasObject
from designer.core.fitting import KEEPS_BEST, Fitting, callback_arguments
from designer.core.objects import make_object
from training.core.folder import BEST_FILE

Logs: TypeAlias = Mapping[str, Any] | None

TRAIN_BEGIN, TRAIN_END = ("on_train_batch_begin", "on_batch_begin"), ("on_train_batch_end", "on_batch_end")  # by default the first calls the second
TEST_BEGIN, TEST_END = ("on_test_batch_begin",), ("on_test_batch_end",)


class ModelCheckpoint(keras.callbacks.ModelCheckpoint):  # type: ignore[misc]  # Keras has no types
    """Keras's own, whose file is whole at any moment: a new best model takes the old one's place when it is written."""

    def __init__(self, folder: Path, **arguments: Any) -> None:
        self._file = folder / BEST_FILE
        self._unfinished = folder / f"unfinished_{BEST_FILE}"
        super().__init__(str(self._unfinished), **arguments)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Keep the model where it is the best so far."""
        super().on_epoch_end(epoch, logs)
        if self._unfinished.exists():
            self._unfinished.replace(self._file)


class Callbacks(keras.callbacks.CallbackList):  # type: ignore[misc]  # Keras has no types
    """Keras's own list, which asks little of the time between two batches.

    Keras calls what acts on batches in a thread of its own; or, where a callback may end or pause the training as ours do, before the next batch,
    with logs that were read from the device, for which it waits. Here only those are called that act on batches, and those with `reads_tensors`
    get the logs as they are.
    """

    def __init__(self, callbacks: Sequence[keras.callbacks.Callback], model: keras.Model, **params: int) -> None:
        super().__init__(list(callbacks), model=model, **params)
        self._acting = {hook: [one for one in callbacks if _acts(one, *hook)] for hook in (TRAIN_BEGIN, TRAIN_END, TEST_BEGIN, TEST_END)}

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Call those that act before a batch."""
        for callback in self._acting[TRAIN_BEGIN]:
            callback.on_train_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Call those that act after a batch."""
        for callback in self._acting[TRAIN_END]:
            callback.on_train_batch_end(batch, _fit_for(callback, logs))

    def on_test_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Call those that act before a batch of a validation."""
        for callback in self._acting[TEST_BEGIN]:
            callback.on_test_batch_begin(batch, logs)

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Call those that act after a batch of a validation."""
        for callback in self._acting[TEST_END]:
            callback.on_test_batch_end(batch, _fit_for(callback, logs))


def numbers(logs: Logs) -> dict[str, float]:
    """Keras's logs as plain numbers, read from their device where they are tensors there."""
    return {name: _number(value) for name, value in (logs or {}).items()}


def _number(value: Any) -> float:
    return float(keras.ops.convert_to_numpy(value)) if keras.ops.is_tensor(value) else float(value)


def _fit_for(callback: keras.callbacks.Callback, logs: Logs) -> Logs:
    return logs if getattr(callback, "reads_tensors", False) else numbers(logs)


def _acts(callback: keras.callbacks.Callback, *hooks: str) -> bool:
    return any(getattr(type(callback), hook) is not getattr(keras.callbacks.Callback, hook) for hook in hooks)


def callbacks_of(fitting: Fitting, folder: Path) -> list[keras.callbacks.Callback]:
    """What acts while a document trains, in its order; the best model is kept in the run's folder."""
    catalog = catalogue.load()

    def say(callback: KerasObject, fixed: Mapping[str, JsonValue]) -> keras.callbacks.Callback:
        if callback.class_name == KEEPS_BEST:
            return ModelCheckpoint(folder, **callback.config, **fixed)
        return make_object("callbacks", callback, catalog)

    return callback_arguments(fitting, say)

"""The callbacks that a document asks for, as Keras's own objects."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
from pydantic import JsonValue

from designer.core import catalog as catalogue
from designer.core.document import KerasObject
from designer.core.fitting import KEEPS_BEST, Fitting, callback_arguments
from designer.core.objects import make_object
from training.core.folder import BEST_FILE


class ModelCheckpoint(keras.callbacks.ModelCheckpoint):  # type: ignore[misc]  # Keras has no types
    """Keras's own, whose file is whole at any moment: a new best model takes the old one's place when it is written."""

    def __init__(self, folder: Path, **arguments: Any) -> None:
        self._file = folder / BEST_FILE
        self._unfinished = folder / f"unfinished_{BEST_FILE}"
        super().__init__(str(self._unfinished), **arguments)

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Keep the model where it is the best so far."""
        super().on_epoch_end(epoch, logs)
        if self._unfinished.exists():
            self._unfinished.replace(self._file)


def callbacks_of(fitting: Fitting, folder: Path) -> list[keras.callbacks.Callback]:
    """What acts while a document trains, in its order; the best model is kept in the run's folder."""
    catalog = catalogue.load()

    def say(callback: KerasObject, fixed: Mapping[str, JsonValue]) -> keras.callbacks.Callback:
        if callback.class_name == KEEPS_BEST:
            return ModelCheckpoint(folder, **callback.config, **fixed)
        return make_object("callbacks", callback, catalog)

    return callback_arguments(fitting, say)

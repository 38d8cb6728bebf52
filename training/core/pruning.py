"""The callback that ends a hopeless trial of a sweep after one of its epochs."""

from __future__ import annotations

import keras

from training.core.callbacks import Logs
from training.core.control import Stopped
from training.core.objective import Pruning, measured_in
from training.core.reporter import finite


class Pruner(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Stands behind the callback that keeps the history, and behind the checkpointer: what was learned is kept."""

    def __init__(self, pruning: Pruning, history: keras.callbacks.History, epochs: int) -> None:
        super().__init__()
        self.reason = ""
        self._pruning, self._history, self._epochs = pruning, history, epochs

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Ask; the last epoch has nothing left to save."""
        if epoch + 1 >= self._epochs or self.model.stop_training:
            return
        self.reason = self._pruning.judge(self._measured())
        if self.reason:
            raise Stopped

    def _measured(self) -> list[float | None]:
        history = self._history.history
        rows = zip(*history.values(), strict=True)
        return [measured_in(finite(dict(zip(history, row, strict=True))), self._pruning.objective) for row in rows]

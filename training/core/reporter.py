"""The callback that tells of a training as it goes, in the events of training.schemas, and stops it when asked."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import keras

from designer.core.fitting import ends_on_nan
from training.core.failures import not_finite
from training.core.job import Job

Event: TypeAlias = dict[str, Any]
Emit: TypeAlias = Callable[[list[Event]], None]
Logs: TypeAlias = Mapping[str, Any] | None

POINT_SECONDS = 0.05  # at most one point in this time: more than a curve on a screen can show
FLUSH_SECONDS = 0.1  # points wait at most this long for others
BATCH = 20


class Stopped(Exception):
    """The training was asked to stop."""


def finite(logs: Logs) -> dict[str, float | None]:
    """Keras's logs as plain numbers; None stands for one that is not finite."""
    return {name: float(value) if math.isfinite(float(value)) else None for name, value in (logs or {}).items()}


class Reporter(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Emits start, point, epoch and end; raises Stopped within one batch of `should_stop`, and TrainingFailed when the loss is not finite."""

    def __init__(self, job: Job, emit: Emit, should_stop: Callable[[], bool]) -> None:
        super().__init__()
        self.last: dict[str, float | None] = {}
        self.epochs = 0
        self._job = job
        self._emit = emit
        self._should_stop = should_stop
        self._pending: list[Event] = []
        self._began = self._pointed = self._flushed = time.perf_counter()
        self._step = 0
        self._unsent: Logs = None  # the logs of the last batch, while no point was made of it

    def start(self) -> None:
        """Say what is about to be trained; times count from here."""
        self._began = time.perf_counter()
        training = self._job.document.training
        self._pending.append(
            {
                "kind": "start",
                "epochs": training.epochs,
                "steps": self._job.steps,
                "samples": self._job.samples,
                "validation_samples": self._job.validation_samples,
            }
        )
        self.flush()

    def end(self, evaluation: Mapping[str, float | None], *, stopped_early: bool) -> None:
        """Say how it ended."""
        self._pending.append({"kind": "end", "evaluation": dict(evaluation), "stopped_early": stopped_early})
        self.flush()

    def flush(self) -> None:
        """Send what is waiting, the last batch included."""
        if self._unsent is not None:
            self._point(self._unsent)
        for first in range(0, len(self._pending), BATCH):
            self._emit(self._pending[first : first + BATCH])
        self._pending = []
        self._flushed = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Make a point of it when it is time to."""
        self._step += 1
        self._unsent = logs
        self._check(logs)
        now = time.perf_counter()
        if now - self._pointed >= POINT_SECONDS:
            self._point(logs)
            self._pointed = now
            if now - self._flushed >= FLUSH_SECONDS:
                self.flush()
        self._stop_if_asked()

    def on_test_begin(self, logs: Logs = None) -> None:
        """Send an epoch's last point before its validation."""
        self.flush()

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Stop during validation and evaluation, too."""
        self._stop_if_asked()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Send the last point and the epoch's numbers."""
        self.epochs = epoch + 1
        self.last = finite(logs)
        if self._unsent is not None:
            self._point(self._unsent)
        self._pending.append({"kind": "epoch", "step": self._step, "epoch": self.epochs, "logs": self.last, "at": self._now()})
        self.flush()

    def _point(self, logs: Logs) -> None:
        epoch = self._step / self._job.steps
        self._pending.append({"kind": "point", "step": self._step, "epoch": round(epoch, 6), "logs": finite(logs), "at": self._now()})
        self._unsent = None

    def _now(self) -> float:
        return round(time.perf_counter() - self._began, 4)

    def _check(self, logs: Logs) -> None:
        loss = (logs or {}).get("loss", 0.0)
        if not math.isfinite(loss) and not ends_on_nan(self._job.fitting):
            self.flush()
            raise not_finite(float(loss), self.epochs + 1, self._node(logs or {}))

    def _node(self, logs: Mapping[str, Any]) -> str | None:
        """The output whose loss is not finite, where there are several."""
        return next((name for name in self._job.fitting.outputs if not math.isfinite(logs.get(f"{name}_loss", 0.0))), None)

    def _stop_if_asked(self) -> None:
        if self._should_stop():
            self.flush()
            raise Stopped

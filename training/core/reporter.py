"""The callback that tells of a training as it goes, in the events of training.schemas."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import keras

from designer.core.fitting import ends_on_nan
from training.core.callbacks import Logs, numbers
from training.core.failures import not_finite, too_long
from training.core.job import Job
from training.core.load import Load
from training.core.nan_origin import origin
from training.core.resuming import ANEW, Early, Resume

Event: TypeAlias = dict[str, Any]
Emit: TypeAlias = Callable[[list[Event]], None]

POINT_SECONDS = 0.1  # at most one point in this time: a curve grows smoothly at that, and each takes a little from the training
FLUSH_SECONDS = 0.1  # points wait at most this long for others
LOAD_SECONDS = 2.0  # at most one look at the machine in this time
RATE_SECONDS = 0.25  # the learning rate is read at most once in this time
BATCH = 20


def finite(logs: Logs) -> dict[str, float | None]:
    """Keras's logs as plain numbers; None stands for one that is not finite."""
    return {name: value if math.isfinite(value) else None for name, value in numbers(logs).items()}


class Reporter(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Emits start, point, epoch, load and end, each once however often the training is resumed.

    Raises TrainingFailed when the loss is not finite. It is read with each point and at each epoch's end, which is soon enough: Keras's loss is a
    mean over the epoch, and stays what it is then.
    """

    reads_tensors = True
    is_over: bool
    """Whether it has trained for as long as it is to be let."""

    def __init__(self, job: Job, emit: Emit, resume: Resume = ANEW) -> None:
        super().__init__()
        self.last: dict[str, float | None] = {}
        self.epochs = 0
        self.is_over = False
        self._job = job
        self._emit = emit
        self._resume = resume
        self._told = resume.told
        self._pending: list[Event] = []
        self._began = self._pointed = self._flushed = time.perf_counter()
        self._load = Load(LOAD_SECONDS, self._job.given.gpu_load)
        self._epoch = self._step = 0
        self._trained = 0  # batches that lie before what is trained now
        self._rate_known = self._rate_due = 0.0
        self._unsent: Logs = None  # the logs of the last batch, while no point was made of it

    def start(self, epoch: int = 0, batch: int = 0, last: Mapping[str, float | None] | None = None) -> None:
        """Say what is about to be trained, from after this epoch and batch; times count from here, on those already told."""
        self._began = time.perf_counter() - self._told.at
        self.epochs, self.last = epoch, dict(last or {})
        self._trained = self._step = epoch * self._job.steps + batch
        if not self._told.epochs or self._resume.starts_again:
            self._tell(
                "start",
                epochs=self._epochs,
                continued=self._resume.continued,
                steps=self._job.steps,
                samples=self._job.samples,
                validation_samples=self._job.validation_samples,
            )
        if self._resume.why is not None and self._told.epochs:
            self._tell("resumed", step=self._step, epoch=self._part, why=self._resume.why, at=self._now())
        self.flush()

    def end(self, evaluation: Mapping[str, float | None], why: Early | None = None) -> None:
        """Say how it ended, and why where that was early."""
        if not self._told.ended or self._resume.starts_again:
            self._tell("end", evaluation=dict(evaluation), stopped_early=why is not None, **({} if why is None else {"why": why}))
        self.flush()

    @property
    def early(self) -> Early | None:
        """Why a training that has finished did so early; None where it did not."""
        if "loss" in self.last and self.last["loss"] is None and ends_on_nan(self._job.fitting):
            return "no_number"
        return "no_better" if self.epochs < self._epochs else None

    def flush(self) -> None:
        """Send what is waiting, the last batch included."""
        if self._unsent is not None:
            self._point(self._unsent)
        for first in range(0, len(self._pending), BATCH):
            self._emit(self._pending[first : first + BATCH])
        self._pending = []
        self._flushed = time.perf_counter()

    def rested(self, seconds: float) -> None:
        """Leave a pause out of the times."""
        self._began += seconds
        self._load = Load(LOAD_SECONDS, self._job.given.gpu_load)

    def rate_told(self, step: int) -> float | None:
        """The learning rate that the history says was set by hand after so many batches."""
        return self._told.rates.get(step)

    def note_rate(self) -> None:
        """Know that the learning rate has changed."""
        self._rate_due = 0.0

    def tell_rate(self, rate: float) -> None:
        """Say that the learning rate was changed by hand, to the last digit: the run's script sets it again."""
        self.note_rate()
        self._tell("rate", step=self._step, epoch=self._part, rate=rate, at=self._now())
        self.flush()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Know which epoch it is."""
        self._epoch, self._rate_due = epoch, 0.0

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Make a point of it when it is time to."""
        step = self._epoch * self._job.steps + batch + 1
        if step <= self._trained:
            return
        self._step, self._unsent = step, logs
        now = time.perf_counter()
        if now - self._pointed >= POINT_SECONDS:
            self._point(logs)
            self._check_time()
            self._pointed = now
            self._flush_in_time()
        load = self._load.after(self._job.batch_size)
        if load is not None:
            self._tell("load", step=step, at=self._now(), **load)

    def on_test_begin(self, logs: Logs = None) -> None:
        """Send an epoch's last point before its validation."""
        self._flush_in_time()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Send the last point and the epoch's numbers."""
        self.epochs = epoch + 1
        self.last = finite(logs)
        if self._unsent is not None:
            self._point(self._unsent)
        if self.epochs > self._told.epoch:
            self._tell("epoch", step=self._step, epoch=self.epochs, logs=self.last, at=self._now())
        self._flush_in_time()

    def _flush_in_time(self) -> None:
        """Send what is waiting when it is time to; short epochs go out several at a time."""
        if time.perf_counter() - self._flushed >= FLUSH_SECONDS:
            self.flush()

    def _point(self, logs: Logs) -> None:
        self._unsent = None
        found = numbers(logs)
        if self._step > self._told.step:
            self._tell("point", step=self._step, epoch=self._part, logs=finite(found), at=self._now(), rate=self._rate())
        self._check(found)

    @property
    def _epochs(self) -> int:
        return self._job.document.training.epochs

    def _tell(self, kind: str, **fields: Any) -> None:
        self._pending.append({"kind": kind, **fields})

    @property
    def _part(self) -> float:
        """Epochs trained so far."""
        return round(self._step / self._job.steps, 6)

    def _now(self) -> float:
        return round(time.perf_counter() - self._began, 4)

    def _rate(self) -> float:
        """The learning rate; a schedule works it out, which takes time, so it is asked now and then."""
        now = time.perf_counter()
        if now >= self._rate_due:
            self._rate_known, self._rate_due = self._read_rate(), now + RATE_SECONDS
        return self._rate_known

    def _read_rate(self) -> float:
        return float(f"{float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate)):.6g}")

    def _check(self, logs: Mapping[str, float]) -> None:
        loss = logs.get("loss", 0.0)
        if not math.isfinite(loss) and not ends_on_nan(self._job.fitting):
            self.flush()
            found = origin(self._job, self.model, logs)
            raise not_finite(loss, self._epoch + 1, found.node, found.field)

    def _check_time(self) -> None:
        most = self._job.given.seconds
        if most is not None and self._now() > most:
            self.flush()
            raise too_long(most)
        cut = self._job.given.cut_after
        self.is_over = cut is not None and self._now() > cut

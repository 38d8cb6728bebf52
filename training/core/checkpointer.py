"""The callback that keeps a training's checkpoint, and takes the training up again where one was kept.

Keras shuffles the samples in the same order in every process with the same seed, or draws their order from what `spreading.order` keeps.
So a training that was cut goes on exactly: variables, metrics and callbacks are set as they were, and the batches that were trained already
are only drawn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from designer.core.disk import size_of
from training.core.callbacks import Logs
from training.core.checkpoint import Array, Checkpoint, State, numbered, write
from training.core.failures import TrainingFailed, too_much_kept
from training.core.job import Job
from training.core.reporter import Reporter
from training.core.spreading import drawing, order, set_order

SHARE = 50  # times what one checkpoint costs pass between two
KEPT: Mapping[str, tuple[str, ...]] = {  # by callback, the attributes that are its state
    "EarlyStopping": ("wait", "stopped_epoch", "best", "best_epoch", "best_weights"),
    "ReduceLROnPlateau": ("wait", "best", "cooldown_counter"),
    "ModelCheckpoint": ("best",),
}
PATIENCE: Mapping[str, Any] = {"wait": 0, "stopped_epoch": 0}  # whoever goes on after an end has it anew
UNFIT = (
    "The checkpoint of this run does not fit its network here, as when Keras was exchanged for another version since. "
    "What it learned is kept; start a new run."
)


class Checkpointer(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Stands behind the callbacks whose state it keeps: at the beginning it sets what they have just set back."""

    reads_tensors = True

    def __init__(self, job: Job, path: Path, found: Checkpoint | None, reporter: Reporter, say: Callable[[str], None]) -> None:
        super().__init__()
        self._epochs, self._steps = job.document.training.epochs, job.steps
        self._path = path
        self._resume, self._most = job.given.resume, job.given.folder_bytes
        self._found = found
        self._reporter = reporter
        self._say = say
        self._others: Sequence[Any] = ()
        self.history = keras.callbacks.History()
        start = found.state if found else State()
        self.epoch, self.batch = start.epoch, start.batch
        self._over = start.over and start.continued == self._resume.continued
        self._skipped = (start.epoch, start.batch)
        self._order: list[Array] = []  # what this epoch's samples were drawn by
        self._random: list[Array] | None = None  # as it was before a validation, which draws from it, too
        self._metrics: list[Array] | None = None  # as they were before a validation, which uses the same variables
        self._due = time.monotonic() + self._resume.every
        if found:
            self.history.history = {name: list(values) for name, values in start.history.items()}

    @property
    def initial_epoch(self) -> int:
        """Where `fit` begins; behind the last epoch when there is nothing more to train."""
        return self._epochs if self._over else self.epoch

    @property
    def trained(self) -> int:
        """Batches trained so far; those that are only drawn again are among them from the start."""
        return self.epoch * self._steps + self.batch

    @property
    def draws_again(self) -> bool:
        """Whether batches that were trained already come first."""
        return self._skipped[1] > 0

    def is_back(self, batch: int) -> bool:
        """Whether a batch is the last of those that are only drawn: everything is as it was when the checkpoint was made."""
        return (self.epoch, batch + 1) == self._skipped

    def watch(self, others: Sequence[Any]) -> None:
        """Keep the state of these callbacks, too."""
        self._others = [other for other in others if type(other).__name__ in KEPT]

    def on_train_begin(self, logs: Logs = None) -> None:
        """Set everything as it was."""
        if self._found is None:
            return
        if not self.model.optimizer.built:
            self.model.optimizer.build(self.model.trainable_variables)
        self._set("model", "optimizer")
        for other in self._others:
            self._restore(other, self._found)

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """In the first epoch, only draw the batches that were trained already."""
        if self._found is not None and self._skipped[0] == epoch:
            set_order(self._found.group("order"))
        self._order = order()
        if self._skipped == (epoch, 0) or self._skipped[0] != epoch:
            self.epoch, self.batch, self._found = epoch, 0, None
        else:
            model, train = self.model, self.model.train_function
            model.train_function = drawing(train, self._skipped[1], lambda: setattr(model, "train_function", train))

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Know where the training stands; keep it when it is time to. After the last batch that was only drawn, set everything as it was."""
        if self._found is not None and batch + 1 == self._skipped[1]:
            self._set("model", "optimizer", "metrics")
            set_order(self._found.group("random"))
            self._found = None
        if self.is_new(batch):
            self.batch = batch + 1
            if time.monotonic() >= self._due:
                self._take_in_time()

    def is_new(self, batch: int) -> bool:
        """Whether a batch was trained now, and not only drawn because it was trained before."""
        return self.epoch != self._skipped[0] or batch >= self._skipped[1]

    def on_test_begin(self, logs: Logs = None) -> None:
        """Remember the epoch's metrics."""
        self._metrics = [value.copy() for value in _values(self._variables()["metrics"])]  # on PyTorch they share the variable's memory
        self._random = order()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Keep the end of the last epoch in any case."""
        self.epoch, self.batch, self._metrics, self._random = epoch + 1, 0, None, None
        self._over = bool(self.model.stop_training) or self.epoch >= self._epochs
        if self._over or time.monotonic() >= self._due:
            self._take_in_time()

    def take(self) -> None:
        """Keep a checkpoint now. Without room on the disk the training goes on, with the one before."""
        began = time.monotonic()
        self._reporter.flush()
        self._resume.settle()
        arrays: dict[str, list[Array]] = {}
        arrays["random"] = order() if self._random is None else self._random
        arrays["order"] = self._order if self.batch else arrays["random"]
        history, backend = _plain_history(self.history.history), keras.backend.backend()
        state = State(self.epoch, self.batch, self._over, self._resume.continued, backend, history, self._callbacks(arrays))
        try:
            write(self._path, state, self._arrays(arrays))
        except OSError as error:
            self._say(
                f"The checkpoint could not be written: {error.strerror or error}. The training goes on; were it lost, more would be trained anew."
            )
        now = time.monotonic()
        self._due = now + max(self._resume.every, SHARE * (now - began))

    def _take_in_time(self) -> None:
        """Keep a checkpoint, and see that all that is kept of the run stays within its bound."""
        self.take()
        if self._most is not None and size_of(self._path.parent) > self._most:
            raise too_much_kept(self._most)

    def _set(self, *groups: str) -> None:
        if self._found is not None:
            variables = self._variables()
            for group in groups:
                _set(variables[group], self._found.group(group))

    def _variables(self) -> dict[str, list[Any]]:
        return {"model": self.model.variables, "optimizer": self.model.optimizer.variables, "metrics": self.model.metrics_variables}

    def _arrays(self, more: Mapping[str, list[Array]]) -> Iterator[tuple[str, Array]]:
        for name, variables in self._variables().items():
            arrays = self._metrics if name == "metrics" and self._metrics is not None else (_value(variable) for variable in variables)
            yield from numbered(name, arrays)
        for name, arrays in more.items():
            yield from numbered(name, arrays)

    def _callbacks(self, arrays: dict[str, list[Array]]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for other in self._others:
            kind = type(other).__name__
            found[kind] = {}
            for name in KEPT[kind]:
                value = getattr(other, name)
                if isinstance(value, list):
                    arrays[f"{kind}.{name}"] = value
                else:
                    found[kind][name] = None if value is None else value if isinstance(value, int) else float(value)
        return found

    def _restore(self, other: Any, found: Checkpoint) -> None:
        kind = type(other).__name__
        for name in KEPT[kind]:
            kept = found.state.callbacks.get(kind, {})
            setattr(other, name, kept[name] if name in kept else found.group(f"{kind}.{name}") or None)
        if found.state.over and not self._over:
            for name in KEPT[kind]:
                setattr(other, name, PATIENCE.get(name, getattr(other, name)))


def _value(variable: Any) -> Array:
    return np.asarray(keras.ops.convert_to_numpy(variable))


def _values(variables: Sequence[Any]) -> list[Array]:
    return [_value(variable) for variable in variables]


def _set(variables: Sequence[Any], arrays: Sequence[Array]) -> None:
    if [tuple(variable.shape) for variable in variables] != [array.shape for array in arrays]:
        raise TrainingFailed(UNFIT)
    for variable, array in zip(variables, arrays, strict=True):
        kind = _value(variable).dtype
        variable.assign(array.view(kind) if kind.kind == "V" else array)


def _plain_history(history: Mapping[str, Sequence[Any]]) -> dict[str, list[float]]:
    """Keras's history as JSON holds it; NaN stands for itself."""
    return {name: [float(value) for value in values] for name, values in history.items()}

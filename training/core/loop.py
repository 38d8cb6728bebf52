"""Job -> trained model: build, compile, fit, evaluate, save, telling of it on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import keras

from designer.core import catalog as catalogue
from designer.core.backends import DEFAULT, TITLES
from designer.core.build import build
from designer.core.document import Document, KerasObject
from designer.core.fitting import ObjectGroup, compile_arguments
from designer.core.model_weights import WrongWeights, give_weights
from designer.core.objects import make_object
from designer.core.stated import PythonFault, refuse
from training.core.adapting import adapter
from training.core.callbacks import Callbacks, callbacks_of
from training.core.checkpoint import Checkpoint
from training.core.checkpoint import read as read_checkpoint
from training.core.checkpointer import Checkpointer
from training.core.class_lines import from_class_on, line_in_class
from training.core.control import Control, Controls, Paused, Stopped
from training.core.eyes.watching import watchers
from training.core.failures import TrainingFailed, explain
from training.core.feeding import fed, judged_by
from training.core.folder import CHECKPOINT_FILE, DATASET_FILE, DOCUMENT_FILE, HEAVIEST_FILE, LOG_FILE, MODEL_FILE, VERSIONS_FILE
from training.core.job import NOTHING, Data, Given, Job
from training.core.prepare import prepare
from training.core.pruning import Pruner
from training.core.python_layers import make as make_python
from training.core.reporter import Emit, Reporter, finite
from training.core.run_log import RunLog
from training.core.scores import Scores
from training.core.scoring import scores
from training.core.spreading import scope
from training.core.untuned import untuned_arrays
from training.core.versions import versions

State = Literal["finished", "stopped", "paused"]
QUIET = ("point", "load", "eyes")  # events that the log leaves out: they are too many


@dataclass(frozen=True, slots=True)
class Result:
    """How a training ended, when it did not fail."""

    state: State
    epochs: int
    stopped_early: bool = False
    summary: Mapping[str, float | None] = field(default_factory=dict)  # the last epoch's logs
    evaluation: Mapping[str, float | None] = field(default_factory=dict)  # on held-out data
    history: Mapping[str, list[float]] = field(default_factory=dict)  # Keras's own: a number an epoch
    cut: bool = False  # whether it was stopped since it had trained for as long as it is let
    scores: Scores | None = None  # on samples that were withheld from it
    pruned: str = ""  # why it was ended as a hopeless trial of a sweep, in a sentence


def train(
    document: Document,
    folder: Path,
    emit: Emit,
    control: Control | None = None,
    data: Data | None = None,
    given: Given = NOTHING,
) -> Result:
    """Train a document and leave model.keras, document.json and run.log in the folder.

    `emit` receives events (training.schemas) as plain data, a few at a time; `control` is obeyed after every batch. `data` stands in for the
    data set that the document names. With `given.resume` it goes on from the folder's checkpoint, if there is one. Raises TrainingFailed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with RunLog(folder / LOG_FILE) as log:
        try:
            job = prepare(document, data, given)
            _note_heaviest(job, folder)
            with _explained(job), untuned_arrays():
                return _Training(job, folder, _logged(emit, log), control or Control(), log).run()
        except TrainingFailed as failure:
            log.write(f"Failed: {failure.message}")
            log.trace(failure.__cause__ or failure)
            raise


@contextmanager
def _explained(job: Job) -> Iterator[None]:
    try:
        yield
    except (Exception, SystemExit) as error:  # Keras and TensorFlow fail with every kind of exception, a person's class may exit
        is_of_class = isinstance(error, PythonFault) or line_in_class(error) is not None
        failure = explain(error, job)
        if failure is error or (isinstance(error, SystemExit) and not is_of_class):
            raise
        raise failure from (from_class_on(error) if is_of_class else error)


def make_model(job: Job) -> keras.Model:
    """The compiled model of a job; the seed is set before its first weight is drawn, as in the written script."""
    catalog = catalogue.load()

    def say(group: ObjectGroup, given: KerasObject) -> Any:
        return make_object(group, given, catalog)

    keras.utils.set_random_seed(job.document.training.seed)
    with scope(all_devices=job.given.all_devices):
        model = build(job.found.plan, catalog, adapter(job), make_python if job.given.python_layers else refuse)
        try:
            give_weights(model, job.given.weights)
        except WrongWeights as error:
            raise TrainingFailed(str(error), error.node if error.node in job.nodes else None) from error
        model.compile(**compile_arguments(job.fitting, say))
    return model


class _Training:
    """One training with its callbacks."""

    def __init__(self, job: Job, folder: Path, emit: Emit, control: Control, log: RunLog) -> None:
        path = folder / CHECKPOINT_FILE
        self._job, self._folder, self._log, self._emit = job, folder, log, emit
        self._reporter = Reporter(job, emit, job.given.resume)
        found = read_checkpoint(path) if job.given.resume.why else None
        _need_the_same_backend(found)
        self._begun = None if found is None else found.state  # its arrays are let go of once they are set
        self._checkpointer = Checkpointer(job, path, found, self._reporter, log.write)
        self._controls = Controls(control, self._reporter, self._checkpointer)
        pruning = job.given.pruning
        self._pruner = None if pruning is None else Pruner(pruning, self._checkpointer.history, job.document.training.epochs)

    def run(self) -> Result:
        """Build, fit, evaluate and save."""
        model = make_model(self._job)
        self._log.model(model)
        self._start()
        state = self._fit(model)
        reporter, history = self._reporter, self._checkpointer.history.history
        early = reporter.early if state == "finished" else None
        _save(self._job, model, self._folder)
        evaluation: Mapping[str, float | None] = {}
        if state == "finished":
            state, evaluation = self._evaluate(model)
        if state != "paused":
            reporter.end(evaluation, early)
        pruned = "" if self._pruner is None else self._pruner.reason
        if pruned:
            self._log.write(pruned)
        is_cut = state == "stopped" and reporter.is_over
        found = scores(model, self._job, withheld) if state == "finished" and (withheld := self._job.given.withheld) is not None else None
        return Result(state, reporter.epochs, early is not None, reporter.last, evaluation, history, is_cut, found, pruned)

    def _start(self) -> None:
        state = self._begun
        if state is None:
            self._reporter.start()
            return
        last = {name: values[-1] for name, values in state.history.items()}
        self._reporter.start(state.epoch, state.batch, finite(last))
        self._log.write(f"Going on after epoch {state.epoch} and {state.batch} batches.")

    def _callbacks(self, model: keras.Model) -> Callbacks:
        """Every callback in order: each sees what those before it did, and the last decides what comes next."""
        asked = callbacks_of(self._job.fitting, self._folder)
        self._checkpointer.watch(asked)
        watching = watchers(self._job, self._folder, self._emit)
        pruner = [] if self._pruner is None else [self._pruner]
        acting = [*asked, *watching, self._checkpointer.history, self._reporter, self._checkpointer, *pruner, self._controls]
        return Callbacks(acting, model, epochs=self._job.document.training.epochs, steps=self._job.steps)

    def _fit(self, model: keras.Model) -> State:
        job, told = self._job, self._callbacks(model)
        try:
            model.fit(**fed(job), callbacks=told, initial_epoch=self._checkpointer.initial_epoch, verbose=0)
        except (Stopped, Paused) as ending:
            model.optimizer.finalize_variable_values(model.trainable_weights)  # what fit does at its end: averaged weights take their place
            return "stopped" if isinstance(ending, Stopped) else "paused"
        return "finished"

    def _evaluate(self, model: keras.Model) -> tuple[State, dict[str, float | None]]:
        """Numbers on the held-out part, by their names."""
        try:
            logs = model.evaluate(**judged_by(self._job), callbacks=[self._controls], return_dict=True, verbose=0)
        except Stopped:
            return "stopped", {}
        return "finished", finite(logs)


def _need_the_same_backend(found: Checkpoint | None) -> None:
    """Numbers that are drawn at random, and the order of the samples, are another back end's own: there, the training would be another one."""
    begun = TITLES[found.state.backend or DEFAULT] if found else None
    here = TITLES[keras.backend.backend()]
    if begun not in (None, here):
        message = f"This run was begun on {begun}, and a checkpoint goes on exactly only where it was made; this worker runs {here}. Start a new run."
        raise TrainingFailed(message)


def _save(job: Job, model: keras.Model, folder: Path) -> None:
    """Write the model whole or not at all."""
    (folder / DOCUMENT_FILE).write_text(json.dumps(job.document.to_json()), encoding="utf-8")
    (folder / DATASET_FILE).write_text(job.spec.model_dump_json(), encoding="utf-8")
    (folder / VERSIONS_FILE).write_text(json.dumps(versions()), encoding="utf-8")
    unfinished = folder / f"unfinished_{MODEL_FILE}"
    model.save(unfinished)
    unfinished.replace(folder / MODEL_FILE)


def _note_heaviest(job: Job, folder: Path) -> None:
    """Should memory end, the process is gone in an instant: the node to name is written down before."""
    (folder / HEAVIEST_FILE).write_text(json.dumps({"node": job.memory.biggest, "batch_size": job.batch_size}), encoding="utf-8")


def _logged(emit: Emit, log: RunLog) -> Emit:
    def emit_and_log(events: list[dict[str, Any]]) -> None:
        emit(events)
        log.events([event for event in events if event["kind"] not in QUIET])

    return emit_and_log

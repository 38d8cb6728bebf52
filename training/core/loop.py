"""Job -> trained model: build, compile, fit, evaluate, save, telling of it on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import keras

from designer.core import catalog as catalogue
from designer.core.build import build
from designer.core.class_weights import balanced_weights
from designer.core.document import Document, KerasObject
from designer.core.fitting import ObjectGroup, compile_arguments, data_arguments, fit_arguments
from designer.core.model_weights import WrongWeights, give_weights
from designer.core.objects import make_object
from designer.core.stated import PythonFault, refuse
from training.core.adapting import adapter
from training.core.callbacks import callbacks_of
from training.core.class_lines import from_class_on, line_in_class
from training.core.eyes.watching import watchers
from training.core.failures import TrainingFailed, explain
from training.core.folder import DOCUMENT_FILE, LOG_FILE, MODEL_FILE, VERSIONS_FILE
from training.core.job import NOTHING, Data, Given, Job
from training.core.prepare import prepare
from training.core.python_layers import make as make_python
from training.core.reporter import Emit, Reporter, Stopped, finite
from training.core.run_log import RunLog
from training.core.versions import versions


@dataclass(frozen=True, slots=True)
class Result:
    """How a training ended, when it did not fail."""

    state: Literal["finished", "stopped"]
    epochs: int
    stopped_early: bool = False
    summary: Mapping[str, float | None] = field(default_factory=dict)  # the last epoch's logs
    evaluation: Mapping[str, float | None] = field(default_factory=dict)  # on held-out data
    history: Mapping[str, list[float]] = field(default_factory=dict)  # Keras's own: a number an epoch


def train(
    document: Document,
    folder: Path,
    emit: Emit,
    should_stop: Callable[[], bool] = lambda: False,
    data: Data | None = None,
    given: Given = NOTHING,
) -> Result:
    """Train a document and leave model.keras, document.json and run.log in the folder.

    `emit` receives events (training.schemas) as plain data, a few at a time; `should_stop` is asked after every batch. `data` stands in for the
    data set that the document names. Raises TrainingFailed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with RunLog(folder / LOG_FILE) as log:
        try:
            job = prepare(document, data, given)
            with _explained(job):
                return _run(job, folder, Reporter(job, _logged(emit, log), should_stop), log, emit)
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


def _run(job: Job, folder: Path, reporter: Reporter, log: RunLog, emit: Emit) -> Result:
    model = make_model(job)
    log.model(model)
    reporter.start()
    state, history = _fit(job, model, reporter, [*callbacks_of(job.fitting, folder), *watchers(job, folder, emit)])
    stopped_early = state == "finished" and reporter.epochs < job.document.training.epochs
    _save(job, model, folder)
    evaluation: Mapping[str, float | None] = {}
    if state == "finished":
        state, evaluation = _evaluate(job, model, reporter)
    reporter.end(evaluation, stopped_early=stopped_early)
    return Result(state, reporter.epochs, stopped_early, reporter.last, evaluation, history)


def make_model(job: Job) -> keras.Model:
    """The compiled model of a job; the seed is set before its first weight is drawn, as in the written script."""
    catalog = catalogue.load()

    def say(group: ObjectGroup, given: KerasObject) -> Any:
        return make_object(group, given, catalog)

    keras.utils.set_random_seed(job.document.training.seed)
    model = build(job.found.plan, catalog, adapter(job), make_python if job.given.python_layers else refuse)
    try:
        give_weights(model, job.given.weights)
    except WrongWeights as error:
        raise TrainingFailed(str(error), error.node if error.node in job.nodes else None) from error
    model.compile(**compile_arguments(job.fitting, say))
    return model


def _fit(job: Job, model: keras.Model, reporter: Reporter, watching: list[Any]) -> tuple[Literal["finished", "stopped"], dict[str, list[float]]]:
    told = fit_arguments(job.fitting, lambda field: balanced_weights(job.data.train[field]))
    try:
        model.fit(**data_arguments(job.fitting, job.data.train), **told, callbacks=[*watching, reporter], verbose=0)
    except Stopped:
        model.optimizer.finalize_variable_values(model.trainable_weights)  # what fit does at its end: averaged weights take their place
        return "stopped", model.history.history
    return "finished", model.history.history


def _evaluate(job: Job, model: keras.Model, reporter: Reporter) -> tuple[Literal["finished", "stopped"], dict[str, float | None]]:
    """Numbers on the held-out part, by their names."""
    try:
        logs = model.evaluate(**data_arguments(job.fitting, job.data.test), callbacks=[reporter], return_dict=True, verbose=0)
    except Stopped:
        return "stopped", {}
    return "finished", finite(logs)


def _save(job: Job, model: keras.Model, folder: Path) -> None:
    """Write the model whole or not at all."""
    (folder / DOCUMENT_FILE).write_text(json.dumps(job.document.to_json()), encoding="utf-8")
    (folder / VERSIONS_FILE).write_text(json.dumps(versions()), encoding="utf-8")
    unfinished = folder / f"unfinished_{MODEL_FILE}"
    model.save(unfinished)
    unfinished.replace(folder / MODEL_FILE)


def _logged(emit: Emit, log: RunLog) -> Emit:
    def emit_and_log(events: list[dict[str, Any]]) -> None:
        emit(events)
        log.events(events)

    return emit_and_log

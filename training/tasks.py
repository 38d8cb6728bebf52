"""Training's tasks: train a run; make trials of a sweep; look at samples; ask a trained model. Thin: what they do stands elsewhere.

Predictions have a queue and a worker of their own, "inference": they build real models, which the analysis children never may.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Task, shared_task
from celery.signals import task_failure
from django.db import connection

from config.worker_commands import ANALYSIS_SECONDS
from designer.answers import Refusal, answering, at_most
from designer.core.codegen.constructors import CannotWrite
from designer.core.disk import size_of
from designer.core.exporters.exported import CannotExport
from designer.core.exporters.formats import FormatName
from designer.core.problems import Problem
from designer.python_refusals import refusing_python
from training import data_tasks, proposing, worker  # noqa: F401  # tasks of its own
from training.core.export_run import export_run
from training.core.eyes.afterwards import afterwards as look_afterwards
from training.core.eyes.trained import Order, Part, trained
from training.core.failures import TrainingFailed
from training.core.predict import PredictionError, predictor
from training.core.run_archive import CannotArchive
from training.core.samples import samples as read_samples
from training.counting import parameters
from training.limits import explain_death
from training.lost import take_back
from training.models import Run, folder_of
from training.run_archives import script_of, write_archive
from training.starting import TRAIN_TASK
from training.trials import PROPOSE_TASK


@shared_task(name=TRAIN_TASK, bind=True, ignore_result=True)  # type: ignore[untyped-decorator]
def train_run(self: Task) -> None:
    """Train the run whose turn it is."""
    worker.carry_out(self.request.id, str(self.request.hostname))


@task_failure.connect(sender=train_run)  # type: ignore[untyped-decorator]
def note_death(exception: BaseException, task_id: str, **_: Any) -> None:
    """In the worker's parent, at once when a child was killed: take its run back. In the child: a fault of ours in `carry_out`."""
    try:
        run_id = Run.objects.filter(task=task_id).values_list("pk", flat=True).first()
        if run_id is not None:
            death = explain_death(str(exception), folder_of(run_id))
            take_back(run_id, task_id, death.failure, may_go_on=death.may_go_on)
    finally:
        connection.close()  # the parent forks: its children must not share a connection


@shared_task(name=PROPOSE_TASK, ignore_result=True)  # type: ignore[untyped-decorator]
def propose(sweep_id: str) -> None:
    """Make the next trials of a sweep; one that is lost is asked for again."""
    with at_most(ANALYSIS_SECONDS):
        proposing.advance(sweep_id, parameters)


@answering("training.samples")
def samples(name: str, start: int, count: int) -> str:
    """Samples of a data set, as training.data_schemas.SamplesOut."""
    return json.dumps(read_samples(name, start, count))


@answering("training.judge")
@refusing_python()
def judge(run_id: str, part: Part, order: Order, start: int, count: int) -> str:
    """Samples of a part of the data beside what a run's model says of them, as training.schemas.JudgedOut."""
    with _refusing_inputs():
        return json.dumps(trained(folder_of(run_id)).judged(part, order, start, count))


@answering("training.afterwards")
@refusing_python()
def afterwards(run_id: str) -> str:
    """What can be seen of a run's trained network, as training.eyes_schemas.Afterwards."""
    with _refusing_inputs():
        return json.dumps(look_afterwards(folder_of(run_id)), allow_nan=False)


@answering("training.look_at")
@refusing_python()
def look_at(run_id: str, part: Part, index: int) -> str:
    """What a run's trained network makes of one sample, as training.eyes_schemas.LookedAt."""
    with _refusing_inputs():
        return json.dumps(trained(folder_of(run_id)).sample(part, index), allow_nan=False)


@answering("training.neurons")
@refusing_python()
def neurons(run_id: str, node: str) -> str:
    """The weights of the neurons of a layer of a run's trained network, as training.eyes_schemas.Neurons."""
    with _refusing_inputs():
        return json.dumps(trained(folder_of(run_id)).neurons(node), allow_nan=False)


@answering("training.plane")
@refusing_python()
def plane(run_id: str, pair: list[int], part: Part, index: int | None) -> str:
    """What a run's trained network says over the plane of two of its numbers, as training.eyes_schemas.Plane."""
    with _refusing_inputs():
        across, up = pair
        return json.dumps(trained(folder_of(run_id)).plane((across, up), part, index), allow_nan=False)


@answering("training.files.export")
@refusing_python()
def export(run_id: str, format: FormatName) -> str:  # noqa: A002  # the word for it
    """Export a run's model into its folder; what is to be said of the file, as training.schemas.ExportOut."""
    try:
        told = export_run(folder_of(run_id), format)
    except CannotExport as error:
        raise Refusal(Problem(code="cannot_export", message=error.message, node=error.node)) from error
    _note_size(run_id)
    return json.dumps(told, allow_nan=False)


@answering("training.files.archive")
@refusing_python()
def archive(run_id: str) -> str:
    """Write a run with everything about it into one zip in its folder."""
    with _taking_away(run_id) as run:
        write_archive(run)
    _note_size(run_id)
    return "{}"


def _note_size(run_id: str) -> None:
    Run.objects.filter(pk=run_id).update(bytes=size_of(folder_of(run_id)))


@answering("training.script")
def script(run_id: str) -> str:
    """The script that does a run again, with what was done to it by hand, as a JSON string."""
    with _taking_away(run_id) as run:
        return json.dumps(script_of(run))


@contextmanager
def _taking_away(run_id: str) -> Iterator[Run]:
    try:
        yield Run.objects.select_related("network").get(pk=run_id)
    except Run.DoesNotExist:
        raise Refusal(Problem(code="not_found", message="This run was deleted."), status=404) from None
    except (CannotArchive, TrainingFailed) as error:
        raise Refusal(Problem(code="cannot_archive", message=str(error))) from error
    except CannotWrite as error:
        raise Refusal(*error.problems) from error


@answering("training.predict")
@refusing_python()
def predict(run_id: str, inputs: dict[str, Any], looked: bool) -> str:  # as it is in the question
    """What a run's model says of one sample, as training.schemas.PredictOut."""
    folder = folder_of(run_id)
    with _refusing_inputs():
        return json.dumps(predictor(folder).predict(inputs) | {"looked": trained(folder).heat(inputs) if looked else None})


@contextmanager
def _refusing_inputs() -> Iterator[None]:
    """A PredictionError inside is a refusal."""
    try:
        yield
    except PredictionError as error:
        raise Refusal(Problem(code="bad_input", message=str(error))) from error

"""Training's tasks: train a run; look at samples; ask a trained model. Thin: what they do stands elsewhere.

Predictions have a queue and a worker of their own, "inference": they build real models, which the analysis children never may.
"""

from __future__ import annotations

import json
from typing import Any

from celery import Task, shared_task
from celery.signals import task_failure
from django.db import connection

from designer.answers import Refusal, answering
from designer.core.problems import Problem
from training import worker
from training.core.predict import PredictionError, predictor
from training.core.samples import samples as read_samples
from training.limits import explain_death
from training.models import folder_of
from training.reaper import end_lost
from training.starting import TRAIN_TASK


@shared_task(name=TRAIN_TASK, bind=True, ignore_result=True)  # type: ignore[untyped-decorator]
def train_run(self: Task, run_id: str) -> None:
    """Train a run."""
    worker.carry_out(run_id, self.request.id)


@task_failure.connect(sender=train_run)  # type: ignore[untyped-decorator]
def note_death(exception: BaseException, args: list[Any], **_: Any) -> None:
    """In the worker's parent, at once when a child was killed: end its run. In the child: a fault of ours in `carry_out`."""
    try:
        end_lost(args[0], explain_death(str(exception)))
    finally:
        connection.close()  # the parent forks: its children must not share a connection


@answering("training.samples")
def samples(name: str, start: int, count: int) -> str:
    """Samples of a data set, as training.schemas.SamplesOut."""
    return json.dumps(read_samples(name, start, count))


@answering("training.judge")
def judge(run_id: str, start: int, count: int) -> str:
    """Held-out samples beside what a run's model says of them, as training.schemas.JudgedOut."""
    return json.dumps(predictor(folder_of(run_id)).judged(start, count))


@answering("training.predict")
def predict(run_id: str, inputs: dict[str, Any]) -> str:
    """What a run's model says of one sample, as training.schemas.PredictOut."""
    try:
        return json.dumps(predictor(folder_of(run_id)).predict(inputs))
    except PredictionError as error:
        raise Refusal(Problem(code="bad_input", message=str(error))) from error

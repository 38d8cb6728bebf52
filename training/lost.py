"""What becomes of a run whose worker is no more: it goes on from its checkpoint, with another worker, unless that has failed too often."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from training import starting, states
from training.core.folder import CHECKPOINT_FILE
from training.models import Run
from training.schemas import Failure

MOST_LOSSES = 3  # in a row, without a new checkpoint in between


def take_back(run_id: str, task: str, failure: Failure, *, may_go_on: bool = True) -> None:
    """Take a run from the worker that had it by this message; it ends with `failure` when there is no use in going on."""
    run = Run.objects.filter(pk=run_id, task=task).first()
    if run is None:
        return
    if run.state == "queued":  # its worker had just been asked to go on after a pause
        starting.send_again(run_id, task)
    elif run.state == "stopping":
        starting.forget_commands(run_id)
        states.move(run_id, "stopped", task=task, has_model=run.model_file.exists())
    elif run.state in ("pausing", "paused"):
        starting.forget_commands(run_id)
        if not states.move(run_id, "paused", after=["pausing"], task=task, next_task="", resumes="paused"):
            Run.objects.filter(pk=run_id, state="paused", task=task).update(task="")
    else:
        _go_on(run, failure, may_go_on=may_go_on)


def _go_on(run: Run, failure: Failure, *, may_go_on: bool) -> None:
    newest = _checkpointed(run)
    attempt = 1 if newest > run.checkpointed else run.attempt + 1
    fields: dict[str, Any] = {"attempt": attempt, "checkpointed": newest}
    if not may_go_on or attempt >= MOST_LOSSES:
        states.move(run.pk, "failed", task=run.task, failure=failure, has_model=run.model_file.exists(), **fields)
        return
    fresh = str(uuid4())
    if states.move(run.pk, "queued", after=["starting", "running"], task=run.task, next_task=fresh, resumes="lost", **fields):
        starting.send(run.pk, fresh)


def _checkpointed(run: Run) -> int:
    try:
        return (run.folder / CHECKPOINT_FILE).stat().st_mtime_ns
    except FileNotFoundError:
        return 0

"""Pausing a run, letting it go on, one batch at a time or with more epochs, and changing its learning rate; from the web process.

The state is the truth: each wish moves it first, then the worker is told. A paused run keeps its worker for a while, to go on at once; after
that its `task` is empty, and whoever lets it go on queues it again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from django.db.models import F
from redis.exceptions import RedisError

from training import allowances, starting, states, streams
from training.core import datasets
from training.core.commands import Command
from training.core.folder import CHECKPOINT_FILE
from training.models import GOING, Run


class NotNow(Exception):
    """The run's state does not allow it; the text says why and what would."""


class NotTold(Exception):
    """Nothing could be left for the run's worker; the text says what to do."""


def pause(run: Run) -> None:
    """Pause a run after its next batch."""
    if states.move(run.pk, "pausing"):
        starting.tell(run.pk, Command("pause"))
    elif _state(run) == "queued":
        raise NotNow(f"{run.name} is waiting for a worker. It can be paused once it trains, or stopped now.")
    elif _state(run) not in ("pausing", "paused"):
        raise NotNow(f"{run.name} is not being trained, so there is nothing to pause.")


def resume(run: Run, *, counted: bool = False) -> None:
    """Let a paused run go on; one that trains single batches does not pause after them.

    Raises Refusal where its owner has as many under way as they may, unless it was counted before.
    """
    command = Command("resume")
    if _go_on(run, command, counted=counted):
        return
    if _state(run) not in GOING:
        raise NotNow(f"{run.name} is not paused, so there is nothing to resume.")
    starting.tell(run.pk, command)


def step(run: Run, batches: int) -> None:
    """Train some batches, then pause; while a run is under way they come on top of those that were asked for before."""
    command = Command("step", batches)
    _need_broker(run)
    if _go_on(run, command):
        return
    if not _has_begun(run):
        raise NotNow(f"{run.name} is not being trained. It is trained batch by batch while it trains, or is paused.")
    starting.tell(run.pk, command)


def change_rate(run: Run, rate: float) -> None:
    """Give a run another learning rate, from its next batch on."""
    if _has_schedule(run):
        raise NotNow("The learning rate follows a schedule, which decides it for every batch. Choose a plain number under Training to change it.")
    if not _has_begun(run):
        raise NotNow(f"{run.name} is not being trained. The learning rate is changed while a run trains, or is paused.")
    if not starting.tell(run.pk, Command("rate", rate)):
        raise NotTold(_away(run, "The learning rate was not changed"))


def train_on(run: Run, epochs: int) -> None:
    """Let a run that has ended go on for more epochs, from its last checkpoint. Raises Refusal where its owner has as many under way as they may."""
    if _state(run) in GOING:
        return  # a double click
    if _state(run) not in ("finished", "stopped"):
        raise NotNow(f"{run.name} is {_state(run)}. A run goes on for more epochs once it has finished or was stopped.")
    if not (run.folder / CHECKPOINT_FILE).exists():
        raise NotNow(f"{run.name} keeps no checkpoint to go on from. Train again instead.")
    if datasets.find(run.dataset) is None:
        kept = datasets.found_or_kept(run.dataset, run.folder)
        title = "The data set that it learned from" if kept is None else f"The data set {kept.title}"
        raise NotNow(f"{title} is not here any more, so {run.name} cannot be trained for more epochs. It keeps its curves and its model.")
    total = run.epoch + epochs
    document = run.document | {"training": run.document["training"] | {"epochs": total}}
    starting.forget_commands(run.pk)
    task = str(uuid4())
    fields: dict[str, Any] = {"next_task": task, "resumes": "continued", "continued": F("continued") + 1, "attempt": 0, "ended": None}
    fields |= {"epochs": total, "document": document, "pruned": "", "cut": ""}
    if states.move(run.pk, "queued", after=["finished", "stopped"], unless=_one_more(run), **fields):
        starting.send(run.pk, task)


def _go_on(run: Run, command: Command, *, counted: bool = False) -> bool:
    """Let a paused run go on: by a new message where no worker has it any more, else by telling its worker. Says whether it was paused."""
    unless = None if counted else _one_more(run)
    task = str(uuid4())
    if states.move(run.pk, "queued", after=["paused"], unless=unless, task="", next_task=task, resumes="paused"):
        if command.wish == "step":
            starting.tell(run.pk, command)
        starting.send(run.pk, task)
        return True
    if states.move(run.pk, "queued", after=["paused"], unless=unless):
        starting.tell(run.pk, command)
        return True
    return False


def _need_broker(run: Run) -> None:
    """Raise NotTold where nothing could be left for a worker: a run that is to train three batches is not let go on for all of them."""
    try:
        streams.need()
    except RedisError as error:
        raise NotTold(_away(run, "No batch was trained")) from error


def _away(run: Run, outcome: str) -> str:
    return f"{outcome}: what leads to the worker of {run.name} is being started again. Try again in a moment."


def _one_more(run: Run) -> Callable[[], None]:
    """What refuses to let a run go on where its owner has as many under way as they may."""
    return partial(allowances.check_runs, run.network.owner)


def _state(run: Run) -> str:
    return Run.objects.values_list("state", flat=True).get(pk=run.pk)


def _has_begun(run: Run) -> bool:
    """Whether there is a training to tell something, be it that it waits for a worker to go on with."""
    state, started = Run.objects.values_list("state", "started").get(pk=run.pk)
    return state in ("starting", "running", "pausing", "paused") or (state == "queued" and started is not None)


def _has_schedule(run: Run) -> bool:
    return isinstance(run.document["training"]["optimizer"].get("config", {}).get("learning_rate"), dict)

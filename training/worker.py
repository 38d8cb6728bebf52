"""What a worker's child does with a run: take it, train it, end it. One run, one process, which nothing can outlive."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, connection

from designer import weights_store
from designer.core.disk import size_of
from designer.core.document import Document, parse
from designer.core.weights import Weights
from training import allowances, archive, limits, lost, starting, states, trials, turns, withheld
from training.core.commands import Command
from training.core.control import Control, Paused, Stopped
from training.core.failures import TrainingFailed
from training.core.folder import CHECKPOINT_FILE, LOG_FILE
from training.core.job import Given
from training.core.load import GpuLoad
from training.core.loop import Result, train
from training.core.resuming import Resume, Why
from training.core.run_log import RunLog
from training.gpu_load import watched
from training.judging_trials import measured_with, pruning_of
from training.leases import lease
from training.models import ACTIVE, Allowance, Run
from training.placing import placed
from training.proposing import search_of
from training.publisher import Publisher
from training.schemas import Failure, RunState

log = logging.getLogger(__name__)

GOING: tuple[RunState, ...] = ("starting", "running")  # what a paused run that was queued again goes through with the worker it kept
SPARK = 40  # values of the small curve on a card
INTERNAL = "The training ended by a fault of ours, which its log tells more about. The curves up to then are kept."


def carry_out(task: str, worker: str = "") -> None:
    """Spend a message on the run whose turn it is, if it is good for one; `worker` is whose child this is."""
    run_id = turns.take(task)
    if run_id is None:
        return
    control = RunControl(run_id, task)
    with lease(run_id, task, control.ask):
        if states.move(run_id, "starting", task=task, worker=worker):
            _carry_out(run_id, control)
    if control.has_left:
        control.hand_back()


class RunControl(Control):
    """Control over a run: its pauses are states of the run."""

    def __init__(self, run_id: str, task: str) -> None:
        super().__init__()
        self.gave_way = False
        self._run_id = run_id
        self._task = task
        self._hands_back = False
        self.has_left = False

    def ask(self, command: Command) -> None:
        """Ask something of the training, or, through it, of the one that goes on in its place."""
        super().ask(command)
        if self._hands_back:
            self.hand_back()

    def is_to_pause(self) -> bool:
        """Whether that is what its state says; it may have gone on since, with this worker or another."""
        return Run.objects.filter(pk=self._run_id, task=self._task, state="pausing").exists()

    def held(self) -> None:
        """It has paused, be it before it trained."""
        states.move(self._run_id, "pausing", after=["starting"], task=self._task)
        states.move(self._run_id, "paused", task=self._task)

    def going(self) -> None:
        """It goes on, by itself where it was told to before it paused; where it was stopped instead in that instant, it stops."""
        states.move(self._run_id, "queued", after=["paused"], task=self._task)
        for state in GOING:
            states.move(self._run_id, state, task=self._task)
        if not Run.objects.filter(pk=self._run_id, task=self._task, state__in=ACTIVE).exists():
            self.ask(Command("stop"))

    def gives_way(self) -> bool:
        """Whether it was asked since its worker took it, and nobody has asked for something else."""
        self.gave_way = Run.objects.filter(pk=self._run_id, task=self._task, state="running", asked__isnull=False).exists()
        return self.gave_way

    def may_leave(self) -> bool:
        """Whether nobody has asked it to go on; from here on, another worker may take it."""
        self.has_left = bool(Run.objects.filter(pk=self._run_id, state="paused", task=self._task).update(task=""))
        return self.has_left

    def hand_back(self) -> None:
        """Leave what was asked and not done for the worker with which the run goes on, what is still on its way here too."""
        self._hands_back = True
        while command := self.take():
            starting.tell(self._run_id, command)


def _carry_out(run_id: str, control: RunControl) -> None:
    run = Run.objects.select_related("sweep", "network__owner").get(pk=run_id)
    allowance = allowances.of(run.network.owner)
    limits.limit_memory()
    limits.limit_files()
    publisher = Publisher(run_id, run.folder, lambda epochs: _note(run, epochs))
    try:
        with placed(run, control) as gpus, watched(gpus) as gpu_load:
            ending = _train(run, publisher, control, allowance, gpu_load)
    except Stopped:
        ending = {"result": Result("stopped", run.epoch)}
    except Paused:  # nothing has come of it here
        return
    except TrainingFailed as failure:
        ending = {"failure": Failure(message=failure.message, node=failure.node)}
    finally:
        publisher.close()
        if publisher.at is not None:
            Run.objects.filter(pk=run_id).update(seconds=publisher.at)
    _end(run, allowance, **ending)
    if control.gave_way:
        control.has_left = _queue_again(run)


def _train(run: Run, publisher: Publisher, control: Control, allowance: Allowance, gpu_load: GpuLoad) -> dict[str, Any]:
    """Train; returns how the run is to end, as arguments of `_end`."""

    def emit(events: list[dict[str, Any]]) -> None:
        if any(event["kind"] in ("start", "resumed") for event in events):
            states.move(run.pk, "running", task=run.task)
        publisher.emit(events)

    try:
        document = parse(run.document)
        resume = resume_of(run, publisher.settle)
        hidden = withheld.samples(run.pk)
        given = Given(
            starting_weights(document),
            settings.PYTHON_LAYERS and hidden is None,
            run.eyes,
            resume,
            seconds=settings.TRAINING_SECONDS,
            cut_after=None if allowance.minutes is None else allowance.minutes * 60.0,
            folder_bytes=limits.folder_bytes(),
            all_devices=run.device == "gpus",
            pruning=pruning_of(run, resume),
            withheld=hidden,
            gpu_load=gpu_load,
        )
        result = train(document, run.folder, emit, control, given=given)
        if result.scores is not None:
            withheld.tell(run.pk, result.scores)
    except TrainingFailed as failure:
        return {"failure": Failure(message=failure.message, node=failure.node)}
    except Exception as error:
        log.exception("run %s", run.pk)
        _note_fault(run, error)
        return {"failure": Failure(message=INTERNAL)}
    return {"result": result}


def resume_of(run: Run, settle: Callable[[], None]) -> Resume:
    """How a run takes up what its history tells of. It was let go on since: then that is why, whatever came in between."""
    told = archive.told(run.folder)
    why = cast("Why | None", "continued" if told.epochs and run.continued > told.continued else run.resumes or None)
    return Resume(why, told, run.continued, settle, settings.CHECKPOINT_SECONDS)


def starting_weights(document: Document) -> Weights:
    """What the network starts from; raises TrainingFailed where that is not here any more."""
    if document.weights is None:
        return {}
    found = weights_store.load(document.weights.digest)
    if found is None:
        message = f"The weights of {document.weights.title or 'this network'} are not here any more. Read the file again, or take the weights away."
        raise TrainingFailed(message)
    return found


def _end(run: Run, allowance: Allowance, result: Result | None = None, failure: Failure | None = None) -> None:
    """Move the run to its last state. What it learned is kept however it ends; of a network that is frozen nothing goes on, so no checkpoint is."""
    if run.network.frozen and (result is None or result.state != "paused"):
        (run.folder / CHECKPOINT_FILE).unlink(missing_ok=True)
    fields: dict[str, Any] = {"has_model": run.model_file.exists(), "bytes": size_of(run.folder)}
    if result is None:
        states.move(run.pk, "failed", task=run.task, failure=failure, **fields)
        return
    fields |= {"epoch": result.epochs, "evaluation": _finite(result.evaluation), "pruned": result.pruned}
    if result.cut:
        fields["cut"] = allowances.out_of_time(allowance)
    if result.summary:
        fields["summary"] = _finite(result.summary)
    if result.state == "paused" or not states.move(run.pk, result.state, task=run.task, **fields):
        Run.objects.filter(pk=run.pk).update(**fields)


def _queue_again(run: Run) -> bool:
    """Let a run that gave way wait for its turn to go on. Says whether it does: it may have been paused or stopped in that instant."""
    fresh = str(uuid4())
    if states.move(run.pk, "queued", after=["running"], task=run.task, next_task=fresh, resumes="paused", gave_way=True):
        starting.send(run.pk, fresh)
        return True
    lost.take_back(run.pk, run.task, Failure(message=INTERNAL))
    return False


def _note_fault(run: Run, error: Exception) -> None:
    """Write a fault of ours where the failure's sentence says it stands."""
    try:
        with RunLog(run.folder / LOG_FILE) as file:
            file.write(f"Failed: {INTERNAL}")
            file.trace(error)
    except OSError as trouble:  # the disk may be what broke
        log.warning("run %s: its log could not be written: %s", run.pk, trouble)


def _note(run: Run, epochs: list[dict[str, Any]]) -> None:
    """Keep a run's row up to date after some epochs, from the publisher's thread, which has a connection of its own."""
    try:
        _update(run, epochs)
    except DatabaseError as error:
        log.warning("run %s: epoch %s was not noted: %s", run.pk, epochs[-1]["epoch"], error)
    finally:
        connection.close()


def _update(run: Run, epochs: list[dict[str, Any]]) -> None:
    logs = [_finite(event["logs"]) for event in epochs]
    losses = [value for entry in logs if (value := entry.get("val_loss", entry.get("loss"))) is not None]
    rows = Run.objects.filter(pk=run.pk)
    row = rows.values("spark", "measured").first() or {"spark": [], "measured": []}
    at, epoch = epochs[-1]["at"], epochs[-1]["epoch"]
    fields: dict[str, Any] = {"epoch": epoch, "pace": at / epoch, "seconds": at, "summary": logs[-1], "spark": [*row["spark"], *losses][-SPARK:]}
    if run.sweep is not None:
        fields["measured"] = measured_with(row["measured"], epochs, search_of(run.sweep).objective)
    rows.update(**fields)
    if run.sweep is not None:
        trials.changed(run.sweep.pk)


def _finite(logs: Mapping[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in logs.items() if value is not None and math.isfinite(value)}

"""Starting, stopping and deleting runs, from the web process."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce, Now
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import app
from designer.core import catalog
from designer.core.backends import DEFAULT
from designer.core.codegen.backends import bound_to_tensorflow
from designer.core.disk import size_of
from designer.core.document import Document
from designer.core.plan import plan
from designer.core.sweeps import without_sweep
from designer.kept_weights import Rows
from designer.models import Network
from training import allowances, states, streams, trials, workers
from training.core.commands import Command
from training.core.folder import ARCHIVE_FILE, BEST_FILE, MODEL_FILE
from training.models import ACTIVE, GOING, Run, Sweep, folder_of
from training.workers import ANYTHING, Wish

log = logging.getLogger(__name__)

TRAIN_TASK = "training.train_run"


def start(network_id: str, document: Document, *, eyes: bool = True, wish: Wish = ANYTHING) -> tuple[Run, bool]:
    """Queue a run of a document, and say whether it is new: the same document twice is a double click, which starts one run.

    Same document, same seed: a second run beside a living one could only tell the same again, unless it asks to be trained elsewhere.
    Raises Refusal where nobody could train it.
    """
    document = without_sweep(document)  # a run trains the drawn values
    wish = settled(wish, document)
    wanted = document.to_json()
    with transaction.atomic():
        network = Network.objects.select_for_update().get(pk=network_id)
        for living in network.runs.filter(sweep=None, state__in=GOING):
            if living.document == wanted and Wish(living.device, living.backend) == wish:
                return living, False
        allowances.check_runs(network.owner)
        allowances.check_storage(network.owner)
        run = make(network, document, eyes, wish)
    states.announce_positions()
    return run, True


def settled(wish: Wish, document: Document) -> Wish:
    """What is to be asked for, for a document: where any back end will do, but not for its layers, TensorFlow. Raises Refusal as `start` does."""
    workers.need(wish)
    bound = bound_to_tensorflow(plan(document, catalog.load())) if wish.backend == "any" else []
    if not bound:
        return wish
    found = replace(wish, backend=DEFAULT)
    if wish != ANYTHING:  # which waits for whoever comes
        workers.need(found, bound)
    return found


def make(network: Network, document: Document, eyes: bool, wish: Wish, **fields: Any) -> Run:
    """Queue a run, within the transaction that holds its network; `fields` are those that are not an ordinary run's."""
    number = (network.runs.aggregate(last=Max("number"))["last"] or 0) + 1
    ordinary: dict[str, Any] = {"name": f"Run {number}", "eyes": eyes, "task": str(uuid4())}
    run = Run.objects.create(
        network=network,
        number=number,
        document=document.to_json(),
        dataset=document.training.dataset or "",
        epochs=document.training.epochs,
        device=wish.device,
        backend=wish.backend,
        queue=workers.queue_for(wish),
        **ordinary | fields,
    )
    if run.state == "queued":
        transaction.on_commit(partial(send, run.pk, run.task))
    return run


def with_weights(owner: int | None) -> Sequence[Rows]:
    """The runs and sweeps, of a person or all, by the weights that they start from (designer.kept_weights)."""
    whose: dict[str, Any] = {} if owner is None else {"network__owner": owner}
    return [(rows.filter(**whose), "document__weights__digest") for rows in (Run.objects, Sweep.objects)]


def send(run_id: str, task: str) -> None:
    """Put a run's message, which is a ticket (training.turns), on the queue that fits it.

    When the broker is away, the run stays queued and the reaper sends it again.
    """
    run = Run.objects.filter(pk=run_id).only("device", "backend", "queue", "started").first()
    if run is None:
        return
    queue = workers.queue_for(Wish.of(run), run.queue, run_id)
    Run.objects.filter(pk=run_id, task=task).update(queue=queue)
    try:
        app.send_task(TRAIN_TASK, task_id=task, queue=queue, retry=False, ignore_result=True)
    except (OperationalError, RedisError, OSError):
        log.warning("the broker is away: run %s will be sent when it is back", run_id)


def send_again(run_id: str, task: str) -> bool:
    """Replace a queued run's message, which was lost, by a new one; the old one is void should it turn up. Of several callers one does it."""
    fresh = str(uuid4())
    if not Run.objects.filter(pk=run_id, state="queued", task=task).update(task=fresh, waiting=Coalesce("waiting", Now())):
        return False
    send(run_id, fresh)
    return True


def stop(run_id: str) -> None:
    """Stop a run: at once while no worker has it, else by asking its worker; the reaper kills a worker that does not obey."""
    if states.move(run_id, "stopped", after=["queued"]) or states.move(run_id, "stopped", after=["paused"], task=""):
        return
    if states.move(run_id, "stopping"):
        tell(run_id, Command("stop"))


def tell(run_id: str, command: Command) -> bool:
    """Ask something of a run's worker. Says whether it was left for it: without a broker it is not."""
    try:
        streams.tell(run_id, command)
    except RedisError:
        log.warning("the broker is away: run %s was not told to %s", run_id, command.wish)
        return False
    return True


def forget_commands(run_id: str) -> None:
    """Take back what was asked of a run's worker."""
    try:
        streams.forget_commands(run_id)
    except RedisError:
        log.warning("the broker is away: what was asked of run %s may still be done", run_id)


def kill(task: str) -> None:
    """Kill the worker's child that carries out a message, and void the message should it not have begun."""
    try:
        app.control.revoke(task, terminate=True, signal="SIGKILL")
    except (OperationalError, RedisError, OSError):
        log.warning("the broker is away: message %s could not be revoked", task)


def forget_model(run: Run) -> None:
    """Let the model of a run that has ended go; its curves and looks stay."""
    for name in (MODEL_FILE, BEST_FILE, ARCHIVE_FILE):
        (run.folder / name).unlink(missing_ok=True)
    Run.objects.filter(pk=run.pk).update(has_model=False, bytes=size_of(run.folder))


def forget(instance: Run, origin: object = None, **_: object) -> None:
    """After a run was deleted: end its worker if it has one, remove its files. A sweep that stays has room for another."""
    if instance.state in ACTIVE or (instance.state == "paused" and instance.task):
        kill(instance.task)
    shutil.rmtree(folder_of(instance.pk), ignore_errors=True)
    if instance.sweep_id is not None and isinstance(origin, Run):
        transaction.on_commit(partial(trials.moved, instance.sweep_id, "stopped"))

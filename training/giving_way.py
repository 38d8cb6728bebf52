"""Who gives way: where somebody with no run in training has waited for long, a run of somebody's else pauses and goes on in its turn.

The web process looks as often as its reaper does; of several that look at once, one asks. A run that is asked leaves its worker after its next batch.
No run is asked before it has trained for as long as others have to wait, so none is bounced about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from training import starting, turns, workers
from training.core.commands import Command
from training.models import Run
from training.schemas import WorkerOut
from training.turns import Waiting

ASKED = timedelta(seconds=30)  # a run that was asked and trains on for longer may be asked again


class Training(NamedTuple):
    """A run that has a worker."""

    run: str
    person: int
    state: str
    task: str
    worker: str
    began: datetime | None
    asked: datetime | None


def look() -> None:
    """Ask as many runs to give way as people wait for it; raises RedisError."""
    waiting = turns.waiting_runs()
    if not waiting:
        return
    there = workers.present()
    rows = Run.objects.filter(turns.HELD).order_by().values_list("pk", "network__owner_id", "state", "task", "worker", "began", "asked")
    held = [Training(*row) for row in rows]
    for queue, runs in turns.in_turns(waiting).items():
        for run in chosen(runs, held, [worker for worker in there if queue in worker.queues], timezone.now()):
            _ask(run)


def chosen(waiting: Sequence[Waiting], held: Collection[Training], serving: Collection[WorkerOut], now: datetime) -> list[Training]:
    """Which runs are to give way now to those who wait in a queue that these workers serve: of people with more first, the longest first."""
    limit = now - timedelta(seconds=settings.GIVE_WAY_SECONDS)
    names = {worker.name for worker in serving}
    here = [run for run in held if run.worker in names]
    has = Counter(run.person for run in held)
    needy = {run.person for run in waiting if not has[run.person] and run.since <= limit}
    room = sum(worker.runs for worker in serving) - len(here)
    leaving = [run for run in here if run.asked is not None and run.asked > now - ASKED]
    may = [run for run in here if run.state == "running" and run not in leaving and (run.began or now) <= limit]
    has.subtract(run.person for run in leaving)
    found: list[Training] = []
    while may and len(found) < len(needy) - room - len(leaving):
        run = min(may, key=lambda run: _rank(run, has))
        may.remove(run)
        found.append(run)
        has[run.person] -= 1
    return found


def _rank(run: Training, has: Mapping[int, int]) -> tuple[Any, ...]:
    return -has[run.person], run.began, run.run


def _ask(run: Training) -> None:
    may_be_asked = Q(asked__isnull=True) | Q(asked__lte=timezone.now() - ASKED)
    if Run.objects.filter(may_be_asked, pk=run.run, state="running", task=run.task).update(asked=timezone.now()):
        starting.tell(run.run, Command("give_way"))

"""The reaper: in the web process, every two seconds, takes back what no worker has any more and sends again what the broker lost.

A worker that dies is usually reported at once by its parent (training.tasks). This is for the rest: a machine that went away, a child
that does not stop, a message that nobody has. Several web processes may do this side by side: every step is a conditional update.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from channels.db import database_sync_to_async
from django.db.models import Count, Q
from django.utils import timezone
from redis.exceptions import RedisError

from training import giving_way, lost, proposing, starting, states, streams, trials, workers
from training.core.commands import Command
from training.models import ACTIVE, UNDER_WAY, Run, Sweep
from training.schemas import Failure, WorkerOut

log = logging.getLogger(__name__)

EVERY = 2.0
GRACE = 4.0  # seconds a lease may be missing while the broker is there: its worker may just be taking it again
IDLE = 4.0  # seconds in which no worker took a queued run though none is busy
HEARD = timedelta(seconds=4)  # for a worker to have heard that it is to pause
OBEY = timedelta(seconds=10)  # for a checkpoint and a model to be written
LOST = Failure(
    message="The worker that trained this run was lost three times without coming further. The curves up to then are kept; start the run again."
)


async def watch_over_runs() -> None:
    """Sweep until the web process ends."""
    reaper = Reaper()
    while True:
        try:
            await database_sync_to_async(reaper.sweep)()
        except RedisError:
            reaper.forget()
        except Exception:
            log.exception("a sweep of the reaper failed")
        await asyncio.sleep(EVERY)


@dataclass
class Reaper:
    """Remembers since when things have been amiss; nothing seen while the broker was away counts."""

    missing: dict[str, float] = field(default_factory=dict)  # runs without a lease
    idle_since: dict[str, float] = field(default_factory=dict)  # by queue
    unserved_since: dict[str, float] = field(default_factory=dict)  # by queue
    places: dict[str, states.Place] = field(default_factory=dict)  # of the runs that wait, as their pages were told
    told: dict[str, float] = field(default_factory=dict)  # when runs were asked again to pause
    idle: dict[str, float] = field(default_factory=dict)  # sweeps that go on and of which no trial is under way

    def forget(self) -> None:
        """Begin anew: the broker was away."""
        self.missing.clear()
        self.idle_since.clear()
        self.unserved_since.clear()
        self.idle.clear()

    def sweep(self) -> None:
        """Look once; raises RedisError without a broker."""
        now = monotonic()
        held = Q(state="paused") & ~Q(task="")
        active = list(Run.objects.filter(Q(state__in=ACTIVE) | held).only("pk", "state", "task", "moved", "queue"))
        self._take_back_lost(active, now)
        self._kill_disobedient(active)
        self._tell_unheard(active, now)
        queued = list(Run.objects.filter(state="queued").order_by("made", "pk").only("pk", "task", "device", "backend", "queue", "started"))
        self._send_lost(queued, {run.queue for run in active}, now)
        self._send_elsewhere(queued, now)
        giving_way.look()
        self._tell_places()
        self._propose_lost(now)

    def _take_back_lost(self, active: list[Run], now: float) -> None:
        leases = streams.leased([(run.pk, run.task) for run in active])
        gone = [run for run, has_lease in zip(active, leases, strict=True) if not has_lease]
        self.missing = {run.pk: self.missing.get(run.pk, now) for run in gone}
        for run in gone:
            if now - self.missing[run.pk] >= GRACE:
                del self.missing[run.pk]
                starting.kill(run.task)
                lost.take_back(run.pk, run.task, LOST)

    def _kill_disobedient(self, active: list[Run]) -> None:
        for run in active:
            if run.state == "stopping" and timezone.now() - run.moved > OBEY:
                starting.kill(run.task)
                states.move(run.pk, "stopped")

    def _tell_unheard(self, active: list[Run], now: float) -> None:
        """Ask again for a pause that has not come: the broker may have ended with the word for it, and without it the run would train on."""
        unheard = [run.pk for run in active if run.state == "pausing" and timezone.now() - run.moved > HEARD]
        self.told = {run_id: self.told.get(run_id, 0.0) for run_id in unheard}
        for run_id in unheard:
            if now - self.told[run_id] >= HEARD.total_seconds():
                self.told[run_id] = now
                streams.tell(run_id, Command("still_pause"))

    def _send_lost(self, queued: list[Run], busy: set[str], now: float) -> None:
        """When no worker of a queue is busy and no message waits there, but runs do: their messages are nowhere, or with a worker that is no more."""
        idle = {queue for queue in {run.queue for run in queued} - busy if not streams.waiting_messages(queue)}
        self.idle_since = {queue: self.idle_since.get(queue, now) for queue in idle}
        due = {queue for queue, since in self.idle_since.items() if now - since >= IDLE}
        for run in queued:
            if run.queue in due:
                starting.send_again(run.pk, run.task)
        for queue in due:
            del self.idle_since[queue]

    def _send_elsewhere(self, queued: list[Run], now: float) -> None:
        """Runs whose queue has had no worker for a while go to another that fits, and those whose workers are busy to one that is free."""
        there = workers.present() if queued else []
        unserved = {run.queue for run in queued if run.queue and not workers.is_served(run.queue, there)}
        self.unserved_since = {queue: self.unserved_since.get(queue, now) for queue in unserved}
        for run in queued:
            if self._goes_elsewhere(run, there, now):
                starting.send_again(run.pk, run.task)

    def _tell_places(self) -> None:
        """Tell the pages of the runs that wait what has changed as time passes: how long they wait, and what they lack."""
        places = states.positions()
        if places != self.places:
            states.announce_positions(places)
        self.places = places

    def _goes_elsewhere(self, run: Run, there: list[WorkerOut], now: float) -> bool:
        since = self.unserved_since.get(run.queue)
        if since is not None:
            return now - since >= streams.WORKER_SECONDS and workers.queue_for(workers.Wish.of(run), run.queue, run.pk) != run.queue
        if not workers.goes_sooner(run, there):
            return False
        is_held = streams.leased([(run.pk, run.task)])[0]  # by its worker, which has just been asked to go on after a pause
        return not is_held

    def _propose_lost(self, now: float) -> None:
        """A sweep that goes on has as many trials under way as there is room for, or a proposal was lost, or workers have come."""
        sweeps = Sweep.objects.filter(state="running").annotate(under_way=Count("runs", filter=Q(runs__state__in=UNDER_WAY)))
        idle = [sweep.pk for sweep in sweeps if proposing.has_room(sweep, sweep.under_way)]
        self.idle = {sweep_id: self.idle.get(sweep_id, now) for sweep_id in idle}
        for sweep_id, since in list(self.idle.items()):
            if now - since >= IDLE:
                self.idle[sweep_id] = now
                trials.propose(sweep_id)

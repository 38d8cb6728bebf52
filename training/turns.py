"""Whose turn it is to be trained: one queue that people share by turns.

The rule: of the people who wait, it is the turn of whoever has the fewest runs with a worker; of equals, of whoever was trained the least in the
last hour; of equals, of whoever waits longest. Of one person's runs, the trials of sweeps among them, it is the turn of the one that waits longest.

Every run that waits has a message in the broker, as a ticket: "train whoever's turn it is". The choice is made when a worker's child takes a ticket,
which it does when it is free, so nobody need be there to hand runs out and no worker idles while something waits for it. The run that is chosen
takes the ticket over and leaves its own to the run whose ticket it was: as many tickets as runs that wait stay in the broker, each belonging to one.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from training.models import ACTIVE, Run

RECENT = timedelta(hours=1)
WAITING = Q(state="queued", waiting__isnull=False)
HELD = Q(state__in=ACTIVE) | (Q(state="paused") & ~Q(task="")) | Q(state="queued", waiting__isnull=True)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run that waits for a worker."""

    run: str
    person: int
    since: datetime
    queue: str = ""
    task: str = ""


def in_turn(waiting: Collection[Waiting], held: Mapping[int, int], recent: Mapping[int, float]) -> list[Waiting]:
    """Runs in the order of their turns, by how many runs of each person have a worker and how many seconds each was trained recently."""
    lines: defaultdict[int, deque[Waiting]] = defaultdict(deque)
    for run in sorted(waiting, key=lambda run: (run.since, run.run)):
        lines[run.person].append(run)
    has = Counter(held)
    found: list[Waiting] = []
    while lines:
        person = min(lines, key=lambda person: (has[person], recent.get(person, 0.0), lines[person][0].since, person))
        found.append(lines[person].popleft())
        has[person] += 1
        if not lines[person]:
            del lines[person]
    return found


def in_turns(waiting: Collection[Waiting]) -> dict[str, list[Waiting]]:
    """Runs that wait, by their queues, in the order of their turns."""
    people = {run.person for run in waiting}
    held, recent = (held_by(people), trained_by(people)) if len(people) > 1 else ({}, {})
    queues = {run.queue for run in waiting}
    return {queue: in_turn([run for run in waiting if run.queue == queue], held, recent) for queue in queues}


def waiting_runs(**within: str) -> list[Waiting]:
    """The runs that wait, in no order."""
    rows = Run.objects.filter(WAITING, **within).order_by().values_list("pk", "network__owner_id", "waiting", "queue", "task")
    return [Waiting(run, person, since or timezone.now(), queue, task) for run, person, since, queue, task in rows]


def held_by(people: Collection[int]) -> Counter[int]:
    """How many runs of these people have a worker."""
    return Counter(_of(people).filter(HELD).values_list("network__owner_id", flat=True))


def trained_by(people: Collection[int]) -> Mapping[int, float]:
    """For how many seconds each of these people was trained in the last hour."""
    now = timezone.now()
    since = now - RECENT
    rows = _of(people).filter(HELD | Q(moved__gte=since), began__isnull=False)
    held = set(rows.filter(HELD).values_list("pk", flat=True))
    found: defaultdict[int, float] = defaultdict(float)
    for pk, person, began, moved in rows.values_list("pk", "network__owner_id", "began", "moved"):
        until = now if pk in held else moved
        found[person] += max(0.0, (until - max(began or until, since)).total_seconds())
    return found


def take(task: str) -> str | None:
    """Spend a ticket: the run whose turn it is, whose message it is from now on. None where the ticket is void."""
    with transaction.atomic():
        ticket = Run.objects.filter(WAITING, task=task).only("pk", "queue").first()
        if ticket is None:
            return None
        chosen = in_turns(waiting_runs(queue=ticket.queue))[ticket.queue][0]
        if chosen.run != ticket.pk:
            Run.objects.filter(pk=ticket.pk).update(task=chosen.task)
        Run.objects.filter(pk=chosen.run).update(task=task, waiting=None, began=timezone.now(), asked=None, gave_way=False)
    return chosen.run


def _of(people: Collection[int]) -> QuerySet[Run]:
    return Run.objects.filter(network__owner_id__in=people).order_by()

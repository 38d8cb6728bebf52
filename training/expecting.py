"""How long the runs that wait are likely to wait: the turns of a queue played through, by what an epoch of each run takes.

An epoch takes what it took in this run, else in the newest run of the same network in which one was measured; where neither was, nobody can say how
long the run takes, nor what comes after it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from designer.models import Network
from training import turns
from training.models import Run
from training.schemas import WorkerOut
from training.turns import Waiting

STARTING_SECONDS = 3.0  # what a run takes beside its epochs: building the network, compiling, saving
STEP, MINUTE = 10, 60  # a wait is told in steps of ten seconds, from a minute on in minutes


@dataclass(slots=True)
class Place:
    """Where one run trains at a time: in how many seconds it is free, and in how many the run that has it may give way to someone."""

    frees: float = 0.0
    yields: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanting:
    """A run that waits: how long it trains, and in how many seconds someone is to give way to it; that is never where its owner has others."""

    run: str
    needs: float
    asks: float = math.inf


def expected(runs: Iterable[Wanting], places: Sequence[Place], least: float) -> dict[str, float]:
    """How long each run waits, in the order of their turns; `least` is how long one trains before it gives way."""
    found: dict[str, float] = {}
    for run in runs:
        place = min(places, key=lambda place: _at(place, run), default=Place(math.inf, math.inf))
        at = found[run.run] = _at(place, run)
        place.frees, place.yields = at + run.needs, at + least
    return found


def _at(place: Place, run: Wanting) -> float:
    return min(place.frees, max(place.yields, run.asks))


def waits(queues: Mapping[str, Sequence[Waiting]], there: Sequence[WorkerOut]) -> dict[str, int | None]:
    """How many seconds the runs that wait in these queues, in the order of their turns, are likely to wait; None where nobody can say."""
    held = list(Run.objects.filter(turns.HELD).order_by().only("pk", "network_id", "worker", "epoch", "epochs", "pace", "began"))
    left = _needs([run.pk for run in held] + [run.run for runs in queues.values() for run in runs])
    has = turns.held_by({run.person for runs in queues.values() for run in runs})
    found: dict[str, int | None] = {}
    for queue, runs in queues.items():
        places = [place for worker in there if queue in worker.queues for place in _places(worker, held, left)]
        for run, wait in expected(_wanting(runs, has, left), places, settings.GIVE_WAY_SECONDS).items():
            found[run] = _told(wait)
    return found


def _needs(runs: Sequence[str]) -> dict[str, float]:
    """How many seconds these runs have still to train."""
    measured = Run.objects.filter(network=OuterRef("pk"), pace__isnull=False).order_by("-number").values("pace")[:1]
    rows = list(Run.objects.filter(pk__in=runs).order_by().values_list("pk", "network_id", "epoch", "epochs", "pace"))
    paces = dict(Network.objects.filter(pk__in={row[1] for row in rows}).annotate(pace=Subquery(measured)).values_list("pk", "pace"))
    found: dict[str, float] = {}
    for run, network, epoch, epochs, own in rows:
        pace = paces[network] if own is None else own
        found[run] = math.inf if pace is None else STARTING_SECONDS + pace * max(0, epochs - epoch)
    return found


def _places(worker: WorkerOut, held: Sequence[Run], left: Mapping[str, float]) -> list[Place]:
    """The places of a worker, as they are taken now."""
    now = timezone.now()
    taken = [
        Place(left.get(run.pk, math.inf), max(0.0, settings.GIVE_WAY_SECONDS - (now - (run.began or now)).total_seconds()))
        for run in held
        if run.worker == worker.name
    ]
    return [*taken, *(Place() for _ in range(worker.runs - len(taken)))]


def _wanting(runs: Sequence[Waiting], has: Counter[int], left: Mapping[str, float]) -> list[Wanting]:
    """Runs as they wait: to a person's first one others give way, where none of that person's has a worker."""
    now, seen = timezone.now(), set[int]()
    found = []
    for run in runs:
        is_first = not has[run.person] and run.person not in seen
        seen.add(run.person)
        asks = max(0.0, settings.GIVE_WAY_SECONDS - (now - run.since).total_seconds()) if is_first else math.inf
        found.append(Wanting(run.run, left.get(run.run, math.inf), asks))
    return found


def _told(wait: float) -> int | None:
    if not math.isfinite(wait):
        return None
    step = STEP if wait < MINUTE else MINUTE
    return math.ceil(wait / step) * step

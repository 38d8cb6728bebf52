"""The one place where a run's state moves: by a conditional UPDATE from the states it may follow, told to every page at once.

A move that loses its race changes nothing and says so, so the page, the worker and the reaper cannot disagree. Moves are counted: runs go round
(a lost one is queued again, a finished one goes on), and of two states the one with the higher number is true.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, cast

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from redis.exceptions import RedisError

from designer import activity
from designer.core.disk import size_of
from training import expecting, streams, trials, turns, workers
from training.models import Run, folder_of
from training.schemas import ENDED, EventState, Failure, RunState

log = logging.getLogger(__name__)

MAY_FOLLOW: dict[RunState, frozenset[RunState]] = {
    "queued": frozenset({"starting", "running", "paused", "finished", "stopped"}),
    "starting": frozenset({"queued"}),
    "running": frozenset({"starting"}),
    "pausing": frozenset({"starting", "running"}),
    "paused": frozenset({"queued", "pausing", "running"}),
    "stopping": frozenset({"starting", "running", "pausing", "paused"}),
    "finished": frozenset({"running", "pausing", "stopping"}),
    "stopped": frozenset({"queued", "running", "pausing", "paused", "stopping"}),
    "failed": frozenset({"queued", "starting", "running", "pausing", "stopping"}),
}


def move(
    run_id: str,
    to: RunState,
    *,
    after: Collection[RunState] | None = None,
    task: str | None = None,
    failure: Failure | None = None,
    unless: Callable[[], None] | None = None,
    **fields: Any,
) -> bool:
    """Move a run to a state, if it is in one that this may follow (and in one of `after`, and with `task` still belongs to that message).

    `fields` are changed along with it, `next_task` being its new message. `unless` raises what forbids the move, in the transaction that makes it.
    Says whether it moved.
    """
    fields |= {"state": to, "moved": timezone.now(), "moves": F("moves") + 1}
    if to == "queued":
        fields["waiting"] = timezone.now() if "next_task" in fields else None
        fields.setdefault("gave_way", False)
    if "next_task" in fields:
        fields["task"] = fields.pop("next_task")
    if to == "starting":
        fields["started"] = Coalesce("started", Value(timezone.now(), output_field=DateTimeField()))
    if to in ENDED:
        fields["ended"] = timezone.now()
    if "bytes" not in fields and (to in ENDED or to == "paused"):
        fields["bytes"] = size_of(folder_of(run_id))
    if failure is not None:
        fields["failure"] = failure.model_dump()
    made = _update(run_id, MAY_FOLLOW[to] if after is None else MAY_FOLLOW[to] & set(after), task, fields, unless)
    if made is None:
        return False
    moves, sweep_id, owner = made
    announce(run_id, EventState(state=to, gave_way=fields.get("gave_way", False), failure=failure, moves=moves))
    activity.worked(owner, "run")
    if sweep_id is not None:
        trials.moved(sweep_id, to)
    if to in {"queued", "starting", "stopped", "failed"}:
        announce_positions()
    return True


def _update(
    run_id: str, movable: Collection[RunState], task: str | None, fields: dict[str, Any], unless: Callable[[], None] | None
) -> tuple[int, str | None, int] | None:
    """The move's number, the run's sweep and its owner, if it was made."""
    with transaction.atomic():
        found = Run.objects.filter(pk=run_id, state__in=movable)
        found = found if task is None else found.filter(task=task)
        if unless is not None and found.exists():
            unless()
        if not found.update(**fields):
            return None
        return Run.objects.values_list("moves", "sweep_id", "network__owner_id").get(pk=run_id)


def announce(run_id: str, event: EventState) -> None:
    """Tell every page that watches the run. Without a broker the database still holds the truth, which pages get when they come back."""
    try:
        streams.add_state(run_id, event)
    except RedisError:
        log.warning("the broker is away: state %s of run %s is in the database only", event.state, run_id)


def announce_positions(places: Mapping[str, Place] | None = None) -> None:
    """Tell the runs that wait where they stand now."""
    told = positions() if places is None else places
    try:
        streams.add_states({run_id: _queued(place) for run_id, place in told.items()})
    except RedisError:
        log.warning("the broker is away: the places of %s runs that wait were not told", len(told))


class Place(NamedTuple):
    """Where a run that waits stands.

    Its place in its queue, from 1, by turns; the seconds it is likely to wait; what it lacks; whether it gave way; its moves.
    """

    position: int
    wait: int | None
    waits_for: str | None
    gave_way: bool
    moves: int


def positions() -> dict[str, Place]:
    """The place of every run that waits."""
    waiting = turns.waiting_runs()
    if not waiting:
        return {}
    there = workers.known()
    queues = turns.in_turns(waiting)
    waits = expecting.waits(queues, there or [])
    rows = Run.objects.filter(turns.WAITING).order_by().values_list("pk", "gave_way", "moves")
    more = {run_id: (gave_way, moves) for run_id, gave_way, moves in rows}
    return {
        run.run: Place(place, waits[run.run], workers.lacking(queue, there), *more.get(run.run, (False, 0)))
        for queue, runs in queues.items()
        for place, run in enumerate(runs, start=1)
    }


def _queued(place: Place) -> EventState:
    return EventState(state="queued", **place._asdict())


def current(run_id: str) -> EventState | None:
    """A run's state as the database holds it; None when the run is gone."""
    row = Run.objects.filter(pk=run_id).values("state", "failure", "moves").first()
    if row is None:
        return None
    place = positions().get(run_id) if row["state"] == "queued" else None
    if place is not None:
        return _queued(place)
    failure = None if row["failure"] is None else Failure.model_validate(row["failure"])
    return EventState(
        state=cast(RunState, row["state"]),
        failure=failure,
        moves=row["moves"],
    )

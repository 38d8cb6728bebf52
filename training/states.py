"""The one place where a run's state moves: by a conditional UPDATE from the states it may follow, told to every page at once.

A move that loses its race changes nothing and says so, so the page, the worker and the reaper cannot disagree.
"""

from __future__ import annotations

import logging
from typing import Any, cast

from django.utils import timezone
from redis.exceptions import RedisError

from training import streams
from training.models import Run
from training.schemas import ENDED, EventState, Failure, RunState

log = logging.getLogger(__name__)

MAY_FOLLOW: dict[RunState, frozenset[RunState]] = {
    "queued": frozenset(),
    "starting": frozenset({"queued"}),
    "running": frozenset({"starting"}),
    "stopping": frozenset({"starting", "running"}),
    "finished": frozenset({"running", "stopping"}),
    "stopped": frozenset({"queued", "stopping"}),
    "failed": frozenset({"queued", "starting", "running", "stopping"}),
}


def move(run_id: str, to: RunState, *, task: str | None = None, failure: Failure | None = None, **fields: Any) -> bool:
    """Move a run to a state, if it is in one that this may follow (and, with `task`, still belongs to that message); say whether it did."""
    now = timezone.now()
    fields |= {"state": to, "moved": now}
    if to == "starting":
        fields["started"] = now
    if to in ENDED:
        fields["ended"] = now
    if failure is not None:
        fields["failure"] = failure.model_dump()
    movable = Run.objects.filter(pk=run_id, state__in=MAY_FOLLOW[to])
    if task is not None:
        movable = movable.filter(task=task)
    if not movable.update(**fields):
        return False
    announce(run_id, EventState(state=to, failure=failure))
    if to in {"starting", "stopped", "failed"}:
        announce_positions()
    return True


def announce(run_id: str, event: EventState) -> None:
    """Tell every page that watches the run. Without a broker the database still holds the truth, which pages get when they come back."""
    try:
        streams.add_state(run_id, event)
    except RedisError:
        log.warning("the broker is away: state %s of run %s is in the database only", event.state, run_id)


def announce_positions() -> None:
    """Tell the queued runs where they stand now."""
    for run_id, position in positions().items():
        announce(run_id, EventState(state="queued", position=position))


def positions() -> dict[str, int]:
    """The place of every queued run, from 1, first come first."""
    queued = Run.objects.filter(state="queued").order_by("made", "pk").values_list("pk", flat=True)
    return {run_id: place for place, run_id in enumerate(queued, start=1)}


def current(run_id: str) -> EventState | None:
    """A run's state as the database holds it; None when the run is gone."""
    row = Run.objects.filter(pk=run_id).values("state", "failure").first()
    if row is None:
        return None
    position = positions().get(run_id) if row["state"] == "queued" else None
    failure = None if row["failure"] is None else Failure.model_validate(row["failure"])
    return EventState(state=cast(RunState, row["state"]), position=position, failure=failure)

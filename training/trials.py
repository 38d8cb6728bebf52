"""What a run that is a trial tells its sweep: its pages that something changed, and, at its end, that there is room for the next trial."""

from __future__ import annotations

import logging

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import app
from training import streams
from training.schemas import ENDED, RunState

log = logging.getLogger(__name__)

PROPOSE_TASK = "training.propose"
QUEUE = "analysis"  # its workers are asked short questions alone: a proposal waits for no training


def changed(sweep_id: str) -> None:
    """Tell every page that watches the sweep. Without a broker they look by themselves when it is back."""
    try:
        streams.tell_sweep_changed(sweep_id)
    except RedisError:
        log.warning("the broker is away: a change of sweep %s is in the database only", sweep_id)


def propose(sweep_id: str) -> None:
    """Ask for the sweep's next trials. When the broker is away, the reaper asks again."""
    try:
        app.send_task(PROPOSE_TASK, args=[sweep_id], queue=QUEUE, retry=False, ignore_result=True)
    except (OperationalError, RedisError, OSError):
        log.warning("the broker is away: sweep %s goes on when it is back", sweep_id)


def moved(sweep_id: str, state: RunState) -> None:
    """A trial of the sweep is in another state."""
    changed(sweep_id)
    if state in ENDED:
        propose(sweep_id)

"""Waiting on a run or a sweep as a page does: on its stream."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from redis import Redis

from training import states, streams
from training.models import Run, Sweep


def wait_for_state(run_id: str, *wanted: str, redis: Redis, seconds: float = 240) -> str:
    """Wait until a run is in one of these states."""
    seen = "0-0"
    until = time.monotonic() + seconds
    current = states.current(run_id)
    while current is None or current.state not in wanted:
        assert time.monotonic() < until, f"{run_id} is {current and current.state}, not {' or '.join(wanted)}"
        rows: Any = redis.xread({streams.state_key(run_id): seen}, block=5_000)
        for _, entries in rows.items() if isinstance(rows, dict) else rows or ():
            seen = entries[-1][0]
        current = states.current(run_id)
    return str(current.state)


def wait_for_sweep(sweep_id: str, *wanted: str, redis: Redis, until: Callable[[], bool] | None = None, seconds: float = 90) -> str:
    """Wait until a sweep is in one of these states, or until something holds that it tells of."""
    seen = "0-0"
    last = time.monotonic() + seconds
    while (state := Sweep.objects.get(pk=sweep_id).state) not in wanted and not (until is not None and until()):
        runs = list(Run.objects.filter(sweep=sweep_id).values_list("trial", "state", "epoch"))
        assert time.monotonic() < last, f"{sweep_id} is {state}, not {' or '.join(wanted)}; its trials: {runs}"
        rows: Any = redis.xread({streams.sweep_key(sweep_id): seen}, block=5_000)
        for _, entries in rows.items() if isinstance(rows, dict) else rows or ():
            seen = entries[-1][0]
    return str(state)

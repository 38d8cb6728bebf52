"""Waiting on a run as a page does: on its state's stream."""

from __future__ import annotations

import time
from typing import Any

from redis import Redis

from training import states, streams


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

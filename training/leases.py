"""What a worker's child does beside training: say that it lives, and listen for what is asked of it. On one thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError

from training import streams
from training.core.commands import Command

log = logging.getLogger(__name__)

EVERY = 1.0


@contextmanager
def lease(run_id: str, task: str, on_command: Callable[[Command], None]) -> Iterator[None]:
    """Hold the lease of a run; call `on_command` with what is asked of it. While the broker is away, both are tried again."""
    ending = threading.Event()
    thread = threading.Thread(target=_hold, args=(run_id, task, on_command, ending), name="lease", daemon=True)
    _try(lambda: streams.renew_lease(run_id, task))
    thread.start()
    try:
        yield
    finally:
        ending.set()
        _try(lambda: streams.drop_lease(run_id, task))


def _hold(run_id: str, task: str, on_command: Callable[[Command], None], ending: threading.Event) -> None:
    while not ending.is_set():
        try:
            command = streams.wait_for_command(run_id, EVERY)
            if command is not None:
                on_command(command)
            streams.renew_lease(run_id, task)
        except RedisError:
            ending.wait(EVERY / 2)


def _try(act: Callable[[], None]) -> None:
    try:
        act()
    except RedisError as error:
        log.warning("the lease could not be told to the broker: %s", error)

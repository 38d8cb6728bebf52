"""Tries something in a process of its own first: what a damaged file does to a library written in C, a person is told and the reader outlives."""

from __future__ import annotations

import math
import os
import resource
import select
import signal
from collections.abc import Callable

from designer.core.importers.imported import Unreadable


def try_apart(attempt: Callable[[], object], seconds: float, ended: str, endless: str) -> None:
    """Do something in a forked child, whatever comes of it; raises Unreadable where the child dies of it, or is not done in time."""
    told, say = os.pipe()
    child = os.fork()
    if child == 0:
        _attempt(attempt, say, math.ceil(seconds) + 1)
    os.close(say)
    try:
        ready, _, _ = select.select([told], [], [], seconds)
        if not ready:
            raise Unreadable(endless)
        if not os.read(told, 1):
            raise Unreadable(ended)
    finally:
        os.kill(child, signal.SIGKILL)  # it has nothing left to do, or never will
        os.waitpid(child, 0)
        os.close(told)


def _attempt(attempt: Callable[[], object], say: int, seconds: int) -> None:
    """The child's whole life. What Python raises is no death: the reader meets it again, and says it."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # should the parent be killed while this goes round for ever
        attempt()
    except BaseException:  # noqa: BLE001, S110  (the reader will meet it)
        pass
    finally:
        os.write(say, b"1")
        os._exit(0)

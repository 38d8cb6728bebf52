"""Child processes that cannot outlive their parent, even when it is killed with SIGKILL, and that take only so much memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends (Linux; elsewhere nothing). To be called in the child."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def bound_memory(budget: int) -> None:
    """Bound the memory that this process and its children may hold each, in bytes (Linux; elsewhere nothing)."""
    if sys.platform != "linux":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (budget if hard == resource.RLIM_INFINITY else min(budget, hard), hard))


def die_first() -> None:
    """Have the kernel choose this process, should the machine run out of memory (Linux; elsewhere nothing)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def give_way_to_others(nice: int) -> None:
    """Lower the priority of this process and its children, against those of other sessions as well.

    Where Linux groups processes by session, which desktops and many servers do, a process's own niceness counts within its session alone: it is
    the session's that is held against the others. To be called by the first process of a session.
    """
    os.nice(nice)
    for _ in range(3):  # the kernel takes one change in a tenth of a second
        try:
            Path("/proc/self/autogroup").write_text(str(nice))
        except BlockingIOError:
            time.sleep(0.1)
        except OSError:
            return
        else:
            return


def bound_to_parent(nice: int = 0) -> Callable[[], None]:
    """What a child runs between fork and exec: bind it to its parent, lower its priority by `nice`.

    The kernel watches the thread that forked, so start children from a thread that lives as long as they may.
    """
    parent = os.getpid()

    def prepare() -> None:
        die_with_parent()
        if os.getppid() != parent:  # it ended before the kernel was told
            os._exit(1)
        if nice:
            give_way_to_others(nice)

    return prepare

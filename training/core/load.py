"""What a training takes of the machine, looked at now and then."""

from __future__ import annotations

import os
import time
from pathlib import Path


class Load:
    """Throughput, memory and processor time since the last look; the first look comes after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._samples = 0
        self._looked, self._used = time.perf_counter(), _processor_seconds()

    def after(self, samples: int) -> dict[str, float] | None:
        """Count a batch; numbers when it is time for them: samples a second, bytes in memory, cores in use."""
        self._samples += samples
        passed = time.perf_counter() - self._looked
        if passed < self._seconds:
            return None
        used = _processor_seconds()
        found = {
            "samples_per_second": round(self._samples / passed, 1),
            "memory": _resident_bytes(),
            "cpu": round((used - self._used) / passed, 2),
        }
        self._samples, self._looked, self._used = 0, time.perf_counter(), used
        return found


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system


def _resident_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux
        return 0

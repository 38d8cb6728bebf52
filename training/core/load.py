"""What a training takes of the machine, looked at now and then."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from training.core.memory import free

GpuLoad: TypeAlias = Callable[[], Mapping[str, float]]
"""What GPUs do, looked at beside the training: `gpu`, their share of time in use, `gpu_memory` and `gpu_memory_of`, bytes taken and in all."""


def no_gpu() -> Mapping[str, float]:
    """What there is to tell without one."""
    return {}


class Load:
    """Throughput, memory and processor time since the last look; the first look comes after `seconds`."""

    def __init__(self, seconds: float, gpu_load: GpuLoad = no_gpu) -> None:
        self._seconds, self._gpu_load = seconds, gpu_load
        self._samples = 0
        self._looked, self._used = time.perf_counter(), _processor_seconds()

    def after(self, samples: int) -> dict[str, float] | None:
        """Count a batch; numbers when it is time for them: samples a second, bytes in memory and free, cores in use, GPUs."""
        self._samples += samples
        passed = time.perf_counter() - self._looked
        if passed < self._seconds:
            return None
        used = _processor_seconds()
        found: dict[str, float] = {
            "samples_per_second": round(self._samples / passed, 1),
            "memory": _resident_bytes(),
            "memory_free": free(),
            "cpu": round((used - self._used) / passed, 2),
        }
        self._samples, self._looked, self._used = 0, time.perf_counter(), used
        return {**found, **self._gpu_load()}


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system


def _resident_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux
        return 0

"""What this machine has to train on, found without starting CUDA here: a process that forks must never do that."""

from __future__ import annotations

import fcntl
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SECONDS = 20  # that nvidia-smi may take; its first call loads the driver
AGAIN_SECONDS = 0.2
MEGABYTE = 1024**2
VISIBLE = "CUDA_VISIBLE_DEVICES"
NONE_VISIBLE = "-1"
QUERY_LOAD = ("nvidia-smi", "--query-gpu=uuid,utilization.gpu,memory.used", "--format=csv,noheader,nounits")
QUERY = ("nvidia-smi", "--query-gpu=index,uuid,name,memory.total", "--format=csv,noheader,nounits")


@dataclass(frozen=True, slots=True)
class Gpu:
    """A GPU: what CUDA tells it apart by, its name, its memory in bytes."""

    uuid: str
    name: str
    memory: int


@dataclass(frozen=True, slots=True)
class GpuLoad:
    """What a GPU does: its share of time in use, from 0 to 1 (None where it does not say), and the bytes of its memory that are taken."""

    busy: float | None
    memory: int


def gpus() -> list[Gpu]:
    """The NVIDIA GPUs that this process may use, in nvidia-smi's order; CUDA_VISIBLE_DEVICES leaves some out. None where there is no nvidia-smi."""
    return [Gpu(uuid, name, _bytes(memory)) for index, uuid, name, memory in _rows(QUERY) if _is_visible(index, uuid)]


def loads(chosen: Sequence[Gpu]) -> list[GpuLoad]:
    """What these GPUs do now; those of which nvidia-smi tells nothing are left out."""
    uuids = {gpu.uuid for gpu in chosen}
    rows = [row for row in _rows(QUERY_LOAD) if row[0] in uuids]
    return [GpuLoad(int(busy) / 100 if busy.isdecimal() else None, _bytes(memory)) for _, busy, memory in rows]


def _rows(query: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What nvidia-smi answers, a row a GPU; none where it is not there."""
    try:
        told = subprocess.run(query, capture_output=True, text=True, timeout=SECONDS, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    found = [tuple(part.strip() for part in line.split(",")) for line in told.splitlines()]
    return [row for row in found if len(row) == len(query[1].split(","))]


def _bytes(megabytes: str) -> int:
    return int(megabytes) * MEGABYTE if megabytes.isdecimal() else 0  # some tell no memory of their own


def _is_visible(index: str, uuid: str) -> bool:
    given = os.environ.get(VISIBLE)
    if given is None:
        return True
    names = [name.strip() for name in given.split(",")]
    return any(name == index or (name.startswith("GPU-") and uuid.startswith(name)) for name in names)


def processor() -> str:
    """The name of this machine's processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def memory() -> int:
    """The bytes of memory of this machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@contextmanager
def claimed(found: Sequence[Gpu], folder: Path, *, all_of_them: bool, wait: Callable[[], None] | None = None) -> Iterator[list[Gpu]]:
    """Take a free GPU, or all of them, for this process alone; the kernel gives them back whatever ends it. Waits until they are free.

    The folder must be the machine's own to the workers that share its GPUs. `wait` is called between two looks and may raise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [(folder / f"{platform.node()}-{gpu.uuid}").open("w") for gpu in found]
    try:
        while True:
            free = [place for place, file in enumerate(files) if _lock(file)]
            wanted = free if all_of_them else free[:1]
            for place in set(free) - set(wanted):
                fcntl.flock(files[place], fcntl.LOCK_UN)
            if len(wanted) == (len(found) if all_of_them else 1):
                break
            for place in wanted:  # never hold some while waiting for others
                fcntl.flock(files[place], fcntl.LOCK_UN)
            (wait or _rest)()
        yield [found[place] for place in wanted]
    finally:
        for file in files:
            file.close()


def _rest() -> None:
    time.sleep(AGAIN_SECONDS)


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def show_only(chosen: Sequence[Gpu]) -> None:
    """Have this process see only these GPUs. To be called in the child that trains, before its first operation."""
    os.environ[VISIBLE] = ",".join(gpu.uuid for gpu in chosen) or NONE_VISIBLE


def what(chosen: Sequence[Gpu]) -> str:
    """The devices of a training, for a person: "CPU", "NVIDIA A100", and how many of them."""
    if not chosen:
        return "CPU"
    return chosen[0].name if len(chosen) == 1 else f"{len(chosen)} × {chosen[0].name}"

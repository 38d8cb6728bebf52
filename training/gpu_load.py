"""In the child that trains a run: what its GPUs do, looked at now and then beside the training, which never waits for nvidia-smi."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from config import devices
from config.devices import Gpu

EVERY = 2.0


@contextmanager
def watched(gpus: Sequence[Gpu]) -> Iterator[Callable[[], dict[str, float]]]:
    """Look at these GPUs until the end; gives what was seen last, as fields of training.schemas.EventLoad. Nothing where there is no GPU."""
    seen: dict[str, float] = {}
    ending = threading.Event()

    def look() -> None:
        while not ending.is_set():
            seen.update(_told(gpus))
            ending.wait(EVERY)

    thread = threading.Thread(target=look, name="gpus", daemon=True)
    if gpus:
        thread.start()
    try:
        yield lambda: dict(seen)
    finally:
        ending.set()
        if gpus:
            thread.join()


def _told(gpus: Sequence[Gpu]) -> dict[str, float]:
    loads = devices.loads(gpus)
    if not loads:
        return {}
    busy = [load.busy for load in loads if load.busy is not None]
    told: dict[str, float] = {"gpu_memory": sum(load.memory for load in loads), "gpu_memory_of": sum(gpu.memory for gpu in gpus)}
    return told | ({"gpu": round(sum(busy) / len(busy), 2)} if busy else {})

"""In the child that trains a run: its devices. It sees those alone that its queue and its wish give it, before Keras does anything."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from config import devices
from config.devices import Gpu
from config.queues import backend_of, kind_of
from designer.core.backends import TITLES
from training.core.control import Control, Paused, Stopped
from training.core.failures import TrainingFailed
from training.core.spreading import gpus_seen, processor_alone
from training.core.versions import platform_of
from training.models import Run

LOOK_SECONDS = 0.2


@contextmanager
def placed(run: Run, control: Control) -> Iterator[Sequence[Gpu]]:
    """Hold the devices of a run, and note what it is trained on; gives its GPUs.

    Raises Stopped or Paused, when that is asked of it while it waits for a GPU, and TrainingFailed.
    """
    if kind_of(run.queue) != "gpu":
        devices.show_only([])
        _note(run, "CPU")
        with processor_alone():
            yield ()
        return
    found = devices.gpus()
    if not found:
        raise TrainingFailed("This worker is to train on a GPU, and nvidia-smi shows none that it may use. Choose CPU for this run.")
    with devices.claimed(found, Path(settings.DATA_DIR) / "gpus", all_of_them=run.device == "gpus", wait=lambda: _wait(control)) as chosen:
        devices.show_only(chosen)
        if gpus_seen() < len(chosen):
            title = TITLES[backend_of(run.queue)]
            message = (
                f"{title} cannot use the GPU of this worker: install requirements-gpu.txt, or a {title} for CUDA, there. Choose CPU for this run."
            )
            raise TrainingFailed(message)
        _note(run, devices.what(chosen))
        yield chosen


def _wait(control: Control) -> None:
    """Between two looks for a GPU. A run that is paused here gives its worker back at once: there is nothing in memory yet to go on with."""
    if control.should_stop():
        raise Stopped
    if control.takes_pause():
        control.held()
        if control.may_leave():
            raise Paused
        control.going()
    time.sleep(LOOK_SECONDS)


def _note(run: Run, found: str) -> None:
    run.platform = platform_of(found)
    run.save(update_fields=["platform"])

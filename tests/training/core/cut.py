"""Trainings that are cut: run in a process of their own, which kills itself in the middle."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

from designer.core.document import Document
from tests.warm import fork
from training import archive
from training.core import checkpointer, reporter
from training.core.control import Control
from training.core.job import Data, Given
from training.core.loop import Result, train
from training.core.resuming import Resume, Why


class Kept:
    """A run's folder with its history, as a worker keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def train(self, document: Document, data: Data, why: Why | None = None, control: Control | None = None) -> Result:
        """Train, telling every batch and keeping checkpoints as often as may be."""
        file = archive.Archive(self.folder)
        before = checkpointer.SHARE, reporter.POINT_SECONDS
        checkpointer.SHARE, reporter.POINT_SECONDS = 1, 0.0
        told = archive.told(self.folder)
        given = Given(eyes=True, resume=Resume(why, told, told.continued + (why == "continued"), every=0.0))
        try:
            return train(document, self.folder, lambda events: _append(file, events), control, data, given)
        finally:
            checkpointer.SHARE, reporter.POINT_SECONDS = before
            file.close()

    def cut(self, document: Document, data: Data, batch: int, why: Why | None = None) -> None:
        """Train in another process, which dies after so many batches of training or validation."""
        child = fork(_train_and_die, self.folder, document, data, batch, why)
        child.join()
        assert child.exitcode == -signal.SIGKILL

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The events of one kind."""
        frame = archive.read(self.folder).frame()
        return [event for event in json.loads(frame)["events"] if event["kind"] == kind]


class Death(Control):
    """Kills the process the n-th time it is asked."""

    def __init__(self, batch: int) -> None:
        super().__init__()
        self._left = batch

    def should_stop(self) -> bool:
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return False


def _append(file: archive.Archive, events: list[dict[str, Any]]) -> None:
    file.append(b"".join(archive.encode(event) for event in events))


def _train_and_die(folder: Path, document: Document, data: Data, batch: int, why: Why | None) -> None:
    Kept(folder).train(document, data, why, Death(batch))

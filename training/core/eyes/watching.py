"""The callback that takes looks at the end of epochs, as far as the budget goes, and of everything once more at the end of training."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras

from training.core.eyes.bounding import Bounding, has_plane
from training.core.eyes.budget import Budget, is_turn
from training.core.eyes.judging import Judging
from training.core.eyes.keeping import CHOSEN, name_of, write
from training.core.eyes.layering import Layering
from training.core.eyes.showing import pool_of
from training.core.eyes.weighing import Weighing
from training.core.job import Job
from training.core.reporter import Emit

log = logging.getLogger(__name__)
Look = Callable[[], Mapping[str, Any]]


def watchers(job: Job, folder: Path, emit: Emit) -> list[keras.callbacks.Callback]:
    """The callbacks that watch a training; none where it is not to be watched."""
    return [Eyes(job, folder, emit)] if job.given.eyes else []


class Eyes(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Leaves files in the run's folder and tells of each look by an event. What goes wrong here never ends a training."""

    def __init__(self, job: Job, folder: Path, emit: Emit, budget: Budget | None = None) -> None:
        super().__init__()
        self._job = job
        self._folder = folder
        self._emit = emit
        self._budget = budget or Budget()
        self._told = job.given.resume.told
        self._looks: dict[str, Look] = {}
        self._epoch = 0

    def on_train_begin(self, logs: Any = None) -> None:
        """Get ready."""
        self._looks = {}
        self._epoch = 0
        try:
            self._prepare()
        except Exception:
            log.exception("nothing can be watched")

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Look at what can be afforded. The first epoch, in which Keras compiles, counts for nothing."""
        if self._epoch == 0:
            self._budget.start()
        self._epoch = epoch + 1
        if is_turn(self._epoch, self._job.document.training.epochs):
            self._look(self._budget.in_turn(list(self._looks)), is_bounded=True)

    def on_train_end(self, logs: Any = None) -> None:
        """Look at everything as it is kept, with the best weights where those were restored: what was trained before it was lost, too."""
        self._epoch = self._epoch or self._told.epoch
        if self._epoch:
            self._look([part for part in self._looks if (self._epoch, part) not in self._told.kept_looks], is_bounded=False)

    def _prepare(self) -> None:
        pool = pool_of(self._job)
        if pool.size == 0:
            return
        job = self._job
        layering = Layering(job.found.plan, job.fitting, self.model, pool)
        write(self._folder, CHOSEN, layering.chosen())
        self._looks = {"judged": Judging(job, self.model, pool), "layers": layering, "weights": Weighing(job, self.model, pool)}
        if has_plane(job.fitting, job.spec):
            self._looks["boundary"] = Bounding(job.fitting, self.model, pool)

    def _look(self, parts: list[str], *, is_bounded: bool) -> None:
        taken = []
        for part in parts:
            if is_bounded and self._was_taken(part):
                continue
            if is_bounded and not self._budget.allows(part):
                break  # what is dear is saved up for, or what is cheap would always come first
            if self._take(part, is_last=not is_bounded):
                taken.append(part)
        if taken:
            self._emit([{"kind": "eyes", "epoch": self._epoch, "step": self._epoch * self._job.steps, "parts": taken, "is_last": not is_bounded}])

    def _was_taken(self, part: str) -> bool:
        """Whether a training that was taken up again has been here before and has told it: nothing is told twice, nor is a look left untold."""
        return (self._epoch, part) in self._told.looks | self._told.kept_looks

    def _take(self, part: str, *, is_last: bool) -> bool:
        """Take one look; whether it was taken."""
        try:
            with self._budget.counted(part):
                found = self._looks[part]()
                place = {"epoch": self._epoch, "step": self._epoch * self._job.steps, "is_last": is_last}
                write(self._folder, name_of(self._epoch, part), place | dict(found))
        except Exception:
            log.exception("%s cannot be watched", part)
            del self._looks[part]
            return False
        return True

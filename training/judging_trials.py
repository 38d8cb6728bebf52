"""The worker's side of a trial: what it measured is kept after each epoch, and beside the others it may be seen to be hopeless."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DatabaseError

from training.core.objective import Pruning, best_of, measured_in
from training.core.past import Past
from training.core.resuming import Resume
from training.models import Run
from training.proposing import past_of, search_of

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds between two looks at the other trials at the least: epochs can be shorter than a look
REASONS = {
    "median": "Pruned after epoch {epoch}: its best {objective} so far, {best:.4g}, is worse than the median of the finished trials at that point.",
    "hyperband": "Pruned after epoch {epoch}: by its {objective} of {last:.4g} it is not among the third of the trials that Hyperband trains on.",
}


def measured_with(known: Sequence[float | None], epochs: Iterable[dict[str, Any]], objective: str) -> list[float | None]:
    """What a trial has measured, these epochs' events among it, each in its place."""
    found = list(known)
    for event in epochs:
        found += [None] * (event["epoch"] - len(found))
        found[event["epoch"] - 1] = measured_in(event["logs"], objective)
    return found


def pruning_of(run: Run, resume: Resume) -> Pruning | None:
    """What a run is judged by, if its sweep prunes. One that somebody let go on after its end is not judged again."""
    if run.sweep is None or run.trial is None or resume.continued:
        return None
    search = search_of(run.sweep)
    if search.pruning == "none":
        return None
    from training.core.study import Judge  # noqa: PLC0415  # Optuna takes a tenth of a second and 20 MB, which most runs never need

    judge, others = Judge(search, run.trial, run.epochs), _Others(run)

    def why(measured: Sequence[float | None]) -> str:
        if not judge.is_due(measured) or not judge.is_hopeless(measured, others.now()):
            return ""
        best, last = best_of(measured, search.direction), measured[-1]
        return REASONS[search.pruning].format(epoch=len(measured), objective=search.objective, best=best, last=last)

    return Pruning(search.objective, why)


class _Others:
    """The other trials of a run's sweep, as the database knows them."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: list[Past] = []
        self._due = 0.0

    def now(self) -> list[Past]:
        """As they stood a moment ago."""
        if time.monotonic() >= self._due:
            try:
                rows = Run.objects.filter(sweep=self._run.sweep_id).exclude(pk=self._run.pk)
                self._known = past_of(list(rows.only("trial", "state", "values", "measured")))
            except DatabaseError as error:
                log.warning("the other trials of run %s could not be read: %s", self._run.pk, error)
            self._due = time.monotonic() + EVERY
        return self._known

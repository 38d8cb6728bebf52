"""The one place where a sweep's state moves: by a conditional UPDATE, told to every page at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from training import trials
from training.models import Sweep
from training.schemas import ENDED, SweepState


def move(sweep_id: str, to: SweepState, *, after: Collection[SweepState], planned: int | None = None, **fields: Any) -> bool:
    """Move a sweep to a state, if it is in one of `after` and still plans so many trials; `fields` are changed along with it.

    Says whether it moved.
    """
    found = Sweep.objects.filter(pk=sweep_id, state__in=after)
    if planned is not None:
        found = found.filter(planned=planned)
    moved = bool(found.update(state=to, ended=timezone.now() if to in ENDED else None, **fields))
    if moved:
        trials.changed(sweep_id)
    return moved

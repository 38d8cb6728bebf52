"""Where a worker finds the samples that a run is judged on besides, and tells what came of it: the app that keeps them registers itself.

They reach nobody but the process that trains, after it has trained.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.core.datasets.registry import Arrays
from training.core.scores import Scores


@dataclass(frozen=True, slots=True)
class Keeper:
    """An app that keeps samples back."""

    samples: Callable[[str], Arrays | None]
    """Those for a run, by its id; None where it has none for it."""
    scored: Callable[[str, Scores], None]
    """How a run did, by its id; called before the run is told to be finished."""


_registered: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Ask this app; called once by its `ready`."""
    _registered.append(keeper)


def samples(run_id: str) -> Arrays | None:
    """The samples that a run is judged on besides, if any."""
    return next((found for keeper in _registered if (found := keeper.samples(run_id)) is not None), None)


def tell(run_id: str, scores: Scores) -> None:
    """Tell how a run did."""
    for keeper in _registered:
        keeper.scored(run_id, scores)

"""How many samples a trained network can be asked about while somebody waits for the answer: some networks take seconds for each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.core.datasets.registry import Arrays
from training.core.eyes.showing import spread_places

Array = NDArray[Any]
Ask = Callable[[Arrays], list[Array]]
"""What a network says of samples, by output."""
BATCH = 256
TRIED = (8, 64, BATCH)  # samples: what a call costs in any case must not be taken for what a sample costs
SECONDS = 8.0  # for all samples; the answer may take 30, of which loading the network and its data is a part


@dataclass(frozen=True, slots=True)
class Afforded:
    """Places spread over a part of the data, and what asking about one sample costs in seconds."""

    places: list[int]
    cost: float


def afford(ask: Ask, arrays: Arrays, fields: Sequence[str], most: int, most_bytes: int, clock: Callable[[], float] = time.perf_counter) -> Afforded:
    """As many samples as can be asked about in time, `most` at the most, spread evenly; a few are asked about to know."""
    wanted = spread_places(arrays, fields, 0, most, most_bytes)
    cost = _cost(ask, arrays, wanted, clock)
    size = int(min(len(wanted), max(TRIED[0], SECONDS / max(cost, 1e-9))))
    return Afforded(spread_places(arrays, fields, 0, size, most_bytes).tolist(), cost)


def answers(ask: Ask, arrays: Arrays) -> list[Array]:
    """What a network says of all of these samples, asked about a batch at a time."""
    size = len(next(iter(arrays.values())))
    parts = [ask({name: array[first : first + BATCH] for name, array in arrays.items()}) for first in range(0, size, BATCH)]
    return [np.concatenate(part) for part in zip(*parts, strict=True)]


def _cost(ask: Ask, arrays: Arrays, places: Array, clock: Callable[[], float]) -> float:
    """Seconds a sample, of more and more samples as long as that takes but a small part of the time."""
    cost = took = 0.0
    for tried in TRIED:
        some = places[:tried]
        if len(some) == 0 or took > SECONDS / 10:
            break
        began = clock()
        ask({name: np.asarray(array[some]) for name, array in arrays.items()})
        took = clock() - began
        cost = took / len(some)
    return cost

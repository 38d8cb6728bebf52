"""What watching costs: the time of an epoch with eyes on against eyes off, in pairs that take turns in going first.

The look after the last epoch stands outside: it comes when training is over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks.one_core import on_one_core
from benchmarks.rows import Row, ratio

ROUNDS = 4
CASES = (("MLP", "mlp_digits", 60), ("CNN", "cnn_digits", 10), ("LSTM", "forecaster", 30))  # each some seconds: a first look costs up to 0.2
TARGET = 1.05
GALLERY = Path(__file__).parents[1] / "designer" / "gallery"


def run() -> list[Row]:
    """The median of the pairs' ratios; each network in a process of its own, as a worker's child is."""
    rows = []
    for what, template, epochs in CASES:
        with on_one_core():
            told = subprocess.check_output([sys.executable, "-m", "benchmarks.bench_eyes", template, str(epochs)], text=True, env=_quiet())
        pairs = json.loads(told.splitlines()[-1])
        rows.append(ratio(f"{what}: time per epoch with eyes on against off", median(on / off for on, off in pairs), TARGET))
    return rows


def _quiet() -> dict[str, str]:
    return {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}


def pairs_of(template: str, epochs: int) -> Iterator[tuple[float, float]]:
    """Seconds an epoch, on and off."""
    _seconds(template, 2, eyes=True)  # Keras warms up
    for turn in range(ROUNDS):
        found = {eyes: _seconds(template, epochs, eyes=eyes) for eyes in ((True, False) if turn % 2 else (False, True))}
        yield found[True], found[False]


def _seconds(template: str, epochs: int, *, eyes: bool) -> float:
    """The mean time of an epoch, the first apart: in it Keras compiles."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415  # only in the process that trains, as what follows

    from designer.core.document import parse  # noqa: PLC0415
    from training.core.job import Given  # noqa: PLC0415
    from training.core.loop import train  # noqa: PLC0415

    raw = json.loads((GALLERY / f"{template}.json").read_text())["document"]
    raw["training"] = {name: value for name, value in raw["training"].items() if name not in {"callbacks", "early_stopping"}} | {"epochs": epochs}
    ends: list[float] = []

    def emit(events: list[dict[str, Any]]) -> None:
        ends.extend(event["at"] for event in events if event["kind"] == "epoch")

    with TemporaryDirectory() as folder:
        train(parse(raw), Path(folder), emit, given=Given(eyes=eyes))
    return mean(after - before for before, after in pairwise(ends))


if __name__ == "__main__":
    print(json.dumps(list(pairs_of(sys.argv[1], int(sys.argv[2])))))

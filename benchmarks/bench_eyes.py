"""What watching costs: the time of an epoch with eyes on against eyes off, each training with eyes between two without: the machine's speed drifts.

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

ROUNDS = 8
CASES = (("MLP", "mlp_digits", 60), ("CNN", "cnn_digits", 10), ("LSTM", "forecaster", 30))  # each some seconds: a first look costs up to 0.2
TARGET = 1.05
GALLERY = Path(__file__).parents[1] / "designer" / "gallery"


def run() -> list[Row]:
    """The median of the ratios; each network in a process of its own, as a worker's child is."""
    rows = []
    for what, template, epochs in CASES:
        with on_one_core():
            told = subprocess.check_output([sys.executable, "-m", "benchmarks.bench_eyes", template, str(epochs)], text=True, env=_quiet())
        rows.append(ratio(f"{what}: time per epoch with eyes on against off", median(json.loads(told.splitlines()[-1])), TARGET))
    return rows


def _quiet() -> dict[str, str]:
    return {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}


def ratios_of(template: str, epochs: int) -> Iterator[float]:
    """The time of an epoch with eyes, against the mean of the trainings without before and after it."""
    _seconds(template, 2, eyes=True)  # Keras warms up
    before = _seconds(template, epochs, eyes=False)
    for _ in range(ROUNDS):
        watched = _seconds(template, epochs, eyes=True)
        after = _seconds(template, epochs, eyes=False)
        yield watched / mean((before, after))
        before = after


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
    print(json.dumps(list(ratios_of(sys.argv[1], int(sys.argv[2])))))

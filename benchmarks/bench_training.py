"""Training through Layerloom against the exported script run by plain Python: same data, same seed, same machine, by turns (by_turns).

The time of an epoch is the training's own, from one epoch's end to the next; the way to the first epoch's end runs from pressing Train (starting
Python), while the other has not begun or is stopped. Neither looks at what is learned: the script cannot, and what that costs is measured by itself
(bench_eyes).
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.by_turns import Run, Script, Turns, take_turns
from benchmarks.one_core import on_one_core
from benchmarks.rows import Row, ratio
from benchmarks.server import Client, served

TARGET_EPOCH, TARGET_FIRST, TARGET_MEMORY = 1.02, 0.5, 1.1
SHORT = {"MLP", "CNN"}  # epochs of seconds at the most: the way to the first one tells
CASES = (  # template, epochs, rounds
    ("MLP", "mlp_digits", 80, 5),
    ("CNN", "cnn_digits", 12, 3),
    ("LSTM", "forecaster", 24, 11),
    ("ResNet", "resnet", 7, 3),
)


@dataclass(frozen=True)
class Pair:
    """One training through Layerloom and the same by the script."""

    ours: Turns
    theirs: Turns

    @property
    def epoch(self) -> float:
        """The time of an epoch, ours against theirs."""
        return (self.ours.seconds / self.ours.epochs) / (self.theirs.seconds / self.theirs.epochs)


def run() -> list[Row]:
    """Ratios, as medians over the rounds: a process can be some per cent quicker or slower through all its life, the script against itself too."""
    with on_one_core(), served() as server:
        return [row for what, template, epochs, rounds in CASES for row in _rows(what, _pairs(server, template, epochs, rounds))]


def _pairs(server: Client, template: str, epochs: int, rounds: int) -> list[Pair]:
    document = next(found["document"] for found in server.json("GET", "/templates") if found["name"] == template)
    document["training"] |= {"epochs": epochs, "callbacks": []}
    network = server.json("POST", "/networks", {"document": document})["id"]
    return [_pair(server, network, document, ours_first=bool(number % 2)) for number in range(rounds)]


def _pair(server: Client, network: str, document: dict[str, Any], *, ours_first: bool) -> Pair:
    with tempfile.TemporaryDirectory() as folder, Script(exported(server, document, Path(folder))) as theirs:
        theirs.wait_for_first_epoch()
        theirs.stop()
        wait_for_a_warm_worker()
        with Run(server, network, document) as ours:
            ours.wait_for_first_epoch()
            if ours_first:
                return Pair(*take_turns(ours, theirs))
            return Pair(*reversed(take_turns(theirs, ours)))


def exported(server: Client, document: dict[str, Any], folder: Path) -> Path:
    """The script that Layerloom writes for a document, in a folder with its files."""
    written = server.json("POST", "/code", {"document": document})
    script = folder / "script.py"
    script.write_text(written["script"])
    for name in written["files"]:
        (folder / name).write_bytes(server.request("GET", f"/api/datasets/{document['training']['dataset']}/files/{name}"))
    return script


def wait_for_a_warm_worker() -> None:
    """A run uses its child up; the next one is forked at once and needs a moment, as it would between two clicks of a person."""
    time.sleep(5)


def _rows(what: str, pairs: list[Pair]) -> list[Row]:
    rows = [ratio(f"{what}: time per epoch against the exported script", median(pair.epoch for pair in pairs), TARGET_EPOCH)]
    if what in SHORT:
        first = median(pair.ours.training.first for pair in pairs) / median(pair.theirs.training.first for pair in pairs)
        rows.append(ratio(f"{what}: from Train to the end of the first epoch against the script", first, TARGET_FIRST))
    memory = median(pair.ours.training.memory for pair in pairs) / max(1, median(pair.theirs.training.memory for pair in pairs))
    return [*rows, ratio(f"{what}: memory against the exported script", memory, TARGET_MEMORY)] if memory else rows  # only Linux tells it

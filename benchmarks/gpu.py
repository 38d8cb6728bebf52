"""`make bench-gpu`: the CNN and the ResNet through the worker and by the exported script, on the GPU of this machine, one after the other.

It is not among the benchmarks that `make bench` runs: those measure on the CPU. The table goes into docs/benchmarks.md, between its marks.
`--device cpu` tries it out where there is no GPU, and writes nothing; `--epochs` and `--rounds` make it shorter.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bench_training import exported, wait_for_a_warm_worker
from benchmarks.by_turns import Run, Script, Training
from benchmarks.server import Client, served
from config.devices import Gpu, gpus, processor, what

TABLE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- gpu -->", "<!-- /gpu -->"
CASES = (("CNN", "cnn_digits"), ("ResNet", "resnet"))
EPOCHS, ROUNDS = 8, 3
NO_GPU = "nvidia-smi shows no GPU here, so there is nothing to measure. On a machine with one: GPU=1 make bench-gpu. `--device cpu` tries this out."
COLUMNS = ("network", "an epoch through the worker", "by the script", "ratio", "to the end of the first epoch", "by the script", "ratio")
HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


@dataclass(frozen=True)
class Rounds:
    """Trainings of one network, taken one after the other: each takes the GPU's memory whole, so two cannot go by turns."""

    name: str
    ours: list[Training]
    theirs: list[Training]

    @property
    def line(self) -> str:
        """Its row of the table: the quickest epochs, since whatever else a machine does only slows one down, and the median ways to the first."""
        epochs = [min(after - before for training in side for before, after in pairwise(training.ends)) for side in (self.ours, self.theirs)]
        firsts = [median(training.first for training in side) for side in (self.ours, self.theirs)]
        cells = [cell for ours, theirs in (epochs, firsts) for cell in (f"{ours:.3g} s", f"{theirs:.3g} s", f"{ours / theirs:.3g}")]
        return f"| {self.name} | {' | '.join(cells)} |"


def main() -> int:
    """Measure and print; the exit status is 2 where there is no GPU."""
    asked = _asked()
    found = [] if asked.device == "cpu" else gpus()[:1]
    if asked.device == "gpu" and not found:
        sys.stderr.write(f"{NO_GPU}\n")
        return 2
    os.environ |= {"TRAINING_DEVICES": asked.device, "CUDA_VISIBLE_DEVICES": found[0].uuid if found else "-1"}  # the script takes the same one
    text = f"{_machine(found)}\n\n{HEAD}"
    print(text, flush=True)
    for rounds in _measured(asked):
        print(rounds.line, flush=True)
        text += f"\n{rounds.line}"
    if asked.device == "gpu":
        _write(text)
    return 0


def _asked() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description="Training through the worker against the exported script.")
    reader.add_argument("--device", choices=("gpu", "cpu"), default="gpu")
    reader.add_argument("--epochs", type=int, default=EPOCHS)
    reader.add_argument("--rounds", type=int, default=ROUNDS)
    asked = reader.parse_args()
    if asked.epochs < 2 or asked.rounds < 1:
        reader.error("There is nothing to compare with fewer than 2 epochs, of which the first counts apart, and 1 round.")
    return asked


def _measured(asked: argparse.Namespace) -> Iterator[Rounds]:
    with served() as server:
        templates = {template["name"]: template["document"] for template in server.json("GET", "/templates")}
        for name, template in CASES:
            document = templates[template]
            document["training"] |= {"epochs": asked.epochs, "callbacks": []}
            yield _taken(server, name, document, asked)


def _taken(server: Client, name: str, document: dict[str, Any], asked: argparse.Namespace) -> Rounds:
    network = server.json("POST", "/networks", {"document": document})["id"]
    rounds = Rounds(name, [], [])
    with tempfile.TemporaryDirectory() as folder:
        script = exported(server, document, Path(folder))
        for _ in range(asked.rounds):
            wait_for_a_warm_worker()
            with Run(server, network, document, asked.device) as ours:
                ours.wait()
            with Script(script) as theirs:
                theirs.wait()
            rounds.ours.append(ours)
            rounds.theirs.append(theirs)
    return rounds


def _machine(found: list[Gpu]) -> str:
    packages = next(f"TensorFlow {version(name)}" for name in ("tensorflow", "tensorflow-cpu") if _has(name))
    place = f"{what(found)}, {processor()}" if found else processor()
    return f"Measured on {place}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Keras {version('keras')}, {packages}."


def _has(package: str) -> bool:
    try:
        return bool(version(package))
    except ModuleNotFoundError:
        return False


def _write(text: str) -> None:
    before, rest = TABLE.read_text(encoding="utf-8").split(BEGIN)
    TABLE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""Training through Layerloom against the exported script run by plain Python: same data, same seed, same machine, in turns.

Both are timed by the clock: an epoch from one epoch's end to the next, and the way from pressing Train (starting Python) to the end of the first
epoch. The script runs unchanged, under a small launcher that adds the clock to `fit`. Neither looks at what is learned: the script cannot, and what
that costs is measured by itself (bench_eyes).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from websockets.sync.client import connect
from websockets.typing import Origin

from benchmarks.rows import Row, ratio
from benchmarks.server import Client, served

SERVERS = 3  # runs of one server came out quicker or slower together, why is not known; several even that out
LOOK_SECONDS = 2.0
TARGET_EPOCH, TARGET_FIRST, TARGET_MEMORY = 1.02, 0.5, 1.1
SHORT = {"MLP", "CNN"}  # epochs of seconds at the most: the way to the first one tells
CASES = (  # template, epochs, rounds on each server
    ("MLP", "mlp_digits", 40, 3),
    ("CNN", "cnn_digits", 8, 2),
    ("LSTM", "forecaster", 8, 1),
    ("ResNet", "resnet", 3, 1),
)
LAUNCHER = """
import json, resource, runpy, sys, time
import keras

class Clock(keras.callbacks.Callback):
    ends = []
    def on_epoch_end(self, epoch, logs=None):
        self.ends.append(time.time())

fit = keras.Model.fit
def timed_fit(self, *args, **kwargs):
    return fit(self, *args, **kwargs | {"callbacks": [*(kwargs.get("callbacks") or []), Clock()]})
keras.Model.fit = timed_fit
runpy.run_path(sys.argv[1], run_name="__main__")
print("ENDS", json.dumps({"ends": Clock.ends, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
"""


@dataclass(frozen=True)
class Timing:
    """Seconds to the end of the first epoch, and of each later epoch by the training's own clock; the most memory the process had, in bytes."""

    first: float
    epochs: list[float]
    memory: int

    @classmethod
    def of(cls, first: float, ends: list[float], memory: int) -> Timing:
        """From the clock at each epoch's end."""
        return cls(first, [after - before for before, after in pairwise(ends)], memory)


@dataclass(frozen=True)
class Pair:
    """One training through Layerloom and the same by the script, one right after the other."""

    ours: Timing
    theirs: Timing

    @property
    def epoch(self) -> float:
        """Ours against theirs; the quickest epochs, since whatever else the machine does only slows one down."""
        return min(self.ours.epochs) / min(self.theirs.epochs)


def run() -> list[Row]:
    """Ratios, as medians over pairs: the machine's speed drifts."""
    pairs: dict[str, list[Pair]] = {what: [] for what, *_ in CASES}
    for _ in range(SERVERS):
        with served() as server:
            for what, template, epochs, rounds in CASES:
                pairs[what] += _pairs(server, template, epochs, rounds)
    return [row for what, found in pairs.items() for row in _rows(what, found)]


def _pairs(server: Client, template: str, epochs: int, rounds: int) -> list[Pair]:
    document = next(found["document"] for found in server.json("GET", "/templates") if found["name"] == template)
    document["training"] |= {"epochs": epochs, "callbacks": []}
    network = server.json("POST", "/networks", {"document": document})["id"]
    return [Pair(through_layerloom(server, network, document), by_script(server, document)) for _ in range(rounds)]


def _rows(what: str, pairs: list[Pair]) -> list[Row]:
    rows = [ratio(f"{what}: time per epoch against the exported script", median(pair.epoch for pair in pairs), TARGET_EPOCH)]
    if what in SHORT:
        first = median(pair.ours.first for pair in pairs) / median(pair.theirs.first for pair in pairs)
        rows.append(ratio(f"{what}: from Train to the end of the first epoch against the script", first, TARGET_FIRST))
    memory = median(pair.ours.memory for pair in pairs) / median(pair.theirs.memory for pair in pairs)
    return [*rows, ratio(f"{what}: memory against the exported script", memory, TARGET_MEMORY)] if memory else rows  # only Linux tells it


def through_layerloom(server: Client, network: str, document: dict[str, Any], device: str = "cpu") -> Timing:
    """Press Train as the page does; note when the first epoch's event arrives at the socket, and what each says of its time."""
    _wait_for_a_warm_worker()
    started = time.time()
    run_id = server.json("POST", f"/networks/{network}/runs", {"document": document, "device": device, "eyes": False})["id"]
    ends: list[float] = []
    first, memory, look = 0.0, 0, 0.0
    headers = {"Cookie": server.cookie_header}
    with connect(
        f"ws://127.0.0.1:{server.port}/ws/runs/{run_id}", additional_headers=headers, origin=Origin(f"http://127.0.0.1:{server.port}")
    ) as socket:
        for text in socket:
            for event in json.loads(text)["events"]:
                if event["kind"] == "epoch":
                    first = first or time.time() - started
                    ends.append(event["at"])
                    if time.time() >= look or len(ends) == document["training"]["epochs"]:  # a look takes of the processor
                        memory, look = max(memory, _memory_of_children(device)), time.time() + LOOK_SECONDS
                if event["kind"] == "state" and event["state"] in {"finished", "failed", "stopped"}:
                    if event["state"] != "finished":
                        raise RuntimeError(f"The run {event['state']}: {event['failure']}")
                    return Timing.of(first, ends, memory)
    raise RuntimeError("The socket closed before the run had ended")


def _wait_for_a_warm_worker() -> None:
    """A run uses its child up; the next one is forked at once and needs a moment, as it would between two clicks of a person."""
    time.sleep(5)


def by_script(server: Client, document: dict[str, Any]) -> Timing:
    """Run the exported script as its reader would."""
    with tempfile.TemporaryDirectory() as folder:
        written = server.json("POST", "/code", {"document": document})
        script = Path(folder) / "script.py"
        script.write_text(written["script"])
        for name in written["files"]:
            (Path(folder) / name).write_bytes(server.request("GET", f"/api/datasets/{document['training']['dataset']}/files/{name}"))
        started = time.time()
        printed = subprocess.check_output([sys.executable, "-c", LAUNCHER, str(script)], cwd=folder, text=True, stderr=subprocess.DEVNULL)
    told = json.loads(printed.rpartition("ENDS ")[2])
    return Timing.of(told["ends"][0] - started, told["ends"], told["memory"])


def _memory_of_children(queue: str) -> int:
    """The most memory, in bytes, that any child of the workers of a queue has had so far: VmHWM, as ru_maxrss is."""
    workers = {path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline") if f"--queues\0{queue}\0" in _text(path)}
    return max((_peak(path) for path in Path("/proc").glob("[0-9]*/status") if _field(_text(path), "PPid") in workers), default=0)


def _peak(status: Path) -> int:
    return int((_field(_text(status), "VmHWM") or "0 kB").split()[0]) * 1024


def _field(status: str, name: str) -> str:
    return next((line.partition(":")[2].strip() for line in status.splitlines() if line.startswith(f"{name}:")), "")


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process ended
        return ""

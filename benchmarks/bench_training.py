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

ROUNDS, SHORT_ROUNDS = 3, 6
TARGET_EPOCH, TARGET_FIRST, TARGET_MEMORY = 1.02, 0.5, 1.1
SHORT = {"MLP", "CNN"}  # epochs of seconds at the most: the way to the first one tells, and more rounds cost little
CASES = (("MLP", "mlp_digits", 40), ("CNN", "cnn_digits", 8), ("LSTM", "forecaster", 8), ("ResNet", "resnet", 3))
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
    """Seconds to the end of the first epoch, and of each later epoch; the most memory the process had, in bytes."""

    first: float
    epochs: list[float]
    memory: int

    @classmethod
    def of(cls, started: float, ends: list[float], memory: int) -> Timing:
        """From the clock at the start and at each epoch's end."""
        return cls(ends[0] - started, [after - before for before, after in pairwise(ends)], memory)


def run() -> list[Row]:
    """Ratios of the best epoch, and of the median first one, over rounds taken in turns, since the machine's speed drifts."""
    rows: list[Row] = []
    with served() as server:
        templates = {template["name"]: template["document"] for template in server.json("GET", "/templates")}
        for what, template, epochs in CASES:
            document = templates[template]
            document["training"] |= {"epochs": epochs, "callbacks": []}
            rows += _compare(server, what, document)
    return rows


def _compare(server: Client, what: str, document: dict[str, Any]) -> list[Row]:
    network = server.json("POST", "/networks", {"document": document})["id"]
    ours, theirs = [], []
    for _ in range(SHORT_ROUNDS if what in SHORT else ROUNDS):
        ours.append(through_layerloom(server, network, document))
        theirs.append(by_script(server, document))
    epoch = min(second for timing in ours for second in timing.epochs) / min(second for timing in theirs for second in timing.epochs)
    first = median(timing.first for timing in ours) / median(timing.first for timing in theirs)
    memory = median(timing.memory for timing in ours) / median(timing.memory for timing in theirs)
    rows = [ratio(f"{what}: time per epoch against the exported script", epoch, TARGET_EPOCH)]
    if what in SHORT:
        rows.append(ratio(f"{what}: from Train to the end of the first epoch against the script", first, TARGET_FIRST))
    return [*rows, ratio(f"{what}: memory against the exported script", memory, TARGET_MEMORY)] if memory else rows  # only Linux tells it


def through_layerloom(server: Client, network: str, document: dict[str, Any], device: str = "cpu") -> Timing:
    """Press Train as the page does, and note when each epoch's event arrives at the socket."""
    _wait_for_a_warm_worker()
    started = time.time()
    run_id = server.json("POST", f"/networks/{network}/runs", {"document": document, "device": device, "eyes": False})["id"]
    ends: list[float] = []
    memory = 0
    headers = {"Cookie": server.cookie_header}
    with connect(
        f"ws://127.0.0.1:{server.port}/ws/runs/{run_id}", additional_headers=headers, origin=Origin(f"http://127.0.0.1:{server.port}")
    ) as socket:
        for text in socket:
            for event in json.loads(text)["events"]:
                if event["kind"] == "epoch":
                    ends.append(time.time())
                    memory = max(memory, _memory_of_children(device))
                if event["kind"] == "state" and event["state"] in {"finished", "failed", "stopped"}:
                    if event["state"] != "finished":
                        raise RuntimeError(f"The run {event['state']}: {event['failure']}")
                    return Timing.of(started, ends, memory)
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
    return Timing.of(started, told["ends"], told["memory"])


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

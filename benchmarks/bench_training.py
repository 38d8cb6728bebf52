"""Training through Layerloom against the exported script run by plain Python: same data, same seed, same machine, in turns.

Both are timed by the clock: an epoch from one epoch's end to the next, and the way from pressing Train (starting Python) to the end of the first
epoch. The script runs unchanged, under a small launcher that adds the clock to `fit`.
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

ROUNDS = 3
EPOCHS = {"mlp": 40, "cnn": 8}
LAUNCHER = """
import json, runpy, sys, time
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
print("ENDS", json.dumps(Clock.ends))
"""


@dataclass(frozen=True)
class Timing:
    """Seconds to the end of the first epoch, and of each later epoch."""

    first: float
    epochs: list[float]

    @classmethod
    def of(cls, started: float, ends: list[float]) -> Timing:
        """From the clock at the start and at each epoch's end."""
        return cls(ends[0] - started, [after - before for before, after in pairwise(ends)])


def run() -> list[Row]:
    """Ratios of the best epoch, and of the median first one, over rounds taken in turns, since the machine's speed drifts."""
    rows: list[Row] = []
    with served() as server:
        templates = {template["name"]: template["document"] for template in server.json("GET", "/templates")}
        for what, template in (("MLP", "mlp_digits"), ("CNN", "cnn_digits")):
            document = templates[template]
            document["training"] |= {"epochs": EPOCHS[template.partition("_")[0]], "callbacks": []}
            rows += _compare(server, what, document)
    return rows


def _compare(server: Client, what: str, document: dict[str, Any]) -> list[Row]:
    network = server.json("POST", "/networks", {"document": document})["id"]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_through_layerloom(server, network, document))
        theirs.append(_by_script(server, document))
    epoch = min(second for timing in ours for second in timing.epochs) / min(second for timing in theirs for second in timing.epochs)
    first = median(timing.first for timing in ours) / median(timing.first for timing in theirs)
    return [
        ratio(f"{what}: time per epoch against the exported script", epoch, 1.03),
        ratio(f"{what}: from Train to the end of the first epoch against the script", first, 0.5),
    ]


def _through_layerloom(server: Client, network: str, document: dict[str, Any]) -> Timing:
    """Press Train as the page does, and note when each epoch's event arrives at the socket."""
    _wait_for_a_warm_worker()
    started = time.time()
    run_id = server.json("POST", f"/networks/{network}/runs", {"document": document})["id"]
    ends: list[float] = []
    headers = {"Cookie": server.cookie_header}
    with connect(
        f"ws://127.0.0.1:{server.port}/ws/runs/{run_id}", additional_headers=headers, origin=Origin(f"http://127.0.0.1:{server.port}")
    ) as socket:
        for text in socket:
            for event in json.loads(text)["events"]:
                if event["kind"] == "epoch":
                    ends.append(time.time())
                if event["kind"] == "state" and event["state"] in {"finished", "failed", "stopped"}:
                    if event["state"] != "finished":
                        raise RuntimeError(f"The run {event['state']}: {event['failure']}")
                    return Timing.of(started, ends)
    raise RuntimeError("The socket closed before the run had ended")


def _wait_for_a_warm_worker() -> None:
    """A run uses its child up; the next one is forked at once and needs a moment, as it would between two clicks of a person."""
    time.sleep(5)


def _by_script(server: Client, document: dict[str, Any]) -> Timing:
    """Run the exported script as its reader would."""
    with tempfile.TemporaryDirectory() as folder:
        written = server.json("POST", "/code", {"document": document})
        script = Path(folder) / "script.py"
        script.write_text(written["script"])
        for name in written["files"]:
            (Path(folder) / name).write_bytes(server.request("GET", f"/api/datasets/{document['training']['dataset']}/files/{name}"))
        started = time.time()
        printed = subprocess.check_output([sys.executable, "-c", LAUNCHER, str(script)], cwd=folder, text=True, stderr=subprocess.DEVNULL)
    return Timing.of(started, json.loads(printed.rpartition("ENDS ")[2]))

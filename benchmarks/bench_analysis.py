"""Analysing a ResNet50 from the browser's request to its answer, against the time Keras takes to build the model."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.rows import Row, ratio
from benchmarks.server import Client, served

DOCUMENT = Path(__file__).resolve().parent.parent / "tests" / "graphs" / "resnet50.json"
BUILD = """
import time
import keras
times = []
for _ in range(3):
    keras.utils.clear_session()
    before = time.perf_counter()
    keras.applications.ResNet50(weights=None)
    times.append(time.perf_counter() - before)
print(min(times))
"""


def run() -> list[Row]:
    """Ratios of medians; the first request is cold, the later ones change one parameter each."""
    document = json.loads(DOCUMENT.read_text())
    with served() as server:
        cold = _seconds(server, document)
        edits = [_seconds(server, _with_other_units(document, units)) for units in range(100, 121)]
    built = float(subprocess.check_output([sys.executable, "-c", BUILD], text=True, stderr=subprocess.DEVNULL).split()[-1])
    return [
        ratio("analysing ResNet50, first time, against building it", cold / built, 0.25),
        ratio("analysing ResNet50 after one edit, against building it", median(edits) / built, 0.05),
    ]


def _seconds(server: Client, document: dict[str, Any]) -> float:
    body = json.dumps({"document": document})
    before = time.perf_counter()
    server.request("POST", "/api/analyse", body)
    return time.perf_counter() - before


def _with_other_units(document: dict[str, Any], units: int) -> dict[str, Any]:
    """The document after a person typed another number of units into its last Dense layer: nothing that was analysed before."""
    *nodes, last = document["nodes"]
    return document | {"nodes": [*nodes, last | {"config": last["config"] | {"units": units}}]}

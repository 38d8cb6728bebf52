"""Thirty runs queued at once on two workers, against the same thirty scripts run two at a time by plain Python: the time until the last has ended."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.rows import Row, ratio
from benchmarks.server import Client, served

RUNS = 30
AT_ONCE = 2
EPOCHS = 5
ENDED = {"finished", "stopped", "failed"}


def run() -> list[Row]:
    """One row: the one time over the other."""
    with served({"TRAINING_RUNS": str(AT_ONCE)}) as server:
        templates = {template["name"]: template["document"] for template in server.json("GET", "/templates")}
        document = templates["mlp_digits"]
        document["training"] |= {"epochs": EPOCHS, "callbacks": []}
        documents = [document | {"training": document["training"] | {"seed": seed}} for seed in range(RUNS)]
        ours = _through_layerloom(server, documents)
        theirs = _by_scripts(server, documents)
    return [ratio(f"{RUNS} runs at once on {AT_ONCE} workers against {RUNS} scripts, {AT_ONCE} at a time", ours / theirs, 0.8)]


def _through_layerloom(server: Client, documents: list[dict[str, Any]]) -> float:
    """Seconds from the first press of Train to the end of the last run."""
    network = server.json("POST", "/networks", {"document": documents[0]})["id"]
    started = time.time()
    for document in documents:
        server.json("POST", f"/networks/{network}/runs", {"document": document})
    while True:
        runs = server.json("GET", f"/networks/{network}/runs")
        states = [found["state"] for found in runs]
        if all(state in ENDED for state in states):
            break
        time.sleep(0.5)
    if set(states) != {"finished"}:
        raise RuntimeError(f"Not every run finished: {states}")
    return time.time() - started


def _by_scripts(server: Client, documents: list[dict[str, Any]]) -> float:
    """Seconds for the exported scripts."""
    with tempfile.TemporaryDirectory() as folder:
        scripts = [_write(server, document, Path(folder) / str(place)) for place, document in enumerate(documents)]
        started = time.time()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(_run, scripts))
        return time.time() - started


def _write(server: Client, document: dict[str, Any], folder: Path) -> Path:
    folder.mkdir()
    script = folder / "script.py"
    script.write_text(server.json("POST", "/code", {"document": document})["script"])
    return script


def _run(script: Path) -> None:
    subprocess.run([sys.executable, str(script)], cwd=script.parent, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

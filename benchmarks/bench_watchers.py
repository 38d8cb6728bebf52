"""Many pages on one run at 20 points a second: none lost, how late, at what cost of the web process.

The real server and broker; the points come from one process, the pages are another. Latencies run from a point's making in the worker to its
parsing in the page; they include the load's own work, which shares the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from celery import Celery

from benchmarks.rows import Row
from benchmarks.server import Client
from tests.running import LINK, ROOT, Layerloom, environment, layerloom

RATE = 20
SECONDS = 15.0
WORKERS = ("analysis", "training", "inference")
TARGETS = {300: 20.0, 1_000: 150.0}


def run() -> list[Row]:
    """For each number of watchers: points lost or doubled, p99 and CPU."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, layerloom(Path(folder)) as running:
        client = Client(running.port, running.wait_for(LINK))
        _wait_for_workers(running)
        network = client.json("POST", "/networks", {})["id"]
        return [row for sockets in TARGETS for row in measure(running, client, network, sockets)]


def _wait_for_workers(running: Layerloom, seconds: float = 180) -> None:
    """The workers import Keras while they start, and share the machine."""
    app = Celery("bench", broker=_broker(running).replace("unix://", "redis+socket://", 1))
    until = time.monotonic() + seconds
    while len(app.control.ping(timeout=1.0)) < len(WORKERS):
        if time.monotonic() > until:
            raise RuntimeError("The workers did not start")


def _broker(running: Layerloom) -> str:
    return (running.data / "broker-url").read_text()


def measure(running: Layerloom, client: Client, network: str, sockets: int) -> list[Row]:
    """One number of watchers."""
    settled = environment(running.data, running.port, REDIS_URL=_broker(running))
    points = _start(settled, "watch_points", network, str(RATE))
    assert points.stdout is not None
    run_id = points.stdout.readline().strip()
    load = _start(settled, "watch_load", str(running.port), run_id, client.cookie_header, str(sockets), str(SECONDS))
    assert load.stdout is not None
    web = running.children()["web"]
    _expect(load, "open")
    before, began = _cpu_seconds(web), time.monotonic()
    _expect(load, "measured")
    share = (_cpu_seconds(web) - before) / (time.monotonic() - began)
    made = int(points.communicate("")[0])
    found = json.loads(load.communicate()[0])
    assert found["last"] == made, f"{made} points were made, {found['last']} arrived"
    what = f"{sockets:,} watchers, {RATE} points/s"
    return [
        {"name": f"{what}: watchers that lost or doubled a point", "value": found["wrong"], "unit": "", "target": 0, "better": "lower"},
        {"name": f"{what}: p99 from made to shown", "value": found["p99"], "unit": "ms", "target": TARGETS[sockets], "better": "lower"},
        {"name": f"{what}: CPU of the web process", "value": share, "unit": "cores", "target": 0.5, "better": "lower"},
    ]


def _start(environment: dict[str, str], module: str, *args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"benchmarks.{module}", *args]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _expect(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if line != word:
        raise RuntimeError(f"The load said {line!r} instead of {word!r}")


def _cpu_seconds(pid: int) -> float:
    fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

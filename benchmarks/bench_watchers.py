"""Many pages on one run at 20 points a second: none lost, how late, at what cost of the web process.

The real server and broker; the points come from one process, the pages are another. Latencies run from a point's making in the worker to its
parsing in the page; they include the load's own work, which shares the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.server import ROOT, Server, layerloom

RATE = 20
SECONDS = 15.0
TARGETS = {300: 20.0, 1_000: 150.0}


def run() -> list[Row]:
    """For each number of watchers: points lost or doubled, p99 and CPU."""
    with layerloom() as server:
        network = server.json("POST", "/networks", {})["id"]
        _wait_for_workers(server.folder)
        return [row for sockets in TARGETS for row in measure(server, network, sockets)]


def _wait_for_workers(folder: Path, seconds: float = 180) -> None:
    """The three workers import Keras while they start, and share the machine."""
    os.environ["REDIS_URL"] = (folder / "broker-url").read_text()
    from config.celery import app  # noqa: PLC0415  (it reads REDIS_URL)

    until = time.monotonic() + seconds
    while len(app.control.ping(timeout=1.0)) < 3:
        if time.monotonic() > until:
            raise RuntimeError("The workers did not start")


def measure(server: Server, network: str, sockets: int) -> list[Row]:
    """One number of watchers."""
    settled = os.environ | {"DATA_DIR": str(server.folder), "REDIS_URL": (server.folder / "broker-url").read_text()}
    points = _start(settled, "watch_points", network, str(RATE))
    assert points.stdout is not None
    run_id = points.stdout.readline().strip()
    load = _start(settled, "watch_load", str(server.port), run_id, server.cookie_header, str(sockets), str(SECONDS))
    assert load.stdout is not None
    web = _web(server.folder)
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


def _web(folder: Path) -> int:
    """The web process of the Layerloom that works in this folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_web = b"config.serve" in (process / "cmdline").read_bytes()
            if is_web and f"DATA_DIR={folder}".encode() in (process / "environ").read_bytes().split(b"\0"):
                return int(process.name)
        except OSError:
            continue
    raise RuntimeError("The web process was not found")


def _cpu_seconds(pid: int) -> float:
    fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

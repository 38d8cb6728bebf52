"""Many pages on one run at 20 points a second: none lost, how late, at what cost of the web process.

The real server and broker; the points come from one process, the pages are another. Latencies run from a point's making in the worker to its
parsing in the page; they include the load's own work, which shares the machine.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rows import Row
from config import embedded_broker
from config.processes import bound_to_parent
from tests.running import ROOT, environment

RATE = 20
SECONDS = 15.0
TARGETS = {300: 20.0, 1_000: 150.0}


def run() -> list[Row]:
    """For each number of watchers: points lost or doubled, p99 and CPU."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, served(Path(folder)) as place:
        return [row for sockets in TARGETS for row in measure(place, sockets)]


@dataclass(frozen=True)
class Place:
    """A running web process and its broker."""

    port: int
    web: int
    environment: dict[str, str]


@contextmanager
def served(folder: Path) -> Iterator[Place]:
    """The web process and the broker as `manage.py up` starts them, without the workers, which would only import Keras meanwhile."""
    path = embedded_broker.make_socket(folder)
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as stack:
        port = int(listening.getsockname()[1])
        settled = environment(folder, port, REDIS_URL=embedded_broker.url_of(path), DJANGO_SETTINGS_MODULE="config.settings")
        stack.enter_context(_running(embedded_broker.command(path, folder / "broker"), settled))
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=settled, check=True)
        embedded_broker.wait(settled["REDIS_URL"])
        web = [sys.executable, "-m", "config.serve", str(listening.fileno())]
        yield Place(port, stack.enter_context(_running(web, settled, listening.fileno())).pid, settled)


@contextmanager
def _running(command: list[str], settled: dict[str, str], *files: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env=settled, pass_fds=files, preexec_fn=bound_to_parent())
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def measure(place: Place, sockets: int) -> list[Row]:
    """One number of watchers."""
    points = _start(place.environment, "watch_points", str(RATE))
    assert points.stdout is not None
    run_id, cookie = points.stdout.readline().split()
    load = _start(place.environment, "watch_load", str(place.port), run_id, cookie, str(sockets), str(SECONDS))
    _expect(load, "open")
    before, began = _cpu_seconds(place.web), time.monotonic()
    _expect(load, "measured")
    share = (_cpu_seconds(place.web) - before) / (time.monotonic() - began)
    made = int(points.communicate("")[0])
    found = json.loads(load.communicate()[0])
    if found["last"] != made:
        raise RuntimeError(f"{made} points were made, {found['last']} arrived")
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

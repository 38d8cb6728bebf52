"""A whole Layerloom (tests.running) with its owner signed in and means to kill its parts; and a page that watches runs over the wire."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

from tests.running import LINK, Layerloom, free_port, layerloom, wait_until_gone

PATIENCE = 240  # seconds
AWAY = 503
ENDED = ("finished", "stopped", "failed")  # no more points come


class House:
    """A running Layerloom with a data directory of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.cookies: dict[str, str] = {}

    def start(self) -> None:
        """Start everything and sign in."""
        self._stack = ExitStack()
        self.running: Layerloom = self._stack.enter_context(layerloom(self.folder, self.port, CHECKPOINT_SECONDS="0.2"))
        self.request("GET", self.running.wait_for(LINK).partition(str(self.port))[2])
        self.request("GET", "/")

    def stop(self) -> None:
        """End it as a person does."""
        self._stack.close()

    def kill(self) -> None:
        """Kill everything at once, as when the power fails; returns when nothing is left."""
        watches = self.running.watches()
        kill(self.running.process.pid)
        wait_until_gone(watches)
        self._stack.close()

    def pid(self, part: str, before: int | None = None) -> int:
        """The process of a part, once there is one, and another than before."""
        until = time.monotonic() + PATIENCE
        while (found := self.running.children().get(part)) in (None, before):
            assert time.monotonic() < until, f"{part} is not running"
            select.select([], [], [], 0.05)  # looking takes from what is looked for
        assert found is not None
        return found

    def training_child(self) -> int:
        """The process that trains: the only child of the training worker, once it is there."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                [child] = Path(f"/proc/{(parent := self.pid('training'))}/task/{parent}/children").read_text().split()
                return int(child)
            except (OSError, ValueError):
                assert time.monotonic() < until, "nothing trains"

    def request(self, method: str, path: str, body: Any = None) -> bytes:
        """One request as the owner; asks again while the web process is away or no worker has started."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                status, data = self._request(method, path, body)
            except (ConnectionError, http.client.HTTPException):
                status, data = AWAY, b"away"
            if status != AWAY:
                assert status < 400, "\n".join([f"{method} {path}: {status} {data!r}", *list(self.running.lines)[-60:]])
                return data
            assert time.monotonic() < until, data

    def status(self, path: str) -> int:
        """The status of a page for a browser that nobody was in."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def _request(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        csrf = next((value for name, value in self.cookies.items() if name.startswith("csrftoken")), "")
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "X-CSRFToken": csrf}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return answer.status, answer.read()
        finally:
            connection.close()

    @property
    def cookie(self) -> str:
        """The cookies as a header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def headers(self) -> dict[str, str]:
        """What a page's socket sends along."""
        return {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}"}

    def json(self, method: str, path: str, body: Any = None) -> Any:
        """A request to the API."""
        return json.loads(self.request(method, f"/api{path}", body))

    def train(self, document: dict[str, Any]) -> str:
        """Start a run of a new network; its id."""
        network = self.json("POST", "/networks", {"document": document})["id"]
        return str(self.json("POST", f"/networks/{network}/runs", {"document": document})["id"])

    def sweep(self, document: dict[str, Any]) -> str:
        """Start a sweep of a new network; its id."""
        network = self.json("POST", "/networks", {"document": document})["id"]
        return str(self.json("POST", f"/networks/{network}/sweeps", {"document": document})["id"])


class Page:
    """A page that watches a run: opens its socket again by its cursor whenever it breaks."""

    def __init__(self, house: House, run: str) -> None:
        self.house = house
        self.run = run
        self.cursor = ""
        self.steps: list[int] = []
        self.states: list[str] = []
        self.failure: dict[str, Any] | None = None

    def until(self, *states: str, points: int = 0, seconds: float = PATIENCE) -> None:
        """Watch until the run is in one of these states and this many more points have come."""
        wanted = len(self.steps) + points
        until = time.monotonic() + seconds
        while not self._has(states, wanted):
            assert time.monotonic() < until, f"{self.run} is {self.states[-1:]} with {len(self.steps)} points, not {states} with {wanted}"
            self._watch(until, states, wanted)

    def _has(self, states: tuple[str, ...], points: int) -> bool:
        if not self.states or self.states[-1] not in states:
            return False
        return len(self.steps) >= points or self.states[-1] in ENDED

    def _watch(self, until: float, states: tuple[str, ...], wanted: int) -> None:
        url = f"ws://127.0.0.1:{self.house.port}/ws/runs/{self.run}?after={self.cursor}"
        try:
            with connect(url, additional_headers=self.house.headers, compression=None, max_size=None) as line:
                while not self._has(states, wanted):
                    self._take(json.loads(line.recv(timeout=max(0.1, until - time.monotonic()))))
        except (ConnectionClosed, ConnectionError, EOFError, InvalidHandshake, TimeoutError):
            pass  # opened again with the cursor, like the real page

    def _take(self, frame: dict[str, Any]) -> None:
        self.cursor = frame["cursor"]
        for event in frame["events"]:
            if event["kind"] == "point":
                self.steps.append(event["step"])
            elif event["kind"] == "state":
                self.states.append(event["state"])
                self.failure = event["failure"]

    def history(self) -> list[int]:
        """The steps of all points, as the server keeps them."""
        return [event["step"] for event in self.events("point")]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of one kind, as the server keeps them."""
        return [event for event in self.house.json("GET", f"/runs/{self.run}/events")["events"] if event["kind"] == kind]

    def see_that_nothing_is_told_twice(self) -> None:
        """Every point came once and in order, whatever happened."""
        history = self.history()
        assert history == sorted(set(history))
        assert [step for step in self.steps if step <= history[-1]] == history[: len(self.steps)]

    def stop(self) -> None:
        """Stop the run, as by the button."""
        self.house.request("POST", f"/api/runs/{self.run}/stop", {})
        self.until("stopped", "failed")
        assert self.states[-1] == "stopped", self.failure


def watch_sweep(house: House, sweep: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Watch a sweep as a page does, coming back whenever its socket breaks, until something holds of it."""
    until = time.monotonic() + PATIENCE
    found: dict[str, Any] = {}
    while not (found and holds(found)):
        assert time.monotonic() < until, found
        try:
            with connect(f"ws://127.0.0.1:{house.port}/ws/sweeps/{sweep}", additional_headers=house.headers, compression=None, max_size=None) as line:
                while not (found and holds(found)):
                    found = _with_news(found, json.loads(line.recv(timeout=max(0.1, until - time.monotonic()))))
        except (ConnectionClosed, ConnectionError, EOFError, InvalidHandshake, TimeoutError):
            pass
    return found


def _with_news(known: dict[str, Any], news: dict[str, Any]) -> dict[str, Any]:
    """A sweep as a page knows it after a frame, which holds the trials that have changed."""
    trials = {trial["run"]: trial for trial in [*known.get("trials", []), *news["trials"]]}
    return news | {"trials": sorted(trials.values(), key=lambda trial: int(trial["number"]))}


def kill(pid: int) -> None:
    """SIGKILL, and wait until the process is gone."""
    watch = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    wait_until_gone([watch])

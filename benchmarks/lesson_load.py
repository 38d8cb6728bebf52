"""A class at work: students who join, draw, save, have their networks analysed, press Train and watch.

Bare asyncio, so that the load costs less than what it measures; it shares the machine all the same.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from benchmarks.watch_load import Watcher

HTTP_ERROR = 400
EDIT_SECONDS = 3.0  # between two edits of a student, each of which is analysed and saved
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Listener(Watcher):
    """A socket that keeps every event with the moment at which it came."""

    def __init__(self, request: bytes) -> None:
        super().__init__(request, [], asyncio.Event())
        self.events: list[tuple[float, dict[str, Any]]] = []

    def _take(self, message: dict[str, Any]) -> None:
        now = time.monotonic()
        self.events += [(now, event) for event in message["events"]]
        if not self.first.done():
            self.first.set_result(None)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The events."""
        return [event for _, event in self.events]

    def lateness(self) -> list[float]:
        """Seconds from each event's own time to its arrival. A run's clock starts where its quickest event says that it did."""
        found = [came - event["at"] for came, event in self.events if "at" in event]
        return [each - min(found) for each in found]


@dataclass
class Training:
    """A run that a student started: when, what its socket told, and when that closed."""

    run: str
    pressed: float
    listener: Listener
    ended: float = 0.0


@dataclass
class Student:
    """One browser: cookies, and one kept connection."""

    port: int
    name: str
    cookies: dict[str, str] = field(default_factory=dict)
    network: str = ""
    revision: int = 1
    document: dict[str, Any] = field(default_factory=dict)
    saves: list[float] = field(default_factory=list)
    analyses: list[float] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def join(self, code: str) -> None:
        """Open the page of the class, type a nickname."""
        await self.request("GET", f"/join/{code}")
        await self.request("POST", "/join", urlencode({"code": code, "nickname": self.name}), FORM)
        await self.request("GET", "/")

    async def draw(self, template: dict[str, Any]) -> None:
        """Make a network like one of the gallery."""
        made = await self.json("POST", "/networks", {"document": template})
        self.network, self.revision, self.document = made["id"], made["revision"], made["document"]
        await self.analyse()

    async def analyse(self) -> float:
        """Seconds until Keras has said what it thinks of the document."""
        started = time.monotonic()
        await self.json("POST", "/analyse", {"document": self.document})
        return time.monotonic() - started

    async def save(self) -> float:
        """Seconds until the document is saved."""
        started = time.monotonic()
        saved = await self.json("PUT", f"/networks/{self.network}", {"revision": self.revision, "document": self.document})
        self.revision = saved["revision"]
        return time.monotonic() - started

    async def edit(self, number: int) -> None:
        """Change something, as the editor does it: analyse, save."""
        self.document["nodes"][1]["config"]["filters"] = 8 + number % 5
        self.analyses.append(await self.analyse())
        self.saves.append(await self.save())

    async def edit_until(self, over: asyncio.Event, after: float) -> None:
        """Edit on and on, at a person's pace."""
        await asyncio.sleep(after)
        number = 0
        while not over.is_set():
            number += 1
            began = time.monotonic()
            await self.edit(number)
            await asyncio.sleep(max(0.0, began + EDIT_SECONDS - time.monotonic()))

    async def train(self, seeds: range) -> None:
        """Press Train, once a seed, and open a socket on each run."""
        for seed in seeds:
            document = self.document | {"training": self.document["training"] | {"seed": seed}}
            pressed = time.monotonic()
            run = (await self.json("POST", f"/networks/{self.network}/runs", {"document": document, "eyes": False}))["id"]
            self.trainings.append(Training(run, pressed, await self._listen(run)))

    async def watch(self) -> None:
        """Wait until every run has ended."""

        async def until_closed(training: Training) -> None:
            await training.listener.ended
            training.ended = time.monotonic()

        await asyncio.gather(*map(until_closed, self.trainings))

    async def check(self) -> None:
        """Raise RuntimeError where a run failed, or where a socket was not told exactly what the run's history holds."""
        for training in self.trainings:
            run = await self.json("GET", f"/runs/{training.run}")
            if run["state"] != "finished":
                raise RuntimeError(f"A run of {self.name} is {run['state']}: {run['failure']}")
            history = (await self.json("GET", f"/runs/{training.run}/events"))["events"]
            kept, told = ([event for event in events if event["kind"] != "state"] for events in (history, training.listener.told))
            if told != kept:
                raise RuntimeError(f"Of {len(kept)} events of a run, {self.name} was told {len(told)}, or others")

    async def leave(self) -> None:
        """Close the connection."""
        if self._line is not None:
            _, writer = self._line
            self._line = None
            writer.close()
            with suppress(ConnectionError):  # the server closed it first
                await writer.wait_closed()

    async def json(self, method: str, path: str, body: Any = None) -> Any:
        """One request with JSON both ways."""
        return json.loads(await self.request(method, f"/api{path}", "" if body is None else json.dumps(body), JSON))

    async def request(self, method: str, path: str, body: str = "", kind: str = JSON) -> bytes:
        """One request; raises RuntimeError for a 4xx or 5xx. A connection that the server closed while it was idle is opened anew."""
        data = body.encode()
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: {self._cookie}",
            f"X-CSRFToken: {self.cookies.get('csrftoken', '')}",
        ]
        sent = "\r\n".join([*head, f"Content-Type: {kind}", f"Content-Length: {len(data)}", "", ""]).encode() + data
        try:
            status, answer = await self._sent(sent)
        except (ConnectionError, asyncio.IncompleteReadError):
            await self.leave()
            status, answer = await self._sent(sent)
        if status >= HTTP_ERROR:
            raise RuntimeError(f"{method} {path}: {status} {answer[:500]!r}")
        return answer

    async def _sent(self, request: bytes) -> tuple[int, bytes]:
        if self._line is None:
            self._line = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._line
        writer.write(request)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        size = 0
        for line in lines:
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                size = int(value)
            elif name.lower() == "set-cookie":
                key, _, rest = value.strip().partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return int(first.split()[1]), await reader.readexactly(size)

    async def _listen(self, run: str) -> Listener:
        lines = [f"GET /ws/runs/{run} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Origin: http://127.0.0.1:{self.port}", f"Cookie: {self._cookie}"]
        key = base64.b64encode(os.urandom(16)).decode()
        lines += ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""]
        request = "\r\n".join(lines).encode()
        _, listener = await asyncio.get_running_loop().create_connection(lambda: Listener(request), "127.0.0.1", self.port)
        await listener.first
        return listener

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


Anyone = TypeVar("Anyone", bound=Student)


async def together(students: list[Anyone], act: Callable[[Anyone], Awaitable[Any]]) -> float:
    """Seconds until all have done it, who begin at once."""
    started = time.monotonic()
    await asyncio.gather(*map(act, students))
    return time.monotonic() - started

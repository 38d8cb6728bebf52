"""Many browsers that watch one run: python -m benchmarks.watch_load PORT RUN COOKIE SOCKETS SECONDS.

Prints "open" when all sockets have their first frame and "measured" when the time is over, then waits for the run's end and prints JSON: how many
points each socket got, and the milliseconds from a point's making to its parsing. Bare asyncio, so that the load costs less than what it measures.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import os
import sys
import time
from statistics import quantiles
from typing import Any, cast

import uvloop

TEXT, PING, PONG = 1, 9, 10


class Watcher(asyncio.Protocol):
    """One socket: opens, reads frames, notes what arrives and when, answers pings."""

    def __init__(self, request: bytes, latencies: list[float], measuring: asyncio.Event) -> None:
        self.request = request
        self.latencies = latencies
        self.measuring = measuring
        self.steps: list[int] = []
        self.first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._rest = b""
        self._is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._line = cast(asyncio.WriteTransport, transport)
        self._line.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames."""
        self._rest += data
        if not self._is_open:
            head, found, self._rest = self._rest.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            assert b" 101 " in head.split(b"\r\n")[0], head
            self._is_open = True
        while (frame := self._next()) is not None:
            kind, payload = frame
            if kind == TEXT:
                self._take(json.loads(payload))
            elif kind == PING:
                self._line.write(bytes([128 | PONG, 128 | len(payload), 0, 0, 0, 0]) + payload)  # masked, by a mask that changes nothing

    def _next(self) -> tuple[int, bytes] | None:
        """The next whole frame; servers do not mask theirs."""
        rest = self._rest
        if len(rest) < 2:
            return None
        size, start = rest[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            if len(rest) < start:
                return None
            size = int.from_bytes(rest[2:start], "big")
        if len(rest) < start + size:
            return None
        self._rest = rest[start + size :]
        return rest[0] & 15, rest[start : start + size]

    def _take(self, message: dict[str, Any]) -> None:
        now = time.monotonic()
        for event in message["events"]:
            if event["kind"] == "point":
                self.steps.append(event["step"])
                if self.measuring.is_set():
                    self.latencies.append(now - event["at"])
        if not self.first.done():
            self.first.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        """The server closes the socket when the run is over."""
        if not self.ended.done():
            self.ended.set_result(None)


async def main(port: int, run: str, cookie: str, sockets: int, seconds: float) -> None:
    """Open the sockets, measure, wait for the end."""
    gc.disable()  # the load must not pause
    latencies: list[float] = []
    measuring = asyncio.Event()
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET /ws/runs/{run} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}", f"Cookie: {cookie}"]
    lines += ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
    request = "\r\n".join([*lines, "", ""]).encode()
    watchers: list[Watcher] = []
    loop = asyncio.get_running_loop()
    for first in range(0, sockets, 50):
        opened = [
            await loop.create_connection(lambda: Watcher(request, latencies, measuring), "127.0.0.1", port)
            for _ in range(first, min(first + 50, sockets))
        ]
        watchers += [watcher for _, watcher in opened]
        await asyncio.gather(*(watcher.first for _, watcher in opened))
    print("open", flush=True)
    await asyncio.sleep(1)
    measuring.set()
    await asyncio.sleep(seconds)
    measuring.clear()
    print("measured", flush=True)
    await asyncio.gather(*(watcher.ended for watcher in watchers))
    cuts = quantiles(latencies, n=100)
    last = max(watcher.steps[-1] for watcher in watchers)
    wrong = sum(watcher.steps != list(range(1, last + 1)) for watcher in watchers)
    print(json.dumps({"last": last, "wrong": wrong, "p50": 1000 * cuts[49], "p99": 1000 * cuts[98], "points": len(latencies)}), flush=True)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])))

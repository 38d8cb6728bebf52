"""The worker's side of a run's history: append events to the archive, tell the hubs, keep the run's row up to date.

All of it on a thread of its own, so that training waits for neither disk nor broker. The archive comes first: an entry that the
broker does not take is made up for by the next one, since hubs read what they missed from the archive.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from redis.exceptions import RedisError

from training import archive, streams

log = logging.getLogger(__name__)

EVERY = 0.02  # seconds between entries at the least: well below the time between points, so that none waits for the next
RETRY = 1.0
NOTE_EVERY = 1.0  # seconds between changes of the run's row at the least: epochs can be shorter than a write


class Publisher:
    """Takes events from the training thread and makes them known in order."""

    def __init__(self, run_id: str, folder: Path, on_epochs: Callable[[list[dict[str, Any]]], None]) -> None:
        self._run_id = run_id
        self._archive = archive.Archive(folder)
        self._on_epochs = on_epochs
        self.at: float | None = None
        """Seconds of training at the last event that says so."""
        self._epochs: list[dict[str, Any]] = []  # not yet in the run's row
        self._noted = 0.0
        self._waiting: list[dict[str, Any]] = []
        self._kept: list[tuple[int, int, str]] = []  # in the archive, not yet told
        self._lock = threading.Lock()
        self._keeping = threading.Lock()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._told = self._archive.end  # the hubs were told of the archive up to here
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._publish, name="publisher", daemon=True)
        self._thread.start()

    def emit(self, events: list[dict[str, Any]]) -> None:
        """Take events; returns at once. Raises what kept earlier ones from being written: a training that nobody can see is none."""
        if self._error is not None:
            raise self._error
        with self._lock:
            self._waiting += events
        self._wake.set()

    def settle(self) -> None:
        """Return when the disk has all that was taken; the hubs may hear of it later."""
        if self._error is not None:
            raise self._error
        with self._keeping:
            self._keep()
            self._archive.sync()
        self._wake.set()

    def close(self) -> None:
        """Make everything known that was taken, then end."""
        self._closing.set()
        self._wake.set()
        self._thread.join()
        self._archive.close()

    def _publish(self) -> None:
        try:
            self._publish_until_closed()
        except Exception as error:
            log.exception("the history of run %s could not be written", self._run_id)
            self._error = error

    def _publish_until_closed(self) -> None:
        while not self._closing.is_set():
            self._wake.wait(None if self._told == self._archive.end and not self._epochs else RETRY)
            self._wake.clear()
            self._flush()
            self._closing.wait(EVERY)
        self._flush()

    def _flush(self) -> None:
        with self._keeping:
            self._keep()
            kept, self._kept = self._kept, []
            is_time = self._closing.is_set() or time.monotonic() - self._noted >= NOTE_EVERY
            epochs = self._epochs if is_time else []
            self._epochs = [] if is_time else self._epochs
        for start, end, text in kept:
            self._tell(start, end, text)
        if not kept and self._told < self._archive.end:
            self._tell(self._archive.end, self._archive.end, "")
        if epochs:
            self._on_epochs(epochs)
            self._noted = time.monotonic()

    def _keep(self) -> None:
        """Append what was taken to the archive."""
        with self._lock:
            events, self._waiting = self._waiting, []
        if events:
            lines = [archive.encode(event) for event in events]
            self._kept.append((*self._archive.append(b"".join(lines)), ",".join(line[:-1].decode() for line in lines)))
            self._epochs += [event for event in events if event["kind"] == "epoch"]
            self.at = next((event["at"] for event in reversed(events) if "at" in event), self.at)

    def _tell(self, start: int, end: int, text: str) -> None:
        try:
            streams.add_events(self._run_id, start, end, archive.frame(text, end))
        except RedisError as error:
            log.warning("the broker took no events: %s", error)
        else:
            self._told = end

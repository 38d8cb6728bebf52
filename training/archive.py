"""A run's history on disk: one event a line in events.jsonl, appended by its worker only. A cursor is a byte offset after a line's end.

The file outlives the broker, and every replay is read from it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.core.folder import EVENTS_FILE
from training.core.resuming import Told

FILE = EVENTS_FILE
MOST_POINTS = 5_000
_POINT = b'"kind":"point"'


@dataclass(frozen=True, slots=True)
class Slice:
    """Events as JSON texts joined by commas, and the cursor after them."""

    text: str
    cursor: int

    def frame(self, *more: str) -> str:
        """A message of these events and more, as JSON text."""
        return frame(",".join(part for part in (self.text, *more) if part), self.cursor)


def frame(events: str, cursor: int) -> str:
    """A message for pages, from events as JSON texts joined by commas."""
    return f'{{"events":[{events}],"cursor":"{cursor}"}}'


def events_of(message: str) -> str:
    """The events of such a message, as JSON texts joined by commas."""
    return message[len('{"events":[') : message.rindex('],"cursor":"')]


def encode(event: dict[str, Any]) -> bytes:
    """An event as a line of the file."""
    return json.dumps(event, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def parse_cursor(text: str) -> int:
    """The offset a page asks from; the start for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


class Archive:
    """The worker's side: append whole lines."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.end = end(folder)
        os.ftruncate(self._file, self.end)  # half a line, left by a machine that went down

    def append(self, lines: bytes) -> tuple[int, int]:
        """Append lines; returns the offsets they lie between."""
        start = self.end
        view = memoryview(lines)
        while view:
            view = view[os.write(self._file, view) :]
        self.end = start + len(lines)
        return start, self.end

    def sync(self) -> None:
        """Make sure the disk has it all."""
        os.fsync(self._file)

    def close(self) -> None:
        """Make sure the disk has it all, and let go."""
        self.sync()
        os.close(self._file)


def read(folder: Path, after: int = 0, until: int | None = None) -> Slice:
    """The whole lines after a cursor; thinned out where there are more points than a chart can show."""
    try:
        with (folder / FILE).open("rb") as file:
            start = _line_start(file, after)
            data = file.read() if until is None else file.read(max(0, until - start))
    except FileNotFoundError:
        return Slice("", 0)
    data = data[: data.rfind(b"\n") + 1]
    cursor = start + len(data)
    if data.count(_POINT) > MOST_POINTS:
        data = b"".join(thin(data.splitlines(keepends=True)))
    return Slice(data[:-1].replace(b"\n", b",").decode(), cursor)


def end(folder: Path) -> int:
    """The cursor after the last whole line."""
    try:
        with (folder / FILE).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            while size:
                start = max(0, size - 65_536)
                file.seek(start)
                found = file.read(size - start).rfind(b"\n")
                if found >= 0:
                    return start + found + 1
                size = start
    except FileNotFoundError:
        pass
    return 0


def told(folder: Path) -> Told:
    """How far a run's history goes."""
    found: dict[str, dict[str, Any]] = {}
    rates: dict[int, float] = {}
    looks: dict[bool, set[tuple[int, str]]] = {False: set(), True: set()}  # by whether they are of the weights that are kept
    try:
        with (folder / FILE).open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    event = json.loads(line)
                    found[event["kind"]] = found["last"] = event
                    if event["kind"] == "rate":
                        rates[event["step"]] = event["rate"]
                    elif event["kind"] == "eyes":
                        looks[event.get("is_last", False)] |= {(event["epoch"], part) for part in event["parts"]}
    except FileNotFoundError:
        return Told()
    return Told(
        epochs=found["start"]["epochs"] if "start" in found else 0,
        ended=found.get("last", {}).get("kind") == "end",
        step=max((found[kind]["step"] for kind in ("point", "epoch") if kind in found), default=0),
        epoch=found["epoch"]["epoch"] if "epoch" in found else 0,
        at=max((event["at"] for event in found.values() if "at" in event), default=0.0),
        rates=rates,
        continued=found.get("start", {}).get("continued", 0),
        looks=frozenset(looks[False]),
        kept_looks=frozenset(looks[True]),
    )


def _line_start(file: Any, after: int) -> int:
    """Go to the cursor if it is one of this file's, else to the start: better twice than never."""
    if after > 0:
        file.seek(after - 1)
        if file.read(1) == b"\n":
            return after
    file.seek(0)
    return 0


def thin(lines: list[bytes], most: int = MOST_POINTS) -> list[bytes]:
    """At most about `most` points: the first, the last, and of every stretch those where some log is lowest or highest. Other events all stay."""
    points = [index for index, line in enumerate(lines) if _POINT in line]
    logs = {index: json.loads(lines[index])["logs"] for index in points}
    names = sorted({name for values in logs.values() for name in values})
    stretches = max(1, (most - 2) // max(1, 2 * len(names)))
    size = -(-len(points) // stretches)
    keep = set(points[:1] + points[-1:])
    for begin in range(0, len(points), size):
        keep |= _extremes(points[begin : begin + size], logs, names)
    dropped = set(points) - keep
    return [line for index, line in enumerate(lines) if index not in dropped]


def _extremes(stretch: list[int], logs: dict[int, dict[str, float | None]], names: list[str]) -> set[int]:
    kept = set()
    for name in names:
        values = [(value, index) for index in stretch if (value := logs[index].get(name)) is not None]
        if values:
            kept |= {min(values)[1], max(values)[1]}
    return kept

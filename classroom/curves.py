"""Curves that are drawn small: of a run's events as few as a tile of the wall can show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from classroom.schemas import Curve
from training import archive
from training.models import folder_of

MOST = 80  # rows of each kind
_POINT, _EPOCH = b'"kind":"point"', b'"kind":"epoch"'
Logs = Mapping[str, float | None]


@dataclass(slots=True)
class Followed:
    """A run whose curves are shown: as far as they are known, in the archive's bytes."""

    member: int
    run: str
    cursor: int = 0
    metric: str | None = None
    ended: bool = False


def read_whole(followed: Followed) -> Curve:
    """All of a run's curves, thinned out; notes how far they go."""
    try:
        data = (folder_of(followed.run) / archive.FILE).read_bytes()
    except FileNotFoundError:
        data = b""
    data = data[: data.rfind(b"\n") + 1]
    followed.cursor = len(data)
    lines = data.splitlines()
    kept = [*few([line for line in lines if _POINT in line]), *few([line for line in lines if _EPOCH in line])]
    return _curve(followed, [json.loads(line) for line in kept], whole=True)


def take(followed: Followed, entries: Iterable[tuple[bytes, Mapping[bytes, bytes]]]) -> Curve | None:
    """What entries of the run's stream add to its curves; everything anew where some are missing."""
    frames: list[bytes] = []
    for name, fields in entries:
        if int(fields[b"start"]) > followed.cursor:
            return read_whole(followed)
        followed.cursor = max(followed.cursor, int(name.partition(b"-")[0]))
        frames.append(fields[b"frame"])
    newest = next((frame for frame in reversed(frames) if _POINT in frame), None)
    told = [frame for frame in frames if frame is newest or _EPOCH in frame]
    events = [event for frame in told for event in json.loads(frame)["events"]]
    points = [event for event in events if event["kind"] == "point"]
    epochs = [event for event in events if event["kind"] == "epoch"]
    return _curve(followed, [*points[-1:], *few(epochs)], whole=False) if events else None


def few(rows: list[Any], most: int = MOST) -> list[Any]:
    """At most so many, spread evenly, the last one among them."""
    step = -(-len(rows) // most) or 1
    return rows[::-1][::step][::-1]


def _curve(followed: Followed, events: list[dict[str, Any]], *, whole: bool) -> Curve:
    """Rows of a curve, from events of points and epochs."""
    if followed.metric is None:
        followed.metric = next((metric for event in events if (metric := _metric(event["logs"])) is not None), None)
    points = [(event["epoch"], *_values(event["logs"], followed.metric)) for event in events if event["kind"] == "point"]
    epochs = [
        (event["epoch"], *_values(event["logs"], followed.metric), *_values(event["logs"], followed.metric, "val_"))
        for event in events
        if event["kind"] == "epoch"
    ]
    return Curve(member=followed.member, run=followed.run, metric=followed.metric, whole=whole, points=points, epochs=epochs)


def _metric(logs: Logs) -> str | None:
    """What is drawn beside the loss: an accuracy, or else the first metric."""
    names = [name for name in logs if not name.startswith("val_") and not name.endswith("loss") and name != "learning_rate"]
    return next((name for name in names if name.endswith("accuracy")), names[0] if names else None)


def _values(logs: Logs, metric: str | None, of: str = "") -> tuple[float | None, float | None]:
    return _short(logs.get(f"{of}loss")), _short(logs.get(f"{of}{metric}"))


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")

"""The archive: cursors are offsets, whole lines only, thinned replays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training import archive


def point(step: int, loss: float | None = 0.5) -> dict[str, Any]:
    return {"kind": "point", "step": step, "epoch": step / 100, "logs": {"loss": loss}, "at": step / 20}


def write(folder: Path, *events: dict[str, Any]) -> list[int]:
    file = archive.Archive(folder)
    cursors = [file.append(archive.encode(event))[1] for event in events]
    file.close()
    return cursors


def events_of(text: str) -> list[dict[str, Any]]:
    return list(json.loads(text)["events"])


def test_a_replay_from_the_start_holds_every_event_in_order(tmp_path: Path) -> None:
    cursors = write(tmp_path, *(point(step) for step in range(1, 6)))
    found = archive.read(tmp_path)
    assert [event["step"] for event in events_of(found.frame())] == [1, 2, 3, 4, 5]
    assert found.cursor == cursors[-1] == archive.end(tmp_path)


def test_a_replay_from_a_cursor_holds_only_what_follows(tmp_path: Path) -> None:
    cursors = write(tmp_path, *(point(step) for step in range(1, 6)))
    assert [event["step"] for event in events_of(archive.read(tmp_path, cursors[2]).frame())] == [4, 5]
    assert archive.read(tmp_path, cursors[-1]).frame('{"kind":"state"}') == f'{{"events":[{{"kind":"state"}}],"cursor":"{cursors[-1]}"}}'


def test_a_cursor_that_is_none_of_this_run_replays_everything(tmp_path: Path) -> None:
    write(tmp_path, point(1), point(2))
    for cursor in (3, 10**9):
        assert len(events_of(archive.read(tmp_path, cursor).frame())) == 2
    assert [archive.parse_cursor(text) for text in ("", "x", "-1", "1-0", "²", "9" * 30, "12")] == [0, 0, 0, 0, 0, 0, 12]


def test_a_line_that_was_cut_off_by_a_crash_is_left_out(tmp_path: Path) -> None:
    cursors = write(tmp_path, point(1), point(2))
    with (tmp_path / archive.FILE).open("ab") as file:
        file.write(b'{"kind":"point","st')
    assert archive.end(tmp_path) == cursors[-1]
    assert archive.read(tmp_path).cursor == cursors[-1]


def test_a_run_without_a_history_has_an_empty_replay(tmp_path: Path) -> None:
    assert archive.read(tmp_path / "none").frame() == '{"events":[],"cursor":"0"}'
    assert archive.end(tmp_path / "none") == 0


def test_a_long_replay_is_thinned_but_keeps_its_ends_epochs_and_extremes(tmp_path: Path) -> None:
    points = [point(step, loss=1.0) for step in range(1, 20_001)]
    points[7_000]["logs"]["loss"] = 99.0
    points[12_345]["logs"]["loss"] = -99.0
    points[3]["logs"]["loss"] = None
    epochs = [{"kind": "epoch", "step": step, "epoch": step // 10, "logs": {"loss": 1.0}, "at": 1.0} for step in range(10, 1_000, 10)]
    write(tmp_path, *points, *epochs)
    found = events_of(archive.read(tmp_path).frame())
    kept = [event["step"] for event in found if event["kind"] == "point"]
    assert len(kept) <= archive.MOST_POINTS
    assert kept == sorted(set(kept))
    assert {1, 7_001, 12_346, 20_000} <= set(kept)
    assert [event for event in found if event["kind"] == "epoch"] == epochs

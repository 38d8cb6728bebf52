"""A run's files as people take them away: the model, the log, the history as a table."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from django.http import StreamingHttpResponse

from designer.core.plan import model_name
from designer.downloads import BYTES, named
from training import archive
from training.core.folder import EXPORT_FILE, EXPORTS_FOLDER, LOG_FILE
from training.models import Run

MOST_LOG = 1_000_000
CHUNK = 1 << 18


def download(path: Path, name: str) -> StreamingHttpResponse:
    """A file, streamed."""
    headers = named(name) | {"Content-Length": str(path.stat().st_size)}
    return StreamingHttpResponse(_chunks(path), content_type=BYTES, headers=headers)


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk


def stem(run: Run) -> str:
    """What its files are called, without their endings."""
    return f"{model_name(run.network.name)}_run_{run.number}"


def exports(folder: Path) -> list[dict[str, Any]]:
    """What was exported of a run's model, in the order it was made."""
    found = sorted((folder / EXPORTS_FOLDER).glob(f"[!.]*/{EXPORT_FILE}"), key=lambda path: path.stat().st_mtime)
    return [json.loads(path.read_text(encoding="utf-8")) for path in found]


def exported(folder: Path, format: str) -> Path | None:  # noqa: A002  # the word for it
    """The file of an export; None where it was not made."""
    place = folder / EXPORTS_FOLDER / format
    try:
        path = place / json.loads((place / EXPORT_FILE).read_text(encoding="utf-8"))["file"]
    except FileNotFoundError:
        return None
    return path if path.exists() else None


def tail_of_log(folder: Path) -> str:
    """What the training printed, at most the last megabyte of it."""
    try:
        with (folder / LOG_FILE).open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(max(0, size - MOST_LOG))
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
    return text if size <= MOST_LOG else f"(the first {size - MOST_LOG:,} bytes are left out)\n{text}"


def history_csv(folder: Path) -> str:
    """The epochs of a run, one a row."""
    epochs = [event for event in events(folder) if event["kind"] == "epoch"]
    logs = list(dict.fromkeys(name for event in epochs for name in event["logs"]))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["epoch", "step", "seconds", *logs])
    table.writerows([event["epoch"], event["step"], event["at"], *(event["logs"].get(name) for name in logs)] for event in epochs)
    return text.getvalue()


def events(folder: Path) -> list[dict[str, Any]]:
    """A run's history; of very many points some."""
    return list(json.loads(f"[{archive.read(folder).text}]"))

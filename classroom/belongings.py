"""Everything of a person's as one zip, written while it is sent: no copy lies on the disk, and no large file is held in memory."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder

from classroom.models import Class
from designer import weights_store
from designer.models import LessonProgress, Network, SavedBlock
from training.models import Dataset, Run, Sweep, Upload

CHUNK = 1 << 18
README = """Everything of yours in Layerloom.

networks/   each network as a document that Layerloom reads again: drop it on the home page
lessons/    how far you came in each lesson, and what you answered
blocks/     the blocks that you kept in your palette
runs/       each run with its document, its numbers, its history (events.jsonl), its log and its models (.keras)
sweeps/     each sweep with its document
data sets/  each data set: your file, its recipe, and the fields as arrays
uploads/    files that had not become a data set yet
hand-ins/   what you handed in, with its results and what was said of it
classes/    each class that you teach: its members' nicknames, the lessons you gave it, its assignments as files that
            Layerloom reads again, and the marks
comments.json  what you said of hand-ins; account.json names the classes that you are in
weights/    the weights that networks started from
"""


Source: TypeAlias = Callable[[User], AsyncIterator[tuple[str, bytes | Path]]]
_sources: list[Source] = []


def pack_also(source: Source) -> None:
    """Pack what this gives of a person's, too: files by their names in the zip; called once by the `ready` of an app that stands above."""
    _sources.append(source)


class _Sink:
    """What a zip is written into; it cannot be gone back in, so the zip tells sizes after each file."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Keep a piece until it is sent."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""

    def close(self) -> None:
        """There is nothing to close."""

    def take(self) -> bytes:
        """What was written since."""
        taken, self._parts = b"".join(self._parts), []
        return taken


async def archive_of(user: User) -> AsyncIterator[bytes]:
    """The zip, piece by piece."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        async for name, content in _belongings(user):
            if isinstance(content, bytes):
                await asyncio.to_thread(archive.writestr, name, content)  # an assignment with its data has up to 40 MB
                yield sink.take()
                continue
            async for piece in _pieces(archive, sink, name, content):
                yield piece
    yield sink.take()


async def _pieces(archive: ZipFile, sink: _Sink, name: str, path: Path) -> AsyncIterator[bytes]:
    try:
        file = await asyncio.to_thread(path.open, "rb")
    except FileNotFoundError:  # a run goes on while it is packed
        return
    entry = ZipInfo(name, time.localtime()[:6])
    entry.compress_type = ZIP_DEFLATED
    with file, archive.open(entry, "w", force_zip64=True) as out:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            await asyncio.to_thread(out.write, chunk)
            yield sink.take()


async def _belongings(user: User) -> AsyncIterator[tuple[str, bytes | Path]]:
    """Every file of the zip, by its name in it: bytes, or where it lies."""
    yield "README.txt", README.encode()
    yield "account.json", as_json(await sync_to_async(_account_of)(user))
    digests: set[str] = set()
    async for network in Network.objects.filter(owner=user, frozen=False):
        digests |= _digests(network.document)
        yield f"networks/{safe(network.name)} {network.pk}.json", as_json(network.document)
    async for entry in _kept(user):
        yield entry
    async for sweep in Sweep.objects.filter(network__owner=user).select_related("network"):
        digests |= _digests(sweep.document)
        fields = {name: getattr(sweep, name) for name in ("name", "state", "planned", "made", "ended", "failure", "document")}
        yield f"sweeps/{safe(sweep.network.name)} {sweep.number} {sweep.pk}.json", as_json(fields)
    async for run in Run.objects.filter(network__owner=user, network__frozen=False).select_related("network"):
        digests |= _digests(run.document)
        folder = f"runs/{safe(run.network.name)} {run.number} {run.pk}"
        yield f"{folder}/run.json", as_json(_told_of(run))
        for path in await asyncio.to_thread(_files, run.folder):
            yield f"{folder}/{path.relative_to(run.folder)}", path
    for source in (_data_of, _classes_of, *_sources):
        async for file in source(user):
            yield file
    for digest in sorted(digests):
        yield f"weights/{digest}.npz", weights_store.path(digest)


async def _data_of(user: User) -> AsyncIterator[tuple[str, bytes | Path]]:
    async for dataset in Dataset.objects.filter(owner=user):
        for path in await asyncio.to_thread(_files, dataset.folder):
            yield f"data sets/{safe(dataset.title)} {dataset.pk}/{path.relative_to(dataset.folder)}", path
    async for upload in Upload.objects.filter(owner=user):
        yield f"uploads/{upload.pk} {safe(upload.name)}", upload.path


def _account_of(user: User) -> dict[str, Any]:
    """Who a person is, here and in each class."""
    named = user.memberships.values("nickname", "joined", "klass__name", "klass__ends")
    told = [{"class": row["klass__name"], "nickname": row["nickname"], "joined": row["joined"], "ends": row["klass__ends"]} for row in named]
    return {"name": user.first_name or user.get_username(), "joined": user.date_joined, "classes": told}


async def _classes_of(user: User) -> AsyncIterator[tuple[str, bytes | Path]]:
    """The classes that a person teaches, with their lessons."""
    async for klass in Class.objects.filter(teacher=user):
        nicknames = [nickname async for nickname in klass.members.values_list("nickname", flat=True)]
        told = {name: getattr(klass, name) for name in ("name", "code", "made", "ends", "locked")} | {"members": nicknames}
        yield f"{folder_of(klass)}/class.json", as_json(told)
        async for lesson in klass.lessons.all():
            yield f"{folder_of(klass)}/lessons/{safe(lesson.file)}", lesson.text.encode()


def folder_of(klass: Class) -> str:
    """The folder of a class in the zip of who teaches it."""
    return f"classes/{safe(klass.name)} {klass.pk}"


async def _kept(user: User) -> AsyncIterator[tuple[str, bytes | Path]]:
    """Progress in lessons, and saved blocks."""
    async for kept in LessonProgress.objects.filter(network__owner=user).select_related("network"):
        fields = {name: getattr(kept, name) for name in ("lesson", "step", "passed", "answers", "left", "changed")}
        yield f"lessons/{safe(kept.network.name)} {kept.network_id}.json", as_json(fields)
    async for block in SavedBlock.objects.filter(owner=user):
        yield f"blocks/{safe(block.name)} {block.pk}.json", as_json({"name": block.name, "blocks": block.blocks})


def _told_of(run: Run) -> dict[str, Any]:
    names = ("name", "state", "dataset", "epochs", "epoch", "made", "started", "ended", "summary", "evaluation", "notes", "tags", "platform")
    return {name: getattr(run, name) for name in (*names, "failure", "values", "document")}


def _digests(document: dict[str, Any]) -> set[str]:
    weights = document.get("weights")
    return {weights["digest"]} if weights else set()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def safe(name: str) -> str:
    """A name that every system takes as part of a file's."""
    return re.sub(r"[^\w.-]+", " ", name).strip(" .")[:60] or "unnamed"


def as_json(data: Any) -> bytes:
    """Data as the text of a file."""
    return json.dumps(data, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False).encode("utf-8", "replace")

"""Files of people's own that arrive in pieces, so that a connection that breaks costs one piece."""

from __future__ import annotations

import fcntl
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from designer import limits
from designer.answers import Refusal
from designer.core.problems import Problem
from training import allowances
from training.dataset_models import Upload

PIECE = 8_000_000  # bytes of a request at most
FORGOTTEN = timedelta(days=2)
AT_ONCE = 10  # files of one person on their way


class WrongOffset(Exception):
    """A piece does not begin where the file ends; `offset` is where that is."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(f"the file has {offset} bytes")


def begin(owner: int, name: str, size: int) -> Upload:
    """Expect a file. Raises Refusal."""
    for left in Upload.objects.filter(made__lt=timezone.now() - FORGOTTEN):
        left.delete()
    allowances.check_upload(User.objects.get(pk=owner), name, size)
    if size > settings.LARGEST_UPLOAD:
        message = f"A file holds at most {settings.LARGEST_UPLOAD:,} bytes here; this one has {size:,}. UPLOAD_MB sets that."
        raise Refusal(Problem(code="too_large", message=message), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    limits.need_disk(size)
    for oldest in Upload.objects.filter(owner_id=owner).order_by("-made")[AT_ONCE - 1 :]:
        oldest.delete()
    return Upload.objects.create(owner_id=owner, name=name, size=size)


def append(upload: Upload, offset: int, piece: bytes) -> int:
    """Add a piece at the end of a file, which begins anew if it was lost; returns its new size. Raises WrongOffset, Refusal."""
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    with upload.path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two windows may send the same file
        end = file.seek(0, 2)
        if offset != end:
            raise WrongOffset(end)
        if end + len(piece) > upload.size:
            message = f"“{upload.name}” was to have {upload.size:,} bytes, and more arrive. Choose the file again."
            raise Refusal(Problem(code="too_large", message=message), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        file.write(piece)
        return end + len(piece)


def put(owner: int, name: str, data: bytes) -> Upload:
    """A file that arrived whole by another way. Raises Refusal."""
    upload = begin(owner, name, len(data))
    append(upload, 0, data)
    return upload


def forget(instance: Upload, **_: object) -> None:
    """After an upload was deleted: remove its file."""
    Path(instance.path).unlink(missing_ok=True)

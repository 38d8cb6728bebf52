"""Files that people drop and texts that they paste: kept for the worker that reads them, then deleted."""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from pydantic import ValidationError

from designer.answers import Refusal
from designer.core.document import Document, MalformedDocument, fault_problems, parse, parse_json
from designer.core.problems import Problem
from designer.schemas import PastedText

FORGOTTEN_SECONDS = 3600.0  # what is left of a process that was killed is deleted after that
LONGEST_NAME = 200
_KEY = re.compile(r"[0-9a-f]{24}")


def received(request: HttpRequest) -> tuple[str, bytes | UploadedFile[bytes]]:
    """What was dropped or pasted, by its name. Raises Refusal and MalformedDocument."""
    if request.content_type != "multipart/form-data":
        pasted = _pasted(request.body)
        return pasted.name, pasted.text.encode("utf-8", "replace")
    file = sent(request, settings.LARGEST_UPLOAD, what="A file that is read", remedy=" Save the network without its weights.")
    return (file.name or "")[-LONGEST_NAME:], file


def sent(request: HttpRequest, largest: int, *, what: str, remedy: str = "", none: str = "malformed") -> UploadedFile[bytes]:
    """The file in a form. Raises Refusal where there is none, under the code `none`, and where it is too large: then it says what it was to be."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refusal(Problem(code=none, message="There is no file in this request. Send one as the field “file”."))
    if (file.size or 0) > largest:
        message = f"{what} holds at most {largest:,} bytes; received {file.size:,}.{remedy}"
        raise Refusal(Problem(code="too_large", message=message), status=413)
    return file


def open_document(request: HttpRequest) -> Document:
    """The document in the field “document” of a form, onto which a file of weights is laid. Raises MalformedDocument."""
    return parse(parse_json(request.POST.get("document", "")))


def keep(content: bytes | UploadedFile[bytes]) -> str:
    """Keep something for a worker; the key is what `path` and `drop` take."""
    _sweep()
    key = secrets.token_hex(12)
    with path(key).open("wb") as out:
        for chunk in (content,) if isinstance(content, bytes) else content.chunks():
            out.write(chunk)
    return key


def path(key: str) -> Path:
    """Where the upload of that key is kept."""
    if not _KEY.fullmatch(key):
        raise KeyError(key)
    return Path(settings.UPLOADS / key)


def drop(key: str) -> None:
    """Delete an upload."""
    path(key).unlink(missing_ok=True)


def _sweep() -> None:
    for left in settings.UPLOADS.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > FORGOTTEN_SECONDS:
                left.unlink()


def _pasted(body: bytes) -> PastedText:
    data = parse_json(body)
    try:
        return PastedText.model_validate(data)
    except ValidationError as error:
        raise MalformedDocument(fault_problems(error.errors(include_url=False), data)) from None

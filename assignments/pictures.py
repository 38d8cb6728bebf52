"""Pictures in the text of an assignment: real ones, of a bounded size, kept as they came."""

from __future__ import annotations

import io
import re
import warnings
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError
from PIL import Image

from assignments.models import Assignment, Picture
from designer.answers import Refusal
from designer.core.problems import Problem
from designer.uploads import sent

LARGEST = 2_000_000  # bytes
MOST = 40
MOST_PIXELS = 40_000_000
BAD = "bad_picture"
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
MISSING = "This assignment has no such picture."


def add(assignment: Assignment, request: HttpRequest) -> Picture:
    """Keep a picture that was sent. Raises Refusal."""
    file = sent(request, LARGEST, what="A picture", remedy=" Save it smaller.", none=BAD)
    data = file.read()
    return keep(assignment, _free_name(assignment, safe_name(file.name or ""), data), data)


def _free_name(assignment: Assignment, name: str, data: bytes) -> str:
    """A name that no other picture has: the same one for the same picture."""
    there = {picture.name: picture for picture in assignment.pictures.all()}
    stem, _, ending = name.rpartition(".")
    candidates = (name, *(f"{stem}-{number}.{ending}" for number in range(2, MOST + 2)))
    return next(one for one in candidates if one not in there or _holds(there[one], data))


def _holds(picture: Picture, data: bytes) -> bool:
    return picture.path.exists() and picture.path.read_bytes() == data


@transaction.atomic
def keep(assignment: Assignment, name: str, data: bytes) -> Picture:
    """Keep a picture under a name that is safe in a text and on a disk. Raises Refusal."""
    content_type, kept = content_type_of(data), safe_name(name)
    if assignment.pictures.exclude(name=kept).count() >= MOST:
        raise _refused(f"An assignment holds at most {MOST} pictures. Take one away first.")
    picture, _ = Picture.objects.update_or_create(assignment=assignment, name=kept, defaults={"content_type": content_type, "bytes": len(data)})
    picture.path.parent.mkdir(parents=True, exist_ok=True)
    picture.path.write_bytes(data)
    return picture


def content_type_of(data: bytes) -> str:
    """What kind of picture this is. Raises Refusal for what is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as picture:
                size, found = picture.size, picture.format
                picture.verify()
    except Exception as error:  # Pillow raises whatever a damaged file leads to
        raise _refused("This is no picture that a browser shows, or it is damaged. Send a PNG, JPEG, GIF or WebP.") from error
    if size[0] * size[1] > MOST_PIXELS:
        raise _refused(f"A picture has at most {MOST_PIXELS:,} pixels; received {size[0]:,} × {size[1]:,}. Save it smaller.")
    return FORMATS[found or ""]


def safe_name(name: str) -> str:
    """A name of small letters, digits and dashes, with its ending."""
    stem, _, ending = name.replace("\\", "/").rpartition("/")[2].lower().rpartition(".")
    plain = re.sub(r"[^a-z0-9]+", "-", stem or "picture").strip("-")[:60] or "picture"
    return f"{plain}.{re.sub(r'[^a-z0-9]', '', ending)[:8] or 'png'}"


def answer(assignment: Assignment, name: str) -> HttpResponse:
    """A picture for a browser. Raises HttpError."""
    picture = assignment.pictures.filter(name=name).first()
    if picture is None or not picture.path.exists():
        raise HttpError(HTTPStatus.NOT_FOUND, MISSING)
    headers: dict[str, Any] = {"Cache-Control": "private, no-cache", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(picture.path.read_bytes(), content_type=picture.content_type, headers=headers)


def remove(assignment: Assignment, name: str) -> None:
    """Take a picture away. Raises HttpError."""
    picture = assignment.pictures.filter(name=name).first()
    if picture is None:
        raise HttpError(HTTPStatus.NOT_FOUND, MISSING)
    picture.path.unlink(missing_ok=True)
    picture.delete()


def _refused(message: str) -> Refusal:
    return Refusal(Problem(code=BAD, message=message))

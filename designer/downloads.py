"""Answers that a browser keeps as a file."""

from __future__ import annotations

from django.http import HttpResponse

PYTHON = "text/x-python; charset=utf-8"
TABLE = "text/csv; charset=utf-8"
ZIP = "application/zip"
BYTES = "application/octet-stream"


def named(name: str) -> dict[str, str]:
    """The header by which an answer is kept under a name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def file(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file of that name."""
    return HttpResponse(content, content_type=content_type, headers=named(name))

"""Applying a patch and looking at what comes of it, as a page does that then saves it."""

from __future__ import annotations

from pydantic import ValidationError

from designer.core.document import Document, MalformedDocument, fault_problems, parse, patched
from designer.core.problems import Patch


def apply_patch(document: Document, patch: Patch) -> Document:
    """The document after a patch; raises MalformedDocument when the result is none."""
    try:
        return parse(patched(document, patch).to_json())
    except ValidationError as error:
        raise MalformedDocument(fault_problems(error.errors(include_url=False), None)) from None

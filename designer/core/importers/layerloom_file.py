"""Layerloom's own documents, and the archives in which they travel with their weights."""

from __future__ import annotations

import zipfile
import zlib
from typing import Any

from designer.core.catalog import Catalog
from designer.core.document import Document, MalformedDocument, WeightsRef, parse, parse_json
from designer.core.importers.archives import Archive
from designer.core.importers.imported import Imported, Note, Unreadable
from designer.core.weights import Weights, digest, from_bytes

DOCUMENT = "document.json"
WEIGHTS = "weights.npz"
MOST_FAULTS = 3


def read(name: str, data: bytes, catalog: Catalog) -> Imported:
    """A document as it is stored, as the API answers it, or as a template holds it."""
    document = _document(data)
    return Imported((document,), (_told(document),))


def read_archive(name: str, archive: Archive, catalog: Catalog) -> Imported:
    """The archive of a run: its document, which starts from the weights that the run ended with."""
    path = next(entry for entry in archive.names if is_document(entry))
    document = _document(archive.read(path))
    beside = path.removesuffix(DOCUMENT) + WEIGHTS
    if beside not in archive.names:
        return Imported((document,), (_told(document),))
    weights = _weights(archive.read(beside))
    reference = WeightsRef(digest=digest(weights), title=f"{document.name}, trained"[:200])
    read = Note(kind="read", message=f"The weights of {len(weights)} layers, as the training left them.")
    return Imported((document.model_copy(update={"weights": reference}),), (_told(document), read), {reference.digest: weights})


def is_document(entry: str) -> bool:
    """Whether an entry of an archive is the document of a run: at the top, or in the archive's one folder."""
    return entry.rpartition("/")[2] == DOCUMENT and entry.count("/") <= 1


def _document(data: bytes) -> Document:
    try:
        value: Any = parse_json(data)
        if isinstance(value, dict) and "nodes" not in value:
            value = value.get("document")
        return parse(value)
    except MalformedDocument as error:
        faults = " ".join(problem.message for problem in error.problems[:MOST_FAULTS])
        raise Unreadable(f"This is a document of Layerloom, but not a sound one. {faults}") from error


def _weights(data: bytes) -> Weights:
    Archive(data)
    try:
        return from_bytes(data)
    except (ValueError, KeyError, TypeError, OSError, EOFError, MemoryError, RuntimeError, SyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise Unreadable("The weights in this archive are damaged. Fetch or make the archive again.") from error


def _told(document: Document) -> Note:
    blocks = f" and {len(document.blocks)} blocks" if document.blocks else ""
    return Note(kind="read", message=f"{document.name}: {len(document.nodes)} nodes{blocks}, as Layerloom keeps them.")

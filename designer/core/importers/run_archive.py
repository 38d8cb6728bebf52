"""The archive of a run: its document, which starts from the weights that the run ended with, and what the run was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.core.catalog import Catalog
from designer.core.document import MalformedDocument, parse_json
from designer.core.importers.archives import Archive
from designer.core.importers.imported import Imported, Note
from designer.core.importers.layerloom_file import is_document, read_archive

RUN = "run.json"
MOST_BYTES = 1_000_000
MOST_NUMBERS = 8
LONGEST = 60


def read(name: str, data: bytes, catalog: Catalog) -> Imported:
    """Read an archive's bytes; raises Unreadable."""
    return read_opened(name, Archive(data), catalog)


def read_opened(name: str, archive: Archive, catalog: Catalog) -> Imported:
    """Read an archive that was looked into already; raises Unreadable."""
    found = read_archive(name, archive, catalog)
    folder = next(entry for entry in archive.names if is_document(entry)).rpartition("/")[0]
    entry = f"{folder}/{RUN}" if folder else RUN
    if entry not in archive.names:
        return found
    notes = tuple(Note(kind="read", message=message) for message in _told(archive.read(entry, MOST_BYTES)))
    return Imported(found.documents, (*found.report, *notes), found.weights)


def _told(data: bytes) -> list[str]:
    """What there is to say of the run, as far as the file can be believed to say it."""
    try:
        run = parse_json(data)
    except MalformedDocument:
        return ["What the archive says of its run cannot be read."]
    if not isinstance(run, dict):
        return []
    return [sentence for sentence in (_how_long(run), _numbers(run), _versions(run)) if sentence]


def _how_long(run: Mapping[str, Any]) -> str:
    epoch, epochs, dataset = run.get("epoch"), run.get("epochs"), run.get("data")
    if not isinstance(epoch, int) or not isinstance(epochs, int):
        return ""
    title = dataset.get("title") if isinstance(dataset, dict) else None
    return f"{_word(run.get('name'), 'The run')} was trained for {epoch:,} of {epochs:,} epochs{f' on {_word(title)}' if title else ''}."


def _numbers(run: Mapping[str, Any]) -> str:
    both = [(title, run.get(key)) for title, key in (("The last epoch ended with", "summary"), ("on held-out data", "evaluation"))]
    told = [f"{title} {_pairs(values)}" for title, values in both if isinstance(values, dict) and _pairs(values)]
    return f"{'; '.join(told)}." if told else ""


def _pairs(values: Mapping[str, Any]) -> str:
    numbers = [(name, value) for name, value in values.items() if isinstance(value, int | float)][:MOST_NUMBERS]
    return ", ".join(f"{_word(name)} {value:.4g}" for name, value in numbers)


def _versions(run: Mapping[str, Any]) -> str:
    found = run.get("versions")
    if not isinstance(found, dict) or not found:
        return ""
    return f"It was trained with {', '.join(f'{_word(name)} {_word(version)}' for name, version in list(found.items())[:MOST_NUMBERS])}."


def _word(value: Any, otherwise: str = "") -> str:
    """A name from a stranger's file, short and on one line."""
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) and value.strip() else otherwise

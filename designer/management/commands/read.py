"""`manage.py read FILE`: what is in a Keras file, a program, an ONNX file …, as the Import dialog reads it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from designer.core.document import Document
from designer.core.importers import read
from designer.core.importers.imported import Imported, Note, Unreadable

HEADINGS = {"read": "Read", "changed": "Changed on the way", "unread": "Not read"}


class Command(BaseCommand):
    """Prints the report and the networks; ends with status 1 and a sentence where there are none."""

    help = "Read a file of Keras, Python, ONNX or Caffe and print the networks in it, with a report. Nothing in it is executed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print the documents and the report as JSON")

    def handle(self, *, file: Path, json: bool, **_options: object) -> None:
        try:
            found = read(file.name, file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_as_json(found) if json else _as_text(found))


def _as_json(found: Imported) -> str:
    answer = {"documents": [document.to_json() for document in found.documents], "report": [note.model_dump() for note in found.report]}
    return json.dumps(answer, indent=1)


def _as_text(found: Imported) -> str:
    lines: list[str] = []
    for kind, heading in HEADINGS.items():
        notes = [note for note in found.report if note.kind == kind]
        lines += [f"{heading}:", *(f"  {_place(note)}{note.message}" for note in notes), ""] if notes else []
    for document in found.documents:
        lines += [*_network(document), ""]
    return "\n".join(lines).rstrip()


def _place(note: Note) -> str:
    return f"line {note.line}: " if note.line else ""


def _network(document: Document) -> list[str]:
    wires: dict[str, list[str]] = {}
    for edge in document.edges:
        wires.setdefault(edge.target[0], []).append(edge.source[0])
    rows = [(node.id, node.layer, " ".join(wires.get(node.id, ()))) for node in document.nodes]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    blocks = [f"  block {name}: {len(block.nodes)} nodes" for name, block in document.blocks.items()]
    return [document.name, *(f"  {name:<{widths[0]}}  {layer:<{widths[1]}}  {sources}".rstrip() for name, layer, sources in rows), *blocks]

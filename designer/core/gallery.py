"""The gallery: networks to start from, one JSON file each in designer/gallery/."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from designer.core.document import Document, parse

FOLDER = Path(__file__).parent.parent / "gallery"


@dataclass(frozen=True, slots=True)
class Template:
    """A network to start from; files sort by `place`, the simplest first."""

    name: str
    title: str
    summary: str
    dataset: str
    document: Document
    place: int = 0


@cache
def templates() -> tuple[Template, ...]:
    """Every template, the simplest first."""
    return tuple(sorted((_read(path) for path in FOLDER.glob("*.json")), key=lambda template: template.place))


def find(name: str) -> Template | None:
    """The template of that name, or None."""
    return next((template for template in templates() if template.name == name), None)


def _read(path: Path) -> Template:
    data = json.loads(path.read_bytes())
    document = parse(data["document"])
    return Template(path.stem, data["title"], data["summary"], document.training.dataset or "", document, data["place"])

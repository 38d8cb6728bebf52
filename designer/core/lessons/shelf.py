"""The lessons that come along: one Markdown file each in designer/lessons/."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from designer.core import catalog
from designer.core.lessons.lesson import Lesson
from designer.core.lessons.reading import read

FOLDER = Path(__file__).parents[2] / "lessons"


@cache
def lessons() -> Mapping[str, Lesson]:
    """Every lesson by its name, in the order in which they are best taken."""
    found = {path.stem: read(path.name, path.read_text(encoding="utf-8"), catalog.load()) for path in FOLDER.glob("*.md")}
    return dict(sorted(found.items(), key=lambda item: (item[1].place, item[0])))


def source(name: str) -> str | None:
    """The file of a lesson that comes along, as it was written; None where there is none of that name."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8") if name in lessons() else None

"""Where lessons come from: those that come along, and those of apps that keep more; an app that does registers itself in its `ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from designer.core.lessons import shelf
from designer.core.lessons.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Listed:
    """A lesson that a person may take."""

    name: str
    lesson: Lesson
    of: str = ""
    """Whose it is, in words: a class's name; empty for those that come along."""


@dataclass(frozen=True, slots=True)
class LessonSource:
    """An app that keeps lessons. People are named by their primary keys."""

    listed: Callable[[int], Iterable[Listed]]
    """The lessons that a person may take."""
    find: Callable[[int, str], tuple[Lesson, str] | None]
    """The lesson of a name and its file, where a person may take it."""


_sources: list[LessonSource] = []


def register(source: LessonSource) -> None:
    """Ask this app; called once by its `ready`."""
    _sources.append(source)


def listed(person: int) -> list[Listed]:
    """Every lesson that a person may take, those of their classes last."""
    ours = [Listed(name, lesson) for name, lesson in shelf.lessons().items()]
    return [*ours, *(one for source in _sources for one in source.listed(person))]


def find(person: int, name: str) -> tuple[Lesson, str] | None:
    """A lesson and its file, where a person may take it."""
    written = shelf.source(name)
    if written is not None:
        return shelf.lessons()[name], written
    return next((found for source in _sources if (found := source.find(person, name)) is not None), None)

"""The lessons of classes: what a teacher added, for the members and the teacher of a class that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from classroom.classmates import classes_of
from classroom.models import MOST_LESSONS, Class, ClassLesson
from classroom.refusing import Refused
from designer.core import catalog
from designer.core.lessons.lesson import Lesson
from designer.core.lessons.reading import WrongLesson, read
from designer.lesson_sources import LessonSource, Listed

PREFIX = "class-"


@transaction.atomic
def add(klass: Class, file: str, text: str) -> ClassLesson:
    """Add a lesson to a class; one of the same file is replaced. Raises Refused, and WrongLesson."""
    _read(file, text)
    if klass.lessons.exclude(file=file).count() >= MOST_LESSONS:
        raise Refused(f"A class has at most {MOST_LESSONS} lessons of its own. Remove one first.")
    lesson, _ = ClassLesson.objects.update_or_create(klass=klass, file=file, defaults={"text": text})
    return lesson


def lesson_of(kept: ClassLesson) -> Lesson | None:
    """What a lesson's file holds; None where Keras has changed since, so that it names what is no more."""
    try:
        return _read(kept.file, kept.text)
    except WrongLesson:
        return None


def name_of(kept: ClassLesson) -> str:
    """By which name it is taken."""
    return f"{PREFIX}{kept.pk}"


@lru_cache(maxsize=64)
def _read(file: str, text: str) -> Lesson:
    return read(file, text, catalog.load())


def _for(classes: QuerySet[Class]) -> QuerySet[ClassLesson]:
    return ClassLesson.objects.filter(klass__in=classes).select_related("klass")


def _listed(person: int) -> Iterator[Listed]:
    for kept in _for(classes_of(person)):
        if (lesson := lesson_of(kept)) is not None:
            yield Listed(name_of(kept), lesson, kept.klass.name)


def _find(person: int, name: str) -> tuple[Lesson, str] | None:
    """A lesson of a class that a person is in; an administrator, who sees the pages of all classes, may take any."""
    if not name.startswith(PREFIX):
        return None
    classes = Class.objects.all() if User.objects.filter(pk=person, is_superuser=True).exists() else classes_of(person)
    kept = _for(classes).filter(pk=name.removeprefix(PREFIX)).first()
    lesson = None if kept is None else lesson_of(kept)
    return None if kept is None or lesson is None else (lesson, kept.text)


LESSONS = LessonSource(listed=_listed, find=_find)

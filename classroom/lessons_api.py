"""The endpoints by which a teacher gives lessons to a class. Thin: parse, call, answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Status
from ninja.errors import HttpError

from classroom import lessons
from classroom.api import ClassId, own_class
from classroom.models import ClassLesson
from classroom.refusing import Refused
from classroom.schemas import ClassLessonOut, LessonFile
from designer.answers import Refusal
from designer.core.lessons.reading import WrongLesson
from designer.core.problems import Problem
from designer.schemas import Problems

router = Router(tags=["classroom"], by_alias=True)
LessonId = Annotated[str, Path(max_length=16)]


@router.get("/classes/{class_id}/lessons", response={200: list[ClassLessonOut], 404: Problems})
def list_class_lessons(request: HttpRequest, class_id: ClassId) -> list[ClassLessonOut]:
    """The lessons that a class was given."""
    return [_out(lesson) for lesson in own_class(request, class_id).lessons.all()]


@router.post("/classes/{class_id}/lessons", response={201: ClassLessonOut, 404: Problems, 409: Problems, 413: Problems, 422: Problems})
def add_class_lesson(request: HttpRequest, class_id: ClassId, body: LessonFile) -> Status[ClassLessonOut]:
    """Give a class a lesson; one of the same file is replaced. A file that is no lesson is answered with all that is wrong with it."""
    klass = own_class(request, class_id)
    try:
        return Status(HTTPStatus.CREATED, _out(lessons.add(klass, body.file, body.text)))
    except WrongLesson as error:
        raise Refusal(*(Problem(code="wrong_lesson", message=sentence) for sentence in error.sentences)) from None
    except Refused as error:
        raise HttpError(HTTPStatus.CONFLICT, str(error)) from None


@router.delete("/classes/{class_id}/lessons/{lesson_id}", response={204: None, 404: Problems})
def remove_class_lesson(request: HttpRequest, class_id: ClassId, lesson_id: LessonId) -> Status[None]:
    """Take a lesson from a class. What was made in it stays with those who made it."""
    gone, _ = own_class(request, class_id).lessons.filter(pk=lesson_id).delete()
    if not gone:
        raise HttpError(HTTPStatus.NOT_FOUND, "This lesson is not in the class any more.")
    return Status(HTTPStatus.NO_CONTENT, None)


def _out(kept: ClassLesson) -> ClassLessonOut:
    lesson = lessons.lesson_of(kept)
    fields: dict[str, Any] = {"id": kept.pk, "name": lessons.name_of(kept), "file": kept.file, "added": kept.added}
    if lesson is None:
        return ClassLessonOut(**fields, title=kept.file, about="This file is no lesson any more: add it anew to read why.", minutes=0, steps=0)
    return ClassLessonOut(**fields, title=lesson.title, about=lesson.about, minutes=lesson.minutes, steps=len(lesson.steps))

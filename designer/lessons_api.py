"""The endpoints of lessons: which there are, beginning one, and how far one has come. Thin: parse, call, answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from config import throttles
from designer import access, downloads, lesson_sources, limits
from designer.access import NetworkId
from designer.core.lessons.lesson import Lesson, Step
from designer.models import LessonProgress, Network
from designer.networks import network_out_to
from designer.schemas import NetworkOut, Problems

router = Router(tags=["lessons"], by_alias=True)
LessonName = Annotated[str, Path(max_length=80)]
QuestionName = Annotated[str, Field(pattern=r"^\d{1,3}\.\d{1,3}$")]
Answer = Annotated[str, Field(max_length=300)]
StepIndex = Annotated[int, Field(ge=0, le=100)]
MOST_ANSWERS = 400
NO_LESSON = "This network was not begun with a lesson. Begin one on the home page."


class LessonListed(Schema):
    """A lesson, as the home page shows it."""

    name: str
    title: str
    about: str
    minutes: int
    steps: int
    of: str = Field(description="The class that it belongs to; empty for those that come along.")
    network: str | None = Field(description="The network in which it was gone on with last.")
    passed: int = Field(description="How many of its steps are done there.")
    left: bool = Field(description="Whether it was left there: it is taken up again before it is gone on with.")


class LessonOut(Schema):
    """A lesson to take."""

    name: str
    title: str
    minutes: int
    steps: tuple[Step, ...]


class Progress(Schema):
    """How far one has come in a lesson."""

    step: StepIndex = 0
    passed: list[StepIndex] = Field(default_factory=list, max_length=100)
    answers: dict[QuestionName, Answer] = Field(default_factory=dict, max_length=MOST_ANSWERS, description="What was answered, by step.question.")


class OpenLesson(Schema):
    """The lesson that a network was begun with; none where it was begun without, where the lesson was left, or is gone."""

    lesson: LessonOut | None
    progress: Progress


@router.get("/lessons", response=list[LessonListed])
async def lessons(request: HttpRequest) -> list[LessonListed]:
    """The lessons that one may take, with those of one's classes."""
    user = access.person(request)
    return await sync_to_async(_listed)(user.pk)


@router.get("/lessons/{lesson_name}/file", response={200: str})
async def download_lesson(request: HttpRequest, lesson_name: LessonName) -> HttpResponse:
    """A lesson as its Markdown file."""
    _, written = await _lesson(request, lesson_name)
    return downloads.file(written, f"{lesson_name}.md", "text/markdown; charset=utf-8")


@router.post("/lessons/{lesson_name}/start", throttle=throttles.MAKING, response={201: NetworkOut, 422: Problems})
async def start_lesson(request: HttpRequest, lesson_name: LessonName) -> Status[NetworkOut]:
    """Begin a lesson: a new network of one's own, as the lesson has it at first."""
    lesson, _ = await _lesson(request, lesson_name)
    user = access.person(request)
    await sync_to_async(limits.check_networks)(user)
    network = await sync_to_async(Network.make)(user.pk, lesson.starter)
    await LessonProgress.objects.acreate(network=network, lesson=lesson_name)
    return Status(HTTPStatus.CREATED, await network_out_to(request, network))


@router.get("/networks/{network_id}/lesson", response=OpenLesson)
async def read_lesson(request: HttpRequest, network_id: NetworkId) -> OpenLesson:
    """The lesson that a network of one's own was begun with, and how far one has come."""
    network = await access.network_to_change(request, network_id)
    kept = await LessonProgress.objects.filter(network=network).afirst()
    found = None if kept is None or kept.left else await sync_to_async(lesson_sources.find)(network.owner_id, kept.lesson)
    if kept is None or found is None:
        return OpenLesson(lesson=None, progress=Progress())
    lesson, count = found[0], len(found[0].steps)
    progress = Progress(step=min(kept.step, count - 1), passed=[step for step in kept.passed if step < count], answers=kept.answers)
    return OpenLesson(lesson=LessonOut(name=kept.lesson, title=lesson.title, minutes=lesson.minutes, steps=lesson.steps), progress=progress)


@router.put("/networks/{network_id}/lesson", response={204: None})
async def keep_progress(request: HttpRequest, network_id: NetworkId, body: Progress) -> Status[None]:
    """Keep how far one has come in the lesson of a network. What another window kept meanwhile stays: a step once done is done."""
    network = await access.network_to_change(request, network_id)
    await sync_to_async(_keep)(network, body)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.delete("/networks/{network_id}/lesson", response={204: None})
async def leave_lesson(request: HttpRequest, network_id: NetworkId) -> Status[None]:
    """Leave the lesson of a network. The network stays as it is, and so does how far one has come."""
    return await _leave(request, network_id, left=True)


@router.post("/networks/{network_id}/lesson", response={204: None})
async def take_up_lesson(request: HttpRequest, network_id: NetworkId) -> Status[None]:
    """Go on with a lesson that was left, from where it was left."""
    return await _leave(request, network_id, left=False)


async def _leave(request: HttpRequest, network_id: str, *, left: bool) -> Status[None]:
    network = await access.network_to_change(request, network_id)
    if not await LessonProgress.objects.filter(network=network).aupdate(left=left):
        raise HttpError(HTTPStatus.NOT_FOUND, NO_LESSON)
    return Status(HTTPStatus.NO_CONTENT, None)


@transaction.atomic
def _keep(network: Network, body: Progress) -> None:
    kept = LessonProgress.objects.select_for_update().filter(network=network).first()
    if kept is None:
        raise HttpError(HTTPStatus.NOT_FOUND, NO_LESSON)
    answers = kept.answers | body.answers
    kept.step, kept.passed = body.step, sorted({*kept.passed, *body.passed})
    kept.answers = answers if len(answers) <= MOST_ANSWERS else body.answers
    kept.save(update_fields=["step", "passed", "answers", "changed"])


async def _lesson(request: HttpRequest, name: str) -> tuple[Lesson, str]:
    user = access.person(request)
    found = await sync_to_async(lesson_sources.find)(user.pk, name)
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "There is no such lesson, or it is not for you. Choose one on the home page.")
    return found


def _listed(person: int) -> list[LessonListed]:
    begun: dict[str, LessonProgress] = {}
    for kept in LessonProgress.objects.filter(network__owner=person):
        begun.setdefault(kept.lesson, kept)
    return [_out(one, begun.get(one.name)) for one in lesson_sources.listed(person)]


def _out(one: lesson_sources.Listed, kept: LessonProgress | None) -> LessonListed:
    lesson = one.lesson
    about: dict[str, Any] = {"title": lesson.title, "about": lesson.about, "minutes": lesson.minutes, "steps": len(lesson.steps)}
    passed = 0 if kept is None else sum(step < len(lesson.steps) for step in kept.passed)
    network, left = (None, False) if kept is None else (kept.network_id, kept.left)
    return LessonListed(name=one.name, of=one.of, network=network, passed=passed, left=left, **about)

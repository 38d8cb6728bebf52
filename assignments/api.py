"""The endpoints of assignments, for the people of a class. Thin: parse, call, answer."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from ninja.errors import HttpError

from assignments import checking, handing_in, marking, material, outputs, pictures, ready, starting, writing
from assignments.material import Material
from assignments.models import Assignment
from assignments.reach import Standing, assignment_for, class_for, hand_in_for, standing_in
from assignments.rules import Facts, RuleResult, judge
from assignments.schemas import (
    AssignmentIn,
    AssignmentOut,
    AssignmentSummary,
    CommentOut,
    ForNetwork,
    HandInOut,
    HandInSummary,
    Judge,
    Marks,
    NewComment,
    NewHandIn,
    PictureOut,
    ReadyOut,
    Started,
)
from classroom.api import ClassId
from config.roles import teaches
from config.throttles import FILES, QUESTIONS, STARTS
from designer import access, downloads
from designer.access import NetworkId
from designer.api import A_FILE
from designer.schemas import Problems

router = Router(tags=["assignments"], by_alias=True)
AssignmentId = Annotated[str, Path(max_length=16)]
HandInId = Annotated[str, Path(max_length=16)]
CommentId = Annotated[int, Path(ge=0, le=2**62)]
FILE_TO_SEND = {"required": True, "content": A_FILE}
MISSING, REFUSED = {404: Problems}, {403: Problems, 404: Problems, 422: Problems}


@router.get("/classes/{class_id}/assignments", response={200: list[AssignmentSummary], **MISSING})
def list_assignments(request: HttpRequest, class_id: ClassId) -> list[AssignmentSummary]:
    """The assignments of a class: to its members those that are published, to its teacher all."""
    standing = class_for(access.person(request), class_id)
    found = Assignment.objects.filter(klass=standing.klass).select_related("klass")
    return [outputs.summary(assignment, standing) for assignment in found if standing.teaches or assignment.published]


@router.post("/classes/{class_id}/assignments", response={201: AssignmentOut, 503: Problems, **REFUSED}, throttle=FILES)
async def make_assignment(request: HttpRequest, class_id: ClassId, body: AssignmentIn) -> Status[AssignmentOut]:
    """Make an assignment."""
    standing = await sync_to_async(_class_to_teach)(request, class_id)
    assignment = await writing.make(standing, body)
    return Status(HTTPStatus.CREATED, await sync_to_async(outputs.detail)(assignment, standing))


@router.get("/assignments/{assignment_id}", response={200: AssignmentOut, **MISSING})
def read_assignment(request: HttpRequest, assignment_id: AssignmentId) -> AssignmentOut:
    """An assignment."""
    return outputs.detail(*assignment_for(access.person(request), assignment_id))


@router.put("/assignments/{assignment_id}", response={200: AssignmentOut, 409: Problems, 503: Problems, **REFUSED}, throttle=FILES)
async def change_assignment(request: HttpRequest, assignment_id: AssignmentId, body: AssignmentIn) -> AssignmentOut:
    """Write an assignment anew, whole. What was handed in keeps the rules of then, until it is checked again."""
    assignment, standing = await sync_to_async(_assignment_to_teach)(request, assignment_id)
    await writing.change(assignment, standing, body)
    return await sync_to_async(outputs.detail)(assignment, standing)


@router.delete("/assignments/{assignment_id}", response={204: None, 403: Problems, **MISSING})
def delete_assignment(request: HttpRequest, assignment_id: AssignmentId) -> Status[None]:
    """Delete an assignment with everything that was handed in; the networks in which people worked stay theirs."""
    _assignment_to_teach(request, assignment_id)[0].delete()
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post(
    "/assignments/{assignment_id}/pictures",
    response={201: PictureOut, 413: Problems, **REFUSED},
    openapi_extra={"requestBody": FILE_TO_SEND},
    throttle=FILES,
)
def add_picture(request: HttpRequest, assignment_id: AssignmentId) -> Status[PictureOut]:
    """Add a picture for the text; where another one has its name, it gets a number."""
    assignment, _ = _assignment_to_teach(request, assignment_id)
    picture = pictures.add(assignment, request)
    return Status(HTTPStatus.CREATED, PictureOut(name=picture.name, bytes=picture.bytes))


@router.get("/assignments/{assignment_id}/pictures/{name}", response={200: bytes, **MISSING})
def read_picture(request: HttpRequest, assignment_id: AssignmentId, name: Annotated[str, Path(max_length=80)]) -> HttpResponse:
    """A picture of an assignment."""
    assignment, _ = assignment_for(access.person(request), assignment_id)
    return pictures.answer(assignment, name)


@router.delete("/assignments/{assignment_id}/pictures/{name}", response={204: None, 403: Problems, **MISSING})
def delete_picture(request: HttpRequest, assignment_id: AssignmentId, name: Annotated[str, Path(max_length=80)]) -> Status[None]:
    """Take a picture away."""
    assignment, _ = _assignment_to_teach(request, assignment_id)
    pictures.remove(assignment, name)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/assignments/{assignment_id}/start", response={200: Started, 201: Started, 409: Problems, 503: Problems, **REFUSED}, throttle=FILES)
async def start_assignment(request: HttpRequest, assignment_id: AssignmentId) -> Status[Started]:
    """The network in which the one who asks works on an assignment: made from the starter the first time, then that one."""
    user = access.person(request)
    assignment, standing = await sync_to_async(assignment_for)(user, assignment_id)
    if standing.teaches:
        await writing.part(assignment)
    work, is_new = await sync_to_async(starting.start)(assignment, user)
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, Started(network=work.network_id))


@router.get("/networks/{network_id}/assignment", response={200: ForNetwork | None, **MISSING}, auth=access.ANYONE)
async def read_assignment_of_network(request: HttpRequest, network_id: NetworkId) -> ForNetwork | None:
    """What the editor needs of the assignment that a network belongs to; null where it belongs to none, or to none that the asker may see."""
    network = await access.network_to_read(request, network_id)
    return await sync_to_async(_for_network)(network, access.person(request)) if request.user.is_authenticated else None


@router.post("/assignments/{assignment_id}/rules", response={200: list[RuleResult], **MISSING}, throttle=QUESTIONS)
async def judge_rules(request: HttpRequest, assignment_id: AssignmentId, body: Judge) -> list[RuleResult]:
    """What comes of the rules for a network while it is drawn, as far as that needs no training."""
    user = access.person(request)
    assignment, _ = await sync_to_async(assignment_for)(user, assignment_id)
    told = {name: getattr(body, name) for name in ("parameters", "trainable", "layers", "problems")}
    return judge(assignment.parsed_rules, await asyncio.to_thread(checking.facts_of, body.document, Facts(**told)))


@router.get("/assignments/{assignment_id}/hand-ins", response={200: list[HandInSummary], **MISSING})
def list_hand_ins(request: HttpRequest, assignment_id: AssignmentId) -> list[HandInSummary]:
    """What was handed in, newest first: to the teacher everybody's, to members their own."""
    assignment, standing = assignment_for(access.person(request), assignment_id)
    found = outputs.hand_ins_of(assignment, None if standing.teaches else standing.user.pk)
    return outputs.listed(found, assignment.klass)


@router.post("/assignments/{assignment_id}/hand-ins", response={201: HandInOut, **REFUSED}, throttle=STARTS)
async def hand_in(request: HttpRequest, assignment_id: AssignmentId, body: NewHandIn) -> Status[HandInOut]:
    """Hand a network in as it is saved, with the numbers of one of its runs and a note. The checks go on by themselves."""
    user = access.person(request)
    assignment, standing = await sync_to_async(assignment_for)(user, assignment_id)
    made = await sync_to_async(handing_in.freeze)(assignment, standing, body)
    await checking.check(made)
    return Status(HTTPStatus.CREATED, await sync_to_async(_hand_in_out)(user, made.pk))


@router.get("/hand-ins/{hand_in_id}", response={200: HandInOut, **MISSING})
def read_hand_in(request: HttpRequest, hand_in_id: HandInId) -> HandInOut:
    """What was handed in, what the checks found, and what was said of it."""
    return _hand_in_out(access.person(request), hand_in_id)


@router.post("/hand-ins/{hand_in_id}/check", response={200: HandInOut, 409: Problems, **REFUSED}, throttle=STARTS)
async def check_again(request: HttpRequest, hand_in_id: HandInId) -> HandInOut:
    """Check a hand-in again, by the rules of now. Who made it may do so only where the checks failed."""
    user = access.person(request)
    found, standing = await sync_to_async(hand_in_for)(user, hand_in_id)
    await sync_to_async(handing_in.renew)(found, standing)
    await checking.check(found)
    return await sync_to_async(_hand_in_out)(user, hand_in_id)


@router.put("/hand-ins/{hand_in_id}/marks", response={200: HandInOut, 409: Problems, **REFUSED})
def mark(request: HttpRequest, hand_in_id: HandInId, body: Marks) -> HandInOut:
    """Give other points or other words than the checks do; what is left out is as the checks say."""
    found, standing = hand_in_for(access.person(request), hand_in_id)
    standing.need_teacher()
    marking.mark(found, body)
    return _hand_in_out(standing.user, hand_in_id)


@router.post("/hand-ins/{hand_in_id}/comments", response={201: CommentOut, **REFUSED})
def comment(request: HttpRequest, hand_in_id: HandInId, body: NewComment) -> Status[CommentOut]:
    """Say something of a hand-in, or of a node of it."""
    found, standing = hand_in_for(access.person(request), hand_in_id)
    return Status(HTTPStatus.CREATED, outputs.comment_out(marking.comment(found, standing, body), standing.user))


@router.delete("/hand-ins/{hand_in_id}/comments/{comment_id}", response={204: None, 403: Problems, **MISSING})
def delete_comment(request: HttpRequest, hand_in_id: HandInId, comment_id: CommentId) -> Status[None]:
    """Take back what one said; who teaches the class may take back anything."""
    found, standing = hand_in_for(access.person(request), hand_in_id)
    marking.take_back(found, standing, comment_id)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.get("/assignments/{assignment_id}/marks.csv", response={200: str, 403: Problems, **MISSING})
def read_marks(request: HttpRequest, assignment_id: AssignmentId, semicolons: bool = False) -> HttpResponse:
    """The points of everybody in the class as a table for other programs; with semicolons and decimal commas for those that are set to them."""
    assignment, _ = _assignment_to_teach(request, assignment_id)
    return downloads.file(marking.marks_csv(assignment, semicolons=semicolons), f"{material.stem(assignment.title)}_marks.csv", downloads.TABLE)


@router.get("/assignments/{assignment_id}/file", response={200: bytes, 403: Problems, **MISSING}, throttle=FILES)
def read_file(request: HttpRequest, assignment_id: AssignmentId) -> HttpResponse:
    """An assignment as one file, for another class or another teacher: text, pictures, starter, solution, rules, the teacher's own data."""
    assignment, _ = _assignment_to_teach(request, assignment_id)
    return downloads.file(material.pack(material.of(assignment)), f"{material.stem(assignment.title)}.zip", downloads.ZIP)


@router.post(
    "/classes/{class_id}/assignments/file",
    response={201: AssignmentOut, 413: Problems, 503: Problems, **REFUSED},
    openapi_extra={"requestBody": FILE_TO_SEND},
    throttle=FILES,
)
async def read_from_file(request: HttpRequest, class_id: ClassId) -> Status[AssignmentOut]:
    """Make an assignment of such a file; it is not published."""
    standing, given = await sync_to_async(_opened)(request, class_id)
    assignment = await ready.take(standing, given)
    return Status(HTTPStatus.CREATED, await sync_to_async(outputs.detail)(assignment, standing))


def _opened(request: HttpRequest, class_id: str) -> tuple[Standing, Material]:
    return _class_to_teach(request, class_id), material.unpack(material.received(request))


@router.get("/library", response={200: list[ReadyOut], 403: Problems})
def list_library(request: HttpRequest) -> list[ReadyOut]:
    """The ready assignments, for those who teach."""
    if not teaches(access.person(request)):
        raise HttpError(HTTPStatus.FORBIDDEN, "The library of assignments is for those who teach a class.")
    return ready.library()


@router.post("/classes/{class_id}/assignments/library/{name}", response={201: AssignmentOut, **REFUSED})
def take_from_library(request: HttpRequest, class_id: ClassId, name: Annotated[str, Path(max_length=60)]) -> Status[AssignmentOut]:
    """Make an assignment of a ready one; it is not published."""
    standing = _class_to_teach(request, class_id)
    found = ready.find(name)
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, f"The library has no assignment called {name!r}. Choose one of its list.")
    return Status(HTTPStatus.CREATED, outputs.detail(ready.make(standing, found), standing))


def _class_to_teach(request: HttpRequest, class_id: str) -> Standing:
    standing = class_for(access.person(request), class_id)
    standing.need_teacher()
    return standing


def _assignment_to_teach(request: HttpRequest, assignment_id: str) -> tuple[Assignment, Standing]:
    assignment, standing = assignment_for(access.person(request), assignment_id)
    standing.need_teacher()
    return assignment, standing


def _hand_in_out(user: User, hand_in_id: str) -> HandInOut:
    return outputs.hand_in_detail(*hand_in_for(user, hand_in_id))


def _for_network(network: Any, user: User) -> ForNetwork | None:
    assignment = starting.assignment_of(network)
    standing = None if assignment is None else standing_in(user, assignment.klass)
    if assignment is None or standing is None or not (standing.teaches or network.owner_id == user.pk):
        return None
    if not (standing.teaches or assignment.published):
        return outputs.taken_back(network, assignment)
    return outputs.for_network(network, assignment)

"""The endpoints of classes, for those who teach them. Whoever does not teach a class learns nothing of it. Thin: parse, call, answer."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from ninja.errors import HttpError

from classroom import addresses, ending, members
from classroom.models import Class, Membership, today
from classroom.refusing import Refused
from classroom.schemas import ClassChange, ClassDetail, ClassName, ClassOut, MemberChange, MemberOut, Phrase
from config.roles import role_of, teaches
from designer import access
from designer.answers import Refusal
from designer.core.problems import Problem
from designer.schemas import Problems

router = Router(tags=["classroom"], by_alias=True)
ClassId = Annotated[str, Path(max_length=16)]
NO_CLASS = "There is no such class, or you do not teach it."
MemberId = Annotated[int, Path(ge=0, le=2**62)]


@router.get("/classes", response={200: list[ClassOut], 403: Problems})
def list_classes(request: HttpRequest) -> list[ClassOut]:
    """The classes that one teaches; for an administrator, all."""
    return [ClassOut(**_fields(klass)) for klass in _taught(request)]


@router.post("/classes", response={201: ClassDetail, 403: Problems, 422: Problems})
def make_class(request: HttpRequest, body: ClassName) -> Status[ClassDetail]:
    """Make a class."""
    _need_teacher(request)
    _need_future(body.ends)
    klass = Class.objects.create(name=_name(body.name), ends=body.ends, teacher=access.person(request))
    return Status(HTTPStatus.CREATED, _detail(request, own_class(request, klass.pk)))


@router.get("/classes/{class_id}", response={200: ClassDetail, 404: Problems})
def read_class(request: HttpRequest, class_id: ClassId) -> ClassDetail:
    """A class with its members."""
    return _detail(request, own_class(request, class_id))


@router.patch("/classes/{class_id}", response={200: ClassDetail, 404: Problems, 422: Problems})
def change_class(request: HttpRequest, class_id: ClassId, body: ClassChange) -> ClassDetail:
    """Give a class another name or another last day; lock it, so that nobody joins it, or unlock it."""
    klass = own_class(request, class_id)
    sent = body.model_dump(exclude_none=True)
    if body.name is not None:
        sent["name"] = _name(body.name)
    if body.ends is not None:
        _need_future(body.ends)
    write(klass, sent)
    return _detail(request, own_class(request, class_id))


@router.delete("/classes/{class_id}", response={204: None, 404: Problems})
def delete_class(request: HttpRequest, class_id: ClassId) -> Status[None]:
    """Delete a class with the accounts that were made for it and everything they made."""
    ending.delete_class(own_class(request, class_id))
    return Status(HTTPStatus.NO_CONTENT, None)


@router.get("/classes/{class_id}/join.svg", response={200: bytes, 404: Problems})
def picture(request: HttpRequest, class_id: ClassId) -> HttpResponse:
    """The address to join by as a picture for a phone's camera."""
    klass = own_class(request, class_id)
    svg = addresses.picture(addresses.join_address(klass.code, request))
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": "private, no-cache"})


@router.patch("/classes/{class_id}/members/{member_id}", response={200: ClassDetail, 404: Problems, 422: Problems})
def change_member(request: HttpRequest, class_id: ClassId, member_id: MemberId, body: MemberChange) -> ClassDetail:
    """Give a member another nickname; keep them out, or let them in again."""
    member = _member(request, class_id, member_id)
    if body.nickname is not None:
        try:
            members.rename(member, body.nickname)
        except Refused as refused:
            raise Refusal(Problem(code="wrong_nickname", message=str(refused))) from None
    if body.locked is not None:
        members.lock(member, locked=body.locked)
    return _detail(request, own_class(request, class_id))


@router.post("/classes/{class_id}/members/{member_id}/phrase", response={200: Phrase, 403: Problems, 404: Problems})
def renew_phrase(request: HttpRequest, class_id: ClassId, member_id: MemberId) -> Phrase:
    """A new pass-phrase for a member; the old one is void. Nobody makes one that would open a class that they do not teach."""
    try:
        return Phrase(phrase=members.renew_phrase(_member(request, class_id, member_id), access.person(request)))
    except Refused as refused:
        raise Refusal(Problem(code="known_elsewhere", message=str(refused)), status=HTTPStatus.FORBIDDEN) from None


@router.delete("/classes/{class_id}/members/{member_id}", response={204: None, 404: Problems})
def remove_member(request: HttpRequest, class_id: ClassId, member_id: MemberId) -> Status[None]:
    """Take a member out of a class; an account that was made for it goes with everything that is theirs."""
    members.remove(_member(request, class_id, member_id))
    return Status(HTTPStatus.NO_CONTENT, None)


def _taught(request: HttpRequest) -> QuerySet[Class, Any]:
    _need_teacher(request)
    user = access.person(request)
    found = Class.objects.select_related("teacher").annotate(size=Count("members"))
    return found if role_of(user) == "administrator" else found.filter(teacher=user)


def _need_teacher(request: HttpRequest) -> None:
    if not teaches(access.person(request)):
        raise HttpError(HTTPStatus.FORBIDDEN, "Only teachers make classes. An administrator makes you one.")


def own_class(request: HttpRequest, class_id: str) -> Class:
    """The class, for whoever teaches it; 404 for everybody else, so that ids cannot be probed."""
    found = _taught(request).filter(pk=class_id).first() if teaches(access.person(request)) else None
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, NO_CLASS)
    return cast(Class, found)


def _member(request: HttpRequest, class_id: str, member_id: int) -> Membership:
    found = own_class(request, class_id).members.select_related("klass", "user").filter(pk=member_id).first()
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "This person is not in the class any more.")
    return found


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise Refusal(Problem(code="wrong_name", message="A class needs a name."))
    return name


@transaction.atomic
def write(klass: Class, changes: dict[str, Any]) -> None:
    """Write these fields of a class, and leave the others as they are by now. Raises HttpError."""
    if not Class.objects.select_for_update().filter(pk=klass.pk).exists():
        raise HttpError(HTTPStatus.NOT_FOUND, NO_CLASS)
    for name, value in changes.items():
        setattr(klass, name, value)
    klass.save(update_fields=[*changes])


def _need_future(ends: date) -> None:
    if ends < today():
        message = f"The last day of a class is {today():%d %B %Y} or later; received {ends:%d %B %Y}."
        raise Refusal(Problem(code="wrong_day", message=message))


def _fields(klass: Class) -> dict[str, Any]:
    fields = ("id", "name", "code", "made", "ends", "locked")
    return {name: getattr(klass, name) for name in fields} | {"teacher": klass.teacher.get_username(), "members": klass.members.count()}


def _detail(request: HttpRequest, klass: Class) -> ClassDetail:
    counted = members.with_accounts(klass.members.all()).annotate(
        networks=Count("user__networks", filter=Q(user__networks__frozen=False), distinct=True),
        runs=Count("user__networks__runs", filter=Q(user__networks__frozen=False), distinct=True),
    )
    address = addresses.join_address(klass.code, request)
    is_yours = klass.teacher_id == request.user.pk
    people = [_member_out(member) for member in counted]
    return ClassDetail(**_fields(klass), is_yours=is_yours, address=address, reachable=not settings.LOOPBACK, people=people)


def _member_out(member: Any) -> MemberOut:
    fields = ("id", "nickname", "joined", "seen", "locked", "networks", "runs")
    return MemberOut(**{name: getattr(member, name) for name in fields}, is_only_here=members.is_only_here(member))

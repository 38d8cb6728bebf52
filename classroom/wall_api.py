"""The endpoints of the live wall: everyone in a class, and what its teacher has them look at. Thin: parse, call, answer."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from classroom import curves, rooms, tiles
from classroom.api import NO_CLASS, ClassId, own_class, write
from classroom.curves import Followed
from classroom.models import LONGEST_SENTENCE, Class
from classroom.schemas import RoomOut, WallChange, WallOut
from config.roles import role_of, teaches
from designer import access, withdrawals
from designer.answers import Refusal
from designer.core.problems import Problem
from designer.models import Network
from designer.schemas import Problems

router = Router(tags=["classroom"], by_alias=True)


@router.get("/classes/{class_id}/wall", response={200: WallOut, 403: Problems, 404: Problems})
def read_wall(request: HttpRequest, class_id: ClassId) -> WallOut:
    """Everyone in a class: network, newest run with its curves, best result, who is stuck. The socket of the class goes on from there."""
    klass = _taught_class(request, class_id)
    found = list(tiles.read(klass.pk).tiles.values())
    drawn = [curves.read_whole(Followed(tile.member, tile.run.id)) for tile in found if tile.run is not None]
    return WallOut(room=_room(request, klass), tiles=found, curves=drawn)


@router.patch("/classes/{class_id}/wall", response={200: RoomOut, 403: Problems, 404: Problems, 422: Problems})
def change_wall(request: HttpRequest, class_id: ClassId, body: WallChange) -> RoomOut:
    """Cover the students' screens or uncover them, show a network to all or end that, choose the leader board.

    It holds until it is changed again; screens are uncovered by themselves after three hours, and an administrator may uncover them, too.
    """
    only_uncovers = body.model_fields_set == {"eyes_up"} and body.eyes_up is False
    klass = own_class(request, class_id) if only_uncovers and _administers(request) else _taught_class(request, class_id)
    _change(klass, body)
    return _room(request, klass)


@transaction.atomic
def _change(klass: Class, body: WallChange) -> None:
    """Write what was sent and nothing else: another window may have changed the rest meanwhile."""
    before = Class.objects.select_for_update().filter(pk=klass.pk).values_list("shown", flat=True).first()
    changes: dict[str, Any] = {}
    if body.eyes_up is not None:
        changes |= {"eyes_up": body.eyes_up, "covered": timezone.now() if body.eyes_up else None}
    if body.sentence is not None:
        changes["sentence"] = _sentence(body.sentence)
    if body.board is not None:
        changes["board"] = body.board
    if "shown" in body.model_fields_set:
        changes["shown"] = None if body.shown is None else _showable(klass, body.shown)
    write(klass, changes)
    if before is not None and "shown" in changes and before != klass.shown_id:
        transaction.on_commit(partial(withdrawals.announce, before))


def _taught_class(request: HttpRequest, class_id: str) -> Class:
    """The class, for its teacher; its members and administrators are told that the wall is theirs, nobody else that it is there."""
    user = access.person(request)
    found = Class.objects.filter(pk=class_id).first()
    if found is not None and found.teacher_id == user.pk and teaches(user):
        return found
    if found is not None and (found.members.filter(user=user, locked=False).exists() or _administers(request)):
        raise HttpError(HTTPStatus.FORBIDDEN, "The wall is for the teacher of the class.")
    raise HttpError(HTTPStatus.NOT_FOUND, NO_CLASS)


def _administers(request: HttpRequest) -> bool:
    return role_of(access.person(request)) == "administrator"


def _room(request: HttpRequest, klass: Class) -> RoomOut:
    room = rooms.read(klass.pk)
    if room is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "This class has ended.")
    return rooms.room_out(room, cast(Any, request.user).pk)


def _sentence(typed: str) -> str:
    sentence = " ".join(typed.split())
    if len(sentence) > LONGEST_SENTENCE:
        raise Refusal(
            Problem(code="long_sentence", message=f"A covered screen says at most {LONGEST_SENTENCE} characters; received {len(sentence)}.")
        )
    return sentence


def _showable(klass: Class, network_id: str) -> Network:
    """A network of a member's, or of the teacher's own."""
    owners = Q(owner__in=klass.members.values("user")) | Q(owner=klass.teacher_id)
    found = Network.objects.filter(owners, pk=network_id).first()
    if found is None:
        message = "What a class is shown is a network of one of its members, or of its teacher. Choose one on the wall."
        raise Refusal(Problem(code="not_showable", message=message))
    return found

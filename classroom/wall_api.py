"""The endpoints of the live wall: everyone in a class, and what its teacher has them look at. Thin: parse, call, answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from classroom import curves, rooms, tiles
from classroom.api import ClassId, own_class
from classroom.curves import Followed
from classroom.models import LONGEST_SENTENCE, Class
from classroom.schemas import RoomOut, WallChange, WallOut
from config.roles import role_of, teaches
from designer import withdrawals
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
    before = klass.shown_id
    if body.eyes_up is not None:
        klass.eyes_up, klass.covered = body.eyes_up, timezone.now() if body.eyes_up else None
    if body.sentence is not None:
        klass.sentence = _sentence(body.sentence)
    if body.board is not None:
        klass.board = body.board
    if "shown" in body.model_fields_set:
        klass.shown = None if body.shown is None else _showable(klass, body.shown)
    klass.save(update_fields=["eyes_up", "covered", "sentence", "board", "shown"])
    if before is not None and before != klass.shown_id:
        withdrawals.announce(before)
    return _room(request, klass)


def _taught_class(request: HttpRequest, class_id: str) -> Class:
    """The class, for its teacher; its members and administrators are told that the wall is theirs, nobody else that it is there."""
    user = cast(User, request.user)
    found = Class.objects.filter(pk=class_id).first()
    if found is not None and found.teacher_id == user.pk and teaches(user):
        return found
    if found is not None and (found.members.filter(user=user, locked=False).exists() or _administers(request)):
        raise HttpError(HTTPStatus.FORBIDDEN, "The wall is for the teacher of the class.")
    raise HttpError(HTTPStatus.NOT_FOUND, "There is no such class, or you do not teach it.")


def _administers(request: HttpRequest) -> bool:
    return role_of(cast(User, request.user)) == "administrator"


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

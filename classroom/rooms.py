"""What happens in a class just now: who is in it, whether screens are covered, what is shown, what the leader board says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from classroom import board
from classroom.board import Ranking
from classroom.models import BoardMode, Class, Membership
from classroom.schemas import RoomOut, ShownOut
from config.roles import teaches
from designer import classmates

NOBODY = 0  # which is no account's number


@dataclass(frozen=True, slots=True)
class Room:
    """A class, read once for all who look."""

    name: str
    teacher: int
    """Who teaches it; nobody where whom it belongs to was deactivated, or lost the role."""
    people: Mapping[int, str]
    """Its members who are not kept out, by their accounts: the nicknames."""
    names: Mapping[int, str]
    """All its members' nicknames."""
    eyes_up: bool
    sentence: str
    shown: ShownOut | None
    board: BoardMode
    rankings: tuple[Ranking, ...]


def read(class_id: str) -> Room | None:
    """A class as it is; None when it is gone or over."""
    klass = Class.objects.filter(pk=class_id).select_related("shown", "teacher").first()
    if klass is None or klass.has_ended:
        return None
    rows = list(Membership.objects.filter(klass=klass).values_list("user_id", "nickname", "locked"))
    names = {person: nickname for person, nickname, _ in rows}
    return Room(
        name=klass.name,
        teacher=klass.teacher_id if klass.teacher.is_active and teaches(klass.teacher) else NOBODY,
        people={person: nickname for person, nickname, locked in rows if not locked},
        names=names,
        eyes_up=klass.is_covered,
        sentence=klass.sentence,
        shown=_shown(klass, names),
        board=cast(BoardMode, klass.board),
        rankings=board.rankings(klass),
    )


def _shown(klass: Class, names: Mapping[int, str]) -> ShownOut | None:
    network = klass.shown
    if network is None:
        return None
    is_teachers = network.owner_id == klass.teacher_id
    author = "your teacher" if is_teachers else names.get(network.owner_id, classmates.NAMELESS)
    return ShownOut(network=network.pk, name=network.name, author=author)


def room_out(room: Room, person: int) -> RoomOut:
    """The room as a person sees it."""
    lines = board.shown(room.rankings, room.board, room.names, person)
    return RoomOut(name=room.name, eyes_up=room.eyes_up, sentence=room.sentence, shown=room.shown, board=room.board, rankings=lines)

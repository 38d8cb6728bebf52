"""The points of assignments on the leader board of a class (classroom.board)."""

from __future__ import annotations

from collections.abc import Iterator

from assignments.models import Assignment
from assignments.outputs import hand_ins_of, listed
from classroom.board import Ranking, Row
from classroom.models import Class


def rankings(klass: Class) -> Iterator[Ranking]:
    """Of each published assignment, the points of everybody's newest hand-in, once they are decided."""
    for assignment in Assignment.objects.filter(klass=klass, published=True):
        yield Ranking(assignment.title, "points", tuple(_rows(assignment)))


def _rows(assignment: Assignment) -> Iterator[Row]:
    made = hand_ins_of(assignment)
    for hand_in, told in zip(made, listed(made, assignment.klass), strict=True):
        if told.newest and told.points is not None:
            yield Row(hand_in.person_id, told.points, f"{told.points:g} of {told.of:g}")

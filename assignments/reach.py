"""Who may see what of assignments. Whoever is not in a class learns nothing of it; its members see what is published and their own."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from django.contrib.auth.models import User
from django.db.models import Q
from ninja.errors import HttpError

from assignments.models import Assignment, HandIn
from classroom.models import Class, Membership
from config.roles import role_of, teaches

NO_CLASS = "There is no such class, or you are not in it."
NO_ASSIGNMENT = "There is no such assignment, or it is not of a class of yours."
NO_HAND_IN = "There is no such hand-in, or it is not yours."


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is in a class: who teaches it, or a member."""

    klass: Class
    user: User
    teaches: bool

    def need_teacher(self) -> None:
        """Refuse members."""
        if not self.teaches:
            raise HttpError(HTTPStatus.FORBIDDEN, "Only who teaches this class may do this. Ask your teacher.")


def standing_in(user: User, klass: Class | None) -> Standing | None:
    """Who a person is in a class; None for strangers, for members who are kept out, and for members of a class that is over."""
    if klass is None:
        return None
    if role_of(user) == "administrator" or (klass.teacher_id == user.pk and teaches(user)):
        return Standing(klass, user, teaches=True)
    is_in = not klass.has_ended and Membership.objects.filter(klass=klass, user=user, locked=False).exists()
    return Standing(klass, user, teaches=False) if is_in else None


def of_its_people(klass: Class) -> Q:
    """Of works and hand-ins those that count: whoever teaches a class only tries an assignment, unless they sit in the class, too."""
    teach = Q(person=klass.teacher_id) | Q(person__is_superuser=True)
    return Q(person__in=klass.members.values("user")) | ~teach


def class_for(user: User, class_id: str) -> Standing:
    """A class for those who are in it."""
    return _need(standing_in(user, Class.objects.select_related("teacher").filter(pk=class_id).first()), NO_CLASS)


def assignment_for(user: User, assignment_id: str) -> tuple[Assignment, Standing]:
    """An assignment for those who may see it."""
    found = Assignment.objects.select_related("klass__teacher").filter(pk=assignment_id).first()
    standing = _need(standing_in(user, found.klass if found else None), NO_ASSIGNMENT)
    assignment = cast(Assignment, found)
    if not (standing.teaches or assignment.published):
        raise HttpError(HTTPStatus.NOT_FOUND, NO_ASSIGNMENT)
    return assignment, standing


def hand_in_for(user: User, hand_in_id: str) -> tuple[HandIn, Standing]:
    """A hand-in for who made it and who teaches the class."""
    found = HandIn.objects.select_related("assignment__klass__teacher", "person", "network", "check_run").filter(pk=hand_in_id).first()
    standing = _need(standing_in(user, found.assignment.klass if found else None), NO_HAND_IN)
    hand_in = cast(HandIn, found)
    if not (standing.teaches or hand_in.person_id == user.pk):
        raise HttpError(HTTPStatus.NOT_FOUND, NO_HAND_IN)
    return hand_in, standing


def _need(standing: Standing | None, missing: str) -> Standing:
    if standing is None:
        raise HttpError(HTTPStatus.NOT_FOUND, missing)
    return standing

"""The data of an assignment, in two parts: a data set that its class may read, and samples that nobody sees but the checks."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Q

from assignments.models import Assignment
from assignments.reach import standing_in
from classroom.models import Class, Membership, today
from designer.answers import Refusal
from designer.core.problems import Problem
from training.core.own_data import WrongData, store
from training.core.withholding import HIDDEN, withhold
from training.dataset_models import make_name

SPLIT_TASK = "assignments.files.split"


def split(assignment: Assignment) -> None:
    """Part the data set of an assignment, whole or not at all; once."""
    name = make_name()
    hidden = assignment.folder / HIDDEN / name
    try:
        withhold(assignment.dataset, assignment.hidden, assignment.seed, store.folder_of(name), hidden)
        is_first = Assignment.objects.filter(pk=assignment.pk, visible="").update(visible=name)
    except (KeyError, WrongData) as error:
        _forget(assignment, name)
        message = "The data set of this assignment is not here any more. Choose another." if isinstance(error, KeyError) else str(error)
        raise Refusal(Problem(code="cannot_split", message=message)) from error
    except BaseException:
        _forget(assignment, name)
        raise
    if not is_first:
        _forget(assignment, name)


def forget_parts(assignment: Assignment) -> None:
    """Forget how the data set was parted, so that it is parted anew."""
    name, assignment.visible = assignment.visible, ""
    if name:
        _forget(assignment, name)


def forget(instance: Assignment, **_: object) -> None:
    """After an assignment was deleted: remove its files, and the data set that its class could read."""
    forget_parts(instance)
    shutil.rmtree(instance.folder, ignore_errors=True)


def may_read(person: int, name: str) -> bool:
    """Whether a data set is the visible part of an assignment that a person may see."""
    assignment = Assignment.objects.select_related("klass__teacher").filter(visible=name).first()
    user = User.objects.filter(pk=person).first()
    standing = None if assignment is None or user is None else standing_in(user, assignment.klass)
    return standing is not None and assignment is not None and (standing.teaches or assignment.published)


def lent_to(person: int) -> Iterable[str]:
    """The visible parts that a person may train on, newest first."""
    sits_in = Membership.objects.filter(user=person, locked=False, klass__ends__gte=today()).values("klass")
    may_see = Q(klass__in=sits_in, published=True) | Q(klass__in=Class.objects.filter(teacher=person))
    return Assignment.objects.filter(may_see).exclude(visible="").order_by("-made").values_list("visible", flat=True)


def _forget(assignment: Assignment, name: str) -> None:
    shutil.rmtree(store.folder_of(name), ignore_errors=True)
    shutil.rmtree(assignment.folder / HIDDEN / name, ignore_errors=True)

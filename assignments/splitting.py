"""The data of an assignment, in two parts: a data set that its class may read, and samples that nobody sees but the checks."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from http import HTTPStatus

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.crypto import salted_hmac

from assignments.models import Assignment
from assignments.reach import standing_in
from classroom.classmates import taught_by
from classroom.models import Class, Membership, today
from designer.answers import Refusal
from designer.core.problems import Problem
from training import own_datasets
from training.core.own_data import WrongData, store
from training.core.withholding import HIDDEN, withhold
from training.dataset_models import make_name

SPLIT_TASK = "assignments.files.split"
GONE = "The data set of this assignment is not here any more. Choose another."


def split(assignment: Assignment) -> None:
    """Part the data set of an assignment, whole or not at all; once. Raises Refusal."""
    if not own_datasets.belongs_to(assignment.klass.teacher_id, assignment.dataset):
        raise _cannot(GONE)
    name = make_name()
    hidden = assignment.folder / HIDDEN / name
    try:
        withhold(assignment.dataset, assignment.hidden, _secret_seed(assignment.dataset), store.folder_of(name), hidden)
        as_it_was = Assignment.objects.filter(pk=assignment.pk, visible="", dataset=assignment.dataset, hidden=assignment.hidden)
        is_first = as_it_was.update(visible=name)
    except (KeyError, WrongData) as error:
        _forget(assignment, name)
        raise _cannot(GONE if isinstance(error, KeyError) else str(error)) from error
    except BaseException:
        _forget(assignment, name)
        raise
    if not is_first:
        _forget(assignment, name)
        if not Assignment.objects.filter(pk=assignment.pk, dataset=assignment.dataset, hidden=assignment.hidden).exists():
            message = "The data of this assignment was changed while it was being parted. Publish it again."
            raise Refusal(Problem(code="changed_meanwhile", message=message), status=HTTPStatus.CONFLICT)


def _cannot(message: str) -> Refusal:
    return Refusal(Problem(code="cannot_split", message=message))


def _secret_seed(dataset: str) -> int:
    """What draws the hidden samples of a data set: the same ones for all of its assignments, so that none shows what another hides."""
    drawn = salted_hmac("assignments.splitting", dataset, algorithm="sha256").digest()
    return int.from_bytes(drawn[:8], "big")


def other_share(assignment: Assignment, dataset: str, hidden: float) -> Assignment | None:
    """An assignment that hides another share of the same data set of a person's own: through one could be seen what the other hides."""
    if not store.is_own(dataset):
        return None  # what stands in the gallery is seen by everybody
    return Assignment.objects.filter(dataset=dataset).exclude(visible="").exclude(pk=assignment.pk).exclude(hidden=hidden).first()


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
    may_see = Q(klass__in=sits_in, published=True) | Q(klass__in=Class.objects.filter(taught_by(person)))
    return Assignment.objects.filter(may_see).exclude(visible="").order_by("-made").values_list("visible", flat=True)


def _forget(assignment: Assignment, name: str) -> None:
    shutil.rmtree(store.folder_of(name), ignore_errors=True)
    shutil.rmtree(assignment.folder / HIDDEN / name, ignore_errors=True)

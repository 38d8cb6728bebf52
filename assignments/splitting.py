"""The data of an assignment, in two parts: a data set that its class may read, and samples that nobody sees but the checks."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from http import HTTPStatus

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
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
    _need_same_share(assignment)
    name = make_name()
    hidden = assignment.folder / HIDDEN / name
    try:
        drawn_by = _drawn_by(assignment)
        withhold(assignment.dataset, assignment.hidden, _secret_seed(drawn_by), store.folder_of(name), hidden)
        is_first = _take_place(assignment, name, drawn_by)
    except (KeyError, WrongData) as error:
        _forget(assignment, name)
        raise _cannot(GONE if isinstance(error, KeyError) else str(error)) from error
    except BaseException:
        _forget(assignment, name)
        raise
    if not is_first:
        _forget(assignment, name)
        if not Assignment.objects.filter(pk=assignment.pk, dataset=assignment.dataset, hidden=assignment.hidden).exists():
            raise _changed("The data of this assignment was changed while it was being parted. Publish it again.")


@transaction.atomic
def _take_place(assignment: Assignment, name: str, drawn_by: str) -> bool:
    """Let the parts of a data set be an assignment's; says whether it has none yet and still wants those. Raises Refusal."""
    as_it_was = Assignment.objects.filter(pk=assignment.pk, visible="", dataset=assignment.dataset, hidden=assignment.hidden)
    is_first = bool(as_it_was.update(visible=name, drawn_from=_digest_of(assignment.dataset), drawn_by=drawn_by))
    _need_same_share(assignment)  # another may have been parted meanwhile
    if _drawn_by(assignment) != drawn_by:
        raise _changed("Another assignment on the same data was parted at the same time. Publish this one again.")
    return is_first


def _cannot(message: str) -> Refusal:
    return Refusal(Problem(code="cannot_split", message=message))


def _changed(message: str) -> Refusal:
    return Refusal(Problem(code="changed_meanwhile", message=message), status=HTTPStatus.CONFLICT)


def _drawn_by(assignment: Assignment) -> str:
    """What the hidden samples are drawn by: the same for all assignments on one data set, so that none shows what another hides.

    A data set of somebody's own is told by its digest, so that an assignment that came by file into another class hides the same samples there;
    one from before digests were noted by its name, and so is what is made of the same file while an assignment on it is there.
    """
    origin = store.origin_of(assignment.dataset)
    if origin is None:
        return assignment.dataset
    others = _made_of(assignment.dataset).exclude(visible="").exclude(pk=assignment.pk)
    nearest = min(others, key=lambda other: (other.dataset != assignment.dataset, other.made), default=None)
    return origin.drawn_by if nearest is None else nearest.drawn_by


def _secret_seed(drawn_by: str) -> int:
    drawn = salted_hmac("assignments.splitting", drawn_by, algorithm="sha256").digest()
    return int.from_bytes(drawn[:8], "big")


def other_share(assignment: Assignment, dataset: str, hidden: float) -> Problem | None:
    """What is wrong where another assignment hides another share of the same data of somebody's own: one would show what the other hides."""
    if not store.is_own(dataset):
        return None  # what stands in the gallery is seen by everybody
    others = _made_of(dataset).exclude(visible="").exclude(pk=assignment.pk).exclude(hidden=hidden)
    other = others.select_related("klass").first()
    if other is None:
        return None
    name = f"“{other.title}”" if other.klass.teacher_id == assignment.klass.teacher_id else "An assignment of another teacher"
    message = f"{name} hides {other.hidden:.0%} of this data set. Hide the same share here, so that neither shows what the other hides."
    return Problem(code="other_share", message=message)


def _need_same_share(assignment: Assignment) -> None:
    if (problem := other_share(assignment, assignment.dataset, assignment.hidden)) is not None:
        raise Refusal(problem)


def _made_of(dataset: str) -> QuerySet[Assignment]:
    """The assignments on a data set of somebody's own, or on one that was made of the same file in the same way."""
    digest = _digest_of(dataset)
    return Assignment.objects.filter(Q(dataset=dataset) | Q(drawn_from=digest) if digest else Q(dataset=dataset))


def _digest_of(dataset: str) -> str:
    origin = store.origin_of(dataset)
    return "" if origin is None else origin.digest


def guards(name: str) -> bool:
    """Whether an assignment hides samples of a data set of somebody's own."""
    return store.is_own(name) and _made_of(name).filter(hidden__gt=0).exists()


def forget_parts(assignment: Assignment) -> None:
    """Forget how the data set was parted, so that it is parted anew."""
    name, assignment.visible, assignment.drawn_from, assignment.drawn_by = assignment.visible, "", "", ""
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

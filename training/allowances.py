"""Holding people to what their role may take. Administrators have no limits, nor has the owner of a server that only this machine can reach."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Sum

from config.roles import Role, role_of
from config.sign_in import OWNER
from designer import kept_weights
from designer.answers import Refusal
from designer.core.problems import Problem
from designer.models import Network
from training.allowance_models import DEFAULTS, Allowance
from training.dataset_models import Dataset, Upload
from training.models import UNDER_WAY, Run

MB = 1_000_000
MOST_NETWORKS: Mapping[str, int] = {"student": 2_000, "guest": 200}
LIMITED: tuple[Role, ...] = ("teacher", "student", "guest")


def of_role(role: Role) -> Allowance:
    """What people of a role may take."""
    found = Allowance.objects.filter(pk=role).first() if role in LIMITED else None
    return found or Allowance(role=role, **DEFAULTS[role])


def of(user: User) -> Allowance:
    """What a person may take."""
    return of_role("administrator" if settings.LOOPBACK and user.username == OWNER else role_of(user))


def may_change(user: User) -> tuple[Role, ...]:
    """The roles whose limits a person sets: a teacher those of the others, an administrator those of teachers, too."""
    role = role_of(user)
    return LIMITED if role == "administrator" else ("student", "guest") if role == "teacher" else ()


def check_runs(user: User, more: int = 1) -> None:
    """Refuse one more run than a person may have under way, or several; however many these are, they may where nothing else is under way.

    To be asked within the transaction that adds them: transactions are one at a time (settings), so of two requests at once the second counts
    what the first has added.
    """
    found = of(user)
    if found.runs is None:
        return
    there = under_way(user)
    if there + max(1, min(more, found.runs)) > found.runs:
        these = f"; {more:,} would go on" if more > 1 else ""
        raise _refusal(
            f"You have {there:,} of the {found.runs:,} runs that a {found.role} may have under way here, waiting or training{these}. "
            "Wait until one has ended, or stop one under Runs."
        )


def may_have_more(user: User) -> bool:
    """Whether a person may have one more run under way; the first always."""
    most = of(user).runs
    return most is None or under_way(user) < max(1, most)


def under_way(user: User) -> int:
    """How many runs of a person's wait or train."""
    return Run.objects.filter(network__owner_id=user.pk, state__in=UNDER_WAY).count()


def check_parameters(user: User, count: int) -> None:
    """Refuse to train a network with more parameters than a person's may have."""
    found = of(user)
    if found.parameters is not None and count > found.parameters:
        raise _refusal(
            f"This network has {count:,} parameters, and a {found.role} may train {found.parameters:,} here. "
            f"Make its largest layers smaller, or ask {_whom(found)} for more."
        )


def check_upload(user: User, name: str, size: int, without: str = "") -> None:
    """Refuse a file that is larger than a person may send, or keep beside what is kept already, the upload `without` not counted."""
    check_file(user, name, size)
    check_storage(user, size, without)


def check_file(user: User, name: str, size: int) -> None:
    """Refuse a file that is larger than a person may send."""
    found = of(user)
    if found.upload_mb is not None and size > found.upload_mb * MB:
        raise _refusal(
            f"“{name}” has {_mb(size)} MB, and a {found.role} may send files of {found.upload_mb:,} MB here. "
            f"Choose a smaller one, or ask {_whom(found)} for more."
        )


def check_storage(user: User, more: int = 0, without: str = "") -> None:
    """Refuse to keep more bytes than a person may; the upload `without` is not among those that are kept already."""
    found = of(user)
    if found.storage_mb is None:
        return
    kept = _kept(user.pk, without)
    if kept + more > found.storage_mb * MB:
        takes = f"This takes {_mb(more)} MB beside the {_mb(kept)} MB" if more else f"You have {_mb(kept)} MB"
        raise _refusal(
            f"{takes} of your data sets, runs and imported weights, and a {found.role} may keep {found.storage_mb:,} MB here. "
            "Delete data sets or runs that you need no more, then try again."
        )


def check_networks(user: User) -> None:
    """Refuse one network more than a person may have; what was handed in does not count."""
    role = of(user).role
    most = MOST_NETWORKS.get(role)
    if most is not None and Network.objects.filter(owner=user, frozen=False).count() >= most:
        raise _refusal(f"You have {most:,} networks, which is as many as a {role} may have here. Delete some that you need no more, then try again.")


def _kept(owner: int, without: str) -> int:
    """How many bytes of files are a person's."""
    uploads = Upload.objects.filter(owner_id=owner).exclude(pk=without).aggregate(sum=Sum("size"))["sum"] or 0
    data = Dataset.objects.filter(owner_id=owner).aggregate(sum=Sum("bytes"))["sum"] or 0
    runs = Run.objects.filter(network__owner_id=owner, network__frozen=False).aggregate(sum=Sum("bytes"))["sum"] or 0
    return uploads + data + runs + kept_weights.bytes_of(owner)


def out_of_time(found: Allowance) -> str:
    """Why a run was ended when its time was up."""
    return (
        f"It was ended after {found.minutes:,} minutes, which is how long a run of a {found.role} may train here. What it learned is kept. "
        f"Train fewer epochs, or ask {_whom(found)} for more time."
    )


def _whom(found: Allowance) -> str:
    return "an administrator" if found.role == "teacher" else "your teacher"


def _mb(size: int) -> str:
    return f"{size / MB:,.1f}".removesuffix(".0")


def _refusal(message: str) -> Refusal:
    return Refusal(Problem(code="over_limit", message=message))

"""Who a person is here: an administrator, a teacher, a student or a guest. Django's own flags and groups say so; nothing else is kept."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from django.contrib.auth.models import Group, User
from django.db.models import Q

Role: TypeAlias = Literal["administrator", "teacher", "student", "guest"]
ROLES: tuple[Role, ...] = get_args(Role)
TEACHERS, GUESTS = "teachers", "guests"  # groups
TEACHES = Q(is_superuser=True) | Q(groups__name=TEACHERS)  # of accounts, what `teaches` says of one


def role_of(user: User) -> Role:
    """The role of a person; whoever is in no group and administers nothing is a student."""
    if user.is_superuser:
        return "administrator"
    groups = {group.name for group in user.groups.all()}  # which may be there already, for many people at once
    return "teacher" if TEACHERS in groups else "guest" if GUESTS in groups else "student"


def give_role(user: User, role: Role) -> None:
    """Let a person be this from now on."""
    user.is_superuser = user.is_staff = role == "administrator"
    user.save(update_fields=["is_superuser", "is_staff"])
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in _groups(role)])


def teaches(user: User) -> bool:
    """Whether a person may make classes."""
    return role_of(user) in ("administrator", "teacher")


def _groups(role: Role) -> list[str]:
    return {"teacher": [TEACHERS], "guest": [GUESTS]}.get(role, [])

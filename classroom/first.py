"""What a Layerloom needs before a class can come: somebody who teaches, with a password, and a class. Made on the way where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from classroom import addresses
from classroom.models import Class, today
from classroom.phrases import make_phrase
from config import sign_in
from config.roles import TEACHERS, give_role

TEACHER = "teacher"
NAME, LASTS = "My class", timedelta(days=182)
PASSWORD_WORDS = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A class that can come; `password` is that of the account that was just made, which nobody can be told again."""

    code: str
    password: str = ""
    locked: bool = False

    def told_at_once(self) -> str:
        """What to print before anything else can go wrong: the pass-phrase of the account that was just made; "" where there was one."""
        if not self.password:
            return ""
        lines = [f"An account was made for you: “{TEACHER}”, with the pass-phrase", "", f"    {self.password}", ""]
        return "\n".join([*lines, "Note it: it is not shown again. `make account` makes further accounts."])

    def told(self) -> str:
        """What to print once pages are served: where students join, whether they can just now and where a new teacher signs in."""
        base = addresses.base()
        is_locked = ["Joining is locked: nobody new comes in until “Let people join” is pressed on the page of the class."] if self.locked else []
        if settings.LOOPBACK:
            return "\n".join([f"Only this machine can reach this address. On it, a class is joined at {base}/join/{self.code}", *is_locked])
        lines = [f"Students join at {base}/join with the code {self.code}, or at {base}/join/{self.code}", *is_locked]
        if self.password:
            lines.append(f"You sign in at {base}/login as “{TEACHER}” with the pass-phrase above.")
        return "\n".join(lines)


@transaction.atomic
def prepare() -> Prepared:
    """See that somebody teaches and that there is a class which can be joined."""
    if settings.LOOPBACK:
        klass = _some_class(sign_in.owner(), Class.objects.all())
        return Prepared(klass.code, locked=klass.locked)
    teachers = User.objects.filter(Q(is_superuser=True) | Q(groups__name=TEACHERS), is_active=True)
    teachers = teachers.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(password="")
    teacher = teachers.order_by("pk").first()
    password = "" if teacher else make_phrase(PASSWORD_WORDS)
    teacher = teacher or _make_teacher(password)
    of_who_can_sign_in = Class.objects.filter(teacher__in=teachers)  # which the owner of `make run` cannot
    klass = _some_class(teacher, of_who_can_sign_in)
    return Prepared(klass.code, password, klass.locked)


def _some_class(teacher: User, classes: QuerySet[Class]) -> Class:
    """A class that can be joined: the newest of these, or one that is made."""
    found = classes.filter(ends__gte=today()).first()
    return found or Class.objects.create(name=NAME, teacher=teacher, ends=today() + LASTS)


def _make_teacher(password: str) -> User:
    user, _ = User.objects.get_or_create(username=TEACHER)
    user.set_password(password)
    user.is_active = True
    user.save()
    give_role(user, "teacher")
    return user

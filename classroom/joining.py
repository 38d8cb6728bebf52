"""Joining a class by its code, and coming back to it by a pass-phrase."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from classroom import guessing
from classroom.members import clean_nickname, let_go, need_free, replace_phrases
from classroom.models import CODE_LENGTH, MOST_MEMBERS, Class, Membership, nickname_key
from classroom.phrases import phrase_of, plain
from classroom.refusing import Refused
from config.roles import role_of, teaches

AGAIN = timedelta(minutes=10)  # for so long a form that is sent again leads to the same member
NO_SUCH_CLASS = f"No class has this code. A code has {CODE_LENGTH} letters and digits; look at it once more, or ask your teacher."
NOT_TOGETHER = "This class code, nickname and pass-phrase do not belong together. Your teacher can give you a new pass-phrase."


def plain_code(typed: str) -> str:
    """A code as it is kept: in capitals, without spaces and dashes."""
    return "".join(character for character in typed.upper() if character.isalnum())[:20]


def find_class(request: HttpRequest, typed: str) -> Class:
    """The class that a code opens. Raises Refused for one that opens none, which counts as a guess, and guessing.LockedOut after too many."""
    guessing.need_patience(request, guessing.CODES)
    found = Class.objects.filter(code=plain_code(typed)).first()
    if found is None:
        guessing.note_wrong(request, guessing.CODES)
        raise Refused(NO_SUCH_CLASS)
    return found


def need_open(klass: Class) -> None:
    """Refuse to let anyone into a class that is locked, full or over."""
    if klass.has_ended:
        raise Refused(f"{klass.name} has ended. Ask your teacher for the code of another class.")
    if klass.locked:
        raise Refused(f"{klass.name} is locked: nobody can join it now. Ask your teacher to unlock it.")
    if klass.members.count() >= MOST_MEMBERS:
        raise Refused(f"{klass.name} is full: it has {MOST_MEMBERS} members. Ask your teacher to make another class.")


@transaction.atomic
def join(klass: Class, typed: str, who: Callable[[], User | None], once: str) -> Membership:
    """Put a person into a class, an account being made where `who` says no one. Raises Refused.

    `once` is the secret of the form that was sent. The pass-phrase is made of it: a form that is sent twice by a double click, its first answer being
    lost, leads to the same member with the same words. Who was in a class before has these for all their classes from now on.
    """
    nickname = clean_nickname(typed)
    if (member := _joined_by(klass, nickname, once)) is not None:
        return member
    person = who()
    if person is not None and teaches(person):
        raise Refused("You teach here. To see what a student sees, open this page in a private window of your browser.")
    if person is not None and klass.members.filter(user=person).exists():
        raise Refused(f"You are in {klass.name} already.")
    need_open(klass)
    need_free(klass, nickname)
    user = person or _make_student(nickname)
    kept = make_password(phrase_of(once))
    fields = {"nickname": nickname, "key": nickname_key(nickname), "phrase": kept, "form": _hash(once)}
    member = Membership.objects.create(klass=klass, user=user, **fields)
    let_go(member)
    if person is not None:
        replace_phrases(user, kept)
    return member


def _joined_by(klass: Class, nickname: str, once: str) -> Membership | None:
    """Who joined by this form just now, and has the pass-phrase that was made of it still."""
    recent = klass.members.filter(form=_hash(once), key=nickname_key(nickname), joined__gte=timezone.now() - AGAIN, locked=False)
    member = recent.select_related("user").first()
    return member if member is not None and check_password(phrase_of(once), member.phrase) else None


def _hash(once: str) -> str:
    return hashlib.sha256(once.encode()).hexdigest()


def _make_student(nickname: str) -> User:
    user = User(username=f"student-{secrets.token_hex(6)}", first_name=nickname)
    user.set_unusable_password()
    user.save()
    return user


def come_back(request: HttpRequest, code: str, nickname: str, phrase: str) -> Membership:
    """Who comes back to a class. Raises Refused; after too many wrong pass-phrases for a nickname the answer is that of guessing.py."""
    name = f"{plain_code(code)} {nickname_key(' '.join(nickname.split()))}"[:200]
    user = authenticate(request, username=name, phrase=phrase)
    if user is None:
        raise Refused(NOT_TOGETHER)
    member = _find(name)
    if member is None or member.klass.has_ended:
        raise Refused("This class has ended. Ask your teacher for the code of another class.")
    if member.locked or not user.is_active:
        raise Refused(f"Your teacher has locked your place in {member.klass.name}. Ask them to unlock it.")
    guessing.forget(request, name)
    if member.known_as and name.partition(" ")[2] == member.key:
        member.known_as = ""
        member.save(update_fields=["known_as"])
    return member


def _find(name: str) -> Membership | None:
    """Who has the nickname in the class; else who was renamed and does not know it yet."""
    code, _, key = name.partition(" ")
    members = Membership.objects.select_related("klass", "user").filter(klass__code=code)
    return members.filter(key=key).first() or (members.filter(known_as=key).first() if key else None)


class PhraseBackend(ModelBackend):
    """Signs a member of a class in by pass-phrase; the name is the code of the class and the nickname."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str | None = None, phrase: str | None = None, **_: object
    ) -> User | None:
        """Whose pass-phrase it is."""
        if username is None or phrase is None:
            return None
        member = _find(username)
        return member.user if member and check_password(plain(phrase), member.phrase) else None


def is_student(user: object) -> bool:
    """Whether a person is signed in who can join a class with the account they have."""
    return isinstance(user, User) and role_of(user) == "student"


def is_nicknamed(user: object) -> bool:
    """Whether somebody is signed in whom a nickname alone brought here, so that whoever sits at this machine now may be another."""
    return isinstance(user, User) and is_student(user) and not user.has_usable_password() and user.memberships.exists()

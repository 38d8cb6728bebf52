"""What may become of a member of a class: another nickname, another pass-phrase, locked out, removed."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from classroom.leaving import leave_for_good
from classroom.models import LONGEST_NICKNAME, Class, Membership, nickname_key
from classroom.phrases import make_phrase
from classroom.refusing import Refused
from config.roles import role_of


def clean_nickname(typed: str) -> str:
    """A nickname as it is kept. Raises Refused."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", typed)).strip()
    if not any(character.isalnum() for character in name):
        raise Refused("A nickname needs at least one letter or digit.")
    if len(name) > LONGEST_NICKNAME:
        raise Refused(f"A nickname has at most {LONGEST_NICKNAME} characters; this one has {len(name)}.")
    if not name.isprintable():
        raise Refused("A nickname holds letters, digits and signs that can be seen.")
    return name


def need_free(klass: Class, nickname: str, besides: int = 0) -> None:
    """Refuse a nickname that another member of the class has."""
    if klass.members.filter(key=nickname_key(nickname)).exclude(pk=besides).exists():
        raise Refused(f"Someone in this class is called “{nickname}” already. Choose another nickname.")


@transaction.atomic
def rename(member: Membership, typed: str) -> None:
    """Give a member another nickname. Raises Refused."""
    nickname = clean_nickname(typed)
    need_free(member.klass, nickname, besides=member.pk)
    member.nickname, member.key = nickname, nickname_key(nickname)
    member.save(update_fields=["nickname", "key"])
    if is_only_here(member):
        member.user.first_name = nickname
        member.user.save(update_fields=["first_name"])


@transaction.atomic
def renew_phrase(member: Membership) -> str:
    """Give a member a new pass-phrase: the old one is void, and every browser that is signed in by it is signed out."""
    phrase = make_phrase()
    member.phrase = make_password(phrase)
    member.save(update_fields=["phrase"])
    if not member.user.has_usable_password():
        member.user.set_unusable_password()  # sessions hang on it
        member.user.save(update_fields=["password"])
    return phrase


@transaction.atomic
def lock(member: Membership, *, locked: bool) -> None:
    """Keep a member out, or let them in again. An account that has no other way in is signed out at once."""
    member.locked = locked
    member.save(update_fields=["locked"])
    user = member.user
    if not user.has_usable_password() and role_of(user) == "student":
        user.is_active = user.memberships.filter(locked=False).exists()
        user.save(update_fields=["is_active"])


def remove(member: Membership) -> None:
    """Take a member out of the class; an account that was made for it goes with everything that belongs to it."""
    if is_only_here(member):
        leave_for_good(member.user)
    else:
        member.delete()


def accounts_of(klass: Class) -> list[User]:
    """The accounts that exist for this class alone."""
    return [member.user for member in klass.members.select_related("user") if is_only_here(member)]


def is_only_here(member: Membership) -> bool:
    """Whether the account was made for this class and exists for nothing else."""
    user = member.user
    is_made_here = not user.has_usable_password() and role_of(user) == "student"
    return is_made_here and not user.memberships.exclude(pk=member.pk).exists()

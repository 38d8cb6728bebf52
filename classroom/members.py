"""What may become of a member of a class: another nickname, another pass-phrase, locked out, removed."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from classroom.leaving import leave_for_good
from classroom.models import LONGEST_NICKNAME, Class, Membership, nickname_key
from classroom.phrases import make_phrase
from classroom.refusing import Refused
from config.roles import role_of
from designer import withdrawals
from designer.models import Network


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


def let_go(member: Membership) -> None:
    """Let a nickname that somebody has now bring nobody back who was called so before."""
    member.klass.members.filter(known_as=member.key).update(known_as="")


@transaction.atomic
def rename(member: Membership, typed: str) -> None:
    """Give a member another nickname; they come back by it, and by the one that they know until somebody else has that. Raises Refused."""
    nickname = clean_nickname(typed)
    need_free(member.klass, nickname, besides=member.pk)
    known_as = member.known_as or member.key
    member.nickname, member.key = nickname, nickname_key(nickname)
    member.known_as = known_as if known_as != member.key else ""
    member.save(update_fields=["nickname", "key", "known_as"])
    let_go(member)
    if is_only_here(member):
        member.user.first_name = nickname
        member.user.save(update_fields=["first_name"])


@transaction.atomic
def renew_phrase(member: Membership, asker: User) -> str:
    """Give a member a new pass-phrase: the old one is void in all their classes, and every browser that is signed in by it is signed out.

    Whoever knows a pass-phrase comes in as that person. So nobody makes one who could not look at everything there anyway: Refused is raised where
    the account is known elsewhere, too.
    """
    if role_of(asker) != "administrator":
        _need_no_other_way_in(member)
    phrase = make_phrase()
    replace_phrases(member.user, make_password(phrase))
    return phrase


def _need_no_other_way_in(member: Membership) -> None:
    name = member.nickname
    if member.user.has_usable_password():
        raise Refused(f"{name} signs in with a name and a password. If they forgot it, an administrator gives them a new one.")
    if member.user.memberships.exclude(klass__teacher=member.klass.teacher_id).exists():
        raise Refused(
            f"{name} is in a class of another teacher, too, which a new pass-phrase would open. They come back with the pass-phrase that they were "
            "shown when they joined their last class; if that is lost, an administrator makes a new one."
        )


def _sign_out(user: User) -> None:
    """Sign every browser out in which somebody without a password is signed in: sessions hang on the password."""
    if not user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])


def replace_phrases(user: User, phrase: str) -> None:
    """Let this pass-phrase (its hash) alone open a person's classes: any that was given out before opens nothing any more."""
    user.memberships.update(phrase=phrase)
    _sign_out(user)


@transaction.atomic
def lock(member: Membership, *, locked: bool) -> None:
    """Keep a member out, or let them in again. An account that has no other way in is signed out at once.

    One that an administrator deactivated stays so.
    """
    shared = networks_shared_in(member.klass)
    member.locked = locked
    member.save(update_fields=["locked"])
    transaction.on_commit(lambda: withdrawals.announce(*shared))
    user = member.user
    if not user.has_usable_password() and role_of(user) == "student":
        is_in = user.memberships.filter(locked=False).exists()
        if user.is_active and not is_in:
            _set_active(user, active=False)
        elif is_in and user.memberships.filter(deactivated=True).exists():
            _set_active(user, active=True)


def _set_active(user: User, *, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])
    user.memberships.update(deactivated=not active)


def remove(member: Membership) -> None:
    """Take a member out of the class; an account that was made for it goes with everything that belongs to it."""
    shared = networks_shared_in(member.klass)
    if is_only_here(member):
        leave_for_good(member.user)
    else:
        member.delete()
    withdrawals.announce(*shared)


def leave(user: User) -> None:
    """Delete somebody's account with everything that belongs to it, and show their class-mates out of it."""
    shared = [network for member in user.memberships.select_related("klass") for network in networks_shared_in(member.klass)]
    leave_for_good(user)
    withdrawals.announce(*shared)


def networks_shared_in(klass: Class) -> list[str]:
    """The networks that the people of a class share with their class: pages on which others of it read them must ask again when one of them goes."""
    people = Q(owner=klass.teacher_id) | Q(owner__memberships__klass=klass)
    return list(Network.objects.filter(people, shared="class").order_by().values_list("pk", flat=True).distinct())


def accounts_of(klass: Class) -> list[User]:
    """The accounts that exist for this class alone."""
    return [member.user for member in with_accounts(klass.members.all()) if is_only_here(member)]


def with_accounts(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Members together with all that `is_only_here` asks of their accounts, in as many queries however many they are."""
    return members.select_related("user").prefetch_related("user__groups", "user__memberships")


def is_only_here(member: Membership) -> bool:
    """Whether the account was made for this class and exists for nothing else."""
    user = member.user
    is_made_here = not user.has_usable_password() and role_of(user) == "student"
    return is_made_here and all(other.pk == member.pk for other in user.memberships.all())

"""Guests: people who look around without an account. What they made goes with them into the account that they sign in to."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from classroom import news
from classroom.leaving import leave_for_good
from classroom.refusing import Refused
from config.roles import GUESTS, give_role, role_of
from designer.models import KeptWeights, Network, SavedBlock
from training.models import Dataset, Upload

MOST_GUESTS = 200
FORGOTTEN = timedelta(days=14)  # after they were here last, if they made something; a browser stays signed in for as long
LEFT = timedelta(hours=1)  # if they made nothing
LONGEST_BLOCK_NAME = 40


def make_guest() -> User:
    """A fresh guest. Raises Refused where there are too many."""
    if User.objects.filter(groups__name=GUESTS).count() >= MOST_GUESTS:
        raise Refused("Too many people look around just now. Sign in, join a class by its code, or try again in an hour.")
    guest = User(username=f"guest-{secrets.token_hex(6)}", first_name="Guest")
    guest.set_unusable_password()
    guest.save()
    give_role(guest, "guest")
    return guest


def is_guest(user: object) -> bool:
    """Whether somebody is a guest."""
    return isinstance(user, User) and role_of(user) == "guest"


@transaction.atomic
def move(guest: User, account: User) -> None:
    """Give what a guest made to an account, whose classes are told; the guest is no more."""
    Network.objects.filter(owner=guest).update(owner=account)  # runs and sweeps belong to networks
    Dataset.objects.filter(owner=guest).update(owner=account)
    Upload.objects.filter(owner=guest).update(owner=account)
    KeptWeights.objects.filter(owner=guest).exclude(digest__in=account.weights.values("digest")).update(owner=account)
    taken = set(SavedBlock.objects.filter(owner=account).values_list("name", flat=True))
    for block in SavedBlock.objects.filter(owner=guest):
        block.name, block.owner = _free_name(block.name, taken), account
        taken.add(block.name)
        block.save(update_fields=["name", "owner"])
    guest.delete()
    transaction.on_commit(partial(news.worked, account.pk, "run"))


def forget_gone() -> None:
    """Delete the guests who have not been here for as long as a browser stays signed in, and those who went away without having made anything."""
    now = timezone.now()
    guests = User.objects.filter(groups__name=GUESTS)
    made_nothing = Q(networks=None, datasets=None, uploads=None, blocks=None, last_login__lt=now - LEFT)
    leave_for_good(*guests.filter(made_nothing | Q(last_login__lt=now - FORGOTTEN)).distinct())


def note_seen(person: int) -> None:
    """Note that somebody is here, if they are a guest: their last login is when they were here last."""
    User.objects.filter(pk=person, groups__name=GUESTS).update(last_login=timezone.now())


def _free_name(name: str, taken: set[str]) -> str:
    tries = (name, *(f"{name[: LONGEST_BLOCK_NAME - 4]} {number}" for number in range(2, len(taken) + 3)))
    return next(tried for tried in tries if tried not in taken)

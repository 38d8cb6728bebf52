"""Guests: people who look around without an account. What they made goes with them into the account that they sign in to."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from classroom.leaving import leave_for_good
from classroom.refusing import Refused
from config.roles import GUESTS, give_role, role_of
from designer.models import Network, SavedBlock
from training.models import Dataset, Upload

MOST_GUESTS = 200
FORGOTTEN = timedelta(days=14)  # a browser stays signed in for as long
LONGEST_BLOCK_NAME = 40


def make_guest() -> User:
    """A fresh guest. Raises Refused where there are too many."""
    if User.objects.filter(groups__name=GUESTS).count() >= MOST_GUESTS:
        raise Refused("Too many people look around just now. Sign in, join a class by its code, or try again tomorrow.")
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
    """Give what a guest made to an account; the guest is no more."""
    Network.objects.filter(owner=guest).update(owner=account)  # runs and sweeps belong to networks
    Dataset.objects.filter(owner=guest).update(owner=account)
    Upload.objects.filter(owner=guest).update(owner=account)
    taken = set(SavedBlock.objects.filter(owner=account).values_list("name", flat=True))
    for block in SavedBlock.objects.filter(owner=guest):
        block.name, block.owner = _free_name(block.name, taken), account
        taken.add(block.name)
        block.save(update_fields=["name", "owner"])
    guest.delete()


def forget_gone() -> None:
    """Delete the guests who cannot come back: their browsers are signed out by now."""
    for guest in User.objects.filter(groups__name=GUESTS, last_login__lt=timezone.now() - FORGOTTEN):
        leave_for_good(guest)


def _free_name(name: str, taken: set[str]) -> str:
    tries = (name, *(f"{name[: LONGEST_BLOCK_NAME - 4]} {number}" for number in range(2, len(taken) + 3)))
    return next(tried for tried in tries if tried not in taken)

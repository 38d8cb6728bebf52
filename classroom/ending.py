"""The end of a class: once its last day is over everywhere it goes, with everything that was made in it. Looked after by the web process."""

from __future__ import annotations

import asyncio
import logging

from channels.db import database_sync_to_async

from classroom import guests, sessions
from classroom.leaving import leave_for_good
from classroom.members import accounts_of, networks_shared_in
from classroom.models import Class, Membership, today
from config.roles import role_of
from designer import kept_weights, withdrawals

log = logging.getLogger(__name__)

EVERY = 600.0


async def watch_over_classes() -> None:
    """End what is over until the web process ends."""
    while True:
        try:
            await database_sync_to_async(sweep)()
        except Exception:
            log.exception("a look for classes that are over failed")
        await asyncio.sleep(EVERY)


def sweep() -> None:
    """End the classes whose last day is over; forget the guests who are gone, sessions of no use, and weights that nothing starts from any more."""
    for klass in Class.objects.filter(ends__lt=today()):
        delete_class(klass)
    guests.forget_gone()
    sessions.purge()
    kept_weights.collect()


def delete_class(klass: Class) -> None:
    """Delete a class, the accounts that were made for it and all that is theirs."""
    shared = networks_shared_in(klass)
    delete_accounts(klass)
    klass.delete()
    withdrawals.announce(*shared)


def takes_account(member: Membership) -> bool:
    """Whether a member's account goes with its class on its day: it was made for classes, and the last of them ends then."""
    user = member.user
    is_made_for_classes = not user.has_usable_password() and role_of(user) == "student"
    return is_made_for_classes and not user.memberships.filter(klass__ends__gt=member.klass.ends).exists()


def delete_accounts(instance: Class, **_: object) -> None:
    """Delete the accounts of a class; also before one is deleted in another way, such as with its teacher."""
    leave_for_good(*accounts_of(instance))

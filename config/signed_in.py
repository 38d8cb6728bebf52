"""Whether those who hold a socket open are signed in still: asked every few seconds, once for all sockets of a web process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.db import database_sync_to_async
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from config.hubs import Hubs, going_on

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds


@dataclass(eq=False, frozen=True, slots=True)
class Holder:
    """Who holds a socket open, and by what: a session, and the hash of the password that it was begun with."""

    person: int
    session: str
    hash: str
    out: asyncio.Event = field(default_factory=asyncio.Event)


class Look:
    """Looks after all holders of an event loop, with two queries however many they are."""

    def __init__(self, _key: str) -> None:
        self.watchers = 0
        self.over = False
        self.holders: set[Holder] = set()
        self.reader = asyncio.create_task(self._read(), name="whether sockets may stay open")

    async def _read(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            with going_on(log, "whether those with open sockets are signed in is asked again"):
                for holder in await database_sync_to_async(signed_out)(tuple(self.holders)):
                    holder.out.set()


def signed_out(holders: Collection[Holder]) -> list[Holder]:
    """Those who are signed in no more: they signed out, were deactivated or deleted, or have another password."""
    sessions = Session.objects.filter(pk__in={holder.session for holder in holders}, expire_date__gt=timezone.now())
    kept = set(sessions.values_list("pk", flat=True))
    people = User.objects.filter(is_active=True).in_bulk({holder.person for holder in holders})
    hashes = {number: person.get_session_auth_hash() for number, person in people.items()}
    return [holder for holder in holders if holder.session not in kept or not constant_time_compare(hashes.get(holder.person, ""), holder.hash)]


looks = Hubs(Look)


async def until_signed_out(scope: Mapping[str, Any]) -> None:
    """Wait until who opened a socket, and was signed in then, is so no more."""
    session = scope["session"]
    holder = Holder(scope["user"].pk, session.session_key, session.get(HASH_SESSION_KEY, ""))
    async with looks.watched("all") as look:
        look.holders.add(holder)
        try:
            await holder.out.wait()
        finally:
            look.holders.discard(holder)

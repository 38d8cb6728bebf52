"""The sockets of networks, runs and sweeps, for the pages of those who may see them.

That of a run gives the state, everything after the page's cursor, then whatever comes; that of a sweep how it stands, then what has changed;
that of a network, which only readers need, each state that is newer than the page's revision. They end when a network is not shared any more, and
when who watches is signed in no more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from urllib.parse import parse_qs

from channels.db import database_sync_to_async

from config import broker
from config.hubs import looks
from config.sockets import Socket
from designer import access, saves, withdrawals
from designer.models import Network
from training.archive import parse_cursor
from training.hub import hubs
from training.sweep_frames import sweep_frames

log = logging.getLogger(__name__)

NO_ONE = 4401
STRANGER = 4404
READER, OWNER = 1, 2


class ReadersConsumer(Socket):
    """Follows one thing. Each socket has a pump of its own, so one that reads slowly holds up no other."""

    async def connect(self) -> None:
        """Accept, so that the page can read the code of a refusal; then let those follow who may see it."""
        await self.accept()
        standing = await self._standing()
        if standing in (NO_ONE, STRANGER):
            await self.close(standing)
            return
        self.feed(self._follow(), *(() if standing == OWNER else (self._watch(),)))

    def network(self) -> Network | None:
        """The network that the thing belongs to."""
        raise NotImplementedError

    def frames(self) -> AsyncIterator[str]:
        """What is sent, until there is nothing more to come."""
        raise NotImplementedError

    @database_sync_to_async  # type: ignore[untyped-decorator]
    def _standing(self) -> int:
        network = self.network()
        who = access.asker_of(self.scope["user"], self.scope["session"])
        if network is None or not access.may_read(who, network):
            return NO_ONE if who.person is None and not (network and network.pk in who.links) else STRANGER
        self.of = network.pk
        return OWNER if access.may_change(who, network) else READER

    async def _watch(self) -> None:
        """Close it once its reader may not see the thing any more: after each change of how it is shared, and now and then."""
        what = f"whether network {self.of} may still be seen"
        async with aclosing(looks(log, what, withdrawals.key(self.of), self._standing, rest=0)) as standings:
            async for standing in standings:
                if standing in (NO_ONE, STRANGER):
                    await self.end(standing)
                    return

    async def _follow(self) -> None:
        async for text in self.frames():
            await self.tell(text)
        await self.end()


class NetworkConsumer(ReadersConsumer):
    """Follows what a network's owner saves, where the page says what it has; else nothing but whether it may still be seen."""

    def network(self) -> Network | None:
        """The network."""
        return Network.objects.filter(pk=self.wanted).first()

    async def frames(self) -> AsyncIterator[str]:
        """Documents; without a revision to go on from, something now and then, by which a page knows that the line stands."""
        after = parse_qs(self.scope["query_string"].decode("latin-1")).get("after")
        if after is not None:
            async for text in saves.documents(self.wanted, parse_cursor(after[0])):
                yield text
        while True:
            yield "{}"
            await asyncio.sleep(broker.SILENCE)


class RunConsumer(ReadersConsumer):
    """Follows one run."""

    def network(self) -> Network | None:
        """Its network."""
        return Network.objects.filter(runs__pk=self.wanted).first()

    async def frames(self) -> AsyncIterator[str]:
        """Everything after the page's cursor, then each new event, until the run has ended."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        async with hubs.watched(self.wanted) as hub:
            async for text in hub.follow(parse_cursor(query.get("after", [""])[0])):
                yield text


class SweepConsumer(ReadersConsumer):
    """Follows one sweep."""

    def network(self) -> Network | None:
        """Its network."""
        return Network.objects.filter(sweeps__pk=self.wanted).first()

    def frames(self) -> AsyncIterator[str]:
        """How it stands now, then what has changed, until it is deleted."""
        return sweep_frames(self.wanted)

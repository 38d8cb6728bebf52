"""The sockets of networks, runs and sweeps, for the pages of those who may see them.

That of a run gives the state, everything after the page's cursor, then whatever comes; that of a sweep how it stands, then what has changed;
that of a network, which only readers need, each state that is newer than the page's revision. They end when a network is not shared any more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from redis.exceptions import RedisError

from config.broker import async_redis
from config.hubs import going_on
from designer import access, saves, withdrawals
from designer.models import Network
from training.archive import parse_cursor
from training.hub import AGAIN, SILENCE, hubs
from training.sweep_frames import sweep_frames

log = logging.getLogger(__name__)

NO_ONE = 4401
STRANGER = 4404
READER, OWNER = 1, 2


class ReadersConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Follows one thing. Each socket has a pump of its own, so one that reads slowly holds up no other."""

    channel_layer_alias = "none"  # there is no such layer: the sockets are fed from the broker's streams
    tasks: tuple[asyncio.Task[None], ...] = ()

    async def connect(self) -> None:
        """Accept, so that the page can read the code of a refusal; then let those follow who may see it."""
        await self.accept()
        standing = await self._standing()
        if standing in (NO_ONE, STRANGER):
            await self.close(standing)
            return
        watches = () if standing == OWNER else (asyncio.create_task(self._watch()),)
        self.tasks = (asyncio.create_task(self._follow()), *watches)

    async def disconnect(self, code: int) -> None:
        """Let go of what feeds it."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pages have nothing to say on this socket."""

    def network(self) -> Network | None:
        """The network that the thing belongs to."""
        raise NotImplementedError

    def frames(self) -> AsyncIterator[str]:
        """What is sent, until there is nothing more to come."""
        raise NotImplementedError

    @property
    def wanted(self) -> str:
        """The id in the address."""
        return str(self.scope["url_route"]["kwargs"]["id"])

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
        while True:
            with going_on(log, "whether network %s may still be seen is asked again", self.of), suppress(RedisError, OSError):
                async with async_redis() as redis:
                    while True:
                        seen = await withdrawals.last(redis, self.of)
                        if (standing := await self._standing()) in (NO_ONE, STRANGER):
                            self.tasks[0].cancel()
                            await self.close(standing)
                            return
                        await withdrawals.wait_for_next(redis, self.of, seen, SILENCE)
            await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        async for text in self.frames():
            await self.base_send({"type": "websocket.send", "text": text})  # what send() does, at half the cost
        await self.close()


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
            await asyncio.sleep(SILENCE)


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

"""The sockets of runs and sweeps, for their owner's pages alone.

That of a run gives the state, everything after the page's cursor, then whatever comes; that of a sweep how it stands, then what has changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.db.models import QuerySet

from training.archive import parse_cursor
from training.hub import hub_of
from training.models import Run, Sweep
from training.sweep_frames import sweep_frames

NO_ONE = 4401
STRANGER = 4404


class OwnersConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Follows one thing. Each socket has a pump of its own, so one that reads slowly holds up no other."""

    channel_layer_alias = "none"  # there is no such layer: the sockets are fed from the broker's streams
    pump: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Accept, so that the page can read the code of a refusal; then let the owner follow."""
        await self.accept()
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(NO_ONE)
        elif not await self.owned_by(user.pk).aexists():
            await self.close(STRANGER)
        else:
            self.pump = asyncio.create_task(self._follow())

    async def disconnect(self, code: int) -> None:
        """Let go of what feeds it."""
        if self.pump is not None:
            self.pump.cancel()
            await asyncio.gather(self.pump, return_exceptions=True)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pages have nothing to say on this socket."""

    def owned_by(self, person: int) -> QuerySet[Any]:
        """The thing, if that person owns it."""
        raise NotImplementedError

    def frames(self) -> AsyncIterator[str]:
        """What is sent, until there is nothing more to come."""
        raise NotImplementedError

    @property
    def wanted(self) -> str:
        """The id in the address."""
        return str(self.scope["url_route"]["kwargs"]["id"])

    async def _follow(self) -> None:
        async for text in self.frames():
            await self.base_send({"type": "websocket.send", "text": text})  # what send() does, at half the cost
        await self.close()


class RunConsumer(OwnersConsumer):
    """Follows one run."""

    def owned_by(self, person: int) -> QuerySet[Any]:
        """The run."""
        return Run.objects.filter(pk=self.wanted, network__owner_id=person)

    async def frames(self) -> AsyncIterator[str]:
        """Everything after the page's cursor, then each new event, until the run has ended."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        async with hub_of(self.wanted) as hub:
            async for text in hub.follow(parse_cursor(query.get("after", [""])[0])):
                yield text


class SweepConsumer(OwnersConsumer):
    """Follows one sweep."""

    def owned_by(self, person: int) -> QuerySet[Any]:
        """The sweep."""
        return Sweep.objects.filter(pk=self.wanted, network__owner_id=person)

    def frames(self) -> AsyncIterator[str]:
        """How it stands now, then what has changed, until it is deleted."""
        return sweep_frames(self.wanted)

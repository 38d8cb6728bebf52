"""The socket of a run: its owner's page gets the state, everything after its cursor, then whatever comes."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

from training.archive import parse_cursor
from training.hub import hub_of
from training.models import Run

NO_ONE = 4401
STRANGER = 4404


class RunConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Follows one run. Each socket has a pump of its own, so one that reads slowly holds up no other."""

    channel_layer_alias = "none"  # there is no such layer: a hub feeds the sockets
    pump: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Accept, so that the page can read the code of a refusal; then let the owner follow."""
        await self.accept()
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(NO_ONE)
            return
        run_id = self.scope["url_route"]["kwargs"]["run_id"]
        if not await Run.objects.filter(pk=run_id, network__owner_id=user.pk).aexists():
            await self.close(STRANGER)
            return
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        self.pump = asyncio.create_task(self._follow(run_id, parse_cursor(query.get("after", [""])[0])))

    async def disconnect(self, code: int) -> None:
        """Let go of the hub."""
        if self.pump is not None:
            self.pump.cancel()
            await asyncio.gather(self.pump, return_exceptions=True)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pages have nothing to say on this socket."""

    async def _follow(self, run_id: str, after: int) -> None:
        async with hub_of(run_id) as hub:
            async for text in hub.follow(after):
                await self.base_send({"type": "websocket.send", "text": text})  # what send() does, at half the cost
        await self.close()

"""What all sockets have in common: they are fed by tasks, and close when who opened them is signed in no more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from channels.generic.websocket import AsyncWebsocketConsumer

from config.signed_in import until_signed_out


class Socket(AsyncWebsocketConsumer):  # type: ignore[misc]
    """A socket that tells a page something, and is told nothing."""

    channel_layer_alias = "none"  # there is no such layer: the sockets are fed from the broker's streams
    tasks: tuple[asyncio.Task[None], ...] = ()

    @property
    def wanted(self) -> str:
        """The id in the address."""
        return str(self.scope["url_route"]["kwargs"]["id"])

    def feed(self, *work: Coroutine[None, None, None]) -> None:
        """Do this while the socket is open."""
        if not self.tasks and self.scope["user"].is_authenticated:
            work = (*work, self._leave())
        self.tasks = (*self.tasks, *map(asyncio.create_task, work))

    async def tell(self, text: str) -> None:
        """Send a text to the page."""
        await self.base_send({"type": "websocket.send", "text": text})  # what send() does, at half the cost

    async def end(self, code: int | None = None) -> None:
        """Close it, from one of its tasks: none of the others sends anything any more."""
        for task in self.tasks:
            if task is not asyncio.current_task():
                task.cancel()
        await self.close(code)

    async def disconnect(self, code: int) -> None:
        """Let go of what feeds it."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pages have nothing to say on these sockets."""

    async def _leave(self) -> None:
        """Close it, without saying why: a page comes again, and is let in or told by who it is then."""
        await until_signed_out(self.scope)
        await self.end()

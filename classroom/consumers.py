"""The socket of a class. Its members are sent what happens in the room; its teacher that, and everyone's tile on the wall."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from channels.generic.websocket import AsyncWebsocketConsumer

from classroom import rooms
from classroom.room_hub import hubs
from classroom.rooms import Room
from classroom.wall import wall_frames
from training.consumers import NO_ONE, STRANGER


class ClassConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Follows one class."""

    channel_layer_alias = "none"  # there is no such layer: the sockets are fed from the broker's streams
    tasks: tuple[asyncio.Task[None], ...] = ()

    async def connect(self) -> None:
        """Accept, so that the page can read the code of a refusal; then let those follow who are in the class."""
        await self.accept()
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(NO_ONE)
            return
        self.person: int = user.pk
        self.tasks = (asyncio.create_task(self._follow_room()),)

    async def disconnect(self, code: int) -> None:
        """Let go of what feeds it."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pages have nothing to say on this socket."""

    @property
    def wanted(self) -> str:
        """The id in the address."""
        return str(self.scope["url_route"]["kwargs"]["id"])

    async def _follow_room(self) -> None:
        """Send the room when it has changed, else something by which a page knows that the line stands; close when one is in it no more.

        A page whose hub ended otherwise is closed as well, without saying so: it comes again.
        """
        sent = ""
        async with hubs.watched(self.wanted) as hub, aclosing(hub.follow()) as looks:
            async for room in looks:
                if not self._is_in(room):
                    break
                self._begin_wall(room)
                text = f'{{"room":{rooms.room_out(room, self.person).model_dump_json()}}}'
                await self._tell("{}" if text == sent else text)
                sent = text
            comes_again = hub.over
        for task in self.tasks[1:]:
            task.cancel()
        await self.close(None if comes_again else STRANGER)

    def _is_in(self, room: Room) -> bool:
        return self.person in room.people or self.person == room.teacher

    def _begin_wall(self, room: Room) -> None:
        if len(self.tasks) == 1 and self.person == room.teacher:
            self.tasks = (*self.tasks, asyncio.create_task(self._send_all(wall_frames(self.wanted))))

    async def _send_all(self, frames: AsyncIterator[str]) -> None:
        async for text in frames:
            await self._tell(text)

    async def _tell(self, text: str) -> None:
        await self.base_send({"type": "websocket.send", "text": text})  # what send() does, at half the cost

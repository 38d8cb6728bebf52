"""The socket of a class. Its members are sent what happens in the room; its teacher that, and everyone's tile on the wall."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from classroom import rooms
from classroom.room_hub import hubs
from classroom.rooms import Room
from classroom.wall import wall_frames
from config.sockets import Socket
from training.consumers import NO_ONE, STRANGER


class ClassConsumer(Socket):
    """Follows one class."""

    has_wall = False

    async def connect(self) -> None:
        """Accept, so that the page can read the code of a refusal; then let those follow who are in the class."""
        await self.accept()
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(NO_ONE)
            return
        self.person: int = user.pk
        self.feed(self._follow_room())

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
                await self.tell("{}" if text == sent else text)
                sent = text
            comes_again = hub.over
        await self.end(None if comes_again else STRANGER)

    def _is_in(self, room: Room) -> bool:
        return self.person in room.people or self.person == room.teacher

    def _begin_wall(self, room: Room) -> None:
        if self.person == room.teacher and not self.has_wall:
            self.has_wall = True
            self.feed(self._send_all(wall_frames(self.wanted)))

    async def _send_all(self, frames: AsyncIterator[str]) -> None:
        async for text in frames:
            await self.tell(text)

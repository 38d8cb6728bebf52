"""In each web process one reader a class: it hears that the room changed, reads it once, and all sockets of that class take it from here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator

from channels.db import database_sync_to_async

from classroom import news, rooms
from classroom.rooms import Room
from config.hubs import Hubs, looks

log = logging.getLogger(__name__)

EVERY = 0.3  # seconds between two looks at the least


class RoomHub:
    """What one web process knows of one class."""

    def __init__(self, class_id: str) -> None:
        self.class_id = class_id
        self.watchers = 0
        self.over = False
        self.looks = 0
        self.room: Room | None = None
        self._news = asyncio.Event()
        self.reader = asyncio.create_task(self._read(), name=f"hub of class {class_id}")

    async def follow(self) -> AsyncGenerator[Room]:
        """The room now, and after each look; ends when the class does, or when nobody looks any more."""
        seen = 0
        while True:
            while seen == self.looks and not self.over:
                await self._news.wait()
            if self.room is None or self.over:
                return
            seen = self.looks
            yield self.room

    async def _read(self) -> None:
        """Look until the last watcher goes; whatever ends it, nobody waits for another look."""
        try:
            async for room in looks(log, f"the room of class {self.class_id}", news.room_key(self.class_id), self._look, rest=EVERY):
                self.room = room
                self.looks += 1
                self._wake()
        finally:
            self.over = True
            self._wake()

    async def _look(self) -> Room | None:
        room: Room | None = await database_sync_to_async(rooms.read)(self.class_id)
        return room

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


hubs = Hubs(RoomHub)

"""The wall as its teacher's page is sent it: everyone once, then a few times a second at most what has changed."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Collection
from typing import Any

from channels.db import database_sync_to_async
from redis.asyncio import Redis
from redis.exceptions import RedisError

from classroom import curves, news, tiles
from classroom.curves import Followed
from classroom.schemas import Curve, Tile
from classroom.tiles import Read
from config import broker
from config.hubs import going_on
from training.schemas import ENDED
from training.streams import by_key, events_key

log = logging.getLogger(__name__)

EVERY = 0.5  # seconds between two frames at the least
MOST_ENTRIES = 500  # of a stream at one go


class Wall:
    """What one page has been sent of a class."""

    def __init__(self, class_id: str) -> None:
        self.class_id = class_id
        self.tiles: dict[int, Tile] = {}
        self._runs: dict[int, Followed] = {}
        self._due: float | None = None
        self._room_id = self._work_id = "0-0"

    async def begin(self, redis: Redis | None) -> str:
        """Everyone, as they are; from then on `next` tells what has changed."""
        if redis is not None:
            self._room_id = await broker.newest(redis, news.room_key(self.class_id))
            self._work_id = await broker.newest(redis, news.work_key(self.class_id))
        self.tiles, self._runs = {}, {}
        changed, fresh = await self._look(None)
        return frame(changed, fresh, whole=True)

    async def next(self, redis: Redis) -> str:
        """Wait until something has changed, and tell it."""
        found = await self._news(redis)
        came = [curve for followed in self._runs.values() if (curve := curves.take(followed, found.pop(events_key(followed.run), ()))) is not None]
        people = self._who(found)
        gone: list[int] = []
        changed: list[Tile] = []
        fresh: list[Curve] = []
        if people is None or people:
            before = {person: tile.member for person, tile in self.tiles.items()}
            changed, fresh = await self._look(people)
            gone = [member for person, member in before.items() if person not in self.tiles]
        return frame(changed, [*came, *fresh], gone) if changed or came or fresh or gone else "{}"

    async def _news(self, redis: Redis) -> dict[str, Any]:
        keys: dict[Any, Any] = {news.room_key(self.class_id): self._room_id, news.work_key(self.class_id): self._work_id}
        keys |= {events_key(one.run): f"{one.cursor}-0" for one in self._runs.values() if not one.ended}
        wait = broker.SILENCE if self._due is None else min(broker.SILENCE, max(0.05, self._due - time.time()))
        return dict(by_key(await redis.xread(keys, count=MOST_ENTRIES, block=int(wait * 1000))))

    def _who(self, found: dict[str, Any]) -> set[int] | None:
        """Whose tiles may have changed; None: everybody's."""
        room, work = found.get(news.room_key(self.class_id), ()), found.get(news.work_key(self.class_id), ())
        if work:
            self._work_id = work[-1][0].decode()
        if room:
            self._room_id = room[-1][0].decode()
        if room or (self._due is not None and time.time() >= self._due):
            return None
        return {int(fields[b"person"]) for _, fields in work}

    async def _look(self, people: Collection[int] | None) -> tuple[list[Tile], list[Curve]]:
        """Read tiles; those that changed, and the curves of runs that are new or have ended."""
        read: Read = await database_sync_to_async(tiles.read)(self.class_id, people)
        self._due = min((due for due in (read.due, self._due if people is not None else None) if due is not None), default=None)
        changed = [tile for person, tile in read.tiles.items() if self.tiles.get(person) != tile]
        kept = {} if people is None else {person: tile for person, tile in self.tiles.items() if person not in people}
        self.tiles = kept | read.tiles
        self._runs = {person: followed for person, followed in self._runs.items() if person in self.tiles}
        fresh = [followed for person, tile in read.tiles.items() if (followed := self._follow(person, tile)) is not None]
        return changed, list(await asyncio.gather(*(asyncio.to_thread(curves.read_whole, followed) for followed in fresh)))

    def _follow(self, person: int, tile: Tile) -> Followed | None:
        """The run whose curves are to be read anew."""
        known = self._runs.get(person)
        if tile.run is None:
            self._runs.pop(person, None)
            return None
        ended = tile.run.state in ENDED
        if known is not None and known.run == tile.run.id and known.ended == ended:
            return None
        self._runs[person] = Followed(tile.member, tile.run.id, ended=ended)
        return self._runs[person]


def frame(changed: list[Tile], came: list[Curve], gone: list[int] | None = None, *, whole: bool = False) -> str:
    """A message for a page."""
    told: dict[str, Any] = {
        "tiles": [tile.model_dump(mode="json") for tile in changed],
        "curves": [curve.model_dump(mode="json") for curve in came],
        "gone": gone or [],
        "whole": whole,
    }
    return json.dumps(told, separators=(",", ":"), allow_nan=False)


async def wall_frames(class_id: str) -> AsyncIterator[str]:
    """Frames for one page, until it goes; everyone anew after whatever was raised."""
    wall = Wall(class_id)
    while True:
        with going_on(log, "the wall of class %s starts again", class_id):
            try:
                async with broker.async_redis() as redis:
                    yield await wall.begin(redis)
                    while True:
                        await asyncio.sleep(EVERY)
                        yield await wall.next(redis)
            except (RedisError, OSError):
                yield await wall.begin(None)
        await asyncio.sleep(broker.AGAIN)

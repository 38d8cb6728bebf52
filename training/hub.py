"""The hub: in a web process one reader a watched run, a short tail in memory, and every frame's text made once for all sockets.

A socket takes frames from the tail at its own pace. One that is behind the tail reads the archive from its cursor, like one that
has just come.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterable
from time import perf_counter

from channels.db import database_sync_to_async
from redis.asyncio import Redis
from redis.exceptions import RedisError

from config import broker
from config.hubs import Hubs, going_on
from training import archive, states, streams
from training.archive import Slice
from training.models import folder_of
from training.schemas import ENDED, EventState
from training.streams import Entry, News

log = logging.getLogger(__name__)

TAIL = 400
REST = 1.2  # how long the hub rests after handing something out, against how long that took: what comes meanwhile goes out as one frame


class RunHub:
    """What one web process knows of one run."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.folder = folder_of(run_id)
        self.watchers = 0
        self.cursor = 0  # the archive's bytes up to here are in the tail, or were written before there was one
        self.state: EventState | None = None
        self.over = False
        self._tail: deque[Entry] = deque(maxlen=TAIL)  # frames of a state have no bytes: they start where they end
        self._made = 0  # frames made so far
        self._news = asyncio.Event()
        self._slices: dict[tuple[int, int], asyncio.Task[Slice]] = {}
        self._state_id = "0-0"
        self.reader = asyncio.create_task(self._read(), name=f"hub of run {run_id}")

    async def follow(self, after: int) -> AsyncIterator[str]:
        """Frames for one socket: the state and all that lies after its cursor, then each new one; ends when the run has ended."""
        while self.state is None and not self.over:
            await self._news.wait()
        number, cursor, text = await self._catch_up(after)
        yield text
        while True:
            while number < self._made:
                entry = self._entry(number)
                if entry is None or (entry.start != cursor < entry.end):
                    number, cursor, text = await self._catch_up(cursor)
                    yield text
                    continue
                number += 1
                if entry.end > cursor or entry.start == entry.end:
                    cursor = max(cursor, entry.end)
                    yield entry.frame
            if self.over:
                return
            await self._news.wait()

    def _entry(self, number: int) -> Entry | None:
        """A frame by its number; None when the tail has it no more."""
        place = len(self._tail) - (self._made - number)
        return self._tail[place] if place >= 0 else None

    async def _catch_up(self, after: int) -> tuple[int, int, str]:
        """One frame from a cursor to now, as its follower's next number, its cursor and its text."""
        number, until, state = self._made, self.cursor, self.state
        key = (after, until)
        if key not in self._slices:
            self._slices[key] = asyncio.create_task(asyncio.to_thread(archive.read, self.folder, after, until))
        found = await asyncio.shield(self._slices[key])
        return number, found.cursor, found.frame("" if state is None else state.model_dump_json())

    async def _read(self) -> None:
        """Follow the run until it has ended, whatever is raised meanwhile; whatever ends it, nobody waits for more."""
        try:
            while not self.over:
                with going_on(log, "the hub of run %s starts again", self.run_id):
                    await self._listen()
                if not self.over:
                    await asyncio.sleep(broker.AGAIN)
        finally:
            self._finish()

    async def _listen(self) -> None:
        """Follow the broker; where there is none look once into the database and the archive."""
        try:
            async with broker.async_redis() as redis:
                await self._resume(redis)
                while not self.over:
                    news = await streams.read_news(redis, self.run_id, self.cursor, self._state_id, broker.SILENCE)
                    began = perf_counter()
                    await self._take(news)
                    await self._rest(began)
        except (RedisError, OSError):
            await self._resume(None)

    async def _rest(self, began: float) -> None:
        """Let every follower send what there is, then wait in proportion: however many they are, half of the process is left to others."""
        await asyncio.sleep(0)
        if not self.over:
            await asyncio.sleep(REST * (perf_counter() - began))

    async def _resume(self, redis: Redis | None) -> None:
        """Learn how things stand: the state, then the archive, which is whole once the state says that the run has ended."""
        if redis is not None:
            self._state_id = await streams.last_state_id(redis, self.run_id)
        state = await database_sync_to_async(states.current)(self.run_id)
        if self.state is None:
            self.cursor = await asyncio.to_thread(archive.end, self.folder)
        if state is None:
            self._finish()
        elif self.state is None or state.moves >= self.state.moves:
            await self._take_state(state)

    async def _take(self, news: News) -> None:
        for entry in joined(news.entries):
            if entry.start == self.cursor:
                self._publish(entry)
            elif entry.end > self.cursor:
                await self._take_archive()
        for state in news.states:
            if self.state is None or state.moves >= self.state.moves:
                await self._take_state(state)
        self._state_id = news.state_id
        if not news.entries and not news.states:
            self._publish(Entry(self.cursor, self.cursor, archive.frame("", self.cursor)))

    async def _take_state(self, state: EventState) -> None:
        """Publish a state; before the last one, everything that the run has left behind."""
        if self.state is not None:
            await self._take_archive()
        known, self.state = self.state, state
        if state != known:
            self._publish(Entry(self.cursor, self.cursor, archive.frame(state.model_dump_json(), self.cursor)))
        if state.state in ENDED:
            self._finish()

    async def _take_archive(self) -> None:
        """Publish what the archive holds beyond our cursor: entries were missed, or never made."""
        start = self.cursor
        found = await asyncio.to_thread(archive.read, self.folder, start)
        if found.cursor > start:
            self._publish(Entry(start, found.cursor, found.frame()))

    def _finish(self) -> None:
        self.over = True
        self._wake()

    def _publish(self, entry: Entry) -> None:
        self._tail.append(entry)
        self._made += 1
        if entry.end > self.cursor:
            self.cursor = entry.end
            self._slices.clear()
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def joined(entries: Iterable[Entry]) -> list[Entry]:
    """Entries that follow each other, as one."""
    found: list[Entry] = []
    for entry in entries:
        if found and found[-1].end == entry.start:
            before = found.pop()
            events = f"{archive.events_of(before.frame)},{archive.events_of(entry.frame)}"
            found.append(Entry(before.start, entry.end, archive.frame(events, entry.end)))
        else:
            found.append(entry)
    return found


hubs = Hubs(RunHub)

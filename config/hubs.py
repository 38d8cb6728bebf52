"""Following the broker in the web process: what is looked at after each news, and hubs, in each event loop one a key for as long as someone watches.

A hub has a reader, a task that feeds all who watch. Every reader goes on whatever is raised, and looks by itself while the broker is away.
"""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from logging import Logger
from typing import Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from redis.exceptions import RedisError

from config import broker


class Hub(Protocol):
    """What is watched."""

    watchers: int
    over: bool
    """Whether its reader has ended, or ends by itself, closing its connection."""
    reader: asyncio.Task[None]


Some = TypeVar("Some", bound=Hub)
Seen = TypeVar("Seen")


@contextmanager
def going_on(log: Logger, message: str, *arguments: object) -> Iterator[None]:
    """Log whatever is raised within, so that a reader goes on after it."""
    try:
        yield
    except Exception:
        log.exception(message, *arguments)


async def looks(log: Logger, what: str, key: str, look: Callable[[], Awaitable[Seen]], *, rest: float) -> AsyncGenerator[Seen]:
    """What `look` finds now, after each entry of the stream `key`, and now and then; at least `rest` seconds lie between two looks.

    Close it where it is left early (contextlib.aclosing), so that its connection goes with it.
    """
    while True:
        with going_on(log, "%s is looked at again", what):
            try:
                async with broker.async_redis() as redis:
                    while True:
                        newest = await broker.newest(redis, key)
                        yield await look()
                        await asyncio.sleep(rest)
                        await redis.xread({key: newest}, block=int(broker.SILENCE * 1000))
            except (RedisError, OSError):
                yield await look()
        await asyncio.sleep(broker.AGAIN)


class Hubs(Generic[Some]):
    """The hubs of one kind. They belong to the event loop they run in and end when the last watcher leaves."""

    def __init__(self, make: Callable[[str], Some]) -> None:
        self._make = make
        self._by_loop: WeakKeyDictionary[AbstractEventLoop, dict[str, Some]] = WeakKeyDictionary()

    def here(self) -> dict[str, Some]:
        """Those of this event loop, by their keys."""
        return self._by_loop.setdefault(asyncio.get_running_loop(), {})

    @asynccontextmanager
    async def watched(self, key: str) -> AsyncIterator[Some]:
        """The hub of a key, which is made where there is none, or one that is over."""
        hubs = self.here()
        hub = hubs.get(key)
        if hub is None or hub.over:
            hub = hubs[key] = self._make(key)
        hub.watchers += 1
        try:
            yield hub
        finally:
            hub.watchers -= 1
            if not hub.watchers:
                if hubs.get(key) is hub:
                    del hubs[key]
                if not hub.over:
                    hub.reader.cancel()
                await asyncio.gather(hub.reader, return_exceptions=True)

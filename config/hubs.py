"""Hubs: in each event loop one a key, for as long as someone watches. A hub has a reader, a task that feeds all who watch."""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from logging import Logger
from typing import Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary


class Hub(Protocol):
    """What is watched."""

    watchers: int
    over: bool
    """Whether its reader has ended, or ends by itself, closing its connection."""
    reader: asyncio.Task[None]


Some = TypeVar("Some", bound=Hub)


@contextmanager
def going_on(log: Logger, message: str, *arguments: object) -> Iterator[None]:
    """Log whatever is raised within, so that a reader goes on after it."""
    try:
        yield
    except Exception:
        log.exception(message, *arguments)


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

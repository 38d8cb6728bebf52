"""Background work of the web process: started with it, cancelled with it."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Work = Callable[[], Coroutine[Any, Any, None]]

log = logging.getLogger(__name__)
_work: list[Work] = []


def on_start(work: Work) -> Work:
    """Register a coroutine function to run in the web process's event loop until the process ends; usable as a decorator."""
    if work not in _work:
        _work.append(work)
    return work


class Lifespan:
    """Wraps an ASGI app: runs the registered work between the server's start-up and shut-down."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the work around the lifespan; pass everything else on."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        await receive()
        gc.collect()
        gc.freeze()  # what the start made lives as long as we do: looking through it again and again held up a thousand sockets for 0.1 s
        self.tasks = [asyncio.create_task(_logged(work), name=work.__qualname__) for work in _work]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})


async def _logged(work: Work) -> None:
    try:
        await work()
    except Exception:
        log.exception("%s ended with an error", work.__qualname__)

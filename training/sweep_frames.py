"""What a page that watches a sweep is sent: the whole of it first, so that one that comes back has missed nothing, then what has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from channels.db import database_sync_to_async
from redis.exceptions import RedisError

from config.broker import async_redis
from training import streams
from training.hub import AGAIN, SILENCE
from training.models import Sweep
from training.sweep_outputs import Seen, sweep_out

EVERY = 0.25  # seconds between two frames at the least


async def sweep_frames(sweep_id: str) -> AsyncIterator[str]:
    """The sweep as training.sweep_schemas.SweepOut, now and after each change, then with what has changed; ends when it is deleted."""
    seen = Seen()
    while True:
        try:
            async with async_redis() as redis:
                change = await streams.last_change_of_sweep(redis, sweep_id)
                while (text := await _read(sweep_id, seen)) is not None:
                    yield text
                    await asyncio.sleep(EVERY)
                    change = await streams.next_change_of_sweep(redis, sweep_id, change, SILENCE)
                return
        except (RedisError, OSError):
            if (text := await _read(sweep_id, seen)) is None:
                return
            yield text
            await asyncio.sleep(AGAIN)


async def _read(sweep_id: str, seen: Seen) -> str | None:
    text: str | None = await database_sync_to_async(_text)(sweep_id, seen)
    return text


def _text(sweep_id: str, seen: Seen) -> str | None:
    sweep = Sweep.objects.filter(pk=sweep_id).first()
    return None if sweep is None else sweep_out(sweep, seen).model_dump_json(by_alias=True)

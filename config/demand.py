"""Programs that start when someone asks for them: a list in the broker says so, which the supervisor waits on."""

from __future__ import annotations

import asyncio

from redis.asyncio import Redis
from redis.exceptions import RedisError

KEPT_SECONDS = 60  # a wish that nobody hears is forgotten
AGAIN_SECONDS = 1.0


def wish_key(name: str) -> str:
    """Where a program is asked for."""
    return f"wanted:{name}"


async def ask_for(redis: Redis, name: str) -> None:
    """Ask for a program; one that runs already hears that it is still needed."""
    async with redis.pipeline() as pipe:
        pipe.lpush(wish_key(name), "")
        pipe.ltrim(wish_key(name), 0, 0)
        pipe.expire(wish_key(name), KEPT_SECONDS)
        await pipe.execute()


async def is_wanted(url: str, name: str, seconds: float = 0) -> bool:
    """Wait until a program is asked for; False when it is not within `seconds` (0: for ever)."""
    while True:
        try:
            async with Redis.from_url(url, socket_timeout=None) as redis:
                return await redis.blpop([wish_key(name)], timeout=seconds) is not None
        except (RedisError, OSError):  # the broker is being started again
            await asyncio.sleep(AGAIN_SECONDS)

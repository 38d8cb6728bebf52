"""Telling the pages of readers that a network is shared otherwise now, or with fewer people, so that they ask again whether they may stay."""

from __future__ import annotations

from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from config import broker

KEPT_SECONDS = 3600


def _key(network_id: str) -> str:
    return f"shared:{network_id}"


def announce(*network_ids: str) -> None:
    """Say that networks are shared otherwise. While the broker is away nobody hears it; readers' pages ask by themselves now and then."""
    try:
        with broker.sync_redis() as redis, redis.pipeline(transaction=False) as pipe:
            for network_id in network_ids:
                pipe.xadd(_key(network_id), {"changed": 1}, maxlen=1)
                pipe.expire(_key(network_id), KEPT_SECONDS)
            pipe.execute()
    except (RedisError, OSError):
        pass


async def last(redis: Redis, network_id: str) -> str:
    """Which change was the last; whoever looks after this call has seen that one."""
    newest: Any = await redis.xrevrange(_key(network_id), count=1)
    return newest[0][0].decode() if newest else "0-0"


async def wait_for_next(redis: Redis, network_id: str, after: str, seconds: float) -> None:
    """Wait until there is a change after that one, or for so many seconds."""
    await redis.xread({_key(network_id): after}, block=int(seconds * 1000))

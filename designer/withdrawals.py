"""Telling the pages of readers that a network is shared otherwise now, or with fewer people, so that they ask again whether they may stay."""

from __future__ import annotations

from redis.asyncio import Redis

from config import broker

KEPT_SECONDS = 3600


def _key(network_id: str) -> str:
    return f"shared:{network_id}"


def announce(*network_ids: str) -> None:
    """Say that networks are shared otherwise. While the broker is away nobody hears it; readers' pages ask by themselves now and then."""
    broker.announce(*map(_key, network_ids), fields={"changed": 1}, most=1, seconds=KEPT_SECONDS)


async def last(redis: Redis, network_id: str) -> str:
    """Which change was the last; whoever looks after this call has seen that one."""
    return await broker.newest(redis, _key(network_id))


async def wait_for_next(redis: Redis, network_id: str, after: str, seconds: float) -> None:
    """Wait until there is a change after that one, or for so many seconds."""
    await redis.xread({_key(network_id): after}, block=int(seconds * 1000))

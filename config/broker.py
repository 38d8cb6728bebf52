"""Where the broker is: one address, in the forms that redis-py and kombu take. Knows nothing of Django, so it can be read before settings.

`REDIS_URL` may be redis://, rediss:// or unix:///path; `manage.py up` and the tests set it to the embedded broker they start.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import redis
import redis.asyncio
from redis.exceptions import RedisError

from config.environment import DATA_DIR

DEFAULT_URL = "redis://127.0.0.1:6379/0"
SILENCE = 20.0  # seconds without news; then a socket is sent something, by which its page knows that the line stands
AGAIN = 1.0  # seconds until the broker is tried again


def url() -> str:
    """The broker's address as redis-py reads it."""
    return os.environ.get("REDIS_URL") or _running_url() or DEFAULT_URL


def _running_url() -> str | None:
    """The broker that `manage.py up` started on this data directory, for commands that are run beside it."""
    try:
        return (DATA_DIR / "broker-url").read_text()
    except OSError:
        return None


def celery_url() -> str:
    """The broker's address as kombu reads it: unix sockets have another scheme there."""
    return url().replace("unix://", "redis+socket://", 1)


def sync_redis() -> redis.Redis:
    """A client for workers and commands. redis-py 8 gives up after 5 s of silence unless told not to, which breaks blocking reads."""
    return redis.Redis.from_url(url(), socket_timeout=None)


def client() -> redis.Redis:
    """The client that this process shares, with its pool of connections; the pool notices a fork by itself."""
    return _client(url())


@cache
def _client(address: str) -> redis.Redis:
    return redis.Redis.from_url(address, socket_timeout=None)


def announce(*keys: str, fields: dict[Any, Any], most: int, seconds: int) -> None:
    """Add an entry to streams that keep so many of them, for so long. While the broker is away nobody hears it, and nothing is raised."""
    try:
        with client().pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.xadd(key, fields, maxlen=most)
                pipe.expire(key, seconds)
            pipe.execute()
    except (RedisError, OSError):
        pass


async def newest(reader: redis.asyncio.Redis, key: str) -> str:
    """The id of a stream's newest entry: whoever reads from there on misses none that is added after this call."""
    found: Any = await reader.xrevrange(key, count=1)
    return found[0][0].decode() if found else "0-0"


def async_redis() -> redis.asyncio.Redis:
    """A client for the web process; it belongs to the event loop it is first used in."""
    return redis.asyncio.Redis.from_url(url(), socket_timeout=None)

"""Where the broker is: one address, in the forms that redis-py and kombu take. Knows nothing of Django, so it can be read before settings.

`REDIS_URL` may be redis://, rediss:// or unix:///path; `manage.py up` and the tests set it to the embedded broker they start.
"""

from __future__ import annotations

import os

import redis
import redis.asyncio

from config.environment import DATA_DIR

DEFAULT_URL = "redis://127.0.0.1:6379/0"


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


def async_redis() -> redis.asyncio.Redis:
    """A client for the web process; it belongs to the event loop it is first used in."""
    return redis.asyncio.Redis.from_url(url(), socket_timeout=None)

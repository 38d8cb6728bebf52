"""Saying through the broker that something changed in a class: in its room (who is in it, what its teacher does), or in what its members work on.

Readers then look into the database, which holds the truth; while the broker is away they look by themselves now and then.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from classroom.models import Class, today
from config import broker
from designer.activity import What

KEPT_SECONDS = 3600
KEPT_ENTRIES = 1_000


def room_key(class_id: str) -> str:
    """The stream of changes of a class's room."""
    return f"class:{class_id}"


def work_key(class_id: str) -> str:
    """The stream that says whose work changed."""
    return f"class:{class_id}:work"


def client() -> Redis:
    """The client of the broker that this process has."""
    return _client(broker.url())


@cache
def _client(url: str) -> Redis:
    return broker.sync_redis()


def announce_room(class_id: str) -> None:
    """Say that a class's room changed."""
    _add(room_key(class_id), {"changed": 1}, most=1)


def worked(person: int, what: What) -> None:
    """Say in their classes that a person's network or run changed; with a run the leader board may have."""
    for class_id, board in Class.objects.filter(members__user=person, ends__gte=today()).values_list("pk", "board"):
        _add(work_key(class_id), {"person": person}, most=KEPT_ENTRIES)
        if what == "run" and board != "off":
            announce_room(class_id)


def _add(key: str, fields: dict[Any, Any], most: int) -> None:
    try:
        with client().pipeline(transaction=False) as pipe:
            pipe.xadd(key, fields, maxlen=most)
            pipe.expire(key, KEPT_SECONDS)
            pipe.execute()
    except (RedisError, OSError):
        pass


async def last_id(redis: AsyncRedis, key: str) -> str:
    """The newest entry of a stream; whoever looks after this call has seen it."""
    newest: Any = await redis.xrevrange(key, count=1)
    return newest[0][0].decode() if newest else "0-0"

"""What follows the broker goes on, whatever is raised meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from redis.exceptions import RedisError

from config import broker
from designer import saves
from tests.training.make_sweep import make_sweep
from training import sweep_frames

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]


def documents(sweep: Any) -> AsyncIterator[str]:
    return saves.documents(sweep.network_id, 0)


def trials(sweep: Any) -> AsyncIterator[str]:
    return sweep_frames.sweep_frames(sweep.pk)


@pytest.mark.parametrize("is_away", [False, True], ids=["the broker is there", "the broker is away"])
@pytest.mark.parametrize(
    ("frames", "module", "name", "holds"), [(documents, saves, "_newer", '"revision":1'), (trials, sweep_frames, "_text", '"trials":[]')]
)
async def test_a_page_is_sent_what_there_is_after_a_busy_database(
    monkeypatch: pytest.MonkeyPatch, frames: Callable[[Any], AsyncIterator[str]], module: Any, name: str, holds: str, is_away: bool
) -> None:
    sweep = await sync_to_async(make_sweep)()
    works, errors = getattr(module, name), iter([OperationalError("database is locked")])

    def tried(*arguments: Any) -> Any:
        if error := next(errors, None):
            raise error
        return works(*arguments)

    def away() -> Any:
        raise RedisError

    monkeypatch.setattr(module, name, tried)
    monkeypatch.setattr(broker, "AGAIN", 0.01)
    if is_away:
        monkeypatch.setattr(broker, "async_redis", away)
    async with asyncio.timeout(10), aclosing(frames(sweep)) as texts:  # type: ignore[type-var]
        assert holds in (await anext(texts)).replace(" ", "")

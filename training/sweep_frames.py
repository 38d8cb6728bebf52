"""What a page that watches a sweep is sent: the whole of it first, so that one that comes back has missed nothing, then what has changed."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial

from channels.db import database_sync_to_async

from config.hubs import looks
from training import streams
from training.models import Sweep
from training.sweep_outputs import Seen, sweep_out

log = logging.getLogger(__name__)

EVERY = 0.25  # seconds between two frames at the least


async def sweep_frames(sweep_id: str) -> AsyncIterator[str]:
    """The sweep as training.sweep_schemas.SweepOut, now and after each change, then with what has changed; ends when it is deleted."""
    look = partial(_read, sweep_id, Seen())
    async with aclosing(looks(log, f"sweep {sweep_id}", streams.sweep_key(sweep_id), look, rest=EVERY)) as texts:
        async for text in texts:
            if text is None:
                return
            yield text


async def _read(sweep_id: str, seen: Seen) -> str | None:
    text: str | None = await database_sync_to_async(_text)(sweep_id, seen)
    return text


def _text(sweep_id: str, seen: Seen) -> str | None:
    sweep = Sweep.objects.filter(pk=sweep_id).first()
    return None if sweep is None else sweep_out(sweep, seen).model_dump_json(by_alias=True)

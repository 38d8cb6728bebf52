"""Letting readers follow: when a network is saved, the pages that show it to others are sent the new document."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import lru_cache

from asgiref.sync import sync_to_async

from config import broker
from config.hubs import looks
from designer.core.document import parse
from designer.models import Network

log = logging.getLogger(__name__)

KEPT_SECONDS = 3600
EVERY = 0.3  # seconds between two documents at the least


def _key(network_id: str) -> str:
    return f"saved:{network_id}"


def announce(network_id: str) -> None:
    """Say that a network was saved. While the broker is away nobody hears it; pages look by themselves now and then."""
    broker.announce(_key(network_id), fields={"saved": 1}, most=1, seconds=KEPT_SECONDS)


async def documents(network_id: str, after: int) -> AsyncIterator[str]:
    """Each state of a network that is newer than a revision, as `{"revision", "document"}`; `{}` where there is none, and now and then."""

    async def look() -> str:
        nonlocal after
        after, text = await sync_to_async(_newer)(network_id, after)
        return text

    async with aclosing(looks(log, f"the document of network {network_id}", _key(network_id), look, rest=EVERY)) as texts:
        async for text in texts:
            yield text


def _newer(network_id: str, after: int) -> tuple[int, str]:
    revision = Network.objects.filter(pk=network_id).values_list("revision", flat=True).first() or 0
    return (revision, _text(network_id, revision)) if revision > after else (after, "{}")


@lru_cache(maxsize=32)
def _text(network_id: str, revision: int) -> str:
    """Made once for all who follow."""
    row = Network.objects.filter(pk=network_id).values("revision", "document").first()
    return "{}" if row is None else json.dumps({"revision": row["revision"], "document": parse(row["document"]).to_json()}, separators=(",", ":"))

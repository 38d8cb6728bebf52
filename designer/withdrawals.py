"""Telling the pages of readers that a network is shared otherwise now, or with fewer people, so that they ask again whether they may stay."""

from __future__ import annotations

from config import broker

KEPT_SECONDS = 3600


def key(network_id: str) -> str:
    """The stream of these changes; its last entry is all that it keeps."""
    return f"shared:{network_id}"


def announce(*network_ids: str) -> None:
    """Say that networks are shared otherwise. While the broker is away nobody hears it; readers' pages ask by themselves now and then."""
    broker.announce(*map(key, network_ids), fields={"changed": 1}, most=1, seconds=KEPT_SECONDS)

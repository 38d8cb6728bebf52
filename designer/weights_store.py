"""The weights that networks start from: one file each under DATA_DIR/weights, named after what is in it."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from django.conf import settings

from designer.core.weights import Weights, digest, from_bytes, to_bytes

_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(weights: Weights) -> str:
    """Keep weights; returns their digest, by which they are found again. The same weights are kept once."""
    key = digest(weights)
    place = path(key)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{key}.{secrets.token_hex(6)}")
        unfinished.write_bytes(to_bytes(weights))
        unfinished.replace(place)
    return key


def load(key: str) -> Weights | None:
    """The weights of that digest; None where they are not kept here."""
    try:
        return from_bytes(path(key).read_bytes())
    except FileNotFoundError:
        return None


def exists(key: str) -> bool:
    """Whether the weights of that digest are kept here."""
    return path(key).exists()


def path(key: str) -> Path:
    """Where the weights of that digest are kept. Raises KeyError for what is no digest."""
    if not _DIGEST.fullmatch(key):
        raise KeyError(key)
    return Path(settings.DATA_DIR) / "weights" / f"{key}.npz"

"""The weights that networks start from: one file each under DATA_DIR/weights, named after what is in it."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from designer.core.weights import Weights, from_bytes, to_bytes
from designer.core.weights import digest as digest_of

__all__ = ["delete", "digest_of", "exists", "keep", "load", "not_needed_since", "path", "renew"]

_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(weights: Weights) -> str:
    """Keep weights; returns their digest, by which they are found again. The same weights are kept once."""
    key = digest_of(weights)
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


def renew(key: str) -> bool:
    """Note that the weights of that digest are needed now; whether they are kept here."""
    try:
        os.utime(path(key))
    except FileNotFoundError:
        return False
    return True


def delete(key: str) -> None:
    """Delete the weights of that digest."""
    path(key).unlink(missing_ok=True)


def not_needed_since(moment: datetime) -> set[str]:
    """The digests of what has not been noted as needed since then; what was left half written goes."""
    found: set[str] = set()
    for file in (Path(settings.DATA_DIR) / "weights").glob("*"):
        with contextlib.suppress(FileNotFoundError):  # deleted by another process in this instant
            if file.stat().st_mtime >= moment.timestamp():
                continue
            if _DIGEST.fullmatch(file.stem):
                found.add(file.stem)
            else:
                file.unlink()
    return found


def path(key: str) -> Path:
    """Where the weights of that digest are kept. Raises KeyError for what is no digest."""
    if not _DIGEST.fullmatch(key):
        raise KeyError(key)
    return Path(settings.DATA_DIR) / "weights" / f"{key}.npz"

"""Looks on disk: <part>, or <epoch>.<part>, gzipped JSON, written whole or not at all."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from training.core.folder import EYES_FOLDER

Part = Literal["judged", "layers", "weights", "boundary"]
CHOSEN = "chosen.json.gz"  # the samples that the layers are shown
LEVEL = 3  # of compression: the time counts


def write(folder: Path, name: str, look: Mapping[str, Any]) -> None:
    """Keep a look in a run's folder."""
    place = folder / EYES_FOLDER
    place.mkdir(exist_ok=True)
    unfinished = place / f".{name}"
    unfinished.write_bytes(gzip.compress(json.dumps(look, separators=(",", ":"), allow_nan=False).encode(), LEVEL))
    unfinished.replace(place / name)


def name_of(epoch: int, part: str) -> str:
    """The file of a look."""
    return f"{epoch}.{part}.json.gz"


def read(folder: Path, name: str) -> str | None:
    """A look as JSON text; None where it was not taken."""
    try:
        return gzip.decompress((folder / EYES_FOLDER / name).read_bytes()).decode()
    except FileNotFoundError:
        return None


def epochs_of(folder: Path, part: str) -> list[int]:
    """The epochs after which a part was looked at, in order."""
    found = (folder / EYES_FOLDER).glob(f"[0-9]*.{part}.json.gz")
    return sorted(int(path.name.partition(".")[0]) for path in found)


def read_after(folder: Path, part: Part, epoch: int) -> list[str]:
    """Every look at a part that was taken after an epoch, in order, as JSON texts."""
    found = (read(folder, name_of(taken, part)) for taken in epochs_of(folder, part) if taken > epoch)
    return [look for look in found if look is not None]


def rounded(number: float) -> float | None:
    """Five digits are more than a picture shows; None stands for a number that is not finite."""
    value = float(f"{float(number):.5g}")
    return value if abs(value) < float("inf") else None

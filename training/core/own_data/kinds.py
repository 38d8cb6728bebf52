"""The kinds of files of which data sets are made: how each is known, looked at and prepared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from training.core.own_data.images import inspect_images, prepare_images
from training.core.own_data.inspection import Inspection
from training.core.own_data.prepare_table import prepare_table
from training.core.own_data.preparing import Prepared
from training.core.own_data.recipe import ColumnKind, Kind, Reading, Recipe
from training.core.own_data.tables import inspect_table
from training.core.own_data.wrong import WrongData

Inspect = Callable[[Path, str, Kind, Reading | None, Mapping[str, ColumnKind] | None], Inspection]
Prepare = Callable[[Path, Recipe, str], Prepared]

ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Handling:
    """What is done with files of a kind."""

    inspect: Inspect
    prepare: Prepare


KINDS: Mapping[Kind, Handling] = {
    "table": Handling(inspect_table, prepare_table),
    "images": Handling(inspect_images, prepare_images),
}


def recognise(path: Path, name: str) -> Kind:
    """The kind of a file, by how it begins."""
    if path.stat().st_size == 0:
        raise WrongData("This file is empty. Save it again, and choose the new file.")
    with path.open("rb") as file:
        return "images" if file.read(4) == ZIP else "table"


def inspector(kind: Kind) -> Inspect:
    """What looks at files of a kind."""
    return _handling(kind).inspect


def preparer(kind: Kind) -> Prepare:
    """What prepares files of a kind."""
    return _handling(kind).prepare


def _handling(kind: Kind) -> Handling:
    if kind not in KINDS:
        raise WrongData(f"Files of the kind {kind} are not read yet.")
    return KINDS[kind]

"""The kinds of files of which data sets are made: how each is known, looked at and prepared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from training.core.own_data import images, texts, zips
from training.core.own_data.arrays import inspect_arrays
from training.core.own_data.images import inspect_images, prepare_images
from training.core.own_data.inspection import Inspection
from training.core.own_data.prepare_arrays import prepare_arrays
from training.core.own_data.prepare_series import prepare_series
from training.core.own_data.prepare_table import prepare_table
from training.core.own_data.preparing import Prepared
from training.core.own_data.recipe import ColumnKind, Kind, Reading, Recipe
from training.core.own_data.tables import inspect_table
from training.core.own_data.texts import inspect_texts, prepare_texts
from training.core.own_data.wrong import WrongData

Inspect = Callable[[Path, str, Kind, Reading | None, Mapping[str, ColumnKind] | None], Inspection]
Prepare = Callable[[Path, Recipe, str], Prepared]

ZIP, NPY = b"PK\x03\x04", b"\x93NUMPY"
IN_ZIPS: Mapping[Kind, tuple[str, ...]] = {"images": images.ENDINGS, "text": texts.ENDINGS, "arrays": (".npy",)}


@dataclass(frozen=True)
class Handling:
    """What is done with files of a kind."""

    inspect: Inspect
    prepare: Prepare


KINDS: Mapping[Kind, Handling] = {
    "table": Handling(inspect_table, prepare_table),
    "series": Handling(inspect_table, prepare_series),
    "images": Handling(inspect_images, prepare_images),
    "text": Handling(inspect_texts, prepare_texts),
    "arrays": Handling(inspect_arrays, prepare_arrays),
}


def recognise(path: Path, name: str) -> Kind:
    """The kind of a file, by how it begins."""
    if path.stat().st_size == 0:
        raise WrongData("This file is empty. Save it again, and choose the new file.")
    with path.open("rb") as file:
        begin = file.read(6)
    if begin == NPY or (begin[:4] == ZIP and name.lower().endswith(".npz")):
        return "arrays"
    if begin[:4] != ZIP:
        return "table"
    archive = zips.opened(path)
    return next((kind for kind, endings in IN_ZIPS.items() if zips.contents(archive, endings)), "images")


def inspector(kind: Kind) -> Inspect:
    """What looks at files of a kind."""
    return KINDS[kind].inspect


def preparer(kind: Kind) -> Prepare:
    """What prepares files of a kind."""
    return KINDS[kind].prepare

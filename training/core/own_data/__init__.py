"""Data of a person's own: looked at, prepared by a recipe, and loaded again. A folder a data set; nothing here knows whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from designer.core.data import DataSpec
from training.core.own_data import store
from training.core.own_data.inspection import Inspection
from training.core.own_data.kinds import inspector, preparer, recognise
from training.core.own_data.recipe import ColumnKind, Kind, Reading, Recipe
from training.core.own_data.spec import make_spec
from training.core.own_data.store import Arrays
from training.core.own_data.wrong import WrongData

__all__ = ["Inspection", "Recipe", "WrongData", "inspect", "load", "prepare"]


def inspect(
    path: Path, name: str, kind: Kind | None = None, reading: Reading | None = None, columns: Mapping[str, ColumnKind] | None = None
) -> Inspection:
    """What is in a file, of the kind that is asked for or that it seems to be; `columns` corrects types. Raises WrongData."""
    asked = kind or recognise(path, name)
    return inspector(asked)(path, name, asked, reading, columns)


def prepare(path: Path, recipe: Recipe, name: str, title: str) -> DataSpec:
    """Make a data set of a file by a recipe, in the file's folder; it is there once its description is written. Raises WrongData."""
    folder = path.parent
    prepared = preparer(recipe.kind)(path, recipe, path.name)
    for part, fields in zip(store.PARTS, (prepared.train, prepared.test), strict=True):
        store.write_arrays(folder, part, fields)
    spec = make_spec(name, title, path.name, prepared)
    if prepared.order is not None:
        store.note_order(folder, prepared.order)
    store.note(folder, recipe)
    store.note_origin(folder, spec.loader.files)
    store.describe(folder, spec)
    return spec


def load(name: str) -> tuple[Arrays, Arrays]:
    """The parts of a data set that is kept here; raises KeyError for an unknown name."""
    folder = store.folder_of(name)
    train, test = (store.read_arrays(folder, part) for part in store.PARTS)
    return train, test

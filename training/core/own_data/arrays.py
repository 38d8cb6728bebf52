"""Arrays as NumPy saves them: .npz with several by name, .npy with one."""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from training.core.own_data import zips
from training.core.own_data.columns import histogram, numbers
from training.core.own_data.inspection import ArrayFound, Inspection
from training.core.own_data.preparing import Array
from training.core.own_data.recipe import ColumnKind, FieldChoice, Kind, Reading, Recipe, Split
from training.core.own_data.wrong import WrongData, shown

ALONE = "data"  # what the array of a .npy is called
TRAIN, TEST = "_train", "_test"
TARGETS = ("y", "label", "labels", "target", "targets", "classes")
KINDS = "biufUS"  # of dtypes: truth, whole numbers, numbers, texts
MOST_ARRAYS = 100
MOST_AXES = 4
MOST_CLASSES = 1_000
LOOKED_AT = 100_000  # numbers
DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, KeyError, SyntaxError, TypeError)


def inspect_arrays(
    path: Path, name: str, kind: Kind = "arrays", reading: Reading | None = None, corrected: Mapping[str, ColumnKind] | None = None
) -> Inspection:
    """The arrays of a file. Raises WrongData."""
    every = read_arrays(path)
    found = Arrays(path, {each: shape for each, shape in every.shapes.items() if shape}, is_alone=every.is_alone)
    if not found:
        raise WrongData("There is no array with samples in this file.")
    looks = tuple(_look(each, array) for each, array in found.items())
    recipe = _propose(found)
    target = recipe.target if recipe else None
    samples = found.samples(target if target is not None and target in found else next(iter(found)))
    return Inspection(name=name, kind="arrays", bytes=path.stat().st_size, samples=samples, looked_at=samples, arrays=looks, recipe=recipe)


class Arrays(Mapping[str, Array]):
    """The arrays of a file, by name. One of a .npz is read when it is asked for, and is not kept: the file may hold more than fits in memory."""

    def __init__(self, path: Path, shapes: Mapping[str, tuple[int, ...]], *, is_alone: bool) -> None:
        self.shapes, self.is_alone = shapes, is_alone
        self._path = path

    def __getitem__(self, name: str) -> Array:
        """Raises WrongData."""
        if name not in self.shapes:
            raise KeyError(name)
        with _whole():
            if self.is_alone:
                return np.asarray(np.load(self._path, mmap_mode="r", allow_pickle=False))
            with np.load(self._path, allow_pickle=False) as data:
                return np.asarray(data[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.shapes)

    def __len__(self) -> int:
        return len(self.shapes)

    def samples(self, name: str) -> int:
        """How many samples an array holds."""
        return self.shapes[name][0]


def read_arrays(path: Path) -> Arrays:
    """Every array of a file; what would need to execute something is refused. Raises WrongData."""
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    with _whole():
        if not is_zip:
            with path.open("rb") as file:
                return Arrays(path, {ALONE: _checked_shape(file, path.stat().st_size, ALONE)}, is_alone=True)
        archive = zips.opened(path)
        if len(archive.names) > MOST_ARRAYS:
            raise WrongData(f"This file holds {len(archive.names):,} arrays; at most {MOST_ARRAYS} are read.")
        shapes = {}
        with zipfile.ZipFile(path) as parts:
            for name in archive.names:
                with parts.open(name) as part:
                    shapes[name.removesuffix(".npy")] = _checked_shape(part, archive.size(name), name)
        return Arrays(path, shapes, is_alone=False)


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except WrongData:
        raise
    except MemoryError as error:
        message = "An array of this file is larger than the memory that is free. Save fewer samples, or smaller numbers such as uint8."
        raise WrongData(message) from error
    except DAMAGED as error:
        raise WrongData("This file is damaged or not complete. Save it again by np.savez or np.save, and choose the new file.") from error


def _checked_shape(file: Any, size: int, name: str) -> tuple[int, ...]:
    """The shape of an array. It says first how large it is; one that says more than there is would take memory for nothing."""
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    version = np.lib.format.read_magic(file)
    if version not in readers:
        raise WrongData(f"“{shown(name)}” is saved in a way that is not read. Save it again by np.savez.")
    shape, _, dtype = readers[version](file)
    if dtype.hasobject or dtype.kind not in KINDS:
        raise WrongData(f"“{shown(name)}” holds {dtype}, and only numbers and texts are read. Save it as one of these.")
    if math.prod(shape) * dtype.itemsize > size:
        raise WrongData(f"“{shown(name)}” says that it is {' x '.join(map(str, shape))}, and holds less. The file is damaged: save it again.")
    return tuple(shape)


def _look(name: str, array: Array) -> ArrayFound:
    is_number = array.dtype.kind in "biuf"
    some = np.ravel(array[: max(1, LOOKED_AT // max(1, math.prod(array.shape[1:])))]).astype("float64") if is_number else np.array([])
    finite = some[np.isfinite(some)]
    return ArrayFound(name=name, shape=array.shape, dtype=str(array.dtype), numbers=numbers(finite), spread=histogram(finite))


def _propose(found: Arrays) -> Recipe | None:
    """X learns y; in the parts that the file has, where it has them."""
    bases = [name.removesuffix(TRAIN) for name in found if name.endswith(TRAIN) and name.removesuffix(TRAIN) + TEST in found]
    is_given = len(bases) >= 2
    names = bases if is_given else [name for name in found if found.samples(name) == found.samples(next(iter(found)))]
    if len(names) == 1:
        return Recipe(kind="arrays", inputs=(FieldChoice(name=names[0], columns=(names[0],)),), target=names[0], split=Split(by="ratio"))
    if not names:
        return None
    target = next((name for name in names if name.lower() in TARGETS), names[-1])
    values = found[target + TRAIN] if is_given else found[target]
    is_class = is_classes(values)
    by = "given" if is_given else "stratified" if is_class and np.unique(values, return_counts=True)[1].min() > 4 else "ratio"
    inputs = tuple(FieldChoice(name=name, columns=(name,)) for name in names if name != target)
    return Recipe(kind="arrays", inputs=inputs, target=target, target_is_class=is_class, split=Split.model_validate({"by": by}))


def is_classes(values: Array) -> bool:
    """Whether values are probably classes: one a sample, whole or texts, few."""
    return math.prod(values.shape[1:]) == 1 and values.dtype.kind in "biuUS" and len(np.unique(values)) <= min(MOST_CLASSES, len(values) // 2)

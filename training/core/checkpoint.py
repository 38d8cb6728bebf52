"""A checkpoint on disk: the arrays of a training and what else it must remember, in one file that is replaced whole or not at all."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]
Named: TypeAlias = Iterable[tuple[str, Array]]
STATE, ENDING = "state.json", ".npy"


@dataclass(frozen=True, slots=True)
class State:
    """What a training must remember besides its arrays."""

    epoch: int = 0
    """Finished epochs."""
    batch: int = 0
    """Finished batches of the epoch after them; all of them, when only the validation was missing."""
    over: bool = False
    """Whether there was nothing more to train: the last epoch is finished, or a callback ended it."""
    continued: int = 0
    """How often it had been let go on after an end."""
    backend: str = ""
    """What Keras ran on; of checkpoints that do not say so, TensorFlow."""
    history: Mapping[str, list[float]] = field(default_factory=dict)
    callbacks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


FIELDS = tuple(each.name for each in fields(State))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint as it was read."""

    state: State
    arrays: Mapping[str, Array]

    def group(self, name: str) -> list[Array]:
        """The arrays that were written as name/0, name/1 and so on."""
        return [self.arrays[key] for key in sorted((key for key in self.arrays if key.rpartition("/")[0] == name), key=_place)]


def numbered(group: str, arrays: Iterable[Array]) -> Iterator[tuple[str, Array]]:
    """Arrays under names that `Checkpoint.group` finds them by."""
    return ((f"{group}/{place}", array) for place, array in enumerate(arrays))


def write(path: Path, state: State, arrays: Named) -> None:
    """Replace the checkpoint; when this fails, or the power does, the one before is still there. Raises OSError."""
    unfinished = path.with_suffix(".unfinished")
    try:
        with unfinished.open("wb") as file:
            _write(file, state, arrays)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path) -> Checkpoint | None:
    """The checkpoint, if there is one that can be read."""
    try:
        with zipfile.ZipFile(path) as file:
            arrays = {entry.removesuffix(ENDING): _array(file, entry) for entry in file.namelist() if entry.endswith(ENDING)}
            found = json.loads(file.read(STATE))
            return Checkpoint(State(**{name: found[name] for name in FIELDS if name in found}), arrays)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


def _write(file: Any, state: State, arrays: Named) -> None:
    told = {name: getattr(state, name) for name in FIELDS}
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays:
            with archive.open(f"{name}{ENDING}", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, _plain(array), allow_pickle=False)
        archive.writestr(STATE, json.dumps(told))


def _plain(array: Array) -> Array:
    """An array of a type that NumPy itself knows: bfloat16 and its like are kept as the integers of their bits."""
    return array.view(f"u{array.dtype.itemsize}") if array.dtype.kind == "V" else array


def _array(file: zipfile.ZipFile, entry: str) -> Array:
    with file.open(entry) as opened:
        array: Array = np.lib.format.read_array(opened, allow_pickle=False)
    return array


def _place(key: str) -> int:
    return int(key.rpartition("/")[2])

"""HDF5 files of strangers, read by h5py alone: nothing outside the file is followed, and sizes are checked before anything is allocated."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import h5py
import numpy as np

from designer.core.importers.imported import Unreadable
from designer.core.importers.trial import try_apart

MAGIC: Final = b"\x89HDF\r\n\x1a\n"
MOST_BYTES: Final = 2_000_000_000  # of all arrays together
MOST_OBJECTS: Final = 100_000
MOST_TEXT: Final = 50_000_000
MOST_DEPTH: Final = 40
MOST_RATIO: Final = 300
FREE_BYTES: Final = 10_000_000
NUMBERS: Final = "fiub"
TRIAL_SECONDS: Final = 10.0
MOST_TRIED: Final = 100_000_000  # bytes of arrays that are read once more, for their sake alone
ASKED_FOR: Final = ("model_config", "training_config", "keras_version", "backend", "layer_names", "layer_names0", "weight_names", "weight_names0")
REFUSALS: Final = (OSError, ValueError, RuntimeError, KeyError, TypeError, OverflowError)  # of h5py, for files that are no good
DAMAGED: Final = "This HDF5 file is damaged. Fetch or make it again."


class H5File:
    """An HDF5 file in memory. Raises Unreadable for one that is damaged, or that reaches outside itself."""

    def __init__(self, data: bytes, *, is_trial: bool = False) -> None:
        if not is_trial:
            try_apart(lambda: _read_whole(data), TRIAL_SECONDS, ended=DAMAGED, endless=DAMAGED)
        self._left = MOST_BYTES if not is_trial else MOST_TRIED
        self._size = len(data)
        try:
            self._file = h5py.File(io.BytesIO(data), "r")
        except REFUSALS as error:
            raise Unreadable("This HDF5 file is damaged or not complete. Fetch or make it again.") from error
        self.root = H5Group(self, self._file, 0)
        self._count = 0

    def seen(self) -> None:
        """Count an object that is looked at."""
        self._count += 1
        if self._count > MOST_OBJECTS:
            raise Unreadable(f"This HDF5 file holds more than {MOST_OBJECTS:,} objects, as no network does.")

    def array(self, dataset: Any) -> np.ndarray:
        """The numbers of a dataset, in single precision where they are in double."""
        name = str(dataset.name)[:80]
        try:
            dtype = dataset.dtype
        except REFUSALS as error:
            raise Unreadable(f"{name} in this HDF5 file holds numbers of a kind that NumPy does not know.") from error
        if dtype.kind not in NUMBERS:
            raise Unreadable(f"{name} in this HDF5 file holds no numbers.")
        if dataset.is_virtual or dataset.external:
            raise Unreadable(f"{name} in this HDF5 file lies in another file. It is not read.")
        size = int(np.prod(dataset.shape, dtype=object)) * dtype.itemsize if dataset.shape else dtype.itemsize
        stored = dataset.id.get_storage_size()
        if size > self._left or (size > FREE_BYTES and size > MOST_RATIO * max(stored, 1)):
            raise Unreadable(f"{name} in this HDF5 file would unpack to {size:,} bytes. It is not read.")
        self._left -= size
        try:
            found = np.asarray(dataset[()])
        except REFUSALS as error:
            raise Unreadable(f"{name} in this HDF5 file is damaged. Fetch or make it again.") from error
        return found.astype("float32") if found.dtype.kind == "f" and found.dtype.itemsize > 4 else found


def _read_whole(data: bytes) -> None:
    """Look at everything in a file once. What is refused is passed over: a reader may come to what lies behind it."""
    waiting = [H5File(data, is_trial=True).root]
    while waiting:
        group = waiting.pop()
        group.attributes()
        names: list[str] = []
        with suppress(Unreadable):
            names = group.names
        for name in names:
            with suppress(Unreadable):
                inner = group.group(name)
                if inner is not None:
                    waiting.append(inner)
                else:
                    group.array(name)


class H5Group:
    """A group of such a file."""

    def __init__(self, file: H5File, group: Any, depth: int) -> None:
        self._of = file
        self._group = group
        self._depth = depth

    @property
    def names(self) -> list[str]:
        """The names of what it holds, numbers in their order."""
        try:
            return sorted(self._group, key=natural)
        except REFUSALS as error:
            raise Unreadable(DAMAGED) from error

    def attributes(self) -> list[Any]:
        """What all its attributes hold, those among them that readers ask for by name though the list of names is damaged."""
        names = list(ASKED_FOR)
        with suppress(*REFUSALS):
            names += self._group.attrs
        return [self._attribute(name) for name in names]

    def group(self, name: str) -> H5Group | None:
        """The group of that name."""
        found = self._find(name)
        return H5Group(self._of, found, self._depth + 1) if isinstance(found, h5py.Group) else None

    def array(self, name: str) -> np.ndarray | None:
        """The dataset of that name, which may be a path."""
        *parents, last = [part for part in name.split("/") if part]
        group: H5Group | None = self
        for parent in parents:
            group = group.group(parent) if group is not None else None
        found = group._find(last) if group is not None else None  # noqa: SLF001  (of its own kind)
        return self._of.array(found) if isinstance(found, h5py.Dataset) else None

    def text(self, name: str) -> str:
        """An attribute as text; empty where there is none."""
        value = self._attribute(name)
        if isinstance(value, np.ndarray) and value.shape == ():
            value = value.item()
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        return value[:MOST_TEXT] if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """An attribute that is a list of texts; long ones stand in pieces, name0 and name1 and so on."""
        found = self._attribute(name)
        if found is not None:
            return [item.decode("utf-8", "replace") if isinstance(item, bytes) else str(item) for item in np.ravel(found)]
        pieces: list[str] = []
        place = 0
        while self._attribute(f"{name}{place}") is not None:
            pieces += self.texts(f"{name}{place}")
            place += 1
        return pieces

    def json(self, name: str) -> Any:
        """An attribute that holds JSON, as plain data; None where there is none."""
        try:
            return json.loads(self.text(name)) if self.text(name) else None
        except (ValueError, RecursionError):
            raise Unreadable(f"What stands under {name} in this HDF5 file is no JSON.") from None

    def _attribute(self, name: str) -> Any:
        try:
            return self._group.attrs.get(name)
        except REFUSALS:
            return None

    def _find(self, name: str) -> Any:
        """What stands under a name, where it stands in this file."""
        self._of.seen()
        if self._depth > MOST_DEPTH:
            raise Unreadable("This HDF5 file is nested deeper than any network.")
        try:
            link = self._group.get(name, getlink=True)
            found = self._group.get(name) if isinstance(link, h5py.HardLink) else None
        except REFUSALS as error:
            raise Unreadable(DAMAGED) from error
        if link is not None and found is None:
            raise Unreadable(f"{name[:80]} in this HDF5 file leads elsewhere. It is not read.")
        return found


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Names with numbers in their order: 2 before 10."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part)


def arrays_below(group: H5Group) -> Iterator[np.ndarray]:
    """Every array of a layer as Keras 3 keeps it: its own first, then those of the layers in it, in the order in which Keras has them."""
    own = group.group("vars")
    if own is not None:
        for name in own.names:
            found = own.array(name) if name not in NO_WEIGHTS else None
            if found is not None:
                yield found
    for name in sorted(
        (name for name in group.names if name not in ("vars", "seed_generator")), key=lambda name: (ORDER.get(name.lstrip("_"), 50), natural(name))
    ):
        inner = group.group(name)
        if inner is not None:
            yield from arrays_below(inner)


NO_WEIGHTS: Final = frozenset({"idf_weights"})
"""What stands among the weights of a layer and is an argument of it."""
ORDER: Final = {
    name: place for place, name in enumerate(("forward_layer", "backward_layer", "query_dense", "key_dense", "value_dense", "output_dense"))
}
"""Layers within a layer that were made in another order than that of their names."""

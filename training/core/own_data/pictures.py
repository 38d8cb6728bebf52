"""Pictures that stay on the disk: they look like an array of numbers from 0 to 1, and are read when some of them are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
FOLDER = "pictures"
IN_A_FOLDER = 1_000


def place_of(folder: Path, number: int) -> Path:
    """The file of a picture of a data set."""
    return folder / FOLDER / f"{number // IN_A_FOLDER:05}" / f"{number:08}"


class Pictures:
    """Pictures of one size, by their numbers; slices of it are pictures again only by `part`, otherwise numbers."""

    dtype = np.dtype("float32")
    ndim = 4

    def __init__(self, folder: Path, numbers: Array, shape: Sequence[int]) -> None:
        self.folder, self.numbers = folder, numbers
        self.shape = (len(numbers), *shape)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, key: Any) -> Array:
        """One picture, or several, as numbers."""
        chosen = self.numbers[key]
        if np.ndim(chosen) == 0:
            return self._read(int(chosen))
        return np.stack([self._read(int(number)) for number in chosen]) if len(chosen) else np.zeros((0, *self.shape[1:]), "float32")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """All of them, in memory."""
        return self[:] if dtype is None else self[:].astype(dtype)

    @property
    def paths(self) -> Array:
        """Their files' names."""
        return np.array([str(place_of(self.folder, int(number))) for number in self.numbers])

    def _read(self, number: int) -> Array:
        return np.asarray(read_picture(str(place_of(self.folder, number)), self.shape[1:]))


def read_picture(path: Any, shape: Sequence[int]) -> Any:
    """A tensor of a picture's numbers; the same as `read_picture` of the script."""
    import tensorflow as tf  # noqa: PLC0415  # the web process names pictures, and reads none

    height, width, channels = shape
    picture = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
    if channels == 1:
        picture = tf.image.rgb_to_grayscale(picture)
    return tf.ensure_shape(tf.image.resize(picture, (height, width)) / 255, (height, width, channels))


def batches(  # as the script's
    x: Any, y: Any = None, *, batch_size: int, start: int = 0, end: int | None = None, seed: int | None = None
) -> Any:
    """Batches from the disk; the same as `batches` of the script."""
    import tensorflow as tf  # noqa: PLC0415

    given = x if y is None else (x, y)
    shape = next(leaf.shape[1:] for leaf in tf.nest.flatten(given) if isinstance(leaf, Pictures))
    named = tf.nest.map_structure(lambda leaf: leaf.paths if isinstance(leaf, Pictures) else leaf, given)
    data = tf.data.Dataset.from_tensor_slices(named).skip(start)
    data = data if end is None else data.take(end - start)
    if seed is not None:
        data = data.shuffle(len(data), seed=seed, reshuffle_each_iteration=False)

    def read(*fields: Any) -> Any:
        found = fields if len(fields) > 1 else fields[0]
        return tf.nest.map_structure(lambda leaf: read_picture(leaf, shape) if leaf.dtype == tf.string else leaf, found)

    return data.map(read, num_parallel_calls=tf.data.AUTOTUNE).batch(batch_size).prefetch(tf.data.AUTOTUNE)

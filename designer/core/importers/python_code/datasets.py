"""Keras's own data sets: their shapes, and which of ours holds the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from designer.core.importers.python_code.values import Array, Unknown


class Loaded(NamedTuple):
    """What `load_data()` gives: the shape of a sample, how many there are to train and to test with, and the number of classes."""

    shape: tuple[int | None, ...]
    train: int
    test: int
    classes: int | None
    label: tuple[int, ...] = ()


class Row(NamedTuple):
    """A data set of ours: Keras's name for it, and its fields."""

    keras: str
    input: str
    target: str


KERAS: Final[Mapping[str, Loaded]] = {
    "boston_housing": Loaded((13,), 404, 102, None),
    "california_housing": Loaded((8,), 16512, 4128, None),
    "cifar10": Loaded((32, 32, 3), 50000, 10000, 10, (1,)),
    "cifar100": Loaded((32, 32, 3), 50000, 10000, 100, (1,)),
    "fashion_mnist": Loaded((28, 28), 60000, 10000, 10),
    "imdb": Loaded((), 25000, 25000, 2),
    "mnist": Loaded((28, 28), 60000, 10000, 10),
    "reuters": Loaded((), 8982, 2246, 46),
}
DATASETS: Final[Mapping[str, Row]] = {
    "mnist": Row("mnist", "image", "label"),
    "fashion_mnist": Row("fashion_mnist", "image", "label"),
}


def loaded(name: str, line: int) -> Any:
    """((x_train, y_train), (x_test, y_test))."""
    row = KERAS.get(name)
    if row is None:
        return Unknown(f"{name}.load_data(…)", line)
    return tuple(
        (Array((count, *row.shape), name, "x", dtype="uint8"), Array((count, *row.label), name, "y", row.classes)) for count in (row.train, row.test)
    )

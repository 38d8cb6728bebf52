"""What every kind of data set is made of, while it is being prepared: its arrays, what they mean, and the function that reads them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from designer.core.data import DataField, Loader

Array = NDArray[Any]
INDENT = "    "


@dataclass(frozen=True)
class Facts:
    """What was found out about the data while a recipe was followed, and is written into the loader as numbers."""

    instead: Mapping[str, float]
    """By column of numbers: what stands for what is missing."""
    classes: Mapping[str, tuple[str, ...]]
    """By column of categories that is told in indexes: its values."""
    mean: Mapping[str, tuple[float, ...]]
    scale: Mapping[str, tuple[float, ...]]
    """By field that the loader standardises: what it subtracts, and what it then divides by."""
    held_out: int = 0
    """How many rows at the end test, where the order of time decides."""


@dataclass(frozen=True)
class Prepared:
    """A data set, but for its name."""

    fields: tuple[DataField, ...]
    target: str
    train: Mapping[str, Array]
    test: Mapping[str, Array]
    loader: Loader
    order: Array | None = None
    """Where the samples lie in the order of their file (`in_order`), if the parts were mixed; None where they lie as they were read or drawn."""


def mixed(is_held_out: Array, seed: int) -> tuple[Array, Array]:
    """The places of both parts, each in an order drawn by a seed: of files that lie class after class, the last would be validated on alone."""
    draw = np.random.default_rng(seed)
    return draw.permutation(np.flatnonzero(~is_held_out)), draw.permutation(np.flatnonzero(is_held_out))


def in_order(train: Array, test: Array) -> Array:
    """Where the samples of mixed parts, told by their places in their file, lie in its order: those to train with first, then those to test."""
    return np.concatenate([np.argsort(train), len(train) + np.argsort(test)])


def mixed_lines(seed: int) -> list[str]:
    """The script's lines that do the same with `is_test`."""
    return [
        f"{INDENT}draw = np.random.default_rng({seed})",
        f"{INDENT}train = draw.permutation(np.flatnonzero(~is_test))",
        f"{INDENT}test = draw.permutation(np.flatnonzero(is_test))",
    ]


def short(value: float) -> float:
    """A number of six digits, as it is written into the loader: worker and script use the same."""
    return float(f"{float(value):.6g}")


def standard(values: Array) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and standard deviation of each column; 1 for one that does not vary."""
    deviation = values.std(axis=0, dtype="float64")
    return tuple(map(short, values.mean(axis=0, dtype="float64"))), tuple(short(each) or 1.0 for each in np.atleast_1d(deviation))

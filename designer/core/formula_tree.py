"""What a formula is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias, Union

INPUT_NAMES: Final = ("x", "y", "z", "w", "v", "u")
"""What the wires into a formula are called, in order."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Input:
    """One of the inputs, by its place: x is 0."""

    place: int


@dataclass(frozen=True, slots=True)
class Applied:
    """An operator between two parts; "-" also before one."""

    symbol: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ToFunction:
    """A call of a function of keras.ops."""

    name: str
    tensors: tuple[Part, ...]
    options: tuple[tuple[str, Any], ...]
    is_list: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a tensor: x[:, 0]. The index holds ints, slices of ints, ... and None."""

    of: Part
    index: tuple[Any, ...]


Part: TypeAlias = Union[Number, Input, Applied, ToFunction, Item]  # noqa: UP007  (a name is used before its class stands)

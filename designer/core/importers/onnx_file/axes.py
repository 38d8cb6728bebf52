"""How a tensor of an ONNX file lies in a tensor of Keras.

ONNX has channels first, Keras last; reshapes and transposes stand everywhere in between. Instead of drawing each of them, a Value remembers
of which *atoms* the axes of the file's tensor (`logical`) and those of Keras's tensor (`physical`) are made, outermost first: transposing,
squeezing and reshaping in the file then change only `logical`. A layer that needs its axes in an order of its own asks `Sketch.arranged` for
it, and only there a Reshape or Permute is drawn. After Flatten, an axis holds the atoms (channels, height, width) in the file and
(height, width, channels) in Keras: the rows of the next layer's weights are put into that order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from designer.core.importers.drawing import Tensor


class Unsupported(Exception):
    """There is no way to draw an operator; the message says why, after the operator's name."""


@dataclass(frozen=True, eq=False)
class Atom:
    """A length that is never taken apart, or is by `split`."""

    size: int


Axis: TypeAlias = tuple[Atom, ...]
Axes: TypeAlias = tuple[Axis, ...]


@dataclass(frozen=True, eq=False)
class Value:
    """A tensor: of which atoms its axes in the file, and its axes in Keras are made. An axis of length 1 has none."""

    tensor: Tensor
    logical: Axes
    physical: Axes
    kind: str = "float"
    positive: bool = field(default=False)  # whether nothing in it is below 0, so that padding by 0 is padding by nothing

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape in the file."""
        return lengths(self.logical)

    @property
    def rank(self) -> int:
        """How many axes it has in the file."""
        return len(self.logical)

    def place(self, axis: int) -> int:
        """The axis of Keras's tensor that is this axis of the file's; raises Unsupported where none is."""
        atoms = self.logical[axis]
        for place, physical in enumerate(self.physical):
            if physical == atoms and atoms:
                return place
        raise Unsupported("its axes are mixed with others in a way that cannot be drawn")


def lengths(axes: Axes) -> tuple[int, ...]:
    """The shape that axes have."""
    return tuple(length(axis) for axis in axes)


def length(axis: Iterable[Atom]) -> int:
    """How long an axis of these atoms is."""
    return math.prod(atom.size for atom in axis)


def flat(axes: Axes) -> Axis:
    """All atoms in order."""
    return tuple(atom for axis in axes for atom in axis)


def fresh(shape: Sequence[int]) -> Axes:
    """New axes of these lengths."""
    return tuple((Atom(size),) if size != 1 else () for size in shape)


def transposed(value: Value, order: Sequence[int]) -> Value:
    """The value with the axes of the file in another order."""
    return replace(value, logical=tuple(value.logical[axis] for axis in order))


def squeezed(value: Value, axes: Iterable[int]) -> Value:
    """The value without axes of length 1."""
    gone = set(axes)
    if any(value.logical[axis] for axis in gone):
        raise Unsupported("it takes away an axis that is longer than 1")
    return replace(value, logical=tuple(axis for place, axis in enumerate(value.logical) if place not in gone))


def unsqueezed(value: Value, axes: Iterable[int]) -> Value:
    """The value with new axes of length 1, at these places of the result."""
    places = set(axes)
    old = iter(value.logical)
    return replace(value, logical=tuple(() if place in places else next(old) for place in range(value.rank + len(places))))


def regrouped(value: Value, shape: Sequence[int]) -> Value | None:
    """The value reshaped in the file; None where its atoms would have to be cut across."""
    waiting = list(flat(value.logical))
    parts: dict[Atom, Axis] = {}
    logical: list[Axis] = []
    for size in shape:
        axis: list[Atom] = []
        while length(axis) < size:
            if not waiting:
                return None
            atom = waiting.pop(0)
            wanted, rest = divmod(size, length(axis))
            if rest:
                return None
            if atom.size > wanted:
                if atom.size % wanted:
                    return None
                first, second = Atom(wanted), Atom(atom.size // wanted)
                _split(parts, atom, (first, second))
                waiting.insert(0, second)
                atom = first
            axis.append(atom)
        if length(axis) != size:
            return None
        logical.append(tuple(axis))
    if waiting:
        return None
    return replace(value, logical=tuple(_refined(axis, parts) for axis in logical), physical=tuple(_refined(axis, parts) for axis in value.physical))


def _split(parts: dict[Atom, Axis], atom: Atom, pieces: Axis) -> None:
    for whole, axis in parts.items():
        parts[whole] = tuple(piece for part in axis for piece in (pieces if part is atom else (part,)))
    parts[atom] = pieces


def _refined(axis: Axis, parts: dict[Atom, Axis]) -> Axis:
    return tuple(piece for atom in axis for piece in parts.get(atom, (atom,)))


def reordered(array: np.ndarray[Any, Any], axis: int, before: Axis, after: Axis) -> np.ndarray[Any, Any]:
    """An array whose axis runs over the atoms in one order, with that axis in another order of the same atoms."""
    if before == after or not any(array.strides):  # one number everywhere
        return array
    axis %= array.ndim
    split = array.reshape(*array.shape[:axis], *(atom.size for atom in before), *array.shape[axis + 1 :])
    order = [*range(axis), *(axis + before.index(atom) for atom in after), *range(axis + len(before), split.ndim)]
    return split.transpose(order).reshape(array.shape)

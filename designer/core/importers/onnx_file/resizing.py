"""Resize and Upsample: layers of Keras where one does the same, and else a product with the matrix of each axis."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from designer.core.importers.drawing import Tensor
from designer.core.importers.onnx_file.axes import Axis, Unsupported, Value, fresh, reordered, transposed
from designer.core.importers.onnx_file.convolutions import short
from designer.core.importers.onnx_file.dense import gathered
from designer.core.importers.onnx_file.folding import MOST_NUMBERS
from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.onnx_file.shapes import whole
from designer.core.importers.onnx_file.sketch import Sketch, name_of

MOST_PLACES = 2_000  # along one axis
CUBIC = -0.75


@dataclass(frozen=True)
class Resizing:
    """How numbers between those that come in are found."""

    mode: str
    place: str  # where in the old image a number of the new one lies
    nearest: str
    cubic: float

    def matrix(self, size: int, new: int, factor: float) -> Array:
        """What each of the new numbers along an axis takes of each of the old."""
        places = self._places(size, new, factor)
        found = np.zeros((size, new), "float32")
        for step, share in self._shares(places):
            np.add.at(found, (np.clip(step, 0, size - 1), np.arange(new)), share)
        return found

    def _places(self, size: int, new: int, factor: float) -> Array:
        numbers = np.arange(new, dtype="float64")
        if self.place == "align_corners":
            return numbers * ((size - 1) / (new - 1) if new > 1 else 0)
        if self.place == "asymmetric":
            return numbers / factor
        if self.place == "pytorch_half_pixel" and new == 1:
            return numbers
        if self.place in ("half_pixel", "pytorch_half_pixel"):
            return (numbers + 0.5) / factor - 0.5
        raise Unsupported(f"it resizes in a way that Keras has not ({self.place})")

    def _shares(self, places: Array) -> list[tuple[Array, Array]]:
        if self.mode == "nearest":
            rounding: dict[str, Callable[[Array], Array]] = {
                "round_prefer_floor": lambda x: np.ceil(x - 0.5),
                "round_prefer_ceil": lambda x: np.floor(x + 0.5),
                "floor": np.floor,
                "ceil": np.ceil,
            }
            return [(rounding[self.nearest](places).astype(int), np.ones(len(places)))]
        first = np.floor(places)
        reach = (0, 1) if self.mode == "linear" else (-1, 0, 1, 2)
        return [((first + step).astype(int), self._weight(np.abs(places - first - step))) for step in reach]

    def _weight(self, far: Array) -> Array:
        if self.mode == "linear":
            return 1 - far
        a = self.cubic
        near = ((a + 2) * far - (a + 3)) * far * far + 1
        return np.where(far <= 1, near, ((a * far - 5 * a) * far + 8 * a) * far - 4 * a)


def resize(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """UpSampling by whole numbers, Resizing to a size, or the axes one by one."""
    value = sketch.value(operation.input(0))
    old = operation.type == "Upsample" or len(operation.inputs) == 2
    scales = operation.get("scales", None) or (sketch.optional(operation.input(1 if old else 2)) if operation.input(1 if old else 2) else None)
    sizes = sketch.numbers(operation.input(3)) if operation.input(3) else None
    factors = _factors(value, None if scales is None else [float(scale) for scale in np.asarray(scales).reshape(-1)], sizes, operation)
    how = Resizing(
        operation.get("mode", "nearest"),
        operation.get("coordinate_transformation_mode", "asymmetric" if old else "half_pixel"),
        operation.get("nearest_mode", "floor" if old else "round_prefer_floor"),
        operation.get("cubic_coeff_a", CUBIC),
    )
    if value.rank not in (3, 4, 5) or factors[:2] != [1.0, 1.0] or how.mode not in ("nearest", "linear", "cubic"):
        raise Unsupported("it resizes in a way that Keras has not")
    if operation.get("antialias", 0) or operation.get("exclude_outside", 0):
        raise Unsupported("it smooths what it makes smaller, or leaves out what lies outside")
    shape = [sketch.sizes.derived(math.floor(size * factor + 1e-6), size) for size, factor in zip(value.shape, factors, strict=True)]
    value = sketch.last(value)
    found = _layer(sketch, how, value, factors[2:], shape[2:])
    if found is None:
        return (_axis_by_axis(sketch, operation, how, value, factors, shape),)
    tensor = sketch.layer(operation, *found, {"inputs": [value]})
    return (sketch.made(tensor, shape, (0, *range(2, value.rank), 1), positive=value.positive),)


def _factors(value: Value, scales: list[float] | None, sizes: list[int] | None, operation: Operation) -> list[float]:
    axes = [axis % value.rank for axis in operation.get("axes", None) or range(value.rank)]
    if sizes:
        found = {axis: size / value.shape[axis] for axis, size in zip(axes, sizes, strict=False)}
        found |= {0: 1.0} if 0 in found else {}  # the batch stays, however large it was told
    else:
        found = dict(zip(axes, scales or [], strict=False))
    if len(found) != len(axes) or min(found.values(), default=0) <= 0:
        raise Unsupported("the size it asks for cannot be read")
    return [found.get(axis, 1.0) for axis in range(value.rank)]


def _layer(sketch: Sketch, how: Resizing, value: Value, factors: list[float], shape: list[int]) -> tuple[str, dict[str, Any]] | None:
    """The layer of Keras that resizes so; None where there is none."""
    halves = how.place in ("half_pixel", "pytorch_half_pixel", "half_pixel_symmetric")
    if all(factor == int(factor) for factor in factors):
        size = short([int(factor) for factor in factors])
        if all(_repeats(sketch, how, old, int(factor)) for old, factor in zip(value.shape[2:], factors, strict=True)):
            return f"UpSampling{len(factors)}D", {"size": size}
        if how.mode == "linear" and halves and len(factors) == 2:
            return "UpSampling2D", {"size": size, "interpolation": "bilinear"}
    if len(factors) == 2 and halves and how.mode == "linear" and all(sketch.sizes.is_known(side) for side in shape) and min(factors) >= 1:
        return "Resizing", {"height": shape[0], "width": shape[1]}
    return None


def _repeats(sketch: Sketch, how: Resizing, size: int, factor: int) -> bool:
    """Whether each number of an axis is repeated; seen on a few, where the length is only known when the network runs."""
    seen = size if size <= MOST_PLACES and sketch.sizes.is_known(size) else 4
    if how.place == "half_pixel_symmetric":
        how = replace(how, place="half_pixel")
    if factor < 1 or how.place not in ("half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners") or seen * factor > MOST_PLACES:
        return False
    return np.array_equal(how.matrix(seen, seen * factor, factor), np.repeat(np.eye(seen, dtype="float32"), factor, axis=1))


def _axis_by_axis(sketch: Sketch, operation: Operation, how: Resizing, value: Value, factors: list[float], shape: list[int]) -> Value:
    for axis in range(2, value.rank):
        size, new = value.shape[axis], shape[axis]
        if factors[axis] == 1.0:
            continue
        if not sketch.sizes.is_known(size) or size < 2 or not 1 <= new <= MOST_PLACES or size > MOST_PLACES:
            told = ", ".join(f"{factor:g}" for factor in factors[2:])
            raise Unsupported(f"it resizes by {told} ({how.mode}, {how.place}), which Keras's layers do in another way")
        sketch.folded += size * new
        if sketch.folded > MOST_NUMBERS:
            raise Unsupported("too much would be worked out in advance")
        matrix = how.matrix(size, new, factors[axis])
        value = _taken(sketch, operation, value, axis, matrix) if how.mode == "nearest" else _multiplied(sketch, operation, value, axis, matrix)
    return value


def _taken(sketch: Sketch, operation: Operation, value: Value, axis: int, matrix: Array) -> Value:
    value = whole(sketch, value, axis)
    place = value.place(axis)
    config: dict[str, Any] = {"indices": [int(number) for number in matrix.argmax(axis=0)], "axis": place}
    node = sketch.add("ops.take", config, {"x": [value.tensor]}, name=name_of(operation))
    new: Axis = fresh([matrix.shape[1]])[0]
    logical, physical = list(value.logical), list(value.physical)
    logical[axis] = physical[place] = new
    return replace(value, tensor=Tensor(node), logical=tuple(logical), physical=tuple(physical))


def _multiplied(sketch: Sketch, operation: Operation, value: Value, axis: int, matrix: Array) -> Value:
    """A Dense over an axis whose weights are fixed."""
    order = [*(place for place in range(value.rank) if place != axis), axis]
    value = gathered(sketch, transposed(value, order))
    rows = reordered(matrix, 0, value.logical[-1], value.physical[-1])
    config = {"units": matrix.shape[1], "use_bias": False, "trainable": False}
    node = sketch.add("Dense", config, {"inputs": [value.tensor]}, name=name_of(operation))
    sketch.weights[node] = (np.ascontiguousarray(rows, "float32"),) if sketch.keeps_weights else ()
    sketch.changed("A resizing that no layer of Keras does became a Dense for each axis, whose weights are fixed.")
    new: Axis = fresh([matrix.shape[1]])[0]
    resized = replace(value, tensor=Tensor(node), logical=(*value.logical[:-1], new), physical=(*value.physical[:-1], new), positive=False)
    return transposed(resized, [order.index(place) for place in range(value.rank)])


OPERATORS: dict[str, Callable[[Sketch, Operation], tuple[Value, ...]]] = {"Resize": resize, "Upsample": resize}

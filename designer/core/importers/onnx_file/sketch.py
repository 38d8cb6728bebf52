"""The drawing of an ONNX graph: values by the file's names, weights beside the nodes, and axes put in order where a layer needs them so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.catalog import Catalog
from designer.core.importers.drawing import Drawing, Tensor
from designer.core.importers.onnx_file.axes import Axes, Axis, Unsupported, Value, flat, fresh, lengths
from designer.core.importers.onnx_file.model import Array, OnnxModel, Operation
from designer.core.importers.onnx_file.sizes import Sizes

Config = Mapping[str, Any]
MOST_LEARNED = 20_000_000  # numbers of an array that no layer holds


class Sketch(Drawing):
    """A Drawing that knows the file it is made from."""

    def __init__(self, catalog: Catalog, model: OnnxModel, sizes: Sizes, *, keeps_weights: bool = True) -> None:
        super().__init__(catalog)
        self.keeps_weights = keeps_weights
        self.model = model
        self.sizes = sizes
        self.values: dict[str, Value] = {}
        self.constants: dict[str, Array] = {}
        self.weights: dict[str, tuple[Array, ...]] = {}
        self.changes: dict[str, int] = {}  # what was changed on the way, and how often: one line of the report each
        self.batches = {1}  # how large the batch was where the file fixes it
        self.has_fixed_batch = False
        self.folded = 0  # how many numbers were worked out in advance
        self._layers: dict[tuple[Any, ...], str] = {}

    # What operators take

    def value(self, name: str) -> Value:
        """A tensor that the network computes; a constant becomes weights that it learns."""
        if name in self.values:
            return self.values[name]
        if self.is_constant(name):
            return self.learned(self.constant(name))
        raise Unsupported("it takes something that could not be read")

    def is_constant(self, name: str) -> bool:
        """Whether a name is an array that is known now."""
        return name in self.constants or name in self.model.constants

    def constant(self, name: str) -> Array:
        """An array that is known now; raises Unsupported where the network computes it."""
        if name in self.constants:
            return self.constants[name]
        if name in self.model.constants:
            return self.model.constants[name]
        raise Unsupported("its weights or settings are computed by the network itself")

    def optional(self, name: str) -> Array | None:
        """The same; None where it is not given."""
        return self.constant(name) if name else None

    def numbers(self, name: str) -> list[int] | None:
        """Whole numbers that are known now; None where they are not given."""
        found = self.optional(name)
        return None if found is None else [int(number) for number in np.asarray(found).reshape(-1)]

    # What operators draw

    def layer(self, operation: Operation, layer: str, config: Config, inputs: Mapping[str, Sequence[Value]], weights: Sequence[Array] = ()) -> Tensor:
        """A node for an operator, with its weights; operators with the same weights share one layer."""
        wires = {port: [value.tensor for value in values] for port, values in inputs.items()}
        key = (layer, repr(sorted(config.items())), tuple(name for name in operation.inputs if name and self.is_constant(name)))
        if weights and key[2] and key in self._layers:
            return Tensor(self.add(layer, {}, wires, name=name_of(operation), shares=self._layers[key]))
        node = self.add(layer, config, wires, name=name_of(operation))
        if weights:
            self._layers[key] = node
            self.weights[node] = tuple(_plain(array) for array in weights) if self.keeps_weights else ()
        return Tensor(node)

    def draw(self, layer: str, config: Config, value: Value, *, port: str = "inputs") -> Tensor:
        """A node that stands for no operator of its own, fed by one value."""
        return Tensor(self.add(layer, dict(config), {port: [value.tensor]}))

    def unary(self, operation: Operation, layer: str, config: Config, value: Value, *, port: str = "inputs", **changes: Any) -> Value:
        """A node that leaves every axis as it is."""
        tensor = self.layer(operation, layer, config, {port: [value]})
        return replace(value, tensor=tensor, **({"positive": False} | changes))

    def made(self, tensor: Tensor, shape: Sequence[int], order: Sequence[int] | None = None, **more: Any) -> Value:
        """The value of a new tensor: its shape in the file, and the file's axes in Keras's order."""
        logical = fresh(shape)
        return Value(tensor, logical, logical if order is None else tuple(logical[axis] for axis in order), **more)

    def changed(self, message: str) -> None:
        """Count a change for the report."""
        self.changes[message] = self.changes.get(message, 0) + 1

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Takes back whatever was drawn when the operator turns out to be unsupported."""
        nodes, edges, weights = len(self.nodes), len(self.edges), len(self.weights)
        layers, changes = dict(self._layers), dict(self.changes)
        try:
            yield
        except Exception:
            for name in list(self.nodes)[nodes:]:
                del self.nodes[name]
            for name in list(self.weights)[weights:]:
                del self.weights[name]
            del self.edges[edges:]
            self._layers, self.changes = layers, changes
            raise

    # Axes in order

    def plain(self, value: Value) -> Value:
        """The value with its axes in the file's order."""
        return self.arranged(value, value.logical)

    def last(self, value: Value) -> Value:
        """The value with its channels, the second axis of the file, last."""
        if value.rank < 3:
            return self.plain(value)
        return self.arranged(value, (value.logical[0], *value.logical[2:], value.logical[1]))

    def arranged(self, value: Value, wanted: Axes) -> Value:
        """The value with these axes, drawn with as few nodes as it takes."""
        if value.physical == wanted:
            return value
        order = flat(wanted)
        if flat(value.physical) != order:
            units = _units(value.physical, order)
            value = self._reshaped(value, units)
            places = sorted(range(len(units)), key=lambda place: order.index(units[place][0]))
            value = self._permuted(value, places)
        return self._reshaped(value, wanted)

    def _reshaped(self, value: Value, wanted: Axes) -> Value:
        if value.physical == wanted:
            return value
        shape = [-1 if size is None else size for size in self.sizes.dims(lengths(wanted))]
        keeps_batch = wanted[:1] == value.physical[:1] and self.has_batch_first(wanted)
        free = shape[1:] if keeps_batch else shape
        if free.count(-1) > 1:
            raise Unsupported("it would need a reshape with two lengths that are only known when the network runs")
        if keeps_batch and len(wanted) == 2:
            tensor = self.draw("Flatten", {}, value)
        elif keeps_batch:
            tensor = self.draw("Reshape", {"target_shape": free}, value)
        else:
            tensor = self.draw("ops.reshape", {"newshape": shape}, value, port="x")
        return replace(value, tensor=tensor, physical=wanted)

    def _permuted(self, value: Value, places: Sequence[int]) -> Value:
        if list(places) == list(range(len(places))):
            return value
        if places[0] == 0:
            tensor = self.draw("Permute", {"dims": list(places[1:])}, value)
        else:
            tensor = self.draw("ops.transpose", {"axes": list(places)}, value, port="x")
        return replace(value, tensor=tensor, physical=tuple(value.physical[place] for place in places))

    def has_batch_first(self, axes: Axes) -> bool:
        """Whether the first of these axes is the batch and nothing else."""
        return lengths(axes[:1]) == (self.sizes.batch,)

    def learned(self, array: Array, like: Value | None = None) -> Value:
        """A constant of the file as weights: an Embedding of one row, looked up at 0. `like` is what it is to fit: its batch is where that has it."""
        anchor = next((value for value in self.values.values() if self.has_batch_first(value.physical)), None)
        if anchor is None or array.dtype.kind != "f" or not 0 < array.size <= MOST_LEARNED:
            raise Unsupported("it computes with an array of the file that no layer holds")
        array, place = self._without_batch(array, like)
        shape = tuple(size for axis, size in enumerate(array.shape) if axis != place)
        rest = "".join(", 0" for _ in anchor.physical[2:])
        at_zero = f"zeros_like(x[:, :1{rest}])" if len(anchor.physical) > 1 else "zeros_like(x)"
        zero = self.add("Formula", {"expression": at_zero}, {"inputs": [anchor.tensor]}, name="position")
        node = self.add("Embedding", {"input_dim": 1, "output_dim": array.size}, {"inputs": [Tensor(zero)]}, name="learned")
        self.weights[node] = (_plain(array.reshape(1, -1)),) if self.keeps_weights else ()
        self.changed("An array that is added or multiplied became an Embedding of one row, so that it can be trained.")
        spread = self.add("Reshape", {"target_shape": list(shape)}, {"inputs": [Tensor(node)]})
        found = self.made(Tensor(spread), (self.sizes.batch, *shape))
        return replace(found, logical=(*found.logical[1 : place + 1], found.logical[0], *found.logical[place + 1 :]))

    def _without_batch(self, array: Array, like: Value | None) -> tuple[Array, int]:
        """The array with an axis of length 1 where the batch is to be, and that axis."""
        if like is None:
            place = next((axis for axis, size in enumerate(array.shape) if size % self.sizes.batch == 0), 0)  # expanded to the batch
            if array.ndim and (array.shape[place] % self.sizes.batch == 0 or (self.has_fixed_batch and array.shape[0] in self.batches)):
                array = _once(array, place)
            return (array if array.ndim and array.shape[place] == 1 else array[np.newaxis]), place
        place = next((axis for axis, size in enumerate(like.shape) if size == self.sizes.batch), 0)
        array = self.narrowed(array, like)
        array = array.reshape((1,) * (like.rank - array.ndim) + array.shape)
        if array.ndim != like.rank or array.shape[place] != 1:
            raise Unsupported("it computes with an array of the file that differs from sample to sample")
        return array, place

    def narrowed(self, array: Array, like: Value) -> Array:
        """The array without what it repeats for each sample of a value that it meets."""
        for axis in range(array.ndim):
            place = axis + like.rank - array.ndim
            if place >= 0 and like.shape[place] == self.sizes.batch:
                array = _once(array, axis)
        return array


def _once(array: Array, axis: int) -> Array:
    """The array with one row of an axis along which all are alike; as it is where they differ."""
    row = array.take([0], axis) if array.shape[axis] > 1 else array
    return row if row is not array and bool(np.all(array == row)) else array


def _units(physical: Axes, order: Axis) -> Axes:
    """The axes to reshape into before a permutation: those that stay whole in the new order, the others atom by atom."""
    units: list[Axis] = []
    for axis in physical:
        start = order.index(axis[0]) if axis else 0
        units += [axis] if axis == order[start : start + len(axis)] else [(atom,) for atom in axis]
    return tuple(unit for unit in units if unit)


def _plain(array: Array) -> Array:
    kept = array.astype("float32") if array.dtype.kind == "f" else array
    return np.ascontiguousarray(kept)


_NOT_NAMES = re.compile(r"^(StatefulPartitionedCall|PartitionedCall|functional(_\d+)*|sequential(_\d+)*|model(_\d+)*|node|_?torch.*)$")
_ENDINGS = re.compile(r"(\.weight|_weight)$")


def name_of(operation: Operation) -> str | None:
    """The name that the network's maker gave a layer, out of the longer one in the file; None where there is none."""
    weight = operation.input(1)
    if _ENDINGS.search(weight):
        return _ENDINGS.sub("", weight)
    parts = [part for part in operation.name.split("/") if part and not _NOT_NAMES.match(part)]
    if len(parts) < 2:
        return None
    parts = parts[:-1]
    return "_".join(part for part, after in zip(parts, [*parts[1:], ""], strict=True) if not after.startswith(f"{part}."))[-60:] or None

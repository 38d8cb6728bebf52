"""Operators that move numbers about: reshapes and transposes (which are mostly not drawn at all), joins, repeats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from designer.core.importers.onnx_file.axes import Axes, Unsupported, Value, flat, length, regrouped, squeezed, transposed, unsqueezed
from designer.core.importers.onnx_file.model import Operation
from designer.core.importers.onnx_file.sketch import Sketch


def named_axes(sketch: Sketch, operation: Operation, place: int, rank: int) -> list[int] | None:
    """The axes that an operator names, as input or as attribute; None where it names none."""
    given = sketch.numbers(operation.input(place)) if operation.input(place) else operation.get("axes", None)
    return None if given is None else [axis_of(axis, rank) for axis in given]


def axis_of(axis: int, rank: int) -> int:
    """An axis, counted from the front."""
    if not -rank <= axis < rank:
        raise Unsupported("it names an axis that what comes in has not")
    return axis % rank


def reshape(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Reshape: drawn only where the file's axes are cut across."""
    value = sketch.value(operation.input(0))
    given = sketch.numbers(operation.input(1)) if operation.input(1) else operation.get("shape", [])
    return (reshaped(sketch, value, _target(sketch, value, list(given or []), keeps=not operation.get("allowzero", 0))),)


def _target(sketch: Sketch, value: Value, shape: list[int], *, keeps: bool) -> list[int]:
    """The lengths that a Reshape asks for: 0 keeps a length, -1 is what is left, and a batch of 1 is any batch."""
    total = math.prod(value.shape)
    shape = [value.shape[place] if size == 0 and keeps and place < value.rank else size for place, size in enumerate(shape)]
    if shape.count(-1) > 1 or min(shape, default=1) < -1 or 0 in shape:
        raise Unsupported("the shape it asks for cannot be read")
    known = math.prod(size for size in shape if size != -1)
    forgets_batch = known % sketch.sizes.batch and total % sketch.sizes.batch == 0
    if forgets_batch and (-1 not in shape or shape[0] == 1 or sketch.has_fixed_batch):
        fixed = next((found for batch in sorted(sketch.batches, reverse=True) if (found := _freed(value, shape, sketch.sizes.batch, batch))), None)
        if fixed:
            return fixed
    if total % known or (-1 not in shape and total != known):
        raise Unsupported("the shape it asks for does not hold what comes in")
    return [total // known if size == -1 else size for size in shape]


def _freed(value: Value, shape: list[int], batch: int, fixed: int) -> list[int] | None:
    """A shape that was written for a batch of one size, for a batch of any: it goes where it stands among the other lengths.

    A batch of 1 leaves no trace: it is an axis of its own where one of length 1 is asked for, part of the axis behind it where that is a piece of
    what followed the batch (heads), and else of the one before it.
    """
    waiting = [atom.size for atom in flat(value.logical)]
    total, known = math.prod(waiting) // batch * fixed, math.prod(size for size in shape if size != -1)
    if known < 1 or total % known or (-1 not in shape and total != known):
        return None
    wanted = [total // known if size == -1 else size for size in shape]
    freed: list[int] = []
    for size, following in zip(wanted, [*wanted[1:], 0], strict=True):
        taken, real = 1, 1
        while waiting and (taken < size or _belongs_here(waiting, size, following, batch, fixed)):
            atom = waiting.pop(0)
            length = atom // batch * fixed if atom % batch == 0 else atom
            part = length if atom % batch == 0 else math.gcd(length, size // taken)
            if (part == 1 and length > 1) or size % (taken * part):
                return None
            if part < length:
                waiting.insert(0, length // part)
            taken *= part
            real *= atom if atom % batch == 0 else part
            if taken == size == 1:
                break
        freed.append(real)
    return None if waiting else freed


def _belongs_here(waiting: list[int], size: int, following: int, batch: int, fixed: int) -> bool:
    """Whether a batch of 1 that comes next is this axis, or part of this axis that is full already."""
    if waiting[0] != batch or fixed != 1:
        return False
    if 1 in (size, following):
        return size == 1
    return len(waiting) == 1 or following == 0 or waiting[1] <= following


def reshaped(sketch: Sketch, value: Value, shape: Sequence[int]) -> Value:
    """The value in another shape of the file."""
    found = regrouped(value, shape)
    if found is not None:
        return found
    value = sketch.plain(value)
    shape_of_keras = [-1 if size is None else size for size in sketch.sizes.dims(shape)]
    keeps_batch = sketch.has_batch_first(value.physical) and shape[0] == sketch.sizes.batch
    if (shape_of_keras[1:] if keeps_batch else shape_of_keras).count(-1) > 1:
        raise Unsupported("it has two lengths that are only known when the network runs")
    if keeps_batch:
        tensor = sketch.draw("Reshape", {"target_shape": shape_of_keras[1:]}, value)
    else:
        tensor = sketch.draw("ops.reshape", {"newshape": shape_of_keras}, value, port="x")
    return sketch.made(tensor, shape, kind=value.kind, positive=value.positive)


def flatten(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Flatten."""
    value = sketch.value(operation.input(0))
    axis = operation.get("axis", 1)
    axis = axis if axis == value.rank else axis_of(axis, value.rank)
    return (reshaped(sketch, value, [math.prod(value.shape[:axis]), math.prod(value.shape[axis:])]),)


def transpose(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Transpose: never drawn here, but where a layer needs its axes in order."""
    value = sketch.value(operation.input(0))
    order = operation.get("perm", None) or list(range(value.rank))[::-1]
    if sorted(order) != list(range(value.rank)):
        raise Unsupported("its order of axes is none")
    return (transposed(value, order),)


def squeeze(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Squeeze."""
    value = sketch.value(operation.input(0))
    axes = named_axes(sketch, operation, 1, value.rank)
    return (squeezed(value, [place for place, size in enumerate(value.shape) if size == 1] if axes is None else axes),)


def unsqueeze(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Unsqueeze."""
    value = sketch.value(operation.input(0))
    given = sketch.numbers(operation.input(1)) if operation.input(1) else operation.get("axes", [])
    rank = value.rank + len(given or [])
    return (unsqueezed(value, [axis_of(axis, rank) for axis in given or []]),)


def concat(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Concat: Concatenate."""
    like = next((sketch.values[name] for name in operation.inputs if name in sketch.values), None)
    values = [sketch.learned(sketch.constant(name), like) if sketch.is_constant(name) else sketch.value(name) for name in operation.inputs]
    rank = values[0].rank
    axis = axis_of(operation.get("axis", 0), rank)
    if any(value.rank != rank for value in values):
        raise Unsupported("its inputs have different numbers of axes")
    order = _common_order(values)
    values = [sketch.arranged(value, tuple(value.logical[place] for place in order)) for value in values]
    if len(values) == 1:
        return (values[0],)
    shapes = [value.shape for value in values]
    total = sketch.sizes.derived(sum(shape[axis] for shape in shapes), *(shape[axis] for shape in shapes))
    place = order.index(axis)
    config = {} if place == rank - 1 else {"axis": place}
    if values[0].kind == "float":
        tensor = sketch.layer(operation, "Concatenate", config, {"inputs": values})
    else:
        tensor = sketch.layer(operation, "ops.concatenate", {"axis": place}, {"xs": values})
    shape = [max(sizes) for sizes in zip(*shapes, strict=True)]
    shape[axis] = total
    return (sketch.made(tensor, shape, order, kind=values[0].kind, positive=all(value.positive for value in values)),)


def _common_order(values: list[Value]) -> list[int]:
    """An order of the file's axes in which most of the values lie already."""
    rank = values[0].rank
    for value in values:
        order = [place for axis in value.physical for place, own in enumerate(value.logical) if own == axis and axis]
        if len(order) == len(value.physical) == rank:
            return order
    return list(range(rank))


def whole(sketch: Sketch, value: Value, axis: int) -> Value:
    """The value with this axis of the file as an axis of its own in Keras."""
    wanted = value.logical[axis]
    if wanted and wanted in value.physical:
        return value
    if not wanted:
        return sketch.plain(value)
    parts = set(wanted)
    kept = [tuple(atom for atom in part if atom not in parts) for part in value.physical]
    first = next(place for place, part in enumerate(value.physical) if parts & set(part))
    kept.insert(first, wanted) if not kept[first] else kept.insert(first + 1, wanted)
    return sketch.arranged(value, tuple(part for part in kept if part))


def expand(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Expand: nothing where no length changes; repeats axes of length 1."""
    value = sketch.value(operation.input(0))
    target = sketch.numbers(operation.input(1)) or []
    rank = max(value.rank, len(target))
    value = replace(value, logical=((),) * (rank - value.rank) + value.logical)
    wanted = [1] * (rank - len(target)) + target
    repeats = [size if own == 1 else 1 for own, size in zip(value.shape, wanted, strict=True)]
    if value.shape[0] == sketch.sizes.batch and wanted[0] == 1:
        repeats[0] = 1
    return (_tiled(sketch, operation, value, repeats),)


def tile(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Tile."""
    value = sketch.value(operation.input(0))
    repeats = sketch.numbers(operation.input(1)) or []
    if len(repeats) != value.rank:
        raise Unsupported("its repeats do not fit what comes in")
    return (_tiled(sketch, operation, value, repeats),)


def _tiled(sketch: Sketch, operation: Operation, value: Value, repeats: list[int]) -> Value:
    if set(repeats) <= {1}:
        return value
    if min(repeats) < 1 or not all(sketch.sizes.is_known(repeat) for repeat in repeats):
        raise Unsupported("it repeats as often as is only known when the network runs")
    value = sketch.plain(value)
    tensor = sketch.layer(operation, "ops.tile", {"repeats": repeats}, {"x": [value]})
    shape = [sketch.sizes.derived(size * repeat, size) for size, repeat in zip(value.shape, repeats, strict=True)]
    return sketch.made(tensor, shape, kind=value.kind, positive=value.positive)


def depth_to_space(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """DepthToSpace, as the reshapes and the transpose that it is."""
    value = sketch.value(operation.input(0))
    block = operation.get("blocksize", 1)
    if value.rank != 4 or block < 1 or value.shape[1] % (block * block):
        raise Unsupported("its block does not fit the channels")
    batch, depth, height, width = value.shape
    deep = depth // (block * block)
    columns = operation.get("mode", "DCR") == "CRD"
    value = reshaped(sketch, value, [batch, deep, block, block, height, width] if columns else [batch, block, block, deep, height, width])
    value = transposed(value, (0, 1, 4, 2, 5, 3) if columns else (0, 3, 4, 1, 5, 2))
    return (reshaped(sketch, value, [batch, deep, height * block, width * block]),)


def space_to_depth(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """SpaceToDepth, as the reshapes and the transpose that it is."""
    value = sketch.value(operation.input(0))
    block = operation.get("blocksize", 1)
    if value.rank != 4 or block < 1 or value.shape[2] % block or value.shape[3] % block:
        raise Unsupported("its block does not fit the image")
    batch, depth, height, width = value.shape
    value = reshaped(sketch, value, [batch, depth, height // block, block, width // block, block])
    return (reshaped(sketch, transposed(value, (0, 3, 5, 1, 2, 4)), [batch, depth * block * block, height // block, width // block]),)


def axes_whole(sketch: Sketch, value: Value, axes: Sequence[int]) -> Value:
    """The value with each of these axes of the file as an axis of its own in Keras."""
    for axis in axes:
        value = whole(sketch, value, axis)
    return value


def is_image(value: Value, axes: Sequence[int]) -> bool:
    """Whether these are the axes of an image whose channels lie last in Keras."""
    wanted: Axes = (value.logical[0], *value.logical[2:], value.logical[1])
    return value.rank in (3, 4, 5) and sorted(axes) == list(range(2, value.rank)) and value.physical == wanted and all(map(length, wanted))


OPERATORS = {
    "Reshape": reshape,
    "Flatten": flatten,
    "Transpose": transpose,
    "Squeeze": squeeze,
    "Unsqueeze": unsqueeze,
    "Concat": concat,
    "Expand": expand,
    "Tile": tile,
    "DepthToSpace": depth_to_space,
    "SpaceToDepth": space_to_depth,
}

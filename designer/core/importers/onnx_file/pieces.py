"""Operators that take pieces of tensors, or put something around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.importers.onnx_file.axes import Axis, Unsupported, Value, fresh
from designer.core.importers.onnx_file.convolutions import cropped, padded
from designer.core.importers.onnx_file.dense import embedding
from designer.core.importers.onnx_file.elementwise import formula, tidy
from designer.core.importers.onnx_file.folding import slice_arguments
from designer.core.importers.onnx_file.model import Operation
from designer.core.importers.onnx_file.shapes import axis_of, named_axes, whole
from designer.core.importers.onnx_file.sketch import Sketch

FAR = 2**31 - 1


def _resized(value: Value, tensor: Any, axis: int, size: int) -> Value:
    """The value with another length of one axis, which is an axis of its own in Keras, and stays one of length 1 there."""
    place = value.place(axis)
    new: Axis = fresh([size])[0]
    return replace(
        value,
        tensor=tensor,
        logical=(*value.logical[:axis], new, *value.logical[axis + 1 :]),
        physical=(*value.physical[:place], new, *value.physical[place + 1 :]),
    )


def split(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Split: ops.split."""
    value = sketch.value(operation.input(0))
    axis = axis_of(operation.get("axis", 0), value.rank)
    count = len(operation.outputs)
    given = sketch.numbers(operation.input(1)) if operation.input(1) else operation.get("split", None)
    sizes = list(given) if given else _even(value.shape[axis], count)
    if sum(sizes) != value.shape[axis] or min(sizes) < 1 or len(sizes) != count:
        raise Unsupported("its parts do not add up to what comes in")
    value = whole(sketch, value, axis)
    place = value.place(axis)
    even = len(set(sizes)) == 1
    sections: Any = count if even else [sum(sizes[: place + 1]) for place in range(count - 1)]
    tensor = sketch.layer(operation, "ops.split", {"indices_or_sections": sections, "axis": place}, {"x": [value]})
    return tuple(_resized(value, tensor._replace(output=number), axis, size) for number, size in enumerate(sizes))


def _even(total: int, count: int) -> list[int]:
    part = -(-total // count)
    return [part] * (count - 1) + [total - part * (count - 1)]


def cut(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Slice: a Formula such as x[:, 1:3]."""
    value = sketch.value(operation.input(0))
    given = [sketch.numbers(operation.input(place)) if operation.input(place) else None for place in range(1, 5)]
    starts, ends, axes, steps = slice_arguments(operation, given, value.rank)
    if not len(starts) == len(ends) == len(axes) == len(steps):
        raise Unsupported("its arguments do not fit each other")
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        value = _cut(sketch, operation, value, axis_of(axis, value.rank), slice(start, end, step))
    return (value,)


def _cut(sketch: Sketch, operation: Operation, value: Value, axis: int, piece: slice) -> Value:
    size = value.shape[axis]
    step = piece.step or 0
    start, end = int(piece.start), int(piece.stop)
    if step == 0 or (step < 0 and not sketch.sizes.is_known(size)):
        raise Unsupported("its step cannot be drawn")
    count = len(range(*slice(start, None if step < 0 and end < -FAR else end, step).indices(size)))
    if count == size and step == 1:
        return value
    if count < 1:
        raise Unsupported("nothing is left of what comes in")
    value = whole(sketch, value, axis)
    place = value.place(axis)
    first = "" if start == 0 or (step < 0 and start in (-1, FAR)) else str(start)
    last = "" if abs(end) >= FAR or end == size else str(end)
    text = f"x[{':, ' * place}{first}:{last}{f':{step}' if step != 1 else ''}]"
    found = formula(sketch, operation, text, value, positive=value.positive)
    return _resized(found, found.tensor, axis, sketch.sizes.derived(count, size))


def gather(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Gather: an Embedding on a table of weights, a Formula such as x[:, 0] for one place, ops.take for several."""
    if sketch.is_constant(operation.input(0)):
        return embedding(sketch, operation)
    value = sketch.value(operation.input(0))
    axis = axis_of(operation.get("axis", 0), value.rank)
    indices = np.asarray(sketch.constant(operation.input(1)))
    if value.shape[axis] == 1 and indices.size == 1:
        return (replace(value, logical=(*value.logical[:axis], *((),) * indices.ndim, *value.logical[axis + 1 :])),)
    value = whole(sketch, value, axis)
    place = value.place(axis)
    if indices.size == 1:
        number = int(indices.reshape(-1)[0])
        found = formula(sketch, operation, f"x[{':, ' * place}{number}]", value, positive=value.positive)
        logical = (*value.logical[:axis], *((),) * indices.ndim, *value.logical[axis + 1 :])
        return (replace(found, logical=logical, physical=(*value.physical[:place], *value.physical[place + 1 :])),)
    if indices.ndim != 1 or indices.size > 1_000:
        raise Unsupported("it picks in an order that cannot be drawn")
    tensor = sketch.layer(operation, "ops.take", {"indices": [int(number) for number in indices], "axis": place}, {"x": [value]})
    return (_resized(value, tensor, axis, indices.size),)


def pad(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """Pad: ZeroPadding around images, ops.pad elsewhere."""
    value = sketch.value(operation.input(0))
    pads = (sketch.numbers(operation.input(1)) if operation.input(1) else operation.get("pads", None)) or []
    axes = named_axes(sketch, operation, 3, value.rank) if operation.input(3) else list(range(value.rank))
    mode = operation.get("mode", "constant")
    number = sketch.optional(operation.input(2))
    fill = tidy(float(number.item()) if number is not None and number.size else operation.get("value", 0.0))
    if axes is None or len(pads) != 2 * len(axes) or mode not in ("constant", "reflect"):
        raise Unsupported("it pads in a way that Keras has not")
    pairs = dict(zip(axes, zip(pads[: len(axes)], pads[len(axes) :], strict=True), strict=True))
    widths = [pairs.get(axis, (0, 0)) for axis in range(value.rank)]
    shape = [sketch.sizes.derived(size + sum(width), size) for size, width in zip(value.shape, widths, strict=True)]
    image = value.rank in (3, 4, 5) and mode == "constant" and not any(map(any, widths[:2]))
    if min(min(width) for width in widths) < 0:
        if not image or max(max(width) for width in widths) > 0:
            raise Unsupported("it pads on one side and cuts on another")
        found = cropped(sketch, sketch.last(value), tuple((-before, -after) for before, after in widths[2:]))
        return (sketch.made(found.tensor, shape, (0, *range(2, value.rank), 1)),)
    if image:
        found = padded(sketch, sketch.last(value), tuple(widths[2:]), fill)
        return (sketch.made(found.tensor, shape, (0, *range(2, value.rank), 1), positive=value.positive and fill >= 0),)
    value = sketch.plain(value)
    config: dict[str, Any] = {"pad_width": [list(width) for width in widths]}
    config |= {"mode": mode} if mode != "constant" else {"constant_values": fill} if fill else {}
    return (sketch.made(sketch.layer(operation, "ops.pad", config, {"x": [value]}), shape),)


OPERATORS: dict[str, Callable[[Sketch, Operation], tuple[Value, ...]]] = {
    "Split": split,
    "Slice": cut,
    "Gather": gather,
    "Pad": pad,
}

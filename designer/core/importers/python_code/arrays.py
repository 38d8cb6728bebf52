"""Data of which only the shape is known, and numpy's functions on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from designer.core.importers.python_code import plain, plain_functions
from designer.core.importers.python_code.budget import bounded
from designer.core.importers.python_code.values import Array, Method, Shape, Unknown


def is_data(value: Any) -> bool:
    """Whether a value is data of a known shape."""
    return isinstance(value, Array)


def arithmetic(left: Any, right: Any) -> Any:
    """What an operator on data gives: data of the shape of the larger one."""
    arrays = [value for value in (left, right) if isinstance(value, Array)]
    return max(arrays, key=lambda array: len(array.shape))


def part_of(array: Array, key: Any) -> Any:
    """`array[key]`."""
    keys = key if isinstance(key, tuple) else (key,)
    if Ellipsis in [item for item in keys if plain.is_plain(item)]:
        place = keys.index(Ellipsis)
        missing = len(array.shape) - len([item for item in keys if item is not None]) + 1
        keys = (*keys[:place], *([slice(None)] * missing), *keys[place + 1 :])
    shape: list[int | None] = []
    left = list(array.shape)
    for item in keys:
        if item is None:
            shape.append(1)
        elif not left:
            return Unknown("…")
        elif isinstance(item, slice):
            shape.append(_cut(left.pop(0), item))
        elif isinstance(item, Array):
            left.pop(0)
            shape.extend(item.shape)
        else:
            left.pop(0)
            if not isinstance(item, int):
                shape.append(None)
    return replace(array, shape=(*shape, *left))


def _cut(size: int | None, part: slice) -> int | None:
    if size is None:
        return None
    try:
        return len(range(*part.indices(size)))
    except (TypeError, ValueError):
        return None


def attribute(array: Array, name: str) -> Any:
    """`array.name`."""
    rule = ATTRIBUTES.get(name)
    return Method(array, name) if rule is None else rule(array)


ATTRIBUTES: Mapping[str, Callable[[Array], Any]] = {
    "T": lambda array: replace(array, shape=array.shape[::-1]),
    "dtype": lambda array: array.dtype,
    "ndim": lambda array: len(array.shape),
    "shape": lambda array: tuple(Unknown("shape[…]") if size is None else size for size in array.shape),
    "size": lambda array: _size(array.shape),
    "values": lambda array: array,
}


def _size(shape: Shape) -> Any:
    return Unknown("size") if None in shape else math.prod(size for size in shape if size is not None)


def method(array: Array, name: str, positional: list[Any], named: Mapping[str, Any]) -> Any:
    """`array.name(…)`."""
    function = FUNCTIONS.get(name)
    if function is None:
        return array if name in SAME_SHAPE else Unknown("…")
    return function(array, *positional, **named)


def _shape(value: Any) -> Shape | None:
    if isinstance(value, int):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(item if isinstance(item, int) else None for item in value)
    return None


def _reshape(array: Any, *shape: Any, **named: Any) -> Any:
    given = shape[0] if len(shape) == 1 else shape or named.get("newshape") or named.get("shape")
    wanted = _shape(given)
    if not isinstance(array, Array) or wanted is None:
        return Unknown("…")
    if wanted.count(-1) == 1:
        rest = math.prod(size for size in wanted if size not in (-1, None))
        total = None if None in array.shape or None in wanted else math.prod(size or 0 for size in array.shape)
        wanted = tuple((total // rest if total is not None and rest else None) if size == -1 else size for size in wanted)
    return replace(array, shape=wanted)


def _expand(array: Any, axis: Any = 0) -> Any:
    if not isinstance(array, Array) or not isinstance(axis, int):
        return Unknown("…")
    place = axis if axis >= 0 else len(array.shape) + 1 + axis
    return replace(array, shape=(*array.shape[:place], 1, *array.shape[place:]))


def _transpose(array: Any, *axes: Any, **named: Any) -> Any:
    given = axes[0] if len(axes) == 1 else axes or named.get("axes")
    order = _shape(given) if given else None
    if not isinstance(array, Array):
        return Unknown("…")
    order = order or tuple(range(len(array.shape)))[::-1]
    if any(place is None or not -len(array.shape) <= place < len(array.shape) for place in order):
        return Unknown("…")
    return replace(array, shape=tuple(array.shape[place] for place in order if place is not None))


def _made(shape: Any = None, *rest: Any, size: Any = None, **named: Any) -> Any:
    found = _shape(shape if size is None else size)
    return Unknown("…") if found is None else Array(found)


def _random(*rest: Any, size: Any = None, **named: Any) -> Any:
    given = size if size is not None else next((item for item in reversed(rest) if isinstance(item, list | tuple)), None)
    found = _shape(given)
    return Unknown("…") if found is None else Array(found)


def _rand(*sizes: Any) -> Any:
    return Array(_shape(sizes) or ())


def _largest(array: Any, axis: Any = None, **named: Any) -> Any:
    if isinstance(array, Array):
        return array.classes - 1 if array.classes and axis is None else Unknown("…")
    return plain_functions.BUILTINS["max"](array)


def _unique(array: Any, **named: Any) -> Any:
    return Array((array.classes,)) if isinstance(array, Array) and array.classes else Unknown("…")


def _product(values: Any, axis: Any = None, **named: Any) -> Any:
    if isinstance(values, int | float):
        return values
    items = plain.listed(values)
    if not all(isinstance(item, int | float) for item in items):
        return Unknown("…")
    return bounded(math.prod(items))


def _array(value: Any, *rest: Any, **named: Any) -> Any:
    if isinstance(value, Array):
        return value
    shape: list[int | None] = []
    item = bounded(value)
    while isinstance(item, list | tuple):
        shape.append(len(item))
        item = item[0] if item else None
    if isinstance(item, Array):
        return replace(item, shape=(*shape, *item.shape))
    return Array(tuple(shape)) if shape and isinstance(item, int | float | str) else Unknown("…")


def _arange(*bounds: Any, **named: Any) -> Any:
    return plain.listed(range(*bounds)) if all(isinstance(bound, int) for bound in bounds) else Unknown("…")


def to_categorical(array: Any = None, num_classes: Any = None, nb_classes: Any = None, **named: Any) -> Any:
    """keras.utils.to_categorical."""
    array = array if array is not None else named.get("y", named.get("x"))
    if not isinstance(array, Array):
        return Unknown("to_categorical(…)")
    classes = num_classes if num_classes is not None else nb_classes if nb_classes is not None else array.classes
    rest = array.shape[:-1] if len(array.shape) > 1 and array.shape[-1] == 1 else array.shape
    return replace(array, shape=(*rest, classes if isinstance(classes, int) else None))


def padded(sequences: Any = None, maxlen: Any = None, **named: Any) -> Any:
    """keras.utils.pad_sequences."""
    if not isinstance(sequences, Array):
        return Unknown("pad_sequences(…)")
    return replace(sequences, shape=(sequences.shape[0], maxlen if isinstance(maxlen, int) else None))


def _shape_of(value: Any) -> Any:
    return attribute(value, "shape") if isinstance(value, Array) else Unknown("…")


SAME_SHAPE = frozenset(
    [
        "astype",
        "copy",
        "clip",
        "round",
        "abs",
        "absolute",
        "exp",
        "log",
        "sqrt",
        "square",
        "tanh",
        "sign",
        "normalize",
        "asarray",
        "ascontiguousarray",
        "fillna",
        "to_numpy",
        "numpy",
        "float32",
        "float64",
        "int32",
        "uint8",
        "nan_to_num",
        "maximum",
        "minimum",
        "multiply",
        "add",
        "subtract",
        "divide",
    ]
)
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "amax": _largest,
    "arange": _arange,
    "array": _array,
    "empty": _made,
    "expand_dims": _expand,
    "full": _made,
    "max": _largest,
    "normal": _random,
    "ones": _made,
    "permute": _transpose,
    "prod": _product,
    "rand": _rand,
    "randint": _random,
    "randn": _rand,
    "random": _made,
    "random_sample": _made,
    "reshape": _reshape,
    "shape": _shape_of,
    "size": lambda value: attribute(value, "size") if isinstance(value, Array) else Unknown("…"),
    "transpose": _transpose,
    "uniform": _random,
    "unique": _unique,
    "zeros": _made,
}
CONSTANTS: Mapping[str, Any] = {"pi": math.pi, "e": math.e, "inf": math.inf, "newaxis": None, "nan": math.nan}


def numpy_call(name: str, positional: list[Any], named: Mapping[str, Any]) -> Any:
    """`np.name(…)`; raises one of plain's FAILURES."""
    first = positional[0] if positional else None
    if name in FUNCTIONS:
        return FUNCTIONS[name](*positional, **named)
    if name in SAME_SHAPE and isinstance(first, Array):
        return first
    if isinstance(first, int | float) and name in plain_functions.MATHS:
        return plain_functions.MATHS[name](*positional)
    if isinstance(first, int | float) and name in _NUMBERS:
        return _NUMBERS[name](first)
    return Unknown("…")


_NUMBERS: Mapping[str, Callable[[Any], Any]] = {
    "int32": int, "int64": int, "int": int, "int8": int, "uint8": int, "float32": float, "float64": float, "float": float, "abs": abs,
    "absolute": abs, "square": lambda value: value * value, "round": round,
}  # fmt: skip

"""Causal masks: programs write out which places may see which, and Keras's attention has an argument that says so."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from designer.core.importers.python_code.graph import Tensor
from designer.core.importers.python_code.values import Array, Unknown

KEEPING: Final = frozenset(
    ("broadcast_to", "cast", "constant", "convert_to_tensor", "expand_dims", "identity", "logical_and", "minimum", "repeat", "reshape", "tile")
)
"""Functions that give a mask again."""
MOST_SIZES: Final = 20
DEEPEST: Final = 3  # lists in lists
RECKONING: Final = KEEPING | frozenset(
    ("add", "concat", "concatenate", "floor_divide", "maximum", "multiply", "prod", "squeeze", "stack", "subtract")
)
"""Functions that make sizes of sizes."""
ARGUMENT: Final = "attention_mask"
SWITCH: Final = "use_causal_mask"
SIGNS: Final[Mapping[type[ast.operator], int]] = {ast.Add: 1, ast.Sub: -1}
DOWN: Final[Mapping[type[ast.cmpop], tuple[str, str]]] = {ast.GtE: ("column", "row"), ast.LtE: ("row", "column")}
"""Comparisons that hold where a place looks back, and what they compare."""


def is_mask(value: Any) -> bool:
    """Whether a value is a causal mask."""
    return isinstance(value, Unknown) and value.order == "causal"


def kept(name: str, positional: Sequence[Any]) -> Unknown | None:
    """What a function makes of a mask, or of numbers in a row or a column."""
    first = positional[0] if positional else None
    if name in RECKONING and (sizes := _of_sizes(positional)) is not None:
        return sizes
    if not isinstance(first, Unknown) or not first.order:
        return None
    if name == "expand_dims" and first.order == "row" and positional[1:] and positional[1] in (-1, 1):
        return replace(first, order="column")
    others = [item for item in positional[1:] if isinstance(item, Tensor)]
    return first if is_mask(first) and name in KEEPING and not others else None


def _of_sizes(values: Sequence[Any]) -> Unknown | None:
    """What is worked out of the sizes of tensors and numbers alone: numbers again."""
    items = list(values)
    for _ in range(DEEPEST):
        items = [part for item in items[:MOST_SIZES] for part in (item if isinstance(item, list | tuple) else [item])]
    sizes = [item for item in items if isinstance(item, Unknown) and item.order == "size"]
    known = all(isinstance(item, int | float | Array) or item in sizes for item in items)
    return sizes[0] if sizes and known else None


def turned(value: Unknown, key: Any) -> Unknown | None:
    """`numbers[:, None]`, `mask[None, :]`, and `shape[0]`."""
    if value.order == "size":
        return value
    keys = key if isinstance(key, tuple) else (key,)
    if any(not (item is None or item is Ellipsis or item == slice(None)) for item in keys):
        return None
    if value.order == "row":
        return replace(value, order="column" if keys[-1] is None else "row")
    return value if value.order else None


def shifted(kind: type[ast.operator], left: Any, right: Any) -> Unknown | None:
    """`numbers + 1`; sizes that are not known are taken to cancel each other, as in `j - source + target` of a sequence that looks at itself."""
    if (sizes := _of_sizes([left, right])) is not None:
        return sizes
    if not isinstance(left, Unknown) or left.order not in ("row", "column") or kind not in SIGNS:
        return None
    if isinstance(right, int):
        return replace(left, shift=left.shift + SIGNS[kind] * right)
    return left if isinstance(right, Unknown) and right.order in ("", "size") else None


def compared(kind: type[ast.cmpop], left: Any, right: Any) -> Unknown | None:
    """`column >= row`."""
    if not (isinstance(left, Unknown) and isinstance(right, Unknown)):
        return None
    return _mask(left.tensors) if DOWN.get(kind) == (left.order, right.order) and left.shift == right.shift else None


def lower(name: str, positional: Sequence[Any]) -> Unknown | None:
    """`tril(ones(…))` and `band_part(ones(…), -1, 0)`."""
    whole = isinstance(positional[0], Array | Unknown) if positional else False
    return _mask(()) if whole and (name, tuple(positional[1:])) in (("tril", ()), ("band_part", (-1, 0))) else None


def _mask(tensors: tuple[Tensor, ...]) -> Unknown:
    return Unknown("causal mask", tensors=tensors, order="causal")


def switched(named: Mapping[str, Any], takes: bool) -> dict[str, Any]:
    """The arguments of a call, with the switch in the place of a mask that is causal."""
    if not takes or not is_mask(named.get(ARGUMENT)):
        return dict(named)
    return {key: value for key, value in named.items() if key != ARGUMENT} | {SWITCH: True}

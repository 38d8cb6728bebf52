"""What flows through wires: shape, dtype and mask, and which operations of Keras's own making a tensor hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import keras
from keras.src.backend.common import masking  # masks have no public way in
from keras.src.utils.naming import to_snake_case

Shape = tuple[int | None, ...]


class Spec(NamedTuple):
    """A tensor: its shape with the batch axis, its dtype, and the mask's shape where it carries one."""

    shape: Shape
    dtype: str
    mask: Shape | None = None


Inputs = Mapping[str, tuple[Spec, ...]]
"""What arrives at a call, by port."""
Arriving = Mapping[str, Sequence[Any]]
"""The same as Keras's tensors."""


class Leaf(NamedTuple):
    """An arriving tensor, or its mask."""

    port: str
    place: int
    is_mask: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """What a tensor hangs on within one call: operations that Keras makes and names by itself (kind and count since the call began), and leaves."""

    operations: tuple[tuple[str, int], ...]
    leaves: tuple[Leaf, ...]


def symbolic(spec: Spec) -> Any:
    """A tensor without values."""
    made = keras.KerasTensor(spec.shape, spec.dtype)
    if spec.mask is not None:
        masking.set_keras_mask(made, keras.KerasTensor(spec.mask, "bool"))
    return made


def seen(tensor: Any) -> Spec:
    """What a tensor is."""
    mask = masking.get_keras_mask(tensor)
    return Spec(tuple(tensor.shape), str(tensor.dtype), None if mask is None else tuple(mask.shape))


def mask_of(tensor: Any) -> Any:
    """The mask that a tensor carries, or None."""
    return masking.get_keras_mask(tensor)


def trace(tensor: Any, arriving: Arriving, layer: Any, before: Mapping[str, int]) -> Trace:
    """Go back from a tensor to what arrived; `before` counts the automatic names that were given when the call began."""
    leaves = _leaves(arriving)
    found: dict[tuple[str, int], None] = {}
    reached: dict[Leaf, None] = {}
    passed: set[int] = set()
    waiting = [tensor]
    while waiting:
        here = waiting.pop()
        if id(here) in passed:
            continue
        passed.add(id(here))
        if id(here) in leaves:
            reached[leaves[id(here)]] = None
            continue
        history = getattr(here, "_keras_history", None)
        if history is None or history.operation is None:
            continue
        if history.operation is not layer:
            found[_counted(history.operation, before)] = None
        waiting.extend(history.operation._inbound_nodes[history.node_index].input_tensors)  # noqa: SLF001
    return Trace(tuple(found), tuple(reached))


def _leaves(arriving: Arriving) -> dict[int, Leaf]:
    leaves: dict[int, Leaf] = {}
    for port, tensors in arriving.items():
        for place, tensor in enumerate(tensors):
            mask = mask_of(tensor)
            leaves[id(tensor)] = Leaf(port, place, is_mask=False)
            if mask is not None:
                leaves[id(mask)] = Leaf(port, place, is_mask=True)
    return leaves


def _counted(operation: Any, before: Mapping[str, int]) -> tuple[str, int]:
    """An automatic name as its kind and how many of that kind were named since the call began."""
    kind = to_snake_case(type(operation).__name__)
    count = operation.name.removeprefix(kind).removeprefix("_")
    return kind, int(count or 0) - before.get(kind, 0)


def as_specs(tensors: Iterable[Any]) -> tuple[Spec, ...]:
    """What some tensors are."""
    return tuple(seen(tensor) for tensor in tensors)

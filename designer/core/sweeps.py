"""What the trials of a sweep set: every combination of a grid, what chance draws, and a document with such values in place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import islice
from random import Random
from typing import Any, overload

from pydantic import JsonValue

from designer.core.document import MAX_NUMBER, Document, Sweep, SweptField, Training
from designer.core.problems import Node

NEARLY = 1e-9  # of a step: what adding floats loses
DIGITS = 12  # that a value of a range with steps has


class NoSuchPlace(ValueError):
    """A field of a sweep stands nowhere in its document."""


class Grid(Sequence[dict[str, JsonValue]]):
    """The combinations that a sweep tries, in order, the last field changing first; at most as many as it makes trials."""

    def __init__(self, sweep: Sweep) -> None:
        self._names = [field.name for field in sweep.fields]
        self._values = [range_values(field) for field in sweep.fields]
        self._length = min(combinations(sweep), sweep.trials)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> dict[str, JsonValue]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, JsonValue]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, JsonValue] | list[dict[str, JsonValue]]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        rest = range(len(self))[index]
        found: dict[str, JsonValue] = {}
        for name, values in zip(reversed(self._names), reversed(self._values), strict=True):
            rest, place = divmod(rest, len(values))
            found[name] = values[place]
        return dict(reversed(found.items()))


def grid(sweep: Sweep) -> Grid:
    """The assignments of a grid: a sequence of them, made as they are asked for."""
    return Grid(sweep)


def combinations(sweep: Sweep) -> int:
    """How many combinations its values have in all; 0 where a field has none, or any number of them."""
    return math.prod(count(field) or 0 for field in sweep.fields)


def count(field: SweptField) -> int | None:
    """How many values a field has; None for a range that has any number of them."""
    if field.values is not None:
        return len(field.values)
    step = stride(field)
    if step is None or step <= 0 or field.low is None or field.high is None:
        return None
    return max(0, math.floor(min((field.high - field.low) / step, MAX_NUMBER) + NEARLY) + 1)


def stride(field: SweptField) -> float | None:
    """How far apart the values of a range lie; None where it holds any number between its ends, or is logarithmic."""
    if field.log:
        return None
    return field.step if field.step is not None else 1.0 if field.integer else None


def range_values(field: SweptField) -> Sequence[JsonValue]:
    """The values of a list, or of a range with steps; none of a range without."""
    if field.values is not None:
        return field.values
    if field.integer:
        return range(int(field.low or 0), int(field.low or 0) + (count(field) or 0) * int(stride(field) or 1), int(stride(field) or 1))
    return tuple(_stepped(field, place) for place in range(count(field) or 0))


def sampled(sweep: Sweep, random: Random) -> dict[str, JsonValue]:
    """What chance draws for a trial, a field after the other; the written code draws the same."""
    return {field.name: _drawn(field, random) for field in sweep.fields}


def with_values(document: Document, assignment: Mapping[str, JsonValue]) -> Document:
    """The document that a trial trains: the values in their places, and no sweep.

    Raises NoSuchPlace for a field that stands nowhere, pydantic's ValidationError for a setting that cannot be so.
    """
    sweep = document.training.sweep
    changed = without_sweep(document)
    for field in sweep.fields if sweep else ():
        if field.name in assignment:
            changed = with_value(changed, field, assignment[field.name])
    return changed


def without_sweep(document: Document) -> Document:
    """The drawn network alone."""
    if document.training.sweep is None:
        return document
    return document.model_copy(update={"training": document.training.model_copy(update={"sweep": None})})


def with_value(document: Document, field: SweptField, value: Any) -> Document:
    """The document with one value in the place of a field. Raises as with_values does."""
    if field.node is None:
        changed = with_item(document.training.model_dump(mode="json", by_alias=True), field.path, value)
        return document.model_copy(update={"training": Training.model_validate(changed)})
    return with_node(document, field, lambda node: node.model_copy(update={"config": with_item(node.config, field.path, value)}))


def with_node(document: Document, field: SweptField, change: Any) -> Document:
    """The document with the node of a field changed. Raises NoSuchPlace where it is gone."""
    if field.block is None:
        return document.model_copy(update={"nodes": _changed(document.nodes, field, change)})
    block = document.blocks.get(field.block)
    if block is None:
        raise NoSuchPlace(f"There is no block called {field.block}.")
    changed = block.model_copy(update={"nodes": _changed(block.nodes, field, change)})
    return document.model_copy(update={"blocks": {**document.blocks, field.block: changed}})


def node_of(document: Document, field: SweptField) -> Node | None:
    """The node that a field stands in; None where it is gone, or for a setting."""
    nodes = document.nodes if field.block is None else document.blocks[field.block].nodes if field.block in document.blocks else ()
    return next((node for node in nodes if node.id == field.node), None)


def drawn_value(document: Document, field: SweptField) -> Any:
    """What stands in the place of a field; None where nothing does, and Keras's default holds. Raises NoSuchPlace."""
    node = node_of(document, field)
    if field.node is not None and node is None:
        raise NoSuchPlace(f"There is no node called {field.node}.")
    value: Any = node.config if node is not None else document.training.model_dump(mode="json", by_alias=True)
    for place, step in enumerate(field.path):
        value = _item(value, step, is_last=place == len(field.path) - 1)
    return value


def with_item(data: Any, path: Sequence[str | int], value: Any) -> Any:
    """Plain data with a value at a path: a new key of the last dict, or in the place of what is there. Raises NoSuchPlace."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    inner = with_item(_item(data, step, is_last=not rest), rest, value)
    if isinstance(data, dict):
        return {**data, step: inner}
    return [*islice(data, int(step)), inner, *islice(data, int(step) + 1, None)]


def _item(data: Any, step: str | int, *, is_last: bool) -> Any:
    if isinstance(data, dict) and isinstance(step, str) and (is_last or step in data):
        return data.get(step)
    if isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
        return data[step]
    raise NoSuchPlace(f"There is no {step} there.")


def _changed(nodes: tuple[Node, ...], field: SweptField, change: Any) -> tuple[Node, ...]:
    if all(node.id != field.node for node in nodes):
        raise NoSuchPlace(f"There is no node called {field.node}.")
    return tuple(change(node) if node.id == field.node else node for node in nodes)


def _stepped(field: SweptField, place: int) -> float:
    return float(f"{(field.low or 0.0) + place * (field.step or 0.0):.{DIGITS}g}")


def _drawn(field: SweptField, random: Random) -> JsonValue:
    if count(field) is not None:
        return random.choice(range_values(field))
    low, high = field.low or 0.0, field.high or 0.0
    value = low * (high / low) ** random.random() if field.log else random.uniform(low, high)
    return round(value) if field.integer else value

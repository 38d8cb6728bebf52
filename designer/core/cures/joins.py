"""Fixes of shapes that do not match where wires join: projections, crops, resizing, flattening of the odd ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from designer.core.edits import Edit, Maker, NewLayer, edges_into
from designer.core.findings import Findings
from designer.core.problems import Edge, Fix, Problem
from designer.core.wording import joined

Sizes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RankRow:
    """The layers for samples of so many axes: one that changes the channels at every place, one that crops, one that resizes."""

    projection: str
    size: str
    places: dict[str, Any]
    crop: str = ""
    resize: str = ""


RANKS: Mapping[int, RankRow] = {
    1: RankRow("Dense", "units", {}),
    2: RankRow("Conv1D", "filters", {"kernel_size": 1}, "Cropping1D"),
    3: RankRow("Conv2D", "filters", {"kernel_size": 1}, "Cropping2D", "Resizing"),
    4: RankRow("Conv3D", "filters", {"kernel_size": 1}, "Cropping3D"),
}


def match(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Make every input of the node like one of them; the change with the fewest new layers first."""
    edges = edges_into(found, problem.node or "")
    shapes = [_known(found.shape(*edge.source)) for edge in edges]
    known = [shape for shape in shapes if shape is not None]
    if len(known) != len(edges):
        return
    keeps_channels = problem.code == "concatenate_shapes"
    plans = [
        [(edge, layers) for edge, shape in zip(edges, known, strict=True) if (layers := way(shape, model, keeps_channels))]
        for model in dict.fromkeys(known)
        for way in WAYS
    ]
    for changes in sorted((changes for changes in plans if changes), key=_cost):
        yield _fix(found, changes)


def _known(shape: Sequence[int | None] | None) -> Sizes | None:
    sizes = tuple(size for size in shape or () if size is not None)
    return sizes if shape is not None and len(sizes) == len(shape) else None


def _cost(changes: list[tuple[Edge, list[NewLayer]]]) -> int:
    return sum(len(layers) for _, layers in changes)


def _fix(found: Findings, changes: list[tuple[Edge, list[NewLayer]]]) -> Fix:
    edit = Edit(found)
    for edge, layers in changes:
        edit.between(edge, layers)
    parts = [f"{' and '.join(layer for layer, _ in layers)} behind {edge.source[0]}" for edge, layers in changes]
    return edit.fix(f"Insert {joined(parts)}")


def _projected(shape: Sizes, model: Sizes, more: dict[str, Any] | None = None) -> NewLayer:
    row = RANKS[len(shape)]
    return row.projection, {row.size: model[-1], **row.places, **(more or {})}


def project(shape: Sizes, model: Sizes, keeps_channels: bool) -> list[NewLayer]:
    """A layer of kernel size 1, with strides where the model is smaller by a whole factor."""
    if len(shape) != len(model) or len(shape) not in RANKS or (keeps_channels and shape[:-1] == model[:-1]):
        return []
    if shape == model:
        return []
    if shape[:-1] == model[:-1]:
        return [_projected(shape, model)]
    strides = [-(-size // wanted) for size, wanted in zip(shape[:-1], model[:-1], strict=True)]
    return [_projected(shape, model, {"strides": strides, "padding": "same"})]


def crop(shape: Sizes, model: Sizes, keeps_channels: bool) -> list[NewLayer]:
    """What is larger than the model cut to its size, then projected where the channels differ."""
    if len(shape) != len(model) or len(shape) not in RANKS or any(size < wanted for size, wanted in zip(shape[:-1], model[:-1], strict=True)):
        return []
    over = [size - wanted for size, wanted in zip(shape[:-1], model[:-1], strict=True)]
    row = RANKS[len(shape)]
    pairs = [[extra // 2, extra - extra // 2] for extra in over]
    layers: list[NewLayer] = [(row.crop, {"cropping": pairs[0] if len(pairs) == 1 else pairs})] if any(over) and row.crop else []
    return layers if keeps_channels or shape[-1] == model[-1] else [*layers, _projected(shape, model)]


def resize(shape: Sizes, model: Sizes, keeps_channels: bool) -> list[NewLayer]:
    """A picture resized to the model's, then projected where the channels differ."""
    row = RANKS.get(len(shape))
    if row is None or not row.resize or len(shape) != len(model):
        return []
    layers: list[NewLayer] = [(row.resize, {"height": model[0], "width": model[1]})] if shape[:-1] != model[:-1] else []
    return layers if keeps_channels or shape[-1] == model[-1] else [*layers, _projected(shape, model)]


def flatten(shape: Sizes, model: Sizes, keeps_channels: bool) -> list[NewLayer]:
    """One row of the odd ones; a row projected to the model's size where the sizes must match."""
    layers: list[NewLayer] = [("Flatten", {})] if len(shape) > 1 else []
    if keeps_channels or len(model) != 1 or prod(shape) == model[0]:
        return layers
    return [*layers, ("Dense", {"units": model[0]})]


WAYS = (project, crop, resize, flatten)
CURES: Mapping[str, tuple[Maker, ...]] = {"merge_shapes": (match,), "concatenate_shapes": (match,)}

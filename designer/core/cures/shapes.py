"""Fixes of shapes along one wire: missing Flatten, global pooling, channel axis, windows larger than what they look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isqrt, prod
from typing import Any

from designer.core.edits import Edit, Maker, NewLayer, edges_into
from designer.core.findings import Findings
from designer.core.last_layer import first_on_last_axis
from designer.core.problems import Edge, Fix, Problem
from designer.core.wording import Shape, shape_text

GLOBAL_POOLING: Mapping[int, str] = {2: "GlobalAveragePooling1D", 3: "GlobalAveragePooling2D", 4: "GlobalAveragePooling3D"}  # by axes a sample
EMBEDDING_WIDTH = 32


def into_one_row(shape: Shape) -> list[NewLayer]:
    """Layers that make one row of a sample."""
    layers: list[NewLayer] = []
    if len(shape) > 1 and None not in shape:
        layers.append(("Flatten", {}))
    if len(shape) in GLOBAL_POOLING:
        layers.append((GLOBAL_POOLING[len(shape)], {}))
    return layers


def other_ranks(shape: Shape) -> list[NewLayer]:
    """Layers that give a sample more or fewer axes, the likeliest first."""
    if None in shape:
        return into_one_row(shape)
    sizes = [size for size in shape if size is not None]
    return [*_more_axes(sizes), *into_one_row(shape), *_fewer_axes(sizes)]


def _more_axes(sizes: list[int]) -> Iterator[NewLayer]:
    side = isqrt(sizes[0]) if len(sizes) == 1 else 0
    if side > 1 and side * side == sizes[0]:
        yield "Reshape", {"target_shape": [side, side, 1]}
    yield "Reshape", {"target_shape": [*sizes, 1]}


def _fewer_axes(sizes: list[int]) -> Iterator[NewLayer]:
    if len(sizes) > 2:
        yield "Reshape", {"target_shape": [sizes[0], prod(sizes[1:])]}


def change_rank(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give the input of a node the number of axes it expects."""
    for edge in edges_into(found, problem.node or ""):
        shape = found.shape(*edge.source)
        if shape is None:
            continue
        yield from _embed(found, edge)
        if edge.source[0] in found.plan.inputs:
            yield from _reshape_input(found, edge.source[0], shape)
        for layer in other_ranks(shape):
            yield Edit(found).between(edge, [layer]).fix(f"Insert {_said(layer)} before {problem.node}")


def _embed(found: Findings, edge: Edge) -> Iterator[Fix]:
    """Tokens become vectors before anything else can be done with them."""
    field = found.feeding(edge.source[0])
    if field and field.vocabulary_size:
        config = {"input_dim": field.vocabulary_size, "output_dim": EMBEDDING_WIDTH}
        yield Edit(found).between(edge, [("Embedding", config)]).fix(f"Insert Embedding before {edge.target[0]}")


def _reshape_input(found: Findings, name: str, shape: Shape) -> Iterator[Fix]:
    """Declare the missing axis where the data enters."""
    longer = [*shape, 1]
    yield Edit(found).set(name, shape=longer).fix(f"Set shape of {name} to {shape_text(longer)}")


def _said(layer: NewLayer) -> str:
    name, config = layer
    target = config.get("target_shape")
    return f"{name} to {shape_text(target)}" if target else name


def one_row_before(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Insert Flatten or global pooling before the first Dense of those that end in the node; behind the node where there is none."""
    place = first_on_last_axis(found, problem.node or "")
    edges = edges_into(found, place)
    for edge in edges[:1]:
        for layer in into_one_row(found.shape(*edge.source) or ()):
            yield Edit(found).between(edge, [layer]).fix(f"Insert {layer[0]} before {place}")


def pool_unknown_sizes(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Where a size is any: pool it away before the node, or before what flattened it; or give the Input the data's shape."""
    name = problem.node or ""
    for _ in range(3):
        edges = edges_into(found, name)
        if len(edges) != 1:
            break
        shape = found.shape(*edges[0].source)
        if shape and len(shape) in GLOBAL_POOLING:
            layer = GLOBAL_POOLING[len(shape)]
            yield Edit(found).between(edges[0], [(layer, {})]).fix(f"Insert {layer} before {name}")
        name = edges[0].source[0]
    yield from input_of_the_data(found, problem)


def input_of_the_data(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give every Input with an open or wrong size the shape of its field."""
    for name in found.plan.inputs:
        field = found.feeding(name)
        if field and tuple(found.shape(name) or ()) != field.shape:
            yield Edit(found).set(name, shape=list(field.shape)).fix(f"Set shape of {name} to {shape_text(field.shape)}")


def pad_or_shrink(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Let a window that is too large pad its input, or be no larger than it."""
    node, spec = found.by_id.get(problem.node or ""), found.layer(problem.node or "")
    if node is None or spec is None:
        return
    if spec.param("padding") is not None:
        yield Edit(found).set(node.id, padding="same").fix(f"Set padding of {node.id} to same")
    for name in ("kernel_size", "pool_size", "cropping"):
        if name in node.config:
            value: Any = 0 if name == "cropping" else 1
            yield Edit(found).set(node.id, **{name: value}).fix(f"Set {name} of {node.id} to {value}")


def fit_target_shape(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Keep as many numbers as arrive: the last axis taken from what is left, or one row."""
    for edge in edges_into(found, problem.node or ""):
        shape = found.shape(*edge.source) or ()
        target = found.by_id[edge.target[0]].config.get("target_shape")
        count = prod(size for size in shape if size is not None)
        kept = [size for size in target[:-1] if isinstance(size, int)] if isinstance(target, list) else []
        rest = prod(kept)
        options: list[list[int]] = [[*kept, count // rest]] if rest > 0 and count % rest == 0 else []
        for option in (*options, [count]):
            yield Edit(found).set(edge.target[0], target_shape=option).fix(f"Set target_shape of {edge.target[0]} to {shape_text(option)}")


def reset(*names: str) -> Maker:
    """A maker that sets arguments back to their defaults, one at a time."""

    def maker(found: Findings, problem: Problem) -> Iterator[Fix]:
        node = found.by_id.get(problem.node or "")
        for name in names:
            if node and name in node.config:
                yield Edit(found).set(node.id, **{name: None}).fix(f"Set {name} of {node.id} back to its default")

    return maker


CURES: Mapping[str, tuple[Maker, ...]] = {
    "input_rank": (change_rank,),
    "dense_keeps_axes": (one_row_before,),
    "undefined_size": (pool_unknown_sizes,),
    "window_too_large": (pad_or_shrink,),
    "reshape_size": (fit_target_shape,),
    "groups": (reset("groups"),),
    "strides_and_dilation": (reset("dilation_rate", "strides"),),
    "axis_out_of_range": (reset("axis", "axes"),),
}

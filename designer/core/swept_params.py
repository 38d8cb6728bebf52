"""What the catalogue says of the field that a sweep marks: which parameter it is, and whether it can be searched at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from designer.core.arguments import BASE_PARAMS, GROUPS, lookup, nestable_layers, unwrap
from designer.core.catalog import Catalog, ObjectSpec, Param, ParamKind
from designer.core.document import Document, SweptField
from designer.core.fitting import ObjectGroup
from designer.core.sweeps import drawn_value, node_of

FIXED: frozenset[ParamKind] = frozenset({"layer", "layers", "formula", "python", "shape", "arguments"})
"""Kinds of what holds other layers or is the form of the data: with another, the network is another one."""
OF_LAYERS: Mapping[tuple[str | int, ...], Param] = {("dtype",): BASE_PARAMS["dtype"]}
FIXED_PARAMS = frozenset({"trainable", "name"})
SEARCHED = frozenset({"layer", "operation", "block"})  # kinds of nodes
SCALARS: Mapping[str, ParamKind] = {
    "epochs": "int",
    "batch_size": "int",
    "validation_split": "number",
    "seed": "int",
    "jit_compile": "bool",
}
"""Settings that are one value."""
OBJECTS: Mapping[tuple[str | int, ...], ObjectGroup] = {
    ("optimizer",): "optimizers",
    ("outputs", 0, "loss"): "losses",
    ("outputs", 0, "metrics", 0): "metrics",
    ("callbacks", 0): "callbacks",
}
"""Settings that are objects, by their path with every index 0."""
WHOLE: frozenset[ObjectGroup] = frozenset({"optimizers", "losses"})  # objects of which several can be tried
WEIGHT: tuple[str | int, ...] = ("outputs", 0, "weight")


def param_of(document: Document, field: SweptField, catalog: Catalog) -> Param | None:
    """The parameter that a field is; None where it is a whole object, or where nothing searches it. Raises NoSuchPlace."""
    drawn_value(document, field)
    node = node_of(document, field)
    if node is not None:
        spec = catalog.layers.get(node.layer)
        if spec is None or spec.kind not in SEARCHED:
            return None
        return _within(spec, node.config, field.path, catalog) or (OF_LAYERS.get(field.path) if spec.kind == "layer" else None)
    general = _general(field.path)
    if len(field.path) == 1 and field.path[0] in SCALARS:
        return Param(name=str(field.path[0]), kind=SCALARS[str(field.path[0])])
    if general == WEIGHT:
        return Param(name="weight", kind="number")
    for length in range(1, len(field.path) - 1):
        group = OBJECTS.get(general[:length])
        if group is not None and field.path[length] == "config":
            given = drawn_value(document, field.model_copy(update={"path": field.path[:length]}))
            spec = getattr(catalog, group).get(given["class_name"])
            return _within(spec, given["config"], field.path[length + 1 :], catalog) if spec else None
    return None


def whole_group(field: SweptField) -> ObjectGroup | None:
    """The group of the object that a field is as a whole, such as the optimizer; None for anything else."""
    group = OBJECTS.get(_general(field.path)) if field.node is None else None
    return group if group in WHOLE else None


def can_search(document: Document, field: SweptField, catalog: Catalog) -> bool:
    """Whether several values of a field can be tried. Raises NoSuchPlace."""
    param = param_of(document, field, catalog)
    if param is None:
        return whole_group(field) is not None
    return param.kind not in FIXED and param.name not in FIXED_PARAMS


def _general(path: Sequence[str | int]) -> tuple[str | int, ...]:
    return tuple(0 if isinstance(step, int) else step for step in path)


def _within(spec: ObjectSpec, config: Mapping[str, Any], path: Sequence[str | int], catalog: Catalog) -> Param | None:
    """The parameter at a path within the config of an object: of the object itself, or of one that stands in it."""
    param = next((param for param in spec.params if param.name == path[0]), None)
    if param is None or len(path) == 1:
        return param
    if path[1] != "config" or len(path) == 2:
        return None
    known: Mapping[str, ObjectSpec] = getattr(catalog, GROUPS[param.kind]) if param.kind in GROUPS else nestable_layers(catalog)
    name, inner = unwrap(config.get(param.name))
    found = lookup(name or "", known)
    return _within(found, inner, path[2:], catalog) if found is not None and inner is not None else None

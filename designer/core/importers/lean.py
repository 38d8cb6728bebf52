"""A config of any Keras, held against the catalogue: what says the same as the default is left out, and so is what no argument takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from pydantic import JsonValue

from designer.core.arguments import BASE_PARAMS, GROUPS, lookup, unwrap
from designer.core.catalog import Catalog, ObjectSpec, Param
from designer.core.document import MAX_NUMBER

FOLLOWING: Final[Mapping[str, str]] = {"strides": "pool_size"}
"""Arguments that are another one's value unless they are given."""

QUIET: Final = frozenset(
    {
        *("batch_input_shape", "build_config", "compile_config", "dtype", "input_dtype", "name", "registered_name"),
        *("oov_method", "vocabulary_size"),  # what lookups write of themselves and do not take
        *("groups", "kernel_constraint", "kernel_initializer", "kernel_regularizer"),  # what some convolutions inherited and never used
    }
)
MOST_TEXT = 20_000


def lean_config(config: Mapping[str, Any], spec: ObjectSpec, catalog: Catalog) -> tuple[dict[str, JsonValue], list[str]]:
    """The arguments that differ from the defaults, and the names of those that the class does not have and that said something."""
    params = {**BASE_PARAMS, **{param.name: param for param in spec.params}}
    kept: dict[str, JsonValue] = {}
    unknown = [key for key, value in config.items() if key not in params and key not in QUIET and value not in (None, False, "", [], {})]
    for key, value in config.items():
        param = params.get(key)
        if param is None:
            continue
        told = lean_value(value, param, catalog)
        if not _says_nothing(key, told, param, config, params):
            kept[key] = told
    return kept, unknown


def lean_value(value: Any, param: Param, catalog: Catalog) -> Any:
    """A value as a document keeps it: an object with what differs from its defaults, or its name alone."""
    group = GROUPS.get(param.kind)
    if group is not None:
        return _object(value, getattr(catalog, group), catalog)
    if param.kind == "activation" and isinstance(value, dict):
        return _layer(value, catalog)
    if param.kind == "layer":
        return _layer(value, catalog)
    if param.kind == "layers" and isinstance(value, list):
        return [_layer(item, catalog) for item in value]
    if param.kind == "int_or_tuple" and param.length == 1 and isinstance(value, list) and len(value) == 1:
        value = value[0]
    if param.kind in ("int", "int_or_tuple", "tuple") and isinstance(value, float) and value.is_integer():
        value = int(value)
    return storable(value)


def _says_nothing(key: str, value: Any, param: Param, config: Mapping[str, Any], params: Mapping[str, Param]) -> bool:
    if param.kind == "activation" and value == "linear" and param.default is None and not param.required:
        return True
    if value is None and not (param.nullable and param.default is not None):
        return True
    followed = params.get(FOLLOWING.get(key, ""))
    if followed is not None and value is not None:
        return _same(value, config.get(followed.name, followed.default), param.length)
    if param.required or (value is None) != (param.default is None):
        return False
    return _same(value, param.default, param.length) or (param.kind in GROUPS and isinstance(value, str) and _same_name(value, param.default))


def _same_name(value: str, default: Any) -> bool:
    return isinstance(default, str) and value.replace("_", "").lower() == default.replace("_", "").lower()


def _same(value: Any, default: Any, length: int | None) -> bool:
    """Whether two values say the same, where one number may stand for several."""
    if isinstance(value, bool) or isinstance(default, bool):
        return value is default
    return bool(_spread(value, length) == _spread(default, length))


def _spread(value: Any, length: int | None) -> Any:
    if isinstance(value, int | float):
        return [value] * (length or 1)
    return _flat_pairs(value) if isinstance(value, list | tuple) else value


def _flat_pairs(value: Any) -> list[Any]:
    """Pairs of equal numbers as one number: ((1, 1), (1, 1)) pads as (1, 1) does."""
    return [item[0] if isinstance(item, list | tuple) and len(item) == 2 and item[0] == item[1] else item for item in value]


def _object(value: Any, known: Mapping[str, ObjectSpec], catalog: Catalog) -> Any:
    name, config = unwrap(value)
    spec = lookup(name, known) if name is not None else None
    if spec is None or config is None:
        return storable(value)
    kept, _ = lean_config(config, spec, catalog)
    return {"class_name": spec.name, "config": kept} if kept else spec.name


def _layer(value: Any, catalog: Catalog) -> Any:
    name, config = unwrap(value)
    spec = catalog.layers.get(name) if name is not None else None
    if spec is None or config is None:
        return storable(value)
    kept, _ = lean_config(config, spec, catalog)
    if isinstance(config.get("name"), str):
        kept["name"] = config["name"]
    return {"class_name": spec.name, "config": kept}


def storable(value: Any, depth: int = 0) -> Any:
    """A stranger's JSON as a document can hold it: no endless numbers, no lone surrogates, not too deep, not too long."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_NUMBER:
        return str(value)[:40] if abs(value) < 10**40 else "a very large number"
    if isinstance(value, str):
        return value[:MOST_TEXT].replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {str(storable(str(key))): storable(item, depth + 1) for key, item in value.items()} if depth < 14 else "…"
    if isinstance(value, list | tuple):
        return [storable(item, depth + 1) for item in value] if depth < 14 else "…"
    return value if value is None or isinstance(value, bool | int | float) else str(value)[:200]

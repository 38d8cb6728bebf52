"""Config values in Keras's serialized form -> the objects Keras's constructors take.

Classes are looked up through the catalogue by their group and never through Keras's own deserialisation, so a config can name nothing
that the catalogue does not list. Values are expected to have passed `arguments.check_config`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras

from designer.core.arguments import BASE_PARAMS, GROUPS, activation_name, lookup, nestable_layers, unwrap
from designer.core.catalog import Catalog, ObjectSpec, Param, ParamKind
from designer.core.document import KerasObject
from designer.core.fitting import ObjectGroup
from designer.core.words import word


def arguments(config: Mapping[str, Any], spec: ObjectSpec, catalog: Catalog) -> dict[str, Any]:
    """The keyword arguments of a class's constructor."""
    params = {**BASE_PARAMS, **{param.name: param for param in spec.params}}
    return {name: _value(value, params[name], catalog) if name in params else value for name, value in config.items()}


def make_object(group: ObjectGroup, given: KerasObject, catalog: Catalog) -> Any:
    """An optimizer, loss or metric; Keras's own strings, such as "accuracy", stay strings.

    A metric with nothing but defaults is Keras's word for it, as in the script: so it has the same name in the logs of both.
    """
    known: Mapping[str, ObjectSpec] = getattr(catalog, group)
    spec = known[given.class_name]
    short = word(group, spec.name) if group == "metrics" and not given.config else None
    if short is not None:
        return short
    found = getattr(home(group), spec.name, None)
    return found(**arguments(given.config, spec, catalog)) if isinstance(found, type) else spec.name


def home(group: str) -> Any:
    """The module of Keras that a group of the catalogue lives in."""
    return keras.optimizers.schedules if group == "schedules" else getattr(keras, group)


def _value(value: Any, param: Param, catalog: Catalog) -> Any:
    convert = CONVERSIONS.get(param.kind)
    return value if convert is None or value is None else convert(value, param, catalog)


def _tuple(value: Any, param: Param, catalog: Catalog) -> Any:
    return tuple(_tuple(item, param, catalog) for item in value) if isinstance(value, list | tuple) else value


def as_float(value: Any, param: Param, catalog: Catalog) -> Any:
    """A float, also where JSON has a whole number: JavaScript writes 1.0 as 1, which Keras does not take for a learning rate."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def as_floats(value: Any, param: Param, catalog: Catalog) -> Any:
    """Floats: Keras multiplies each by itself, and does not mix kinds of numbers."""
    return [as_float(item, param, catalog) for item in value] if isinstance(value, list | tuple) else value


def _part(value: Any, param: Param, catalog: Catalog) -> Any:
    """An initializer, regularizer, constraint or schedule."""
    group = GROUPS[param.kind]
    name, config = unwrap(value)
    spec = _known(name, getattr(catalog, group))
    return getattr(home(group), spec.name)(**arguments(config or {}, spec, catalog))


def _rate(value: Any, param: Param, catalog: Catalog) -> Any:
    """A learning rate: a number, or a schedule."""
    return (_part if isinstance(value, dict) else as_float)(value, param, catalog)


def _known(name: str | None, group: Mapping[str, ObjectSpec]) -> ObjectSpec:
    spec = lookup(name or "", group)
    if spec is None:
        raise ValueError(f"{name} is not in the catalogue.")
    return spec


def _activation(value: Any, param: Param, catalog: Catalog) -> Any:
    name = activation_name(value)
    return name if name is not None else _layer(value, param, catalog)


def _layer(value: Any, param: Param, catalog: Catalog) -> Any:
    """A layer inside another: a cell of an RNN, the layer of a wrapper."""
    name, config = unwrap(value)
    spec = _known(name, nestable_layers(catalog))
    return layer_class(spec)(**arguments(config or {}, spec, catalog))


def _layers(value: Any, param: Param, catalog: Catalog) -> Any:
    return [_layer(item, param, catalog) for item in value]


def _dtype(value: Any, param: Param, catalog: Catalog) -> Any:
    return value["config"]["name"] if isinstance(value, dict) else value


def layer_class(spec: ObjectSpec) -> type[Any]:
    """The class of a layer of the catalogue."""
    found: type[Any] = getattr(keras.layers, spec.name)
    return found


CONVERSIONS: Mapping[ParamKind, Callable[[Any, Param, Catalog], Any]] = {
    "float": as_float,
    "schedule": _rate,
    "tuple": _tuple,
    "floats": as_floats,
    "int_or_tuple": _tuple,
    "int_or_pairs": _tuple,
    "float_or_range": _tuple,
    "shape": _tuple,
    "activation": _activation,
    "initializer": _part,
    "regularizer": _part,
    "constraint": _part,
    "layer": _layer,
    "layers": _layers,
    "dtype": _dtype,
}

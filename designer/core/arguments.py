"""Checks a config against the catalogue's parameters, before Keras sees it.

Keras's constructors are no validators (most take -7 for a size), and a stranger's config must hold nothing but what the catalogue lists:
so every argument, nested object and number is held against its parameter here. Nothing of Keras is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from designer.core.catalog import Catalog, LayerSpec, ObjectSpec, Param, ParamKind
from designer.core.expectations import LARGEST, expected, expected_int
from designer.core.formula_reading import FormulaError, Reader
from designer.core.python_source import SourceError
from designer.core.python_source import read as read_class
from designer.core.wording import did_you_mean, quoted

BASE_PARAMS = {
    "trainable": Param(name="trainable", kind="bool", default=True),
    "dtype": Param(name="dtype", kind="dtype", nullable=True),
}
NAME = Param(name="name", kind="string", nullable=True)
GROUPS: Mapping[str, str] = {"initializer": "initializers", "regularizer": "regularizers", "constraint": "constraints", "schedule": "schedules"}
DTYPES = ("float32", "float16", "bfloat16", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool", "string")
POLICIES = (*DTYPES, "mixed_float16", "mixed_bfloat16")
WRAPPING_KEYS = {"class_name", "config", "module", "registered_name", "build_config", "shared_object_id"}


AnySpec = TypeVar("AnySpec", bound=ObjectSpec)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with an argument; `param` is its path, e.g. 'kernel_initializer.stddev'."""

    code: str
    param: str
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its path, and how a sentence names it."""

    param: str
    words: str

    def inside(self, name: str) -> Place:
        """The place of an argument of the object that stands here."""
        return Place(f"{self.param}.{name}" if self.param else name, f"{name} of {self.words}")

    def at(self, index: int) -> Place:
        """The place of the index-th object of the list that stands here."""
        return Place(f"{self.param}.{index}", f"object {index + 1} in {self.words}")


def check_config(
    config: Mapping[str, Any], spec: ObjectSpec, catalog: Catalog, place: Place, *, base: Mapping[str, Param] = BASE_PARAMS
) -> list[Fault]:
    """Everything wrong with the arguments of an object; `place` is the object's, with an empty `param` for a node's own config."""
    if isinstance(spec, LayerSpec) and spec.kind == "placeholder":
        return []  # it keeps what was read as it was, and nothing is ever made of it
    faults = []
    params = {**base, **{param.name: param for param in spec.params}}
    for name, value in config.items():
        param = params.get(name)
        if param is None:
            faults.append(_unknown(name, spec, params, place))
        else:
            faults.extend(check_value(value, param, catalog, place.inside(name)))
    for param in spec.params:
        if param.required and config.get(param.name) is None and not (param.nullable and param.name in config):
            where = place.inside(param.name)
            faults.append(Fault("missing_argument", where.param, f"{where.words} is missing: it must be {expected(param)}."))
    return faults


def _unknown(name: str, spec: ObjectSpec, params: Mapping[str, Param], place: Place) -> Fault:
    owner = place.words if place.words == spec.name else f"{place.words} ({spec.name})"
    message = f"{owner} has no argument called {quoted(name)}."
    return Fault("unknown_argument", place.inside(name).param, message + (did_you_mean(name, params) or " Take it away."))


def check_value(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    """Everything wrong with one argument."""
    if value is None:
        if not param.nullable and not param.required and param.default is not None:
            yield Fault("wrong_type", place.param, f"{place.words} must be {expected(param)}; received None.")
        return
    yield from CHECKS[param.kind](value, param, catalog, place)


def _wrong(place: Place, param: Param, value: Any, code: str = "wrong_type") -> Fault:
    return Fault(code, place.param, f"{place.words} must be {expected(param)}; received {quoted(value)}.")


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _within(value: float, param: Param) -> bool:
    low = param.minimum if param.minimum is not None else -float(LARGEST)
    high = param.maximum if param.maximum is not None else float(LARGEST)
    return low <= value <= high


def _check_int(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not _is_int(value):
        yield _wrong(place, param, value)
    elif not _within(value, param):
        yield Fault("out_of_range", place.param, f"{place.words} must be {expected_int(param, [value])}; received {quoted(value)}.")


def _check_float(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not _is_number(value):
        yield _wrong(place, param, value)
    elif (param.minimum is not None and value < param.minimum) or (param.maximum is not None and value > param.maximum):
        yield _wrong(place, param, value, "out_of_range")


def _check_bool(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield _wrong(place, param, value)


def _check_choice(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, str) or (param.choices and value not in param.choices):
        yield _wrong(place, param, value, "not_a_choice")


def _check_string(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, str) or len(value) > 200:
        yield _wrong(place, param, value)
    elif param.choices and value not in param.choices:
        yield _wrong(place, param, value, "not_a_choice")


def _check_formula(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong(place, param, value)
        return
    try:
        Reader(value).read()
    except FormulaError as error:
        yield Fault("bad_formula", place.param, f"{place.words} cannot be read. {error}")


def _check_python(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong(place, param, value)
        return
    try:
        found = read_class(value)
    except SourceError as error:
        yield Fault("bad_python", place.param, f"{place.words} is no layer. {error}")
        return
    if found.name in catalog.layers:
        yield Fault("bad_python", place.param, f"{place.words} is no layer of its own: Keras has one called {found.name}. Give it another name.")


def _check_arguments(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, dict) or not all(name.isidentifier() for name in value):
        yield _wrong(place, param, value)


def _numbers(value: Iterable[Any]) -> Iterator[Any]:
    """The numbers of a tuple that may hold pairs, such as ((1, 1), (2, 2))."""
    for item in value:
        if isinstance(item, list | tuple):
            yield from item
        else:
            yield item


def _check_tuple(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, list | tuple):
        yield _wrong(place, param, value)
    elif param.length is not None and len(value) != param.length:
        yield _wrong(place, param, value, "wrong_length")
    elif not all(_is_number(item) for item in _numbers(value)):
        yield _wrong(place, param, value)
    elif not all(_within(item, param) for item in _numbers(value)):
        bounds = expected_int(param, list(_numbers(value)))
        yield Fault("out_of_range", place.param, f"Each number in {place.words} must be {bounds}; received {quoted(value)}.")


def _check_int_or_tuple(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    yield from (_check_tuple if isinstance(value, list | tuple) else _check_int)(value, param, catalog, place)


def _check_float_or_range(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if isinstance(value, list | tuple):
        if len(value) != 2 or not all(_is_number(item) for item in value):
            yield _wrong(place, param, value)
    else:
        yield from _check_float(value, param, catalog, place)


def _check_shape(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, list | tuple) or not all(item is None or _is_int(item) for item in value) or len(value) > 16:
        yield _wrong(place, param, value)
    elif not all(item is None or _within(item, param) for item in value):
        yield Fault("out_of_range", place.param, f"Each size in {place.words} must be {expected_int(param, value)}; received {quoted(value)}.")


def _check_dtype(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    name = value.get("config", {}).get("name") if isinstance(value, dict) and isinstance(value.get("config"), dict) else value
    if not isinstance(name, str) or name not in (param.choices or POLICIES):
        yield _wrong(place, param, value, "not_a_choice")


def _check_list(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    """A list of words or numbers, and no text: Keras takes a text as the path of a file on this machine."""
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) or _is_number(item) for item in value):
        yield _wrong(place, param, value, "not_allowed" if isinstance(value, str) else "wrong_type")


def _check_json(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    """A free value. A text is refused unless it is one of the choices: Keras takes a text as the path of a file on this machine."""
    if isinstance(value, dict) or (isinstance(value, str) and value not in param.choices):
        yield _wrong(place, param, value, "not_allowed")


def _check_object(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    known: Mapping[str, ObjectSpec] = getattr(catalog, GROUPS[param.kind])
    yield from _check_serialized(value, param, known, catalog, place, {})


def _check_schedule(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    """A number, or an object that gives one for each step."""
    yield from (_check_object if isinstance(value, dict) else _check_float)(value, param, catalog, place)


def _check_layer(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield _wrong(place, param, value)
        return
    known = {name: spec for name, spec in nestable_layers(catalog).items() if not param.choices or name in param.choices}
    yield from _check_serialized(value, param, known, catalog, place, {**BASE_PARAMS, "name": NAME})


def nestable_layers(catalog: Catalog) -> Mapping[str, ObjectSpec]:
    """The layers that may stand inside another one."""
    return {name: spec for name, spec in catalog.layers.items() if spec.kind == "layer" and (not spec.unavailable or spec.is_cell)}


def _check_layers(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    if not isinstance(value, list | tuple) or not value or len(value) > 100:
        yield _wrong(place, param, value)
        return
    for index, item in enumerate(value):
        yield from _check_layer(item, param, catalog, place.at(index))


def _check_serialized(
    value: Any, param: Param, known: Mapping[str, ObjectSpec], catalog: Catalog, place: Place, base: Mapping[str, Param]
) -> Iterator[Fault]:
    name, config = unwrap(value)
    spec = lookup(name, known) if name is not None else None
    if name is None or config is None:
        yield _wrong(place, param, value)
    elif spec is None:
        yield Fault("unknown_object", place.param, _no_such(name, param, known, catalog, place))
    else:
        yield from check_config(config, spec, catalog, place, base=base)


def _no_such(name: str, param: Param, known: Mapping[str, ObjectSpec], catalog: Catalog, place: Place) -> str:
    """Why an object cannot be named here: Keras has none of that name, or it is a layer that cannot be drawn."""
    layer = None if param.kind in GROUPS else catalog.layers.get(name)
    if layer is not None and layer.unavailable:
        return f"{place.words} cannot be {name}. {layer.unavailable}"
    return f"{place.words} must be {expected(param)}; Keras {catalog.keras} has no {quoted(name)}.{did_you_mean(name, known)}"


def _check_activation(value: Any, param: Param, catalog: Catalog, place: Place) -> Iterator[Fault]:
    name = activation_name(value)
    if name is None and isinstance(value, dict):
        yield from _check_layer(value, param, catalog, place)  # a layer such as LeakyReLU used as an activation
    elif name is None:
        yield _wrong(place, param, value)
    elif name not in catalog.activations:
        message = f"{place.words} must be the name of an activation; Keras {catalog.keras} has no {quoted(name)}."
        yield Fault("unknown_object", place.param, message + did_you_mean(name, catalog.activations))


def activation_name(value: Any) -> str | None:
    """The name of a serialized activation function; None for anything else."""
    if isinstance(value, dict) and value.get("class_name") == "function":
        value = value.get("config")
    return value if isinstance(value, str) else None


def unwrap(value: Any) -> tuple[str | None, dict[str, Any] | None]:
    """Class name and config of a serialized object, or of a plain name; (None, None) for anything else."""
    if isinstance(value, str):
        return value, {}
    if not isinstance(value, dict) or not isinstance(value.get("class_name"), str) or set(value) - WRAPPING_KEYS:
        return None, None
    config = value.get("config")
    return value["class_name"], {} if config is None else config if isinstance(config, dict) else None


def lookup(name: str, known: Mapping[str, AnySpec]) -> AnySpec | None:
    """The class of that name, written as Keras writes classes or in snake_case."""
    found = known.get(name)
    if found is not None:
        return found
    plain = name.replace("_", "").lower()
    return next((spec for key, spec in known.items() if key.lower() == plain), None)


CHECKS: Mapping[ParamKind, Callable[[Any, Param, Catalog, Place], Iterator[Fault]]] = {
    "int": _check_int,
    "float": _check_float,
    "number": _check_float,
    "bool": _check_bool,
    "choice": _check_choice,
    "string": _check_string,
    "tuple": _check_tuple,
    "floats": _check_tuple,
    "int_or_tuple": _check_int_or_tuple,
    "int_or_pairs": _check_int_or_tuple,
    "float_or_range": _check_float_or_range,
    "activation": _check_activation,
    "initializer": _check_object,
    "regularizer": _check_object,
    "constraint": _check_object,
    "layer": _check_layer,
    "layers": _check_layers,
    "dtype": _check_dtype,
    "shape": _check_shape,
    "schedule": _check_schedule,
    "list": _check_list,
    "json": _check_json,
    "formula": _check_formula,
    "python": _check_python,
    "arguments": _check_arguments,
}

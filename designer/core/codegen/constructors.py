"""Serialized Keras objects as constructor calls with only the arguments that matter.

A stated argument is left out when Keras makes an equal object without it. For layers that is tried, not assumed, since defaults depend
on each other: MaxPooling2D(3, strides=2) is not MaxPooling2D(3), though 2 is the stride of MaxPooling2D().
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import keras

from designer.core.arguments import BASE_PARAMS, GROUPS, NAME, activation_name, lookup, nestable_layers, unwrap
from designer.core.arithmetic import Free, concrete, expression_of, work_out
from designer.core.blocks import with_arguments
from designer.core.build import fresh_names
from designer.core.catalog import Catalog, LayerSpec, ObjectSpec, Param, ParamKind
from designer.core.codegen.expressions import Bound, Call, Expression, Name
from designer.core.document import KerasObject
from designer.core.fitting import ObjectGroup
from designer.core.kept import Kept
from designer.core.layers import check_node, unallocated
from designer.core.objects import as_float, as_floats
from designer.core.problems import Node, Problem
from designer.core.words import word

INPUT = "keras.Input"
REPEATING: frozenset[ParamKind] = frozenset({"int_or_tuple", "int_or_pairs"})  # 3 stands for (3, 3), and that for ((3, 3), (3, 3))
EXPLICIT: frozenset[str] = frozenset({"regularizers", "constraints"})  # regularizers.L2(0.01) says more than "l2"
SHORT: frozenset[str] = frozenset({"initializers", "regularizers", "constraints", "optimizers", "losses", "metrics"})  # groups with words
KEPT = 5_000
PATHS: Mapping[str, str] = {"schedules": "keras.optimizers.schedules"}  # of groups whose module the script does not import by its name


class CannotWrite(ValueError):
    """The network cannot be written as code yet; `problems` says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems))


_calls = Kept[Call](KEPT)


def layer_constructor(node: Node, spec: LayerSpec, catalog: Catalog, arguments: Mapping[str, Any] | None = None) -> Call:
    """The shortest constructor call of a node's layer that Keras itself finds equal to the node's config.

    `arguments` are those of the block that the node stands in: expressions over its parameters stay what they are. Raises CannotWrite for a
    config that the catalogue or Keras refuses.
    """
    key = (
        catalog.keras,
        spec.name,
        keras.config.dtype_policy().name,
        json.dumps([node.config, concrete(node.config), arguments, concrete(arguments)], sort_keys=True),
    )
    return _calls.get(key, lambda: _checked(node, spec, catalog, arguments))


def stated(param: Param, value: Any, catalog: Catalog, arguments: Mapping[str, Any] | None = None) -> Expression:
    """An argument as it is written: of an operation, or of the call of a layer."""
    return _value(bound(value, arguments), param, catalog)


def bound(value: Any, arguments: Mapping[str, Any] | None) -> Any:
    """A value of a config, with expressions over a block's parameters, and what a sweep sets, as Bound."""
    if isinstance(value, Free):
        return Bound(value.text, value.value, is_swept=True)
    text = expression_of(value)
    if text is not None and arguments is not None:
        found = work_out(text, arguments)
        return Bound(ast.unparse(ast.parse(text.strip(), mode="eval")), concrete(found), is_swept=isinstance(found, Free))
    if isinstance(value, dict):
        return {key: bound(item, arguments) for key, item in value.items()}
    return [bound(item, arguments) for item in value] if isinstance(value, list) else value


def _checked(node: Node, spec: LayerSpec, catalog: Catalog, arguments: Mapping[str, Any] | None) -> Call:
    filled = node if arguments is None else with_arguments(node, arguments)
    problems = check_node(filled.model_copy(update={"config": concrete(filled.config)}), spec, catalog)
    if problems:
        raise CannotWrite(tuple(problems))
    try:
        return _layer(spec, bound(node.config, arguments), catalog)
    except (ValueError, TypeError) as error:
        message = f"{node.id} cannot be made: {error}"
        raise CannotWrite((Problem(code="refused_by_keras", node=node.id, message=message),)) from error


def object_expression(group: ObjectGroup, value: KerasObject | Name, catalog: Catalog) -> Expression:
    """An optimizer, a loss or a metric: Keras's short word for it where it has no arguments of its own."""
    if isinstance(value, Name):
        return value  # a sweep chooses it
    known: Mapping[str, ObjectSpec] = getattr(catalog, group)
    if value.class_name not in known:
        raise ValueError(f"{value.class_name!r} is not one of Keras's {group}.")
    return _object(f"keras.{group}", known[value.class_name], bound(value.config, None), catalog)


def callback_expression(value: KerasObject, catalog: Catalog) -> Call:
    """A callback's constructor call with the arguments that differ from their defaults."""
    spec = catalog.callbacks[value.class_name]
    made = _object("keras.callbacks", spec, bound(value.config, None), catalog)
    if not isinstance(made, Call) or not made.positional:
        return made if isinstance(made, Call) else Call(f"keras.callbacks.{spec.name}")
    return replace(made, positional=(), named=((spec.params[0].name, made.positional[0]),))


def make(expression: Expression) -> Any:
    """What Python would make of an expression of calls to Keras, without any text being run."""
    if isinstance(expression, Bound):
        return make(expression.value)
    if isinstance(expression, Call):
        positional = [make(value) for value in expression.positional]
        return _class(expression)(*positional, **{name: make(value) for name, value in expression.named})
    if isinstance(expression, list | tuple):
        return type(expression)(make(item) for item in expression)
    return expression


def _class(call: Call) -> Any:
    if call.function == INPUT:
        return keras.layers.InputLayer
    found: Any = keras
    for part in str(call.function).removeprefix("keras.").split("."):
        found = getattr(found, part)
    return found


def _params(spec: ObjectSpec) -> dict[str, Param]:
    return {param.name: param for param in spec.params}


def _layer(spec: ObjectSpec, config: Mapping[str, Any], catalog: Catalog) -> Call:
    params = {**_params(spec), **BASE_PARAMS, "name": NAME}
    named = [(name, _value(config[name], param, catalog)) for name, param in params.items() if name in config]
    path = INPUT if getattr(spec, "is_input", False) else f"layers.{spec.name}"
    return _positional(_shortest(Call(path, (), tuple(named)), params), spec)


def _value(value: Any, param: Param, catalog: Catalog) -> Expression:
    if isinstance(value, Bound):
        return replace(value, value=_value(value.value, param, catalog))
    say = SAID.get(param.kind)
    return value if say is None or value is None else say(value, param, catalog)


def _tuple(value: Any, param: Param, catalog: Catalog) -> Expression:
    return _as_tuple(value)


def _as_tuple(value: Any) -> Any:
    return tuple(_as_tuple(item) for item in value) if isinstance(value, list | tuple) else value


def _part(value: Any, param: Param, catalog: Catalog) -> Expression:
    """An initializer, regularizer, constraint or schedule."""
    group = GROUPS[param.kind]
    known: Mapping[str, ObjectSpec] = getattr(catalog, group)
    name, config = unwrap(value)
    spec = lookup(name or "", known)
    if spec is None or config is None:
        raise ValueError(f"{name} is not one of Keras's {group}.")
    return _object(PATHS.get(group, group), spec, config, catalog)


def _rate(value: Any, param: Param, catalog: Catalog) -> Expression:
    return (_part if isinstance(value, dict) else as_float)(value, param, catalog)


def _activation(value: Any, param: Param, catalog: Catalog) -> Expression:
    name = activation_name(value)
    return name if name is not None else _inner_layer(value, param, catalog)


def _inner_layer(value: Any, param: Param, catalog: Catalog) -> Expression:
    name, config = unwrap(value)
    spec = lookup(name or "", nestable_layers(catalog))
    if spec is None or config is None:
        raise ValueError(f"{name} is not a layer that can stand inside another.")
    return _layer(spec, config, catalog)


def _inner_layers(value: Any, param: Param, catalog: Catalog) -> Expression:
    return [_inner_layer(item, param, catalog) for item in value]


def _dtype(value: Any, param: Param, catalog: Catalog) -> Expression:
    return value["config"]["name"] if isinstance(value, dict) else value


SAID: Mapping[ParamKind, Callable[[Any, Param, Catalog], Expression]] = {
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
    "layer": _inner_layer,
    "layers": _inner_layers,
    "dtype": _dtype,
}


def _object(path: str, spec: ObjectSpec, config: Mapping[str, Any], catalog: Catalog) -> Expression:
    group = path.removeprefix("keras.")
    params = _params(spec)
    unknown = sorted(set(config) - set(params) - {"name", "dtype"})
    if unknown:
        raise ValueError(f"{spec.name} has no argument called {', '.join(unknown)}.")
    stated = ((name, _value(config[name], param, catalog)) for name, param in params.items() if name in config)
    named = tuple((name, value) for name, value in stated if group in EXPLICIT or value != _as_tuple(params[name].default))
    short = None if named or group not in SHORT else word(group, spec.name)
    if short is not None:
        return short
    if len(spec.params) == 1 and named:
        return Call(f"{path}.{spec.name}", (named[0][1],))
    return Call(f"{path}.{spec.name}", (), named)


def _positional(call: Call, spec: ObjectSpec) -> Call:
    """`units=10` as plain `10`: the one argument that a layer cannot do without needs no name."""
    required = [param.name for param in spec.params if param.required]
    if call.function == INPUT or len(required) != 1 or not call.named or call.named[0][0] != required[0]:
        return call
    return replace(call, positional=(call.named[0][1],), named=call.named[1:])


def _shortest(call: Call, params: Mapping[str, Param]) -> Call:
    """The call without what Keras would do anyway, and with `3` for `(3, 3)` where that is the same."""
    whole = _config(call)
    swept = any(isinstance(value, Bound) and value.is_swept for _, value in call.named)  # what depends on it is another default each time
    for name, value in call.named:
        without = replace(call, named=tuple(item for item in call.named if item[0] != name))
        if isinstance(value, Bound):
            continue
        if _is_default(value, params[name]) or (not swept and _is_plain(value) and name in whole and _config_or_none(without) == whole):
            call = without
        elif params[name].kind in REPEATING:
            call = _unrepeated(call, name, value, whole)
    return call


def _unrepeated(call: Call, name: str, value: Expression, whole: Any) -> Call:
    """The call with the one value of a tuple in the tuple's place, as often as Keras finds that equal."""
    while isinstance(value, tuple) and len(set(value)) == 1:
        value = value[0]
        shorter = replace(call, named=tuple((key, value if key == name else item) for key, item in call.named))
        if _config_or_none(shorter) != whole:
            break
        call = shorter
    return call


def _is_default(value: Expression, param: Param) -> bool:
    return not param.required and value == _as_tuple(param.default)


def _is_plain(value: Expression) -> bool:
    """Whether a value is no object: those were stated for their own sake."""
    return not isinstance(value, Call | Bound | list)


def _config(call: Call) -> Any:
    """The config of what a call makes, as plain data without the names of layers."""
    return _nameless(keras.saving.serialize_keras_object(_made(call)))["config"]


def _config_or_none(call: Call) -> Any:
    try:
        return _config(call)
    except (ValueError, TypeError):
        return None


def _made(call: Call) -> Any:
    with fresh_names(), unallocated():
        return make(call)


def _nameless(value: Any) -> Any:
    if not isinstance(value, dict):
        return [_nameless(item) for item in value] if isinstance(value, list | tuple) else value
    if value.get("module") == "keras.layers" and isinstance(value.get("config"), dict):
        value = value | {"config": {key: item for key, item in value["config"].items() if key != "name"}}
    return {key: _nameless(item) for key, item in value.items()}

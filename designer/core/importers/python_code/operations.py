"""Operations and operators on tensors as nodes, or as formulas where an operation does not reach."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, Final

import keras
from pydantic import JsonValue

from designer.core.catalog import LayerSpec
from designer.core.importers.python_code.calling import called, materialized, placeholder, source_line
from designer.core.importers.python_code.config_values import NotKnown, plain_value, words_for
from designer.core.importers.python_code.graph import Layer, Tensor
from designer.core.importers.python_code.operation_names import ARGUMENTS, SAYING_NOTHING, SEVERAL
from designer.core.importers.python_code.plain import tensors_in
from designer.core.importers.python_code.run import Run, SeveralInputs
from designer.core.importers.python_code.values import Unknown

SIGNS: Final[Mapping[str, str]] = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "true_divide": "/", "floor_divide": "//", "mod": "%", "power": "**",
    "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=",
}  # fmt: skip
LEFT_OPEN: Final = frozenset(("newshape",))  # in which the one size that is not known, mostly the batch's, may be worked out from the others
FORMULA: Final = "Formula"


def operate(run: Run, operation: str, operands: Sequence[Any], line: int) -> Any:
    """What an operator gives on tensors."""
    if operation == "get_item":
        return _item(run, operands[0], operands[1], line)
    return apply(run, operation, list(operands), {}, line)


def apply(run: Run, operation: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`ops.operation(…)`, by the catalogue; what it cannot hold becomes a placeholder that keeps its line."""
    spec = run.catalog.layers.get(f"ops.{operation}")
    if spec is None or spec.unavailable:
        return _lost(run, operation, positional, named, spec.unavailable if spec is not None else "Keras has no operation of this name.", line)
    arguments = _arguments(spec, positional, named)
    foreign = next((key for key, value in named.items() if value and key not in SAYING_NOTHING and not _takes(spec, key)), None)
    if foreign is not None and not tensors_in([named[foreign]]):
        return _lost(run, operation, positional, named, f"{operation} of Keras has no argument {foreign}.", line)
    inputs: dict[str, list[Tensor]] = {}
    config: dict[str, JsonValue] = {}
    for name, value in arguments.items():
        if not _sort(run, spec, name, value, (inputs, config), line):
            reason = f"{name} of {operation} is not known without running the program: {words_for(value)}."
            return _lost(run, operation, positional, named, reason, line)
    if not inputs:
        return Unknown(f"{operation}(…)", line)
    layer = Layer(spec.name, config, run.automatic(operation.rpartition(".")[2]), line)
    made = called(run, layer, inputs, {}, line)
    given = named.get("name")
    made.name = given if isinstance(given, str) else ""
    count = SEVERAL[operation](config) if operation in SEVERAL else 0
    return [made.tensor(index) for index in range(min(count, 64))] if count else made.tensor()


def _arguments(spec: LayerSpec, positional: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments under the names that Keras gives them."""
    ports = [port.name for port in spec.inputs]
    names, rest = _signature(spec.name.removeprefix("ops."))
    arguments = dict(zip(names, positional, strict=False))
    if rest is not None:
        arguments[rest] = list(positional[len(names) :])
    names = list(dict.fromkeys([*names, *ports, *(param.name for param in spec.params)]))
    for key, value in named.items():
        name = ARGUMENTS.get((spec.name, key), ARGUMENTS.get(("", key), key))
        if key in names:
            arguments[key] = value
        elif name in names:
            arguments[name] = value
        elif tensors_in([value]):
            free = next((port for port in ports if port not in arguments), None)
            if free is not None:
                arguments[free] = value
    return arguments


def _takes(spec: LayerSpec, key: str) -> bool:
    """Whether an operation has an argument of that name, or of one that it had elsewhere."""
    names = {*_signature(spec.name.removeprefix("ops."))[0], *(port.name for port in spec.inputs), *(param.name for param in spec.params)}
    return not names.isdisjoint((key, ARGUMENTS.get((spec.name, key)), ARGUMENTS.get(("", key))))


@cache
def _signature(operation: str) -> tuple[list[str], str | None]:
    """The names of an operation's arguments in order, and that of those that are given one by one behind them."""
    parameters = inspect.signature(attrgetter(operation)(keras.ops)).parameters.values()
    rest = next((parameter.name for parameter in parameters if parameter.kind is parameter.VAR_POSITIONAL), None)
    names = [parameter.name for parameter in parameters]
    return names[: names.index(rest)] if rest is not None else names, rest


def _sort(run: Run, spec: LayerSpec, name: str, value: Any, found: tuple[dict[str, list[Tensor]], dict[str, JsonValue]], line: int) -> bool:
    """Put an argument among the wires or into the config; False where it is neither."""
    inputs, config = found
    port, param = spec.port(name), spec.param(name)
    if value is None and not (port is not None and port.required):
        return True
    if port is not None and (isinstance(value, Tensor) or (isinstance(value, Unknown) and (param is None or value.tensors))):
        inputs[name] = [value if isinstance(value, Tensor) else materialized(run, value, line)]
        return True
    if port is not None and port.many and isinstance(value, list | tuple):
        inputs[name] = [item if isinstance(item, Tensor) else materialized(run, item, line) for item in value if isinstance(item, Tensor | Unknown)]
        return len(inputs[name]) == len(value)
    if param is None:
        return False
    if isinstance(value, list | tuple) and sum(isinstance(item, Unknown) for item in value) == 1 and param.name in LEFT_OPEN:
        value = [-1 if isinstance(item, Unknown) else item for item in value]
    try:
        given = plain_value(run, value)
    except NotKnown:
        return False
    if isinstance(given, str) and given not in param.choices:  # REFLECT and NEAREST_NEIGHBOR, as tensorflow has them
        given = next((choice for choice in (given.lower(), given.lower().partition("_")[0]) if choice in param.choices), given)
    if param.required or given != param.default:
        config[name] = given
    return True


def _lost(run: Run, operation: str, positional: Sequence[Any], named: Mapping[str, Any], reason: str, line: int) -> Any:
    """What stands in the place of an operation that cannot be drawn."""
    tensors = tensors_in([*positional, *named.values()])
    if not tensors:
        return Unknown(f"{operation}(…)", line)
    return placeholder(run, f"ops.{operation}", {"source": source_line(run, line)}, tensors, reason, line)


def formula(run: Run, expression: str, tensors: Sequence[Tensor], line: int) -> Tensor:
    """What a Formula gives."""
    layer = Layer(FORMULA, {"expression": expression}, run.automatic("formula"), line)
    return called(run, layer, {"inputs": tensors}, {}, line).tensor()


def _item(run: Run, tensor: Tensor, key: Any, line: int) -> Any:
    """`tensor[key]`, as a Formula; of what arrives at a model class, a number or a name picks one of several inputs."""
    if tensor is run.entrance and isinstance(key, int | str):
        raise SeveralInputs
    try:
        text = ", ".join(_index(item) for item in (key if isinstance(key, tuple) else (key,)))
    except NotKnown as error:
        return _lost(run, "get_item", [tensor], {}, f"The index is not known without running the program: {error}.", line)
    return formula(run, f"x[{text}]", [tensor], line)


def _index(item: Any) -> str:
    if isinstance(item, slice):
        parts = ["" if part is None else _number(part) for part in (item.start, item.stop, item.step)]
        return ":".join(parts if item.step is not None else parts[:2])
    return "..." if item is Ellipsis else "None" if item is None else _number(item)


def _number(item: Any) -> str:
    if not isinstance(item, int) or isinstance(item, bool):
        raise NotKnown(words_for(item))
    return str(item)

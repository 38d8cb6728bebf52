"""The functions of keras.ops as nodes: what is a tensor in them is read from their source, the rest from signature, docstring and overlay."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import keras

from designer.core.catalog import LayerSpec, Param, Port
from designer.core.reading import overlay
from designer.core.reading.docstrings import read_docstring
from designer.core.reading.params import read_params
from designer.core.words import snake_case

PREFIX = "ops."
FAMILY = "Operations"
Function = Callable[..., Any]


def public_functions() -> dict[str, Function]:
    """The functions of keras.ops by name, those of keras.ops.image as image.NAME."""
    found = {name: value for name, value in vars(keras.ops).items() if inspect.isfunction(value)}
    images = {f"image.{name}": value for name, value in vars(keras.ops.image).items() if inspect.isfunction(value)}
    return dict(sorted({**found, **images}.items()))


def read_operations() -> list[LayerSpec]:
    """Every function of keras.ops."""
    return [_read_operation(name, function) for name, function in public_functions().items()]


def _read_operation(name: str, function: Function) -> LayerSpec:
    tables = overlay.operations()
    text = read_docstring(function)
    unavailable = tables.unavailable.get(name, "")
    tensors = () if unavailable else _tensors(name, function)
    return LayerSpec(
        name=PREFIX + name,
        auto_name=_auto_name(name, function),
        summary=tables.summaries.get(name, text.summary),
        params=() if unavailable else _params(name, function, tensors),
        family=FAMILY,
        inputs=tuple(_ports(name, function, tensors)),
        keywords=tuple(tables.keywords.get(name, ())),
        kind="operation",
        unavailable=unavailable,
    )


def _tensors(name: str, function: Function) -> tuple[str, ...]:
    """The arguments that are tensors, in the order of the signature: those that the operation is called with."""
    tables = overlay.operations()
    if name in tables.tensors:
        return tables.tensors[name]
    called = _operation_call(function)
    given = [] if called is None else [*called.args, *(keyword.value for keyword in called.keywords)]
    names = {part.id for value in given for part in ast.walk(value) if isinstance(part, ast.Name)}
    taken = inspect.signature(function).parameters.values()
    return tuple(argument.name for argument in taken if argument.name in names and argument.kind is not argument.VAR_KEYWORD)


def _operation_call(function: Function) -> ast.Call | None:
    """Where a function's source calls its Operation: Add().symbolic_call(x1, x2), or Pad(…)(x)."""
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Call) and _operation_class(node) is not None:
            return node
    return None


def _operation_class(call: ast.Call) -> str | None:
    made = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "symbolic_call" else call.func
    is_class = isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id[0].isupper()
    return made.func.id if is_class and isinstance(made, ast.Call) and isinstance(made.func, ast.Name) else None


def _auto_name(name: str, function: Function) -> str:
    """What Keras calls the first operation of this function in a model."""
    tables = overlay.operations()
    called = _operation_call(function)
    found = None if called is None else _operation_class(called)
    return tables.auto_names.get(name) or snake_case(found or name.rpartition(".")[2])


def _ports(name: str, function: Function, tensors: tuple[str, ...]) -> Iterator[Port]:
    tables = overlay.operations()
    for argument in inspect.signature(function).parameters.values():
        if argument.name not in tensors:
            continue
        spread = argument.kind is argument.VAR_POSITIONAL
        is_required = argument.default is argument.empty and tables.value(name, argument.name) is None
        many = spread or argument.name in tables.many.get(name, ())
        count = tables.counts.get(name) if many else None
        yield Port(name=argument.name, many=many, required=is_required, spread=spread, minimum=count or 1, maximum=count)


def _params(name: str, function: Function, tensors: tuple[str, ...]) -> tuple[Param, ...]:
    """Arguments that are no tensors, and those that may be a plain value instead of one, in the order of the signature."""
    tables = overlay.operations()
    read = read_params(function, name, tables.helps, tables=tables.params, skipped=tensors)
    found = {param.name: param.model_copy(update={"help": _short(param.help)}) for param in read}
    for tensor in tensors:
        value = tables.value(name, tensor)
        if value is not None:
            default = inspect.signature(function).parameters[tensor].default
            said = {"name": tensor, "nullable": default is None, "default": None if default is inspect.Parameter.empty else default, "common": True}
            found[tensor] = Param.model_validate(said | value.model_dump(exclude_unset=True))
    return tuple(found[argument] for argument in inspect.signature(function).parameters if argument in found)


def _short(text: str) -> str:
    first = text.partition("\n")[0]
    return first if len(first) <= 160 else first[: first.rfind(".", 0, 160) + 1] or f"{first[:157]}..."

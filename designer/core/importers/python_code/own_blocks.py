"""Blocks in programs that Layerloom wrote: a function is read once, with names for its parameters, and its calls are uses of a block."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from designer.core.document import BlockParam
from designer.core.importers.python_code.calling import called, new_input
from designer.core.importers.python_code.config_values import plain_value
from designer.core.importers.python_code.graph import Definition, Network, Tensor
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import MARK, Function, Scope, Symbol

MAKES: Final = "make_"
NAME: Final = "name"
SUFFIX: Final = "_block"
KINDS: Final[Mapping[type[Any], str]] = {bool: "bool", int: "int", float: "float", str: "string"}


def is_block(run: Run, function: Function, positional: Sequence[Any]) -> bool:
    """Whether a function of the program is how a block was written."""
    if not run.is_ours or isinstance(function.body, ast.expr) or function.home is not None or function.defaults:
        return False
    if function.name.startswith(MAKES):
        return not positional and function.arguments.args[-1:] != [] and function.arguments.args[-1].arg == NAME
    return bool(positional) and all(isinstance(item, Tensor) for item in positional)


def use_block(run: Run, function: Function, positional: Sequence[Tensor], named: Mapping[str, Any], line: int) -> Any:
    """A call of a block's function: a nested model, or what a use of the block gives. None where the function is no block after all."""
    definition = run.definitions.get(function) or _read(run, function, len(positional), named)
    if definition is None:
        return None
    run.definitions[function] = definition
    arguments = {name: value for name, value in named.items() if name != NAME}
    if not all(isinstance(value, Symbol | bool | int | float | str | list | tuple | None) for value in arguments.values()):
        return None
    label = named.get(NAME)
    name = label.removeprefix(f"{MARK}_") if isinstance(label, str) else ""
    made = Network(name or run.automatic(definition.name), line, bool(name), definition=definition)
    made.arguments = {key: plain_value(run, value) for key, value in arguments.items()}
    made.inputs, made.outputs = definition.network.inputs, definition.network.outputs
    if definition.nested:
        return made
    ports = dict(zip((tensor.call.target.name for tensor in made.inputs), ([tensor] for tensor in positional), strict=True))
    call = called(run, made, ports, {}, line)
    tensors = [call.tensor(index) for index in range(len(made.outputs))]
    return tensors[0] if len(tensors) == 1 else tuple(tensors)


def _read(run: Run, function: Function, count: int, named: Mapping[str, Any]) -> Definition | None:
    """The block of a function: its body, followed with Inputs for its tensors and names for its parameters."""
    places = [argument.arg for argument in function.arguments.args]
    with _aside(run):
        scope = Scope(outer=function.scope)
        scope.names = {place: Symbol(ast.Name(place, ast.Load())) for place in places}
        inputs = [new_input(run, None, name=place, line=function.line) for place in places[:count]]
        scope.names |= dict(zip(places, inputs, strict=False)) | {NAME: MARK}
        found = run.followed(function, scope)
    nested = function.name.startswith(MAKES)
    if nested and isinstance(found, Network):
        found.settle(function.line)
    network = found if nested and isinstance(found, Network) else _between(function, inputs, found)
    if network is None:
        return None
    params = tuple(_param(place, named.get(place)) for place in places[count:] if place != NAME)
    if nested:
        for tensor in network.inputs:
            tensor.call.target.config = {key: value for key, value in tensor.call.target.config.items() if key == "dtype"}  # type: ignore[union-attr]
    return Definition(_block_name(run, function), network, nested, params, ast.get_docstring(run.nodes[function.name]) or "")


def _between(function: Function, inputs: list[Tensor], found: Any) -> Network | None:
    outputs = list(found) if isinstance(found, tuple | list) else [found]
    if not outputs or not all(isinstance(tensor, Tensor) for tensor in outputs):
        return None
    return Network(function.name, function.line, inputs=inputs, outputs=outputs)


def _block_name(run: Run, function: Function) -> str:
    """The block's name: the docstring says it where the function's own name had to be another."""
    said = ast.get_docstring(run.nodes[function.name]) or ""
    if said.startswith("The block ") and said.endswith("."):
        return said[len("The block ") : -1]
    name = function.name.removeprefix(MAKES)
    return name.removesuffix(SUFFIX) if SUFFIX in name else name


def _param(name: str, value: Any) -> BlockParam:
    """A parameter; what its first use gives is its default."""
    default = list(value) if isinstance(value, tuple) else value
    default = 1 if isinstance(value, Symbol) else default
    kind: Any = "int_or_tuple" if isinstance(default, list) else KINDS.get(type(default), "int")
    return BlockParam(name=name, kind=kind, default=default)


@contextmanager
def _aside(run: Run) -> Iterator[None]:
    """What is made inside is no part of the program's own networks."""
    networks, calls, taken, uses = len(run.networks), len(run.calls), run.taken.copy(), list(run.uses)
    run.reading_blocks += 1
    try:
        yield
    finally:
        run.reading_blocks -= 1
        del run.networks[networks:], run.calls[calls:]
        run.taken, run.uses = taken, uses

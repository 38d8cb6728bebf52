"""Calling what the program wrote itself: functions, classes, and objects of its classes."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code.budget import MOST_DEPTH, TooLarge
from designer.core.importers.python_code.graph import Use
from designer.core.importers.python_code.own_blocks import is_block, use_block
from designer.core.importers.python_code.plain import tensors_in
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.standard_library import fields_of
from designer.core.importers.python_code.statements import Returned
from designer.core.importers.python_code.values import Bound, Class, Function, Instance, Scope, Split, Unknown

OWN_LAYER: Final = "Layer"
LOADER: Final = "load_"  # what the loader of a data set is called, before the data set's own name


def call_function(run: Run, function: Function, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """What a function gives; a function too deep within others, and a generator, give something unknown."""
    tensors = tensors_in([*positional, *named.values()])
    if run.is_ours and function.name.startswith(LOADER) and not positional:
        return (Split(function.name.removeprefix(LOADER)),) * 2
    if run.depth >= MOST_DEPTH:
        return Unknown(f"{function.name}(…)", line, tensors)
    scope = Scope(dict(_bound(function, positional, named)), outer=function.scope)
    if isinstance(function.body, ast.expr):
        with run.using(None):
            return run.evaluate(function.body, scope)
    if function.home is not None and positional:
        scope.owner = (function.home, positional[0])
    if _yields(function):
        return _yielded(run, function, scope, line)
    if is_block(run, function, positional):
        made = use_block(run, function, list(positional), named, line)
        if made is not None:
            return made
    return followed(run, function, scope, Use(function.name, run.event() if tensors else run.order, dict(scope.names)))


def followed(run: Run, function: Function, scope: Scope, use: Use | None) -> Any:
    """What a function gives in a scope that holds its arguments."""
    if isinstance(function.body, ast.expr):
        return run.evaluate(function.body, scope)
    with run.using(use):
        try:
            run.execute(function.body, scope)
        except Returned as returned:
            return returned.value
    return None


def _yielded(run: Run, function: Function, scope: Scope, line: int) -> Any:
    """All that a generator gives, in a list; of one that gives more than networks need, which feeds data, nothing is known."""
    given: list[Any] = []
    scope.yielded = given
    told = run.report.mark()
    try:
        followed(run, function, scope, None)
    except TooLarge:
        run.report.take_back(told)
        return Unknown(f"{function.name}(…)", line)
    return given


def _yields(function: Function) -> bool:
    if isinstance(function.body, ast.expr):
        return False
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def _bound(function: Function, positional: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """The names of a function's arguments with their values; what was not given is not known."""
    told = function.arguments
    places = [argument.arg for argument in (*told.posonlyargs, *told.args)]
    values: dict[str, Any] = {name: Unknown(name, function.line) for name in places}
    values |= dict(zip(places[len(places) - len(function.defaults) :], function.defaults, strict=True))
    values |= {argument.arg: Unknown(argument.arg, function.line) for argument in told.kwonlyargs} | dict(function.keyword_defaults)
    values |= dict(zip(places, positional, strict=False))
    known = {*places, *(argument.arg for argument in told.kwonlyargs)}
    values |= {name: value for name, value in named.items() if name in known}
    if told.vararg is not None:
        values[told.vararg.arg] = tuple(positional[len(places) :])
    if told.kwarg is not None:
        values[told.kwarg.arg] = {name: value for name, value in named.items() if name not in known}
    return values


def instantiate(run: Run, cls: Class, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Instance:
    """An object of a class of the program."""
    made = Instance(cls, line=line)
    run.instances.append(made)
    made.attributes["name"] = named["name"] if isinstance(named.get("name"), str) else Unknown("name")
    try:
        start = cls.member("__init__")
    except KeyError:
        made.attributes |= dict(zip(fields_of(cls), positional, strict=False)) | dict(named)
        after = cls.lineage()[0].members.get("__post_init__")
        if isinstance(after, Function):
            run.call(Bound(after, made), [], {}, line)
        run.start(made, positional, named, line)
        return made
    before = len(run.networks)
    run.call(Bound(start, made) if isinstance(start, Function) else start, positional, named, line)
    if any(path.last == OWN_LAYER for path in cls.foreign_bases):
        for network in run.networks[before:]:
            network.is_part = True
    return made


def member_of(run: Run, instance: Instance, name: str, line: int) -> Any:
    """`instance.name`; raises KeyError."""
    if name in instance.attributes:
        return instance.attributes[name]
    return bound_member(run, instance.cls, instance, name, line)


def bound_member(run: Run, cls: Class, instance: Instance, name: str, line: int) -> Any:
    """A member of a class, as an object of it has it; raises KeyError."""
    member = cls.member(name)
    if not isinstance(member, Function) or member.kind == "staticmethod":
        return member
    bound = Bound(member, cls if member.kind == "classmethod" else instance)
    return run.call(bound, [], {}, line) if member.kind == "property" else bound

"""A program that only defines functions and classes: those that look as if they made a network are called, with what they say by default."""

from __future__ import annotations

import ast

from designer.core.importers.python_code.graph import Network
from designer.core.importers.python_code.interpreter import Interpreter
from designer.core.importers.python_code.run import Raised
from designer.core.importers.python_code.values import Bound, Class, Function, Instance, Scope, Unknown

MOST_TRIALS = 40
NAMES = frozenset(("Sequential", "Model"))


def try_what_was_not_called(run: Interpreter, scope: Scope) -> None:
    """Call functions and classes of the program whose text names Sequential or Model; those that others call are not called by themselves."""
    candidates = [value for value in scope.names.values() if isinstance(value, Function | Class)]
    called = {name for value in candidates for name in _named(value)}
    trials = [value for value in candidates if value.name not in called] or candidates
    for value in trials[:MOST_TRIALS]:
        if isinstance(value, Function) and not isinstance(value.body, ast.expr):
            _try(run, value)
        elif isinstance(value, Class):
            _try_class(run, value)


def _named(value: Function | Class) -> set[str]:
    """The names that a function or class uses, its own apart."""
    bodies = [value] if isinstance(value, Function) else [member for member in value.members.values() if isinstance(member, Function)]
    nodes = [node for function in bodies if not isinstance(function.body, ast.expr) for statement in function.body for node in ast.walk(statement)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} - {value.name}


def _makes_networks(function: Function) -> bool:
    if isinstance(function.body, ast.expr):
        return False
    for statement in function.body:
        for node in ast.walk(statement):
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name in NAMES:
                return True
    return False


def _try(run: Interpreter, function: Function) -> None:
    before = len(run.networks)
    try:
        found = run.call(function, [], {}, function.line)
    except (Raised, RecursionError):
        return
    if isinstance(found, Network) and not found.variable:
        found.variable = function.name
    if len(run.networks) > before:
        run.note("changed", f"{function.name} is called by nothing in this program; it was followed with what it says by default.", function.line)


def _try_class(run: Interpreter, cls: Class) -> None:
    """A class of Keras's kind, or one whose methods make networks."""
    static = [member for member in cls.members.values() if isinstance(member, Function) and member.kind in {"staticmethod", "classmethod"}]
    for function in [member for member in static if _makes_networks(member)]:
        owner = [] if function.kind == "staticmethod" else [cls]
        try:
            run.call(function, owner, {}, function.line)
        except (Raised, RecursionError):
            continue
    if any(path.last in NAMES for path in cls.foreign_bases) or not static:
        _try_object(run, cls)


def _try_object(run: Interpreter, cls: Class) -> None:
    before = len(run.networks)
    try:
        made = run.call(cls, [], {}, cls.line)
        if not isinstance(made, Instance) or len(run.networks) > before:
            return
        for member in list(cls.members.values()):
            if isinstance(member, Function) and not member.kind and member.name != "__init__" and _makes_networks(member):
                run.call(Bound(member, made), [Unknown(argument.arg) for argument in member.arguments.args[1:1]], {}, member.line)
    except (Raised, RecursionError):
        return

"""The evaluator: follows a program's syntax tree, statement by statement, without ever running any of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from designer.core.importers.python_code import arrays, plain, plain_functions
from designer.core.importers.python_code.attributes import attribute, method, set_attribute
from designer.core.importers.python_code.budget import TooLarge
from designer.core.importers.python_code.calling import call_layer, call_network
from designer.core.importers.python_code.expressions import EXPRESSIONS
from designer.core.importers.python_code.functions import call_function, followed, instantiate
from designer.core.importers.python_code.graph import Layer, Network, Tensor
from designer.core.importers.python_code.instances import call_instance, network_of, start_instance
from designer.core.importers.python_code.library import call_path
from designer.core.importers.python_code.operation_names import UNTOLD
from designer.core.importers.python_code.operations import operate
from designer.core.importers.python_code.operators import truth_of, unknown
from designer.core.importers.python_code.run import Raised, Run, SeveralInputs
from designer.core.importers.python_code.shapes import shape_of
from designer.core.importers.python_code.standard_library import fields_of
from designer.core.importers.python_code.statements import STATEMENTS, Broken, Continued, Returned
from designer.core.importers.python_code.values import (
    Array,
    Bound,
    Builtin,
    Class,
    Function,
    Instance,
    Method,
    Native,
    Partial,
    Path,
    Scope,
    Super,
    Unknown,
)


class Interpreter(Run):
    """One reading of one program."""

    def run_program(self, tree: ast.Module) -> Scope:
        """Follow a whole program; what ends one of its statements early does not end the others. Raises TooMuch."""
        scope = Scope()
        for statement in tree.body:
            try:
                self.execute([statement], scope)
            except (Raised, Returned, Broken, Continued):
                continue
            except RecursionError:
                self.note("unread", "This is nested too deeply to be followed.", statement.lineno)
        return scope

    def evaluate(self, node: ast.expr, scope: Scope) -> Any:
        """What an expression stands for."""
        self.budget.step()
        rule = EXPRESSIONS.get(type(node))
        return unknown(node) if rule is None else rule(self, node, scope)

    def execute(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Follow statements."""
        for statement in body:
            self.budget.step()
            self.budget.line = statement.lineno
            rule = STATEMENTS.get(type(statement))
            if rule is not None:
                rule(self, statement, scope)

    def call(self, function: Any, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
        """What calling something gives."""
        try:
            return self._called(function, positional, named, line)
        except plain.FAILURES as error:
            if isinstance(error, RecursionError):
                raise
            return Unknown("…", line, plain.tensors_in([*positional, *named.values()]))

    def _called(self, function: Any, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
        rule = CALLED.get(type(function))
        if rule is not None:
            return rule(self, function, positional, named, line)
        if isinstance(function, Builtin):
            return self._called_builtin(function.name, positional, named, line)
        if isinstance(function, Path):
            return call_path(self, function, positional, named, line)
        return Unknown("…", line, plain.tensors_in([*positional, *named.values()]))

    def _called_builtin(self, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
        special = SPECIAL.get(name)
        if special is not None:
            return special(self, positional, line)
        if name in plain_functions.IGNORED or name in plain_functions.FOLLOWED:
            return None if name == "print" else Unknown(f"{name}(…)", line)
        if name == "len" and positional and isinstance(positional[0], Array):
            shape = positional[0].shape
            return shape[0] if shape and shape[0] is not None else Unknown("len(…)", line)
        found = self.items(positional[0]) if positional else None
        values = positional if found is None else [found, *positional[1:]]
        if any(self.is_doubtful(value) for value in values):
            return Unknown(f"{name}(…)", line)
        key = named.get("key")
        if name in {"sorted", "max", "min"} and key is not None:
            return self._ordered(name, values, named, line)
        made = plain_functions.BUILTINS[name](*values, **named)
        self.budget.steps += len(made) // 4 if isinstance(made, list | tuple | dict | set) else 0
        return made

    def _ordered(self, name: str, values: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
        """sorted, max or min with a key."""
        items = plain.listed(values[0] if len(values) == 1 else list(values))
        keys = [plain.wholly_known(self.call(named["key"], [item], {}, line)) for item in items]
        last = bool(named.get("reverse")) or name == "max"
        order = sorted(range(len(items)), key=lambda place: keys[place], reverse=last)
        return [items[place] for place in order] if name == "sorted" else items[order[0]]

    def followed(self, function: Function, scope: Scope) -> Any:
        """What a function gives in a scope that holds its arguments."""
        return followed(self, function, scope, None)

    def attribute(self, owner: Any, name: str, line: int) -> Any:
        """What stands behind a dot."""
        try:
            return attribute(self, owner, name, line)
        except plain.FAILURES as error:
            if isinstance(error, RecursionError):
                raise
            return Unknown("…", line)

    def assign_attribute(self, owner: Any, name: str, value: Any) -> None:
        """`owner.name = value`."""
        set_attribute(self, owner, name, value)

    def operate(self, operation: str, operands: Sequence[Any], line: int) -> Any:
        """What an operator gives where one of its operands is a tensor."""
        return operate(self, operation, operands, line)

    def items(self, value: Any) -> list[Any] | None:
        """What a loop over one of Keras's own goes through."""
        if isinstance(value, Array):
            return [arrays.part_of(value, 0)] if value.shape else None
        if isinstance(value, Instance) and value.cls.is_tuple:
            return [self.attribute(value, name, value.line) for name in fields_of(value.cls)]
        if isinstance(value, Instance):
            found = network_of(value)
            return None if found is None else [found]
        return None

    def unpacked(self, value: Any, count: int) -> Sequence[Any] | None:
        """A value taken apart into so many."""
        if value is self.entrance and isinstance(value, Tensor):
            raise SeveralInputs(count)
        if isinstance(value, Tensor) and isinstance(value.call.target, Layer) and value.call.target.layer in UNTOLD:
            return [value.call.tensor(index) for index in range(count)]
        if isinstance(value, Tensor) and isinstance(value.call.target, Layer) and value.call.target.reason:
            return [value.call.tensor(index) for index in range(count)]
        if isinstance(value, Unknown):
            return [Unknown(value.what, value.line, value.tensors) for _ in range(count)]
        if isinstance(value, Array):
            return [arrays.part_of(value, 0)] * count if value.shape else None
        if isinstance(value, Instance) and value.cls.is_tuple:
            return self.items(value)
        return plain.listed(value) if isinstance(value, list | tuple | str | dict | set | range) else None

    def start(self, instance: Instance, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> None:
        """What a class of Keras does when an object of it is made."""
        start_instance(self, instance, positional, named, line)

    def shape_of(self, tensor: Tensor) -> tuple[int | None, ...] | None:
        """The shape of a tensor, as Keras says it; None where it is not known."""
        return shape_of(self, tensor)


def _call_bound(run: Run, bound: Bound, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    return call_function(run, bound.function, [bound.owner, *positional], named, line)


def _call_partial(run: Run, partial: Partial, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    return run.call(partial.function, [*partial.positional, *positional], {**partial.named, **named}, line)


def _call_native(run: Run, native: Native, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    return native.function(run, positional, named, line)


CALLED: Mapping[type[Any], Any] = {
    Bound: _call_bound,
    Class: instantiate,
    Function: call_function,
    Instance: call_instance,
    Layer: call_layer,
    Method: method,
    Native: _call_native,
    Network: call_network,
    Partial: _call_partial,
}


def _isinstance(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    value, kinds = positional[0], positional[1]
    known = {"int": int, "float": float, "str": str, "list": list, "tuple": tuple, "dict": dict, "bool": bool, "set": set}
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    if not plain.is_plain(value):
        return isinstance(value, Instance) and any(isinstance(kind, Class) and kind in value.cls.lineage() for kind in wanted)
    types = tuple(known[kind.name] for kind in wanted if isinstance(kind, Builtin) and kind.name in known)
    return isinstance(value, types) if types else Unknown("isinstance(…)", line)


def _getattr(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    if not isinstance(positional[1], str):
        return Unknown("getattr(…)", line)
    found = run.attribute(positional[0], positional[1], line)
    return positional[2] if isinstance(found, Unknown) and len(positional) > 2 else found


def _setattr(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    if isinstance(positional[1], str):
        run.assign_attribute(positional[0], positional[1], positional[2])


def _hasattr(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    return isinstance(positional[1], str) and not isinstance(run.attribute(positional[0], positional[1], line), Unknown)


def _map(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    function, *items = positional
    return [run.call(function, group, {}, line) for group in zip(*map(plain.listed, items), strict=False)]


def _filter(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    function, items = positional
    return [item for item in plain.listed(items) if truth_of(item if function is None else run.call(function, [item], {}, line)) is not False]


def _next(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    items = positional[0]
    if isinstance(items, list):
        return items.pop(0) if items else positional[1] if len(positional) > 1 else Unknown("next(…)", line)
    found = plain.listed(items)
    return found[0] if found else Unknown("next(…)", line)


def _sum(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    """sum(…), of tensors too."""
    items = plain.listed(positional[0])
    if not plain.tensors_in(items):
        return plain_functions.BUILTINS["sum"](*positional)
    start = [item for item in positional[1:] if item != 0]
    total, *rest = [*start, *items]
    for item in rest:
        total = run.operate("add", [total, item], line)
    return total


def _callable(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    return not plain.is_plain(positional[0])


def _super(run: Interpreter, positional: Sequence[Any], line: int) -> Any:
    if len(positional) == 2 and isinstance(positional[0], Class):
        return Super(positional[1], positional[0])
    raise TooLarge("super() is looked up where the name stands.")


SPECIAL: Mapping[str, Any] = {
    "callable": _callable,
    "filter": _filter,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "isinstance": _isinstance,
    "map": _map,
    "next": _next,
    "setattr": _setattr,
    "sum": _sum,
    "super": _super,
}

"""What each kind of expression stands for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from designer.core.importers.python_code import plain
from designer.core.importers.python_code.arrays import is_data, part_of
from designer.core.importers.python_code.assigning import assign, is_countable, items_of, known_items
from designer.core.importers.python_code.budget import MOST_ITEMS, TooLarge, bounded
from designer.core.importers.python_code.causal import turned
from designer.core.importers.python_code.graph import Tensor
from designer.core.importers.python_code.names import default_name, handed
from designer.core.importers.python_code.operators import OPERATORS, truth_of, unknown
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.searching import searched
from designer.core.importers.python_code.standard_library import fields_of
from designer.core.importers.python_code.values import Builtin, Field, Function, Instance, Scope, Split, Super, Unknown


def _constant(run: Run, node: ast.Constant, scope: Scope) -> Any:
    try:
        return bounded(node.value)
    except TooLarge:
        return unknown(node)


def _name(run: Run, node: ast.Name, scope: Scope) -> Any:
    holder = scope.holder(node.id)
    if holder is not None:
        return holder.names[node.id]
    return default_name(run, node.id, node.lineno)


def _attribute(run: Run, node: ast.Attribute, scope: Scope) -> Any:
    owner = run.evaluate(node.value, scope)
    if isinstance(owner, Unknown) and isinstance(node.value, ast.Name) and owner.what.endswith("(…)"):
        owner = handed(node.value.id) or owner
    found = run.attribute(owner, node.attr, node.lineno)
    return unknown(node, found) if isinstance(found, Unknown) and found.what == "…" else found


def _call(run: Run, node: ast.Call, scope: Scope) -> Any:
    function = run.evaluate(node.func, scope)
    positional: list[Any] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            positional += known_items(run.evaluate(argument.value, scope)) or []
        else:
            positional.append(run.evaluate(argument, scope))
    named: dict[str, Any] = {}
    for keyword in node.keywords:
        value = run.evaluate(keyword.value, scope)
        if keyword.arg is not None:
            named[keyword.arg] = value
        elif isinstance(value, dict):
            named |= {key: item for key, item in value.items() if isinstance(key, str)}
    if isinstance(function, Unknown):
        start = searched(run, node, positional, named)
        return unknown(node, function, *positional, *named.values()) if start is None else start
    if isinstance(function, Builtin) and function.name == "super" and not positional:
        return _super(scope, node)
    found = run.call(function, positional, named, node.lineno)
    return unknown(node, found) if isinstance(found, Unknown) and found.what == "…" else found


def _super(scope: Scope, node: ast.Call) -> Any:
    """`super()`: the members behind those of the class that the method stands in."""
    around: Scope | None = scope
    while around is not None and around.owner is None:
        around = around.outer
    return unknown(node) if around is None else Super(around.owner[1], around.owner[0])


def _sequence(run: Run, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Any:
    made: list[Any] = []
    for item in node.elts:
        if isinstance(item, ast.Starred):
            value = run.evaluate(item.value, scope)
            made += known_items(value) or [value]
        else:
            made.append(run.evaluate(item, scope))
    if isinstance(node, ast.Tuple):
        return tuple(made)
    if isinstance(node, ast.List):
        return made
    try:
        return set(made)
    except TypeError:
        return unknown(node)


def _dict(run: Run, node: ast.Dict, scope: Scope) -> Any:
    made: dict[Any, Any] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        value = run.evaluate(item, scope)
        if key is None:
            made |= value if isinstance(value, dict) else {}
            continue
        name = run.evaluate(key, scope)
        try:
            made[name] = value
        except TypeError:
            return unknown(node)
    return made


def _subscript(run: Run, node: ast.Subscript, scope: Scope) -> Any:
    owner, key = run.evaluate(node.value, scope), run.evaluate(node.slice, scope)
    if isinstance(owner, Tensor):
        return run.operate("get_item", [owner, key], node.lineno)
    if is_data(owner):
        return part_of(owner, key)
    if isinstance(owner, Instance) and owner.cls.is_tuple:
        owner = tuple(run.attribute(owner, name, node.lineno) for name in fields_of(owner.cls))
    if isinstance(owner, Split) and isinstance(key, str):
        return Field(owner.dataset, key)
    if isinstance(owner, list | tuple | str | dict | range) and plain.is_plain(key):
        try:
            return owner[key]
        except plain.FAILURES:
            return unknown(node, owner)
    return (turned(owner, key) if isinstance(owner, Unknown) else None) or unknown(node, owner)


def _slice(run: Run, node: ast.Slice, scope: Scope) -> Any:
    parts = [None if part is None else run.evaluate(part, scope) for part in (node.lower, node.upper, node.step)]
    return slice(*parts)


def _lambda(run: Run, node: ast.Lambda, scope: Scope) -> Any:
    return function_of(run, "lambda", node, scope)


def function_of(run: Run, name: str, node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Function:
    """A function, with the values of its defaults."""
    defaults = [run.evaluate(default, scope) for default in node.args.defaults]
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    named = {argument.arg: run.evaluate(default, scope) for argument, default in pairs if default is not None}
    return Function(name, node.args, node.body, scope, defaults, named, node.lineno)


def _joined(run: Run, node: ast.JoinedStr, scope: Scope) -> Any:
    out: list[str] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            value = run.evaluate(part.value, scope)
            spec = run.evaluate(part.format_spec, scope) if part.format_spec is not None else ""
            try:
                if not plain.is_plain(value) or not isinstance(spec, str):
                    return unknown(node)
                out.append(plain.formatted(value, part.conversion, spec))
            except plain.FAILURES:
                return unknown(node)
        else:
            out.append(str(run.evaluate(part, scope)))
    return "".join(out)


def _comprehension(run: Run, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> Any:
    inner = Scope(outer=scope)
    made: list[Any] = []
    try:
        for _ in _loops(run, node.generators, inner):
            if isinstance(node, ast.DictComp):
                made.append((run.evaluate(node.key, inner), run.evaluate(node.value, inner)))
            else:
                made.append(run.evaluate(node.elt, inner))
            if len(made) > MOST_ITEMS:
                return unknown(node)
        return dict(made) if isinstance(node, ast.DictComp) else set(made) if isinstance(node, ast.SetComp) else made
    except (TypeError, Uncountable):
        return unknown(node)


class Uncountable(Exception):
    """A comprehension goes through something of which the items are not known."""


def _loops(run: Run, generators: list[ast.comprehension], scope: Scope) -> Iterator[None]:
    if not generators:
        yield
        return
    first, *rest = generators
    value = run.evaluate(first.iter, scope)
    if run.is_doubtful(value) or not (is_countable(value) or is_data(value)):
        raise Uncountable
    for item in items_of(value, first.iter):
        run.budget.step()
        assign(run, first.target, item, scope)
        if all(truth_of(run.evaluate(test, scope)) is not False for test in first.ifs):
            yield from _loops(run, rest, scope)


def _walrus(run: Run, node: ast.NamedExpr, scope: Scope) -> Any:
    value = run.evaluate(node.value, scope)
    assign(run, node.target, value, scope)
    return value


MOST_YIELDED = 1_000


def _yield(run: Run, node: ast.Yield | ast.YieldFrom, scope: Scope) -> None:
    """What a generator gives is kept in its scope; raises TooLarge where it does not end."""
    value = run.evaluate(node.value, scope) if node.value is not None else None
    around: Scope | None = scope
    while around is not None and around.yielded is None:
        around = around.outer
    if around is None or around.yielded is None:
        return
    if isinstance(node, ast.YieldFrom) and known_items(value) is None:
        raise TooLarge("What it gives is not known.")
    around.yielded += (known_items(value) or []) if isinstance(node, ast.YieldFrom) else [value]
    if run.unsure or len(around.yielded) > MOST_YIELDED:
        raise TooLarge("This generator does not end.")


def _passed(run: Run, node: ast.Starred | ast.Await, scope: Scope) -> Any:
    return run.evaluate(node.value, scope)


EXPRESSIONS: Mapping[type[ast.expr], Callable[[Any, Any, Scope], Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    **OPERATORS,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Lambda: _lambda,
    ast.JoinedStr: _joined,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.NamedExpr: _walrus,
    ast.Starred: _passed,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.Await: _passed,
}

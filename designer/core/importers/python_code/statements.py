"""What each kind of statement does."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from designer.core.importers.python_code.assigning import assign, is_countable, items_of
from designer.core.importers.python_code.budget import IDLE_STEPS
from designer.core.importers.python_code.expressions import function_of
from designer.core.importers.python_code.names import GROUPS, canonical
from designer.core.importers.python_code.operators import combined, truth_of
from designer.core.importers.python_code.own_formulas import read_formula
from designer.core.importers.python_code.patterns import follow_match
from designer.core.importers.python_code.plain import SEQUENCES
from designer.core.importers.python_code.run import Raised, Run
from designer.core.importers.python_code.values import Bound, Class, Function, Method, Path, Scope, Unknown
from designer.core.importers.python_code.while_training import is_training, while_training

_IMPORTS = re.compile(r"^\s*(?:from|import)\s+(?:tensorflow|keras|tf_keras)\b", re.MULTILINE)
"""What a file of Keras itself does not say, whose imports from the folder above it are of Keras."""
MOST_ROUNDS = 10_000
ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
SPEAKS_OF_KERAS = frozenset(("add", "Sequential", "Model", "compile", "fit"))


class Returned(Exception):
    """A function ends; `value` is what it gives."""

    def __init__(self, value: Any) -> None:
        self.value = value
        super().__init__()


class Broken(Exception):
    """A loop is left."""


class Continued(Exception):
    """A loop goes on with its next round."""


def _expression(run: Run, node: ast.Expr, scope: Scope) -> None:
    run.evaluate(node.value, scope)


def _assignment(run: Run, node: ast.Assign, scope: Scope) -> None:
    value = read_formula(run, node.value, scope) if run.is_ours else None
    value = run.evaluate(node.value, scope) if value is None else value
    for target in node.targets:
        first = target.elts[0] if isinstance(target, ast.Tuple | ast.List) and target.elts else target
        if isinstance(first, ast.Name):
            run.named(value, first.id)
        assign(run, target, value, scope)


def _annotated(run: Run, node: ast.AnnAssign, scope: Scope) -> None:
    if node.value is not None:
        assign(run, node.target, run.evaluate(node.value, scope), scope)


def _augmented(run: Run, node: ast.AugAssign, scope: Scope) -> None:
    target = node.target
    before = run.evaluate(ast.copy_location(_as_read(target), target), scope)
    change = run.evaluate(node.value, scope)
    if isinstance(before, list) and isinstance(node.op, ast.Add) and isinstance(change, SEQUENCES):
        run.call(run.attribute(before, "extend", node.lineno), [change], {}, node.lineno)
        return
    value = combined(run, type(node.op), before, change, node)
    if isinstance(target, ast.Name):
        run.named(value, target.id)
    assign(run, target, value, scope)


def _as_read(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, ast.Load())
    return ast.Subscript(target.value, target.slice, ast.Load()) if isinstance(target, ast.Subscript) else target


def _import(run: Run, node: ast.Import, scope: Scope) -> None:
    for alias in node.names:
        if alias.asname:
            scope.assign(alias.asname, canonical(alias.name))
        else:
            scope.assign(alias.name.partition(".")[0], canonical(alias.name.partition(".")[0]))


def _import_from(run: Run, node: ast.ImportFrom, scope: Scope) -> None:
    if node.module is None or node.level or node.module == "__future__":
        names = [alias for alias in node.names if alias.name != "*"]
        for alias in names if node.module != "__future__" else []:
            within = f"{node.module}.{alias.name}" if node.module else alias.name
            is_keras = node.level > 1 and within.partition(".")[0] in GROUPS and not _IMPORTS.search(run.text)
            scope.assign(alias.asname or alias.name, Path(f"keras.{within}" if is_keras else f".{within}"))
        return
    for alias in node.names:
        if alias.name != "*":
            scope.assign(alias.asname or alias.name, canonical(f"{node.module}.{alias.name}"))


def _function(run: Run, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    if isinstance(node, ast.FunctionDef) and scope.outer is None:
        run.nodes[node.name] = node
    made = function_of(run, node.name, node, scope)
    value: Any = made
    for decorator in reversed(node.decorator_list):
        name = decorator.id if isinstance(decorator, ast.Name) else ""
        if name in {"property", "staticmethod", "classmethod"}:
            made.kind = name
        elif not isinstance(decorator, ast.Call):
            wrapper = run.evaluate(decorator, scope)
            wrapped = run.call(wrapper, [value], {}, node.lineno) if isinstance(wrapper, Function | Bound | Method) else value
            value = wrapped if not isinstance(wrapped, Unknown) else value
    scope.assign(node.name, value)


def _class(run: Run, node: ast.ClassDef, scope: Scope) -> None:
    inner = Scope(outer=scope, is_class=True)
    bases = tuple(run.evaluate(base, scope) for base in node.bases)
    fields = tuple(part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name))
    is_tuple = any(isinstance(base, Path) and base.last == "NamedTuple" for base in bases)
    made = Class(node.name, bases, inner.names, node.lineno, fields, is_tuple)
    run.execute(node.body, inner)
    for member in inner.names.values():
        if isinstance(member, Function) and member.home is None:
            member.home = made
    scope.assign(node.name, made)


def _return(run: Run, node: ast.Return, scope: Scope) -> None:
    raise Returned(None if node.value is None else run.evaluate(node.value, scope))


def _if(run: Run, node: ast.If, scope: Scope) -> None:
    value = run.evaluate(node.test, scope)
    truth = truth_of(value)
    if truth is None:
        truth = while_training(run, value, node.body, scope) if is_training(value) else _guess(run, node)
    run.execute(node.body if truth else node.orelse, scope)


def _guess(run: Run, node: ast.If) -> bool:
    """Which way to go where that is not known: on, rather than out, and to where a network is made."""
    ends = isinstance(node.body[-1], ENDS) or (isinstance(node.body[-1], ast.Expr) and _leaves(node.body[-1].value))
    first, second = _makes_networks(node.body), _makes_networks(node.orelse)
    truth = (first and not (ends and not second and not node.orelse and isinstance(node.body[-1], ast.Raise))) or not (second or ends)
    if first or second:
        way = "was followed" if truth else "was left out"
        run.note("changed", f"Whether the condition of this if holds cannot be known without running the program; its first part {way}.", node.lineno)
    return truth


def _leaves(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and ast.unparse(node.func) in {"exit", "sys.exit", "quit"}


def _makes_networks(body: Sequence[ast.stmt]) -> bool:
    """Whether some lines look as if they made part of a network."""
    for statement in body:
        for node in ast.walk(statement):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            if isinstance(node.func, ast.Call) or name in SPEAKS_OF_KERAS or (name[:1].isupper() and not name.isupper()):
                return True
    return False


def _for(run: Run, node: ast.For | ast.AsyncFor, scope: Scope) -> None:
    value = run.evaluate(node.iter, scope)
    items = run.items(value)
    is_sure = items is not None or (not run.is_doubtful(value) and is_countable(value))
    rounds = items if items is not None else items_of(value if is_sure else Unknown("…", node.lineno), node.iter)
    run.unsure += not is_sure
    made = len(run.layers)
    try:
        _loop(run, node, scope, rounds)
    finally:
        run.unsure -= not is_sure
    if not is_sure:
        _tell_loop(run, made, node.lineno)


def _tell_loop(run: Run, made: int, line: int) -> None:
    """A loop of which it is not known how often it runs has made layers."""
    if len(run.layers) > made:
        run.note("unread", "How often this loop runs cannot be known without running the program; the layers in it were made once.", line)


def _loop(run: Run, node: ast.For | ast.AsyncFor, scope: Scope, rounds: Any) -> None:
    steps, events = run.budget.steps, run.budget.events
    for item in rounds:
        run.budget.step()
        assign(run, node.target, item, scope)
        try:
            run.execute(node.body, scope)
        except Broken:
            return
        except Continued:
            pass
        if run.budget.events == events and run.budget.steps - steps > IDLE_STEPS:
            return
        if run.budget.events != events:
            steps, events = run.budget.steps, run.budget.events
    run.execute(node.orelse, scope)


def _while(run: Run, node: ast.While, scope: Scope) -> None:
    steps, events, made = run.budget.steps, run.budget.events, len(run.layers)
    for turn in range(MOST_ROUNDS):
        run.budget.step()
        truth = truth_of(run.evaluate(node.test, scope))
        if truth is False or (truth is None and turn):
            if truth is None:
                _tell_loop(run, made, node.lineno)
            return
        try:
            run.execute(node.body, scope)
        except Broken:
            return
        except Continued:
            pass
        if run.budget.events == events and run.budget.steps - steps > IDLE_STEPS:
            return


def _with(run: Run, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
    for item in node.items:
        value = run.evaluate(item.context_expr, scope)
        if item.optional_vars is not None:
            assign(run, item.optional_vars, value, scope)
    run.execute(node.body, scope)


def _try(run: Run, node: ast.Try, scope: Scope) -> None:
    try:
        run.execute(node.body, scope)
        run.execute(node.orelse, scope)
    except Raised:
        if not node.handlers:
            raise
        if node.handlers[0].name:
            scope.assign(node.handlers[0].name, Unknown(node.handlers[0].name, node.lineno))
        run.execute(node.handlers[0].body, scope)
    finally:
        run.execute(node.finalbody, scope)


def _raise(run: Run, node: ast.Raise, scope: Scope) -> None:
    raise Raised


def _break(run: Run, node: ast.Break, scope: Scope) -> None:
    raise Broken


def _continue(run: Run, node: ast.Continue, scope: Scope) -> None:
    raise Continued


def _elsewhere(run: Run, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
    for name in node.names:
        target = scope.outermost if isinstance(node, ast.Global) else (scope.outer or scope).holder(name)
        if target is not None and target is not scope:
            scope.elsewhere[name] = target


def _delete(run: Run, node: ast.Delete, scope: Scope) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            scope.names.pop(target.id, None)


def _nothing(run: Run, node: ast.stmt, scope: Scope) -> None:
    """Pass, assert and what is not followed."""


STATEMENTS: Mapping[type[ast.stmt], Callable[[Any, Any, Scope], None]] = {
    ast.Expr: _expression,
    ast.Assign: _assignment,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Match: follow_match,
    ast.Raise: _raise,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Global: _elsewhere,
    ast.Nonlocal: _elsewhere,
    ast.Delete: _delete,
    ast.Pass: _nothing,
    ast.Assert: _nothing,
}

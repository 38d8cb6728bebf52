"""What each kind of expression stands for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from designer.core.arithmetic import ExpressionError, names_in
from designer.core.importers.python_code import plain
from designer.core.importers.python_code.arrays import arithmetic, is_data, part_of
from designer.core.importers.python_code.budget import MOST_ITEMS, TooLarge, bounded
from designer.core.importers.python_code.causal import compared as causal_mask
from designer.core.importers.python_code.causal import shifted, turned
from designer.core.importers.python_code.graph import Tensor
from designer.core.importers.python_code.names import default_name, handed
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Builtin, Field, Function, Scope, Split, Super, Symbol, Unknown

TENSOR_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "true_divide",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "mod",
    ast.Pow: "power",
    ast.MatMult: "matmul",
    ast.BitAnd: "logical_and",
    ast.BitOr: "logical_or",
}
TENSOR_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
}


def unknown(node: ast.AST, *values: Any) -> Unknown:
    """What cannot be known of a piece of program, made of these values."""
    return Unknown(_words(node), getattr(node, "lineno", 0), plain.tensors_in(values))


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return f"{_words(node.func)}(…)"
    if isinstance(node, ast.Attribute):
        return f"{_words(node.value)}.{node.attr}"[:80]
    if isinstance(node, ast.Subscript):
        return f"{_words(node.value)}[…]"
    return node.id if isinstance(node, ast.Name) else "…"


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
            positional += _items(run.evaluate(argument.value, scope)) or []
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
        return unknown(node, function, *positional, *named.values())
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


def _items(value: Any) -> list[Any] | None:
    try:
        return plain.listed(value)
    except plain.FAILURES:
        return None


def _sequence(run: Run, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Any:
    made: list[Any] = []
    for item in node.elts:
        if isinstance(item, ast.Starred):
            value = run.evaluate(item.value, scope)
            made += _items(value) or [value]
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


def _binary(run: Run, node: ast.BinOp, scope: Scope) -> Any:
    left, right = run.evaluate(node.left, scope), run.evaluate(node.right, scope)
    return combined(run, type(node.op), left, right, node)


def combined(run: Run, kind: type[ast.operator], left: Any, right: Any, node: ast.AST) -> Any:
    """`left + right`, whatever they are."""
    if (isinstance(left, Tensor) or isinstance(right, Tensor)) and kind in TENSOR_OPERATORS:
        return run.operate(TENSOR_OPERATORS[kind], [left, right], getattr(node, "lineno", 0))
    special: Any = shifted(kind, left, right)
    if special is None and (isinstance(left, Symbol) or isinstance(right, Symbol)):
        special = _of_symbols(kind, left, right) or unknown(node)
    if special is not None:
        return special
    if is_data(left) or is_data(right):
        return arithmetic(left, right)
    if kind in plain.BINARY and plain.is_plain(left) and plain.is_plain(right):
        try:
            made = plain.binary(kind, left, right)
        except plain.FAILURES:
            return unknown(node)
        run.budget.steps += len(made) // 8 if isinstance(made, plain.SEQUENCES) else 0
        return made
    return unknown(node, left, right)


def _of_symbols(kind: type[ast.operator], left: Any, right: Any) -> Symbol | None:
    """Arithmetic with parameters, as an expression over them."""
    operands = [item.node if isinstance(item, Symbol) else ast.Constant(item) for item in (left, right)]
    made = ast.BinOp(operands[0], kind(), operands[1])
    try:
        names_in(ast.unparse(made))
    except ExpressionError:
        return None
    return Symbol(made)


def _unary(run: Run, node: ast.UnaryOp, scope: Scope) -> Any:
    value = run.evaluate(node.operand, scope)
    if isinstance(node.op, ast.Not):
        truth = truth_of(value)
        return unknown(node) if truth is None else not truth
    if isinstance(value, Tensor):
        return run.operate("negative", [value], node.lineno) if isinstance(node.op, ast.USub) else value
    if not isinstance(value, plain.NUMBERS):
        return value if is_data(value) else unknown(node, value)
    try:
        return plain.UNARY[type(node.op)](value)
    except plain.FAILURES:
        return unknown(node, value)


def truth_of(value: Any) -> bool | None:
    """Whether a value counts as true; None where that is not known."""
    if isinstance(value, Unknown):
        return None
    return bool(value) if plain.is_plain(value) else not is_data(value) or None


def _boolean(run: Run, node: ast.BoolOp, scope: Scope) -> Any:
    wanted = isinstance(node.op, ast.Or)
    value: Any = not wanted
    unsure: Any = None
    for part in node.values:
        value = run.evaluate(part, scope)
        truth = truth_of(value)
        if truth is wanted:
            return value
        unsure = value if truth is None and unsure is None else unsure
    return value if unsure is None else unsure


def _compare(run: Run, node: ast.Compare, scope: Scope) -> Any:
    left = run.evaluate(node.left, scope)
    for comparison, part in zip(node.ops, node.comparators, strict=True):
        right = run.evaluate(part, scope)
        held = _compared(run, comparison, left, right, node)
        if held is False or len(node.ops) == 1 or isinstance(held, Unknown):
            return held
        left = right
    return True


def _compared(run: Run, comparison: ast.cmpop, left: Any, right: Any, node: ast.Compare) -> Any:
    if isinstance(comparison, ast.Is | ast.IsNot) and (left is None or right is None):
        return (left is right) == isinstance(comparison, ast.Is)
    if (isinstance(left, Tensor) or isinstance(right, Tensor)) and type(comparison) in TENSOR_COMPARISONS:
        return run.operate(TENSOR_COMPARISONS[type(comparison)], [left, right], node.lineno)
    if (mask := causal_mask(type(comparison), left, right)) is not None:
        return mask
    if isinstance(left, Unknown) or isinstance(right, Unknown) or is_data(left) or is_data(right):
        return unknown(node)
    try:
        return plain.compared(type(comparison), left, right)
    except plain.FAILURES:
        return unknown(node)


def _conditional(run: Run, node: ast.IfExp, scope: Scope) -> Any:
    truth = truth_of(run.evaluate(node.test, scope))
    if truth is None:
        value = run.evaluate(node.body, scope)
        return value if not isinstance(value, Unknown) else run.evaluate(node.orelse, scope)
    return run.evaluate(node.body if truth else node.orelse, scope)


def _subscript(run: Run, node: ast.Subscript, scope: Scope) -> Any:
    owner, key = run.evaluate(node.value, scope), run.evaluate(node.slice, scope)
    if isinstance(owner, Tensor):
        return run.operate("get_item", [owner, key], node.lineno)
    if is_data(owner):
        return part_of(owner, key)
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


def items_of(value: Any, node: ast.AST) -> list[Any] | range:
    """What a loop goes through; of what is not known, one unknown item."""
    if isinstance(value, range):
        return value
    found = _items(value)
    return [unknown(node, value)] if found is None else found


def is_countable(value: Any) -> bool:
    """Whether it is known what a loop over a value goes through."""
    return isinstance(value, range) or _items(value) is not None


def assign(run: Run, target: ast.expr, value: Any, scope: Scope) -> None:
    """`target = value`."""
    if isinstance(target, ast.Name):
        scope.assign(target.id, value)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(run, target.elts, value, scope)
    elif isinstance(target, ast.Starred):
        assign(run, target.value, value, scope)
    elif isinstance(target, ast.Attribute):
        run.assign_attribute(run.evaluate(target.value, scope), target.attr, value)
    elif isinstance(target, ast.Subscript):
        owner, key = run.evaluate(target.value, scope), run.evaluate(target.slice, scope)
        if isinstance(owner, list | dict) and plain.is_plain(key):
            try:
                owner[key] = value
                run.doubt(owner)
            except plain.FAILURES:
                return


MOST_STATES = 8  # that `first, *others = …` takes of something that does not tell how many it gives


def _unpack(run: Run, targets: list[ast.expr], value: Any, scope: Scope) -> None:
    star = next((place for place, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    items = run.unpacked(value, len(targets) if star is None else len(targets) + MOST_STATES)
    if items is None or (star is None and len(items) != len(targets)) or (star is not None and len(items) < len(targets) - 1):
        items = [Unknown("…", targets[0].lineno, plain.tensors_in([value])) for _ in targets] if star is None else []
    if star is not None:
        behind = len(targets) - star - 1
        middle = list(items[star : len(items) - behind])
        items = [*items[:star], middle, *items[len(items) - behind :]] if items else [Unknown("…")] * len(targets)
    for target, item in zip(targets, items, strict=True):
        assign(run, target, item, scope)


def _walrus(run: Run, node: ast.NamedExpr, scope: Scope) -> Any:
    value = run.evaluate(node.value, scope)
    assign(run, node.target, value, scope)
    return value


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
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
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
    ast.Await: _passed,
}

"""Python expressions as values, and their text as a formatter would lay it out.

The code writer thinks in these and never pastes strings together: a string of the document can only become a `Text`-like literal, which is
quoted here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

WIDTH = 100
INDENT = "    "


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, or a dotted path such as `keras.Input`, or an expression of the writer's own such as `train["image"]`; `uses` is to be imported."""

    text: str
    uses: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """An expression over a function's parameters, such as `4 * filters`, and what it comes to in the use that is looked at."""

    text: str
    value: Any
    is_swept: bool = False
    """Whether it may come to something else in the same use: a sweep tries several values."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call: of a dotted path, or of another call's result."""

    function: str | Call
    positional: tuple[Any, ...] = ()
    named: tuple[tuple[str, Any], ...] = ()


# tuple and list stand for themselves, a dict for one with literal keys.
Expression: TypeAlias = Any


def modules(expression: Expression) -> set[str]:
    """The first parts of the dotted paths that are called: what must be imported."""
    if isinstance(expression, Call):
        function = {expression.function.split(".")[0]} if isinstance(expression.function, str) else modules(expression.function)
        return function.union(*map(modules, expression.positional), *(modules(value) for _, value in expression.named))
    if isinstance(expression, Name):
        return {expression.uses} - {""}
    if isinstance(expression, Mapping):
        return set().union(*map(modules, expression.values()))
    if isinstance(expression, list | tuple):
        return set().union(*map(modules, expression))
    return set()


def quoted(text: str) -> str:
    """A string as a literal: in double quotes, unless single ones save escapes."""
    literal = repr(text)
    if literal[0] == '"' or text.count('"') > text.count("'"):
        return literal
    inner = literal[1:-1].replace("\\'", "'")
    return '"' + inner.replace('"', '\\"') + '"'


def flat(expression: Expression) -> str:
    """The expression on one line."""
    if isinstance(expression, Name | Bound):
        return expression.text
    if isinstance(expression, str):
        return quoted(expression)
    if not isinstance(expression, Call | Mapping | list | tuple):
        return repr(expression)
    opening, closing = _brackets(expression)
    lone = "," if isinstance(expression, tuple) and len(expression) == 1 else ""
    return opening + ", ".join(_flat_items(expression)) + lone + closing


def laid_out(prefix: str, expression: Expression, suffix: str = "", indent: str = "") -> list[str]:
    """Lines that say `prefix + expression + suffix`, broken at brackets where one line would be wider than WIDTH."""
    line = f"{indent}{prefix}{flat(expression)}{suffix}"
    if len(line) <= WIDTH or not _breakable(expression):
        return [line]
    if isinstance(expression, Call) and isinstance(expression.function, Call):
        return _chained(prefix, expression, suffix, indent)
    opening, closing = _brackets(expression)
    return [f"{indent}{prefix}{opening}", *_inside(expression, indent + INDENT), f"{indent}{closing}{suffix}"]


def one_a_line(prefix: str, call: Call, indent: str = "") -> list[str]:
    """Lines that say `prefix + call` with an argument a line, however short they are: for calls that are read as a list of settings."""
    arguments = [line for start, item in _items(call) for line in laid_out(start, item, ",", indent + INDENT)]
    return [f"{indent}{prefix}{_function(call)}(", *arguments, f"{indent})"]


def _chained(prefix: str, call: Call, suffix: str, indent: str) -> list[str]:
    """`layers.Dense(…)(x)`: broken inside the last brackets where what stands before them fits on the line, else inside the layer's own."""
    *head, start = laid_out(prefix, call.function, "(", indent)
    whole = f"{start}{', '.join(_flat_items(call))}){suffix}"
    if len(whole) <= WIDTH or not _items(call):
        return [*head, whole]
    return [*head, start, *_inside(call, indent + INDENT), f"{indent}){suffix}"]


def _inside(expression: Expression, indent: str) -> list[str]:
    """The items of a bracket: on one line where they fit, else one a line with a trailing comma."""
    items = list(_items(expression))
    together = indent + ", ".join(start + flat(item) for start, item in items)
    if len(together) <= WIDTH and not isinstance(expression, Mapping | list | tuple):
        return [together]
    if len(items) == 1 and isinstance(expression, Call):
        start, item = items[0]
        return laid_out(start, item, "" if expression.positional else ",", indent)
    return [line for start, item in items for line in laid_out(start, item, ",", indent)]


def _items(expression: Expression) -> Sequence[tuple[str, Expression]]:
    if isinstance(expression, Call):
        return [*(("", item) for item in expression.positional), *((f"{name}=", value) for name, value in expression.named)]
    if isinstance(expression, Mapping):
        return [(f"{flat(key)}: ", value) for key, value in expression.items()]
    if isinstance(expression, Sequence):
        return [("", item) for item in expression]
    return []


def _flat_items(expression: Expression) -> list[str]:
    return [start + flat(item) for start, item in _items(expression)]


def _function(call: Call) -> str:
    return call.function if isinstance(call.function, str) else flat(call.function)


def _breakable(expression: Expression) -> bool:
    if isinstance(expression, Call) and isinstance(expression.function, Call) and _breakable(expression.function):
        return True
    return isinstance(expression, Call | Mapping | list | tuple) and bool(_items(expression))


def _brackets(expression: Expression) -> tuple[str, str]:
    if isinstance(expression, Call):
        return f"{_function(expression)}(", ")"
    if isinstance(expression, Mapping):
        return "{", "}"
    return ("[", "]") if isinstance(expression, list) else ("(", ")")

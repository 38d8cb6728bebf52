"""Text -> the tree of a formula. What is not expressly taken is refused, with a sentence and a column."""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from designer.core.formula_functions import FUNCTIONS, LARGEST_INT, MOST_AXES, OPTION_CHECKS, Function
from designer.core.formula_tree import INPUT_NAMES, Applied, Input, Item, Number, Part, ToFunction
from designer.core.wording import did_you_mean, quoted

MOST_CHARACTERS = 1_000
MOST_PARTS = 200
MOST_LEVELS = 30
LARGEST_NUMBER = 1e30
LARGEST_EXPONENT = 100
CONSTANTS = {"pi": math.pi}
PREFIXES = ("ops", "keras.ops")  # as in code: ops.sigmoid(x)
SYMBOLS: Mapping[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
ON_NUMBERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "//": operator.floordiv,
    "%": operator.mod,
}


class FormulaError(ValueError):
    """The text is no formula; `column` (from 1) says where, and so does the message."""

    def __init__(self, message: str, column: int) -> None:
        self.column = column
        super().__init__(f"Column {column}: {message}")


class Reader:
    """Reads one formula; `inputs` are the places of the inputs it met."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split("\n"))
        self.inputs: set[int] = set()
        self._parts = 0
        self._lead = 0  # spaces before it

    def read(self) -> Part:
        """The whole formula."""
        if len(self.text) > MOST_CHARACTERS:
            raise FormulaError(f"A formula has at most {MOST_CHARACTERS:,} characters; received {len(self.text):,}.", MOST_CHARACTERS + 1)
        self._lead = len(self.text) - len(self.text.lstrip())
        self.text = self.text.strip()
        if not self.text:
            raise FormulaError("The formula is empty. Write what it does with x, such as x * sigmoid(x).", 1)
        try:
            with warnings.catch_warnings(action="ignore"):
                tree = ast.parse(self.text, mode="eval").body
        except SyntaxError as error:
            column = min(max(error.offset or 1, 1), len(self.text) + 1)
            raise FormulaError("This cannot be read as an expression. Is a bracket or an operator missing?", self._lead + column) from None
        except (ValueError, RecursionError, MemoryError):
            raise FormulaError("This cannot be read as an expression.", 1) from None
        part = self._part(tree, MOST_LEVELS)
        if not self.inputs:
            raise FormulaError("The formula uses none of its inputs. Its first wire is x, the second y.", 1)
        return part

    def _refuse(self, node: ast.AST, message: str) -> NoReturn:
        before = self.text.encode()[: getattr(node, "col_offset", 0)]
        raise FormulaError(message, self._lead + len(before.decode(errors="ignore")) + 1)

    def _part(self, node: ast.expr, levels: int) -> Part:
        self._parts += 1
        if self._parts > MOST_PARTS:
            self._refuse(node, f"A formula has at most {MOST_PARTS} parts. Use two Formula layers.")
        if levels == 0:
            self._refuse(node, f"A formula is nested at most {MOST_LEVELS} levels deep. Use two Formula layers.")
        read = self._READERS.get(type(node))
        if read is None:
            self._refuse(node, f"{quoted(_source(node))} cannot stand in a formula: it takes numbers, inputs, operators and functions of keras.ops.")
        return read(self, node, levels - 1)

    def _number(self, node: ast.Constant, levels: int) -> Part:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            self._refuse(node, f"{quoted(node.value)} is no number. Texts and True or False stand only as named arguments of a function.")
        return Number(self._bounded(node.value, node))

    def _bounded(self, value: Any, node: ast.AST) -> Any:
        if isinstance(value, complex) or not abs(value) <= LARGEST_NUMBER:
            self._refuse(node, f"Numbers in a formula lie within ±{LARGEST_NUMBER:g}.")
        return value

    def _name(self, node: ast.Name, levels: int) -> Part:
        if node.id in CONSTANTS:
            return Number(CONSTANTS[node.id])
        if node.id not in INPUT_NAMES:
            known = f"A formula knows its inputs ({', '.join(INPUT_NAMES)}) and pi; received {quoted(node.id)}."
            self._refuse(node, known + (" Put its argument in brackets behind it." if node.id in FUNCTIONS else ""))
        place = INPUT_NAMES.index(node.id)
        self.inputs.add(place)
        return Input(place)

    def _binary(self, node: ast.BinOp, levels: int) -> Part:
        symbol = SYMBOLS.get(type(node.op))
        if symbol is None:
            advice = " Write matmul(x, y) for a matrix product." if isinstance(node.op, ast.MatMult) else ""
            self._refuse(node, f"A formula takes the operators + - * / ** // %.{advice}")
        return self._applied(symbol, (self._part(node.left, levels), self._part(node.right, levels)), node)

    def _unary(self, node: ast.UnaryOp, levels: int) -> Part:
        part = self._part(node.operand, levels)
        if isinstance(node.op, ast.UAdd):
            return part
        if not isinstance(node.op, ast.USub):
            self._refuse(node, "Before a part of a formula stands only a minus. Write logical_not(x) for not.")
        return Number(-part.value) if isinstance(part, Number) else Applied("-", (part,))

    def _compare(self, node: ast.Compare, levels: int) -> Part:
        symbol = SYMBOLS.get(type(node.ops[0]))
        if len(node.ops) > 1:
            self._refuse(node, "A formula compares two parts at a time. Join comparisons with logical_and.")
        if symbol is None:
            self._refuse(node, "A formula takes the comparisons < <= > >= == !=.")
        parts = (self._part(node.left, levels), self._part(node.comparators[0], levels))
        if all(_constant(part) is not None for part in parts):
            self._refuse(node, "Two numbers are compared, which needs no formula. Compare an input.")
        return Applied(symbol, parts)

    def _applied(self, symbol: str, parts: tuple[Part, Part], node: ast.AST) -> Part:
        """An operator; between two numbers it is worked out here already, so that nothing can grow without end later."""
        left, right = (_constant(part) for part in parts)
        applied = Applied(symbol, parts)
        if left is not None and right is not None:
            if symbol == "**" and not abs(right) <= LARGEST_EXPONENT:
                self._refuse(node, f"The exponent of a number lies within ±{LARGEST_EXPONENT}.")
            try:
                self._bounded(ON_NUMBERS[symbol](left, right), node)
            except ArithmeticError:
                self._refuse(node, "This cannot be worked out: it divides by zero or grows too large.")
        return applied

    def _item(self, node: ast.Subscript, levels: int) -> Part:
        of = self._part(node.value, levels)
        if _constant(of) is not None:
            self._refuse(node, "Only a tensor has pieces: write x[:, 0].")
        index = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if not 0 < len(index) <= MOST_AXES:
            self._refuse(node, f"An index names one to {MOST_AXES} axes.")
        return Item(of, tuple(self._place(place) for place in index))

    def _place(self, node: ast.expr) -> Any:
        """One axis of an index."""
        if isinstance(node, ast.Slice):
            ends = [None if end is None else self._whole(end) for end in (node.lower, node.upper, node.step)]
            if ends[2] == 0:
                self._refuse(node, "The step of a slice is not 0.")
            return slice(*ends)
        value = _literal(node)
        return value if value is None or value is ... else self._whole(node)

    def _whole(self, node: ast.expr) -> int:
        value = _literal(node)
        if type(value) is not int or abs(value) > LARGEST_INT:
            self._refuse(node, f"An index is a whole number, a slice such as 1:4, ... or None; received {quoted(_source(node))}.")
        return value

    def _call(self, node: ast.Call, levels: int) -> Part:
        name = self._function_name(node)
        function = FUNCTIONS[name]
        given: list[ast.expr] = list(node.args)
        if function.is_list and given and not isinstance(given[0], ast.List | ast.Tuple):
            self._refuse(node, f"{name} takes a list of tensors: {name}([x, y]).")
        count = function.tensors
        first: Sequence[ast.expr] = given[:count]
        if function.is_list and given and isinstance(given[0], ast.List | ast.Tuple):
            first = given[0].elts
        if len(first) < count or not first:
            self._refuse(node, f"{name} takes {count} tensor{'s' if count > 1 else ''} first; received {len(first)}.")
        tensors = tuple(self._part(item, levels) for item in first)
        if all(_constant(part) is not None for part in tensors):
            self._refuse(node, f"{name} is given numbers alone. Give it an input, such as x.")
        return ToFunction(name, tensors, self._options(node, name, function, given[count:]), function.is_list)

    def _function_name(self, node: ast.Call) -> str:
        source = _source(node.func)
        prefix, _, name = source.rpartition(".")
        if (prefix and prefix not in PREFIXES) or name not in FUNCTIONS:
            self._refuse(node, f"A formula has no function {quoted(source)}.{did_you_mean(name, FUNCTIONS)}")
        return name

    def _options(self, node: ast.Call, name: str, function: Function, rest: Sequence[ast.expr]) -> tuple[tuple[str, Any], ...]:
        """The constants of a call, by position or by name, in the order of the function's own."""
        names = list(function.options)
        if len(rest) > len(names):
            self._refuse(node, f"{name} takes {function.tensors + len(names)} arguments; received {len(node.args)}.")
        found = {key: self._option(name, key, function, item) for key, item in zip(names, rest, strict=False)}
        for keyword in node.keywords:
            if keyword.arg is None or keyword.arg not in function.options or keyword.arg in found:
                takes = f" It takes {', '.join(names)}." if names else " It takes tensors alone."
                self._refuse(keyword.value, f"{name} has no place for {keyword.arg or '**'}.{takes}")
            found[keyword.arg] = self._option(name, keyword.arg, function, keyword.value)
        for key in names[: function.required]:
            if key not in found:
                self._refuse(node, f"{name} needs {key}, {OPTION_CHECKS[function.options[key]][1]}.")
        return tuple((key, found[key]) for key in names if key in found)

    def _option(self, name: str, key: str, function: Function, node: ast.expr) -> Any:
        is_right, words = OPTION_CHECKS[function.options[key]]
        value = _literal(node)
        if not is_right(value) or (isinstance(value, float | int) and not abs(value) <= LARGEST_NUMBER):
            self._refuse(node, f"{key} of {name} must be {words}; received {quoted(_source(node))}.")
        return value

    _READERS: Mapping[type[ast.expr], Callable[..., Part]] = {
        ast.Constant: _number,
        ast.Name: _name,
        ast.BinOp: _binary,
        ast.UnaryOp: _unary,
        ast.Compare: _compare,
        ast.Subscript: _item,
        ast.Call: _call,
    }


def _constant(part: Part) -> int | float | None:
    """The number that a part of numbers alone comes to."""
    if isinstance(part, Number):
        return part.value
    if isinstance(part, Applied) and part.symbol in ON_NUMBERS:
        values = [_constant(item) for item in part.parts]
        if any(value is None for value in values):
            return None
        result: int | float = -values[0] if len(values) == 1 and values[0] is not None else ON_NUMBERS[part.symbol](*values)
        return result
    return None


def _literal(node: ast.expr) -> Any:
    """A constant as it stands: a number, a text, True, None, ... or a tuple of these; an object that is none of them otherwise."""
    match node:
        case ast.Constant(value):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int(value) | float(value))) if not isinstance(value, bool):
            return -value
        case ast.Tuple(items) | ast.List(items) if len(items) <= MOST_AXES:
            return tuple(_literal(item) for item in items)
    return node


def _source(node: ast.AST) -> str:
    try:
        return ast.unparse(node)
    except RecursionError:
        return type(node).__name__

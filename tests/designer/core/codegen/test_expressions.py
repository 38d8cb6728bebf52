"""Expressions are laid out as the formatter lays them out."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.core.codegen.expressions import WIDTH, Call, Name, flat, laid_out, modules, quoted

BETWEEN = "\n# next\n"


def formatted(text: str) -> str:
    """The text as ruff would have it."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", str(WIDTH), "--stdin-filename", "script.py", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("seed", range(5))
def test_any_layer_call_is_laid_out_as_the_formatter_does(seed: int) -> None:
    numbers = random.Random(seed)
    statements = ["\n".join(laid_out(numbers.choice(["x = ", "conv2d_1 = ", "lstm, *lstm_states = "]), _applied(numbers))) for _ in range(300)]
    assert formatted(BETWEEN.join(statements) + "\n").rstrip().split(BETWEEN) == statements


def _applied(numbers: random.Random) -> Call:
    named = tuple((f"argument{'_' * place}{place}", _expression(numbers, 2)) for place in range(numbers.randrange(4)))
    layer = Call("layers.Dense", tuple(_expression(numbers, 1) for _ in range(numbers.randrange(3))), named)
    if numbers.random() < 0.4:
        return layer
    tensors = [Name("v" + "a" * numbers.randrange(16)) for _ in range(numbers.randrange(1, 8))]
    more = tuple((f"key{place}", Name("value")) for place in range(numbers.choice([0, 0, 1, 2])))
    return Call(layer, (tensors if len(tensors) > 1 else tensors[0],), more)


def _expression(numbers: random.Random, depth: int) -> Any:
    kind = numbers.random()
    if depth == 0 or kind < 0.35:
        return numbers.choice([1, 0.5, None, True, "relu", "it's", Name("conv2d_" + "a" * numbers.randrange(20)), (3, 3), (None,)])
    items = [_expression(numbers, depth - 1) for _ in range(numbers.randrange(6))]
    if kind < 0.75:
        named = tuple((f"argument{'x' * numbers.randrange(12)}{place}", item) for place, item in enumerate(items[:3]))
        return Call(numbers.choice(["layers.Dense", "regularizers.L2"]), tuple(items[3:]), named)
    return items if kind < 0.9 else tuple(items) if kind < 0.95 else {f"k{place}": item for place, item in enumerate(items)}


@given(st.text())
def test_a_string_is_quoted_so_that_python_reads_it_back(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text
    assert quoted(text).isprintable()


@pytest.mark.parametrize(("text", "literal"), [("same", '"same"'), ("it's", '"it\'s"'), ('say "a"', "'say \"a\"'"), ("a\nb", '"a\\nb"')])
def test_double_quotes_are_used_unless_single_ones_save_escapes(text: str, literal: str) -> None:
    assert quoted(text) == literal


def test_the_modules_of_an_expression_are_those_it_calls() -> None:
    expression = Call(Call("layers.Dense", (), (("kernel_regularizer", Call("regularizers.L2", (0.01,))),)), ([Name("a"), Call("keras.Input")],))
    assert modules(expression) == {"layers", "regularizers", "keras"}


def test_a_tuple_of_one_keeps_its_comma() -> None:
    assert flat(Call("keras.Input", (), (("shape", (None,)),))) == "keras.Input(shape=(None,))"

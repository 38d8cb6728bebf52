"""Formulas: what is taken, what it comes to, how it is written, and that nothing else gets in."""

from __future__ import annotations

import subprocess
import sys

import keras
import numpy as np
import pytest

from designer.core.formula import FormulaError, evaluate, parse, to_python

RIGHT = {
    "x * sigmoid(x)": "h * ops.sigmoid(h)",
    "ops.relu(x) + keras.ops.relu(y)": "ops.relu(h) + ops.relu(g)",
    "(x + y) * 2": "(h + g) * 2",
    "-x ** 2": "-h ** 2",
    "(-x) ** 2": "(-h) ** 2",
    "x / (y - 1 / 255)": "h / (g - 1 / 255)",
    "x - (y - x)": "h - (g - h)",
    "where(x > 0, x, 0.2 * y)": "ops.where(h > 0, h, 0.2 * g)",
    "cast(x == y, 'float32')": "ops.cast(ops.equal(h, g), dtype='float32')",
    "mean(x, axis=-1, keepdims=True)": "ops.mean(h, axis=-1, keepdims=True)",
    "clip(x, 0, 1)": "ops.clip(h, x_min=0, x_max=1)",
    "reshape(x, (-1, 2))": "ops.reshape(h, newshape=(-1, 2))",
    "concatenate([x, y], axis=-1)": "ops.concatenate([h, g], axis=-1)",
    "x[:, 1]": "h[:, 1]",
    "x[..., 1:] - x[..., :-1]": "h[..., 1:] - h[..., :-1]",
    "x[:, None]": "h[:, None]",
    "x // 2 + y % 3": "h // 2 + g % 3",
    "maximum(x, 0)": "ops.maximum(h, 0)",
    "matmul(x, transpose(y))": "ops.matmul(h, ops.transpose(g))",
}
WRONG = {
    "": 1,
    "   ": 1,
    "x +": None,
    "2 + 3": 1,
    "  x + a": 7,
    "x + a": 5,
    "__import__('os').system('ls')": 1,
    "x.__class__": 1,
    "open('/etc/passwd')": 1,
    "sigmod(x)": 1,
    "x @ y": 1,
    "x if y else z": 1,
    "lambda: x": 1,
    "[x for x in y]": 1,
    "x and y": 1,
    "not x": 1,
    "0 < x < 1": 1,
    "x * 'a'": 5,
    "x * True": 5,
    "x * 1e999": 5,
    "x + 9 ** 9 ** 9": 5,
    "x + 10 ** 99 ** 1": 5,
    "x + 1 / 0": 5,
    "x + (-1) ** 0.5": 5,
    "relu(1)": 1,
    "relu()": 1,
    "relu(x, y)": 1,
    "mean(x, axis=y)": 14,
    "mean(x, axis='a')": 14,
    "mean(x, **y)": 11,
    "cast(x, dtype='secret')": 15,
    "where(x, y)": 1,
    "concatenate(x)": 1,
    "x[y]": 3,
    "x['a']": 3,
    "x[1.5]": 3,
    "2[0] + x": 1,
    "sigmoid + x": 1,
    "(" * 300 + "x" + ")" * 300: None,
    "-" * 900 + "x": None,
    "+".join(["x"] * 400): None,
    "x" * 1001: None,
    "x\x00": None,
    "x := 1": None,
    "ä + x": 1,
}
X = np.array([[-1.0, 2.0], [3.0, -4.0]], "float32")
Y = np.array([[5.0, 6.0], [7.0, 8.0]], "float32")


@pytest.mark.parametrize(("text", "code"), RIGHT.items())
def test_it_comes_to_what_its_python_comes_to(text: str, code: str) -> None:
    formula = parse(text)
    assert to_python(formula, ["h", "g"]) == code
    h, g = (keras.ops.convert_to_tensor(value) for value in (X, Y))
    said = eval(code, {"ops": keras.ops, "h": h, "g": g})
    np.testing.assert_array_equal(evaluate(formula, [h, g]), said)


@pytest.mark.parametrize("text", RIGHT)
def test_it_takes_symbolic_tensors_and_saves_without_a_class_of_its_own(text: str) -> None:
    x, y = keras.Input(batch_shape=(2, 2)), keras.Input(batch_shape=(2, 2))
    model = keras.Model([x, y], evaluate(parse(text), [x, y]) + keras.ops.sum(y) * 0)
    again = keras.models.model_from_json(model.to_json())
    np.testing.assert_array_equal(again([X, Y]), model([X, Y]))


@pytest.mark.parametrize(("text", "column"), WRONG.items(), ids=lambda value: str(value)[:30])
def test_it_refuses_what_is_no_formula(text: str, column: int | None) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert column in {None, caught.value.column}
    assert str(caught.value).endswith((".", "?"))


def test_it_knows_its_inputs_and_the_wires_it_needs() -> None:
    assert parse("x + z").inputs == ("x", "z")
    assert parse("x + z").wires == 3
    with pytest.raises(ValueError, match="uses z"):
        evaluate(parse("x + z"), [X, Y])


def test_it_proposes_the_function_that_was_meant() -> None:
    with pytest.raises(FormulaError, match=r"Did you mean sigmoid\?"):
        parse("sigmod(x)")


def test_it_reads_without_keras() -> None:
    program = "import sys; from designer.core.formula import parse; parse('relu(x)'); sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

"""work_out: arithmetic over a block's parameters, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from designer.core.arithmetic import ExpressionError, Free, concrete, filled_in, names_in, work_out

NAMES: dict[str, JsonValue] = {"filters": 8, "rate": 0.5, "activation": "relu", "size": [3, 5], "flag": True}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 * filters", 32),
        (" filters // 3 ", 2),
        ("-filters % 3", 1),
        ("filters / 2", 4.0),
        ("2 ** 3 ** 2", 512),
        ("+(1 + 2) * 3 - 4", 5),
        ("rate * 2", 1.0),
        ("activation", "relu"),
        ("size", [3, 5]),
        ("flag", True),
    ],
)
def test_it_means_what_python_means(text: str, value: object) -> None:
    assert work_out(text, NAMES) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4 *",
        "filters.real",
        "f(4)",
        "[1]",
        "1 if filters else 2",
        "'a' * 3",
        "filters < 3",
        "True + 1",
        "1j",
        "lambda: 1",
        "filters and 1",
        "x := 1",
    ],
)
def test_it_takes_arithmetic_alone(text: str) -> None:
    with pytest.raises(ExpressionError):
        work_out(text, NAMES)


@pytest.mark.parametrize(
    "text", ["1 / 0", "9 ** 99", "2 ** 64", "10.0 ** 64 ** 8", "1" + "0" * 150, "activation * 2", "size + 1", "flag + 1", "(-8) ** 0.5", "1" * 300]
)
def test_what_has_no_value_of_sensible_size_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        work_out(text, NAMES)


def test_a_name_that_is_close_is_offered() -> None:
    with pytest.raises(ExpressionError, match="Did you mean filters"):
        work_out("2 * filter", NAMES)


def test_expressions_are_filled_in_wherever_they_stand() -> None:
    config: JsonValue = {
        "units": {"$expr": "2 * filters"},
        "kernel_regularizer": {"class_name": "L2", "config": {"l2": {"$expr": "rate"}}},
        "axis": [1, {"$expr": "-1"}],
    }
    assert filled_in(config, NAMES) == {"units": 16, "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.5}}, "axis": [1, -1]}


def test_the_parameters_of_an_expression_are_named() -> None:
    assert names_in("2 * filters + rate") == {"filters", "rate"}
    assert names_in("2 *") == frozenset()


@given(st.text(alphabet="0123456789fx+-*/%() .ej", max_size=40))
def test_any_text_is_worked_out_or_refused(text: str) -> None:
    try:
        value = work_out(text, {"f": 3, "x": 2})
    except ExpressionError:
        return
    assert isinstance(value, int | float)


def test_what_is_chosen_later_stays_an_expression() -> None:
    free = Free("units", 8)
    found = work_out("(filters - 2) * size", {"filters": free, "size": 3})
    assert isinstance(found, Free)
    assert (found.text, found.value) == ("(units - 2) * 3", 18)
    assert filled_in([{"$expr": "filters"}, free, {"$expr": "size"}], {"filters": free, "size": 3}) == [free, free, 3]
    assert concrete({"sizes": [free, found, 4]}) == {"sizes": [8, 18, 4]}

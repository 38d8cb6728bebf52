"""What the trials of a sweep set."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from designer.core.document import Document, Sweep, SweptField, parse
from designer.core.sweeps import NoSuchPlace, combinations, count, grid, range_values, sampled, with_values

UNITS = {"name": "units", "node": "hidden", "path": ["units"]}
RATE = {"name": "rate", "path": ["optimizer", "config", "learning_rate"]}


def make_field(**more: Any) -> SweptField:
    return SweptField.model_validate({"name": "x", "path": ["units"], **more})


def make_sweep(*fields: dict[str, Any], **more: Any) -> Sweep:
    return Sweep.model_validate({"fields": fields, **more})


def make_document(*fields: dict[str, Any], **more: Any) -> Document:
    return parse(
        {
            "nodes": [
                {"id": "x", "layer": "Input", "config": {"shape": [4]}},
                {"id": "hidden", "layer": "Dense", "config": {"units": 4}},
                {"id": "deep", "layer": "block.deep"},
            ],
            "blocks": {"deep": {"nodes": [{"id": "dense", "layer": "Dense", "config": {"units": 3}}]}},
            "training": {"sweep": {"fields": fields, **more}},
        }
    )


def test_a_grid_holds_every_combination_the_last_field_changing_first() -> None:
    sweep = make_sweep({**UNITS, "values": [4, 8]}, {**RATE, "low": 0.1, "high": 0.3, "step": 0.1})
    assert list(grid(sweep)) == [{"units": units, "rate": rate} for units in (4, 8) for rate in (0.1, 0.2, 0.3)]
    assert grid(sweep)[-1] == {"units": 8, "rate": 0.3}
    assert list(grid(sweep)[0]) == ["units", "rate"]


def test_a_grid_is_cut_at_the_number_of_trials() -> None:
    sweep = make_sweep({**UNITS, "low": 1, "high": 100, "integer": True}, {**RATE, "values": [0.1, 0.2]}, trials=3)
    assert combinations(sweep) == 200
    assert list(grid(sweep)) == [{"units": 1, "rate": 0.1}, {"units": 1, "rate": 0.2}, {"units": 2, "rate": 0.1}]


@pytest.mark.parametrize(
    ("field", "number"),
    [
        ({"values": ["a", "b"]}, 2),
        ({"low": 2, "high": 11, "step": 3, "integer": True}, 4),
        ({"low": 0, "high": 1, "step": 0.1}, 11),
        ({"low": 0, "high": 1}, None),
        ({"low": 1, "high": 8, "integer": True, "log": True}, None),
    ],
)
def test_values_are_counted(field: dict[str, Any], number: int | None) -> None:
    assert count(make_field(**field)) == number


def test_a_range_includes_both_ends() -> None:
    assert list(range_values(make_field(low=2, high=11, step=3, integer=True))) == [2, 5, 8, 11]
    assert range_values(make_field(low=0, high=0.3, step=0.1)) == (0.0, 0.1, 0.2, 0.3)


def test_chance_draws_within_a_field_and_the_same_for_a_seed() -> None:
    sweep = make_sweep(
        {**UNITS, "low": 8, "high": 64, "step": 8, "integer": True},
        {**RATE, "low": 1e-5, "high": 1e-1, "log": True},
        {"name": "kernel", "node": "hidden", "path": ["units"], "low": 1, "high": 100, "integer": True, "log": True},
        {"name": "word", "node": "hidden", "path": ["activation"], "values": ["relu", None]},
        {"name": "share", "path": ["validation_split"], "low": 0.1, "high": 0.2},
    )
    random = Random(3)
    drawn: list[dict[str, Any]] = [sampled(sweep, random) for _ in range(300)]
    assert {each["units"] for each in drawn} == set(range(8, 65, 8))
    assert {each["word"] for each in drawn} == {"relu", None}
    assert all(1e-5 <= each["rate"] <= 1e-1 and 0.1 <= each["share"] <= 0.2 for each in drawn)
    assert 100 < sum(each["rate"] < 1e-3 for each in drawn) < 200
    assert all(isinstance(each["kernel"], int) and 1 <= each["kernel"] <= 100 for each in drawn)
    assert 100 < sum(each["kernel"] <= 10 for each in drawn) < 200
    assert sampled(sweep, Random(3)) == drawn[0]


def test_values_are_put_in_their_places_and_the_sweep_goes() -> None:
    inside = {"name": "inner", "node": "dense", "block": "deep", "path": ["units"], "values": [5]}
    word = {"name": "word", "node": "hidden", "path": ["activation"], "values": ["relu"]}
    document = make_document({**UNITS, "values": [8]}, {**RATE, "values": [0.5]}, inside, word)
    changed = with_values(document, {"units": 8, "rate": 0.5, "inner": 5, "word": "relu"})
    hidden = changed.node("hidden")
    assert hidden is not None
    assert hidden.config == {"units": 8, "activation": "relu"}
    assert changed.training.optimizer.config == {"learning_rate": 0.5}
    assert changed.blocks["deep"].nodes[0].config == {"units": 5}
    assert changed.training.sweep is None
    assert parse(changed.to_json()) == changed


@pytest.mark.parametrize(
    "field",
    [
        {"name": "a", "node": "gone", "path": ["units"]},
        {"name": "a", "node": "dense", "block": "gone", "path": ["units"]},
        {"name": "a", "node": "hidden", "path": ["kernel_regularizer", "config", "l2"]},
        {"name": "a", "path": ["callbacks", 0, "config", "patience"]},
    ],
)
def test_what_stands_nowhere_is_said(field: dict[str, Any]) -> None:
    with pytest.raises(NoSuchPlace):
        with_values(make_document({**field, "values": [1]}), {"a": 1})


def test_a_setting_that_cannot_be_so_is_refused() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        with_values(make_document({"name": "size", "path": ["batch_size"], "values": [0]}), {"size": 0})

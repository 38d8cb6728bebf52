"""Curves of the learning rate, from Keras."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.catalog import load
from designer.core.document import KerasObject
from designer.core.schedules import MOST, WrongRate, curve
from tests.training.core.full_control import SCHEDULES


def optimizer(**config: Any) -> KerasObject:
    return KerasObject(class_name="SGD", config=config)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_has_a_curve(name: str) -> None:
    points = curve(optimizer(learning_rate={"class_name": name, "config": SCHEDULES[name]}), 12, load())
    assert [step for step, _ in points] == list(range(12))
    assert len({rate for _, rate in points}) > 1


def test_the_old_decay_is_the_old_formula() -> None:
    config = {"initial_learning_rate": 0.01, "decay_steps": 1, "decay_rate": 0.5}
    points = curve(optimizer(learning_rate={"class_name": "InverseTimeDecay", "config": config}), 5, load())
    assert [rate for _, rate in points] == pytest.approx([0.01 / (1 + 0.5 * step) for step in range(5)])


def test_a_long_training_has_no_more_points_than_a_line_can_show() -> None:
    schedule = {"class_name": "ExponentialDecay", "config": SCHEDULES["ExponentialDecay"]}
    points = curve(optimizer(learning_rate=schedule), 100_000, load())
    assert (len(points), points[0][0], points[-1][0]) == (MOST, 0, 99_999)


@pytest.mark.parametrize(("config", "rate"), [({}, 0.01), ({"learning_rate": 1}, 1.0)])
def test_a_number_stays_what_it_is(config: dict[str, Any], rate: float) -> None:
    assert curve(optimizer(**config), 100, load()) == [(0, rate), (99, rate)]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (KerasObject(class_name="Nothing"), "has no optimizer called"),
        (optimizer(learning_rate="fast"), "must be a number"),
        (optimizer(learning_rate={"class_name": "ExponentialDecay", "config": {}}), "is missing"),
        (optimizer(learning_rate={"class_name": "Wave", "config": {}}), "has no"),
        (optimizer(learning_rate={"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [1], "values": [1]}}), "gives no learning rate"),
    ],
)
def test_what_is_no_rate_is_refused_in_a_sentence(given: KerasObject, sentence: str) -> None:
    with pytest.raises(WrongRate, match=sentence):
        curve(given, 10, load())

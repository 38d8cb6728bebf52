"""What Optuna says of a sweep, from what is known of its trials alone."""

from __future__ import annotations

from random import Random
from time import process_time
from typing import Any

import optuna
import pytest

from designer.core.document import Sweep
from tests.training.make_sweep import RATES, UNITS, WIDTHS, make_search
from training.core.past import Past
from training.core.study import DIRECTIONS, NAME, Judge, proposed


def search(*fields: dict[str, Any], **more: Any) -> Sweep:
    found = make_search(*fields, **{"method": "optuna", "trials": 40} | more).training.sweep
    assert found is not None
    return found


def trial(number: int, *measured: float | None, outcome: Any = "finished", **values: Any) -> Past:
    return Past(number, outcome, values or {"units": 4}, measured)


def test_the_same_past_and_seed_propose_the_same() -> None:
    wanted = search(RATES, WIDTHS)
    past = [trial(1, 0.5, rate=0.01, units=4), trial(2, outcome="running", rate=0.02, units=8)]
    first = proposed(wanted, 3, past)
    assert first == proposed(wanted, 3, past)
    assert first != proposed(wanted, 4, past)
    assert first != proposed(search(RATES, WIDTHS, seed=1), 3, past)
    assert isinstance(first["units"], int)
    assert 2 <= first["units"] <= 32
    assert isinstance(first["rate"], float)
    assert 1e-4 <= first["rate"] <= 1e-1


def test_a_value_of_a_list_is_proposed_as_it_stands_there() -> None:
    """Lists may hold what Optuna does not take, and values that Python takes for equal."""
    values: list[Any] = [True, 1, [3, 3], {"class_name": "L2", "config": {}}]
    wanted = search(UNITS | {"values": values})
    past = [trial(number, float(number), units=value) for number, value in enumerate(values, start=1)]
    assert proposed(wanted, 5, past)["units"] in values


@pytest.mark.parametrize(
    ("field", "allowed"),
    [
        ({"low": 1, "high": 10, "step": 4, "integer": True}, {1, 5, 9}),
        ({"low": 0.1, "high": 0.75, "step": 0.3}, {0.1, 0.4, 0.7}),
        ({"low": 1, "high": 3, "step": 2, "integer": True, "log": True}, {1, 2, 3}),
    ],
)
def test_a_range_is_kept_to_its_steps(field: dict[str, Any], allowed: set[float]) -> None:
    wanted = search({"name": "units", "node": "dense", "path": ["units"]} | field)
    assert {round(float(str(proposed(wanted, number, [])["units"])), 9) for number in range(1, 30)} == allowed


@pytest.mark.parametrize(("low", "high", "step"), [(0.7, 0.8, 0.1), (0.3, 0.9, 0.3), (0.15, 0.45, 0.15)])
def test_the_end_of_a_range_is_among_what_is_searched(low: float, high: float, step: float) -> None:
    field = {"name": "rate", "path": ["optimizer", "config", "learning_rate"], "low": low, "high": high, "step": step}
    assert high in {proposed(search(field), number, [])["rate"] for number in range(1, 40)}


def test_what_was_good_is_searched_more() -> None:
    wanted = search(RATES)
    past = [trial(number, abs(number - 5.0), rate=10 ** (-4 + number / 10)) for number in range(1, 31)]
    found = [proposed(wanted, number, past)["rate"] for number in range(31, 41)]
    assert sum(10**-3.9 < rate < 10**-3.1 for rate in found if isinstance(rate, float)) >= 7


def test_trials_of_every_ending_are_learned_from() -> None:
    wanted = search(RATES)
    past = [
        trial(1, rate=0.01, outcome="failed"),
        trial(2, None, None, rate=0.01),
        trial(3, 0.5, rate=0.02, outcome="cut"),
        trial(5, rate=0.03, outcome="running"),
    ]
    assert "rate" in proposed(wanted, 6, past)


@pytest.mark.parametrize(("direction", "bad"), [("min", 9.0), ("max", 0.1)])
def test_a_trial_worse_than_the_median_is_hopeless(direction: str, bad: float) -> None:
    judge = Judge(search(direction=direction, pruning="median"), 6, epochs=4)
    others = [trial(number, 1.0, 1.0, 1.0, 1.0) for number in range(1, 6)]
    assert judge.is_hopeless([bad], others)
    assert not judge.is_hopeless([1.0], others)
    assert not judge.is_hopeless([1.0, bad], others), "it was good once"
    assert not judge.is_hopeless([bad], others[:4]), "there are too few to know"
    assert not judge.is_hopeless([None], others)


def test_hyperband_ends_the_worse_trials_at_its_rungs_alone() -> None:
    wanted = search(pruning="hyperband")
    others = [trial(number, *[0.0] * 9, outcome="running") for number in range(1, 30)]
    verdicts = {number: [Judge(wanted, number, epochs=9).is_hopeless([99.0] * step, others) for step in range(1, 10)] for number in range(30, 50)}
    assert {step for answers in verdicts.values() for step, answer in enumerate(answers, start=1) if answer} == {1, 3, 9}
    assert not any(Judge(wanted, number, epochs=9).is_hopeless([-1.0], others) for number in range(30, 50)), "the best goes on"


def test_a_trial_that_was_deleted_leaves_the_others_their_numbers() -> None:
    wanted = search(pruning="hyperband")
    others = [trial(number, 0.0, 0.0, 0.0) for number in range(1, 30)]
    alone = [Judge(wanted, number, epochs=9).is_hopeless([99.0], others[::2]) for number in range(30, 50)]
    assert alone == [Judge(wanted, number, epochs=9).is_hopeless([99.0], others) for number in range(30, 50)]


@pytest.mark.parametrize("direction", ["min", "max"])
def test_hyperband_says_what_optuna_says_of_trials_that_it_watches_train(direction: str) -> None:
    """Four trials train at once, in any order; Optuna is asked after each epoch, as the written code asks it."""
    random, epochs = Random(5), 28
    wanted = search(pruning="hyperband", direction=direction)
    pruner = optuna.pruners.HyperbandPruner(max_resource=epochs)
    study = optuna.create_study(study_name=NAME, direction=DIRECTIONS[wanted.direction], pruner=pruner)
    watched: list[optuna.Trial] = []
    measured: dict[int, list[float | None]] = {}
    under_way: list[int] = []
    ended: list[int] = []
    while len(watched) < 120 or under_way:
        while len(watched) < 120 and len(under_way) < 4:
            watched.append(study.ask())
            under_way.append(len(watched))
        number = random.choice(under_way)
        mine = measured.setdefault(number, [])
        mine.append(random.random())
        watched[number - 1].report(mine[-1] or 0.0, len(mine))
        others = [trial(each, *found, outcome="running") for each, found in measured.items() if each != number]
        is_hopeless = watched[number - 1].should_prune()
        assert Judge(wanted, number, epochs).is_hopeless(mine, others) == is_hopeless
        if is_hopeless or len(mine) == epochs:
            under_way.remove(number)
            ended.append(len(mine))
    assert set(ended) == {1, 3, 9, 27, 28}


def test_hyperband_looks_at_a_thousand_trials_in_a_moment() -> None:
    wanted = search(pruning="hyperband")
    others = [trial(number, *[0.0] * 27) for number in range(1, 1000)]
    began = process_time()
    Judge(wanted, 1000, epochs=28).is_hopeless([99.0] * 9, others)
    assert process_time() - began < 1.0

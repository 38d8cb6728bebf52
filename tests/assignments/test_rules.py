"""Rules, judged on facts: what is held to, what is not, what is not known yet."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.rules import Facts, RuleResult, Rules, epochs_allowed, judge, needs_training, over_budget, totals

KNOWN: dict[str, Any] = {"parameters": 100, "trainable": 60, "layers": 3, "epochs": 10, "classes": {"Dense": 2, "Dropout": 1}, "problems": ()}
SCORED: dict[str, Any] = KNOWN | {
    "scores": {"accuracy": 0.8, "mean_absolute_error": 0.3},
    "on_training": {"accuracy": 0.95, "mean_absolute_error": 0.1},
}


def result_of(rule: dict[str, Any], facts: dict[str, Any]) -> RuleResult:
    [found] = judge(Rules.model_validate({"rules": [rule]}).rules, Facts.model_validate(facts))
    return found


@pytest.mark.parametrize(
    ("rule", "facts", "passed"),
    [
        ({"kind": "most_parameters", "most": 100}, KNOWN, True),
        ({"kind": "most_parameters", "most": 99}, KNOWN, False),
        ({"kind": "most_parameters", "most": 99}, {}, None),
        ({"kind": "most_trainable", "most": 60}, KNOWN, True),
        ({"kind": "most_layers", "most": 2}, KNOWN, False),
        ({"kind": "most_epochs", "most": 10}, KNOWN, True),
        ({"kind": "without_layers", "layers": ["LSTM", "GRU"]}, KNOWN, True),
        ({"kind": "without_layers", "layers": ["LSTM", "Dropout"]}, KNOWN, False),
        ({"kind": "with_layer", "layer": "Dense", "at_least": 2}, KNOWN, True),
        ({"kind": "with_layer", "layer": "Dense", "at_least": 3}, KNOWN, False),
        ({"kind": "with_callback", "callback": "EarlyStopping"}, KNOWN, False),
        ({"kind": "with_callback", "callback": "EarlyStopping"}, {"callbacks": ["EarlyStopping"]}, True),
        ({"kind": "no_problems"}, KNOWN, True),
        ({"kind": "no_problems"}, {"problems": ["It is empty."]}, False),
        ({"kind": "no_problems"}, {}, None),
        ({"kind": "score", "metric": "accuracy", "bound": 0.8}, SCORED, True),
        ({"kind": "score", "metric": "accuracy", "bound": 0.81}, SCORED, False),
        ({"kind": "score", "metric": "mean_absolute_error", "bound": 0.3}, SCORED, True),
        ({"kind": "score", "metric": "mean_absolute_error", "bound": 0.2}, SCORED, False),
        ({"kind": "score", "metric": "mean_squared_error", "bound": 9}, SCORED, False),
        ({"kind": "score", "bound": 0}, KNOWN, None),
        ({"kind": "score", "bound": 0}, SCORED | {"untrained": "It cannot be trained."}, False),
        ({"kind": "gap", "metric": "accuracy", "most": 0.2}, SCORED, True),
        ({"kind": "gap", "metric": "accuracy", "most": 0.1}, SCORED, False),
        ({"kind": "gap", "metric": "mean_absolute_error", "most": 0.1}, SCORED, False),
    ],
)
def test_a_rule_is_held_to_or_not_or_nobody_knows_yet(rule: dict[str, Any], facts: dict[str, Any], passed: bool | None) -> None:
    found = result_of(rule | {"points": 3}, facts)
    assert (found.passed, found.points, found.of) == (passed, 3 if passed else 0, 3)


def test_the_teachers_words_follow_what_was_found_where_a_rule_was_not_held_to() -> None:
    rule = {"kind": "most_parameters", "most": 50, "feedback": "Fewer units."}
    assert result_of(rule, KNOWN).said == "It has 100 parameters; at most 50 may be. Fewer units."
    assert result_of(rule | {"most": 200}, KNOWN).said == "It has 100 parameters."
    untrained = result_of({"kind": "score", "bound": 1, "feedback": "Train for longer."}, SCORED | {"untrained": "It cannot be trained."})
    assert untrained.said == "It cannot be trained."


def test_points_add_up() -> None:
    given = [{"kind": "most_layers", "most": 9, "points": 1.5}, {"kind": "most_layers", "most": 1, "points": 2}]
    rules = Rules.model_validate({"rules": given}).rules
    assert totals(judge(rules, Facts.model_validate(KNOWN))) == (1.5, 3.5)


def test_training_is_asked_for_and_bounded_by_the_rules() -> None:
    rules = Rules.model_validate({"rules": [{"kind": "most_epochs", "most": 4}, {"kind": "most_parameters", "most": 50}]}).rules
    assert not needs_training(rules)
    assert needs_training(Rules.model_validate({"rules": [{"kind": "score", "bound": 1}]}).rules)
    assert (epochs_allowed(rules, 9), epochs_allowed(rules, 3), epochs_allowed((), 9)) == (4, 3, 9)
    assert over_budget(rules, Facts.model_validate(KNOWN)) == "It was not trained, because it is larger than allowed: at most 50 parameters."
    assert over_budget(rules[:1], Facts.model_validate(KNOWN)) == ""

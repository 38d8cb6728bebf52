"""What is said of a sweep that cannot be, before it is started."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.analyse import analyse
from designer.core.document import Document, parse
from designer.core.problem_codes import CODES
from designer.core.problems import Problem
from tests.designer.core.block_cases import block, node, wires
from training.core import datasets

UNITS = {"name": "units", "node": "hidden", "path": ["units"]}
RATE = {"name": "rate", "path": ["optimizer", "config", "learning_rate"]}
FIRST = "training.sweep.fields.0"


def make_iris(*fields: dict[str, Any], training: dict[str, Any] | None = None, **sweep: Any) -> Document:
    inside = block([node("x", "Input"), node("wide", "Dense", units=6)], wires(("x", "wide")), ["x"], ["wide"])
    return parse(
        {
            "nodes": [
                node("x", "Input", shape=[4]),
                node("hidden", "Dense", units=8),
                node("inner", "block.inner"),
                node("species", "Dense", units=3, activation="softmax"),
            ],
            "edges": wires(("x", "hidden"), ("hidden", "inner", "x"), ("inner", "species")),
            "blocks": {"inner": inside},
            "training": {"dataset": "iris", "sweep": {"fields": fields, **sweep}, **(training or {})},
        }
    )


def problems(document: Document) -> list[Problem]:
    found = analyse(document, datasets.find("iris")).problems
    assert {problem.code for problem in found} <= CODES.keys()
    return list(found)


def told(*fields: dict[str, Any], **more: Any) -> list[tuple[str, str | None, str | None]]:
    return [(problem.code, problem.node, problem.param) for problem in problems(make_iris(*fields, **more))]


def test_a_sound_sweep_has_no_problem() -> None:
    inside = {"name": "wide", "node": "wide", "block": "inner", "path": ["units"], "low": 2, "high": 4, "integer": True}
    objects = {"name": "optimizer", "path": ["optimizer"], "values": [{"class_name": "Adam"}, {"class_name": "SGD", "config": {"momentum": 0.9}}]}
    assert problems(make_iris({**UNITS, "values": [4, 8]}, inside, objects, objective="val_accuracy", direction="max")) == []


@pytest.mark.parametrize(
    ("field", "code", "node_id"),
    [
        ({**UNITS, "node": "gone", "values": [1]}, "sweep_place", None),
        ({**UNITS, "block": "gone", "values": [1]}, "sweep_place", None),
        ({**UNITS, "path": ["kernel_regularizer", "config", "l2"], "values": [0.1]}, "sweep_place", "hidden"),
        ({"name": "patience", "path": ["callbacks", 0, "config", "patience"], "values": [1]}, "sweep_place", None),
        ({"name": "shape", "node": "x", "path": ["shape"], "values": [[4], [5]]}, "sweep_fixed", "x"),
        ({"name": "data", "path": ["dataset"], "values": ["iris"]}, "sweep_fixed", None),
        ({**UNITS, "path": ["wings"], "values": [1]}, "sweep_fixed", "hidden"),
        ({**UNITS, "values": []}, "sweep_values", "hidden"),
        ({**UNITS, "values": [4, 4]}, "sweep_values", "hidden"),
        ({**UNITS, "low": 4, "integer": True}, "sweep_range", "hidden"),
        ({**UNITS, "low": 8, "high": 4, "integer": True}, "sweep_range", "hidden"),
        ({**UNITS, "low": 1.5, "high": 4, "integer": True}, "sweep_range", "hidden"),
        ({**UNITS, "low": 1, "high": 4, "integer": True, "step": 0}, "sweep_range", "hidden"),
        ({**RATE, "low": 0, "high": 1, "log": True}, "sweep_range", None),
        ({**RATE, "low": 1e-320, "high": 1, "log": True}, "sweep_range", None),
        ({**RATE, "low": 0, "high": 1, "step": 1e-320}, "sweep_range", None),
        ({**RATE, "low": 0, "high": 1, "step": 1e-9}, "sweep_range", None),
        ({**RATE, "low": 0.1, "high": 1, "log": True, "step": 0.1}, "sweep_range", None),
        ({**RATE, "low": 0.1, "high": 1}, "sweep_grid", None),
    ],
)
def test_a_field_that_cannot_be_searched_is_told_on_its_node(field: dict[str, Any], code: str, node_id: str | None) -> None:
    assert told(field) == [(code, node_id, FIRST)]


def test_ranges_without_steps_are_for_chance() -> None:
    assert told({**RATE, "low": 0.1, "high": 1}, method="random") == []


def test_fields_need_names_and_places_of_their_own() -> None:
    codes = [code for code, _, _ in told({**UNITS, "values": [4]}, {**UNITS, "values": [5]})]
    assert sorted(codes) == ["sweep_name"] * 2 + ["sweep_place"] * 2
    whole = {"name": "optimizer", "path": ["optimizer"], "values": [{"class_name": "SGD"}]}
    assert [code for code, _, _ in told(whole, {**RATE, "values": [0.1]})] == ["sweep_place"] * 2


def test_a_grid_that_is_cut_says_how_many_are_tried() -> None:
    (problem,) = problems(make_iris({**UNITS, "low": 1, "high": 9, "integer": True}, {**RATE, "values": [0.1, 0.2]}, trials=5))
    assert (problem.code, problem.severity) == ("sweep_cut", "warning")
    assert problem.message.startswith("There are 18 combinations, and the first 5 of them are tried.")


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ({**UNITS, "values": [4, 0]}, "units = 0 (of the sweep): units of hidden must be"),
        ({**UNITS, "low": -1, "high": 4, "integer": True}, "units = -1 (of the sweep): units of hidden must be"),
        ({**UNITS, "path": ["activation"], "values": ["relu", "rely"]}, "units = rely (of the sweep): activation of hidden must be"),
        ({"name": "size", "path": ["batch_size"], "values": [0, 8]}, "size = 0 (of the sweep): This must be 1 or more"),
        ({"name": "last", "node": "species", "path": ["units"], "values": [2, 3]}, "last = 2 (of the sweep): species must give 3 numbers"),
        ({"name": "wide", "node": "wide", "block": "inner", "path": ["units"], "values": [-3]}, "wide = -3 (of the sweep): units of wide"),
    ],
)
def test_each_value_is_tried_by_itself(field: dict[str, Any], sentence: str) -> None:
    (problem,) = problems(make_iris(field))
    assert (problem.code, problem.param, problem.severity) == ("sweep_value", FIRST, "error")
    assert problem.message.startswith(sentence)


def test_a_problem_within_a_block_is_told_on_its_use() -> None:
    (problem,) = problems(make_iris({"name": "wide", "node": "wide", "block": "inner", "path": ["units"], "values": [-3]}))
    assert (problem.node, problem.inside) == ("inner", ("wide",))


def test_what_the_drawn_network_suffers_from_is_told_once() -> None:
    document = make_iris({**UNITS, "values": [4, 8]})
    broken = document.model_copy(update={"nodes": (*document.nodes[:3], document.nodes[3].model_copy(update={"config": {"units": -1}}))})
    assert "sweep_value" not in {problem.code for problem in problems(broken)}


def test_a_value_that_changes_the_form_of_the_network_is_refused() -> None:
    document = parse(
        {
            "nodes": [node("x", "Input", shape=[4, 2]), node("lstm", "LSTM", units=3), node("dense", "Dense", units=1)],
            "edges": wires(("x", "lstm"), ("lstm", "dense")),
            "training": {"sweep": {"fields": [{"name": "state", "node": "lstm", "path": ["return_state"], "values": [True, False]}]}},
        }
    )
    (problem,) = (problem for problem in analyse(document).problems if problem.code.startswith("sweep"))
    assert (
        problem.message
        == "state = True (of the sweep): it changes how many outputs a layer has, or whether it learns from the data, which a sweep cannot."
    )


def test_the_objective_must_be_measured() -> None:
    (unknown,) = problems(make_iris({**UNITS, "values": [4]}, objective="val_f1"))
    assert (unknown.code, unknown.severity) == ("sweep_objective", "error")
    assert unknown.message.endswith("It measures val_loss, val_accuracy, loss, accuracy.")
    (instead,) = problems(make_iris({**UNITS, "values": [4]}, training={"validation_split": 0}))
    assert (instead.code, instead.severity) == ("sweep_objective", "warning")


def test_a_validation_split_that_is_searched_need_not_be_drawn() -> None:
    split = {"name": "split", "path": ["validation_split"], "values": [0.1, 0.2]}
    assert problems(make_iris(split, training={"validation_split": 0})) == []


def test_marks_without_fields_are_no_sweep() -> None:
    assert told(objective="nonsense") == []

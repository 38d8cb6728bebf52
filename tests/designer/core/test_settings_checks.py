"""Training settings that together do not do what is meant, and their cures."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.analyse import analyse
from designer.core.document import Document
from designer.core.problems import Problem
from tests.designer.core.making import make_chain
from tests.designer.core.patching import apply_patch
from tests.training.core.making import two_outputs
from training.core import datasets


def irises(metric: str = "accuracy", **training: Any) -> Document:
    output = {"field": "species", "loss": {"class_name": "SparseCategoricalCrossentropy"}, "metrics": [{"class_name": metric}]}
    layers = (("x", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 3, "activation": "softmax"}))
    return make_chain(*layers, training={"dataset": "iris", "outputs": [output], **training})


def problems(document: Document) -> tuple[Problem, ...]:
    return analyse(document, datasets.find("iris")).problems


def mended(document: Document) -> Document:
    (problem,) = problems(document)
    after = apply_patch(document, problem.fixes[0].patch)
    assert problems(after) == ()
    return after


@pytest.mark.parametrize("names", [("clipnorm", "clipvalue"), ("clipnorm", "global_clipnorm"), ("clipvalue", "global_clipnorm")])
def test_gradients_are_clipped_in_one_way(names: tuple[str, str]) -> None:
    document = irises(optimizer={"class_name": "SGD", "config": {**dict.fromkeys(names, 1.0), "momentum": 0.9}})
    assert [(problem.code, problem.severity) for problem in problems(document)] == [("clipped_twice", "error")]
    assert mended(document).training.optimizer.config == {names[0]: 1.0, "momentum": 0.9}


def test_a_metric_for_columns_is_replaced_by_the_one_for_class_numbers() -> None:
    document = irises("CategoricalAccuracy")
    assert [(problem.code, problem.node, problem.severity) for problem in problems(document)] == [("metric_target", "dense", "warning")]
    assert mended(document).training.outputs[0].metrics[0].class_name == "SparseCategoricalAccuracy"


def callback(name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": name, "config": config}


@pytest.mark.parametrize(("monitor", "meant"), [("val_acuracy", "val_accuracy"), ("val_sparse_categorical_accuracy", "val_loss"), ("lr", "val_loss")])
@pytest.mark.parametrize("name", ["EarlyStopping", "ReduceLROnPlateau", "ModelCheckpoint"])
def test_callbacks_watch_what_is_measured(name: str, monitor: str, meant: str) -> None:
    document = irises(callbacks=[callback("TerminateOnNaN"), callback(name, monitor=monitor)])
    assert [(problem.code, problem.severity, problem.param) for problem in problems(document)] == [
        ("nothing_to_watch", "warning", "training.callbacks.1.monitor")
    ]
    after = mended(document).training.callbacks
    assert [each.model_dump() for each in after] == [callback("TerminateOnNaN"), callback(name, monitor=meant)]


@pytest.mark.parametrize(
    ("metric", "monitor", "split"),
    [
        ("accuracy", "val_accuracy", 0.1),
        ("accuracy", "loss", 0.1),
        ("SparseTopKCategoricalAccuracy", "sparse_top_k_categorical_accuracy", 0.1),
        ("accuracy", "val_accuracy", 0.0),
    ],
)
def test_what_is_measured_may_be_watched(metric: str, monitor: str, split: float) -> None:
    assert problems(irises(metric, callbacks=[callback("EarlyStopping", monitor=monitor)], validation_split=split)) == ()


def scheduled(**config: Any) -> dict[str, Any]:
    return {"class_name": "SGD", "config": {"learning_rate": callback("ExponentialDecay", **config)}}


DECAY = {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9}
WRONG: list[tuple[str, str, dict[str, Any]]] = [
    ("double_callback", "training.callbacks.1", {"callbacks": [callback("EarlyStopping"), callback("EarlyStopping", patience=1)]}),
    ("unknown_callback", "training.callbacks.0", {"callbacks": [callback("EarlyStoping")]}),
    ("rate_set_twice", "training.callbacks.0", {"callbacks": [callback("ReduceLROnPlateau")], "optimizer": scheduled(**DECAY)}),
    ("class_weights", "training.class_weight", {"class_weight": {"0": 2, "7": 1}}),
]


@pytest.mark.parametrize(("code", "where", "training"), WRONG, ids=[code for code, _, _ in WRONG])
def test_settings_that_do_not_go_together_are_told_and_mended(code: str, where: str, training: dict[str, Any]) -> None:
    document = irises(**training)
    assert [(problem.code, problem.param) for problem in problems(document)] == [(code, where)]
    mended(document)


@pytest.mark.parametrize(
    ("code", "where", "training"),
    [
        ("out_of_range", "training.callbacks.0.patience", {"callbacks": [callback("EarlyStopping", patience=-1)]}),
        ("unknown_argument", "training.callbacks.0.filepath", {"callbacks": [callback("ModelCheckpoint", filepath="/etc/passwd")]}),
        ("missing_argument", "training.optimizer.learning_rate.decay_rate", {"optimizer": scheduled(initial_learning_rate=0.1, decay_steps=3)}),
        ("unknown_object", "training.optimizer.learning_rate", {"optimizer": {"class_name": "SGD", "config": {"learning_rate": callback("Wave")}}}),
        (
            "refused_by_keras",
            "training.optimizer.learning_rate",
            {"optimizer": {"class_name": "SGD", "config": {"learning_rate": callback("PiecewiseConstantDecay", boundaries=[1, 2], values=[0.1])}}},
        ),
    ],
)
def test_arguments_of_callbacks_and_schedules_are_held_against_the_catalogue(code: str, where: str, training: dict[str, Any]) -> None:
    assert [(problem.code, problem.param) for problem in problems(irises(**training))] == [(code, where)]


def test_a_wrong_callback_hides_no_wrong_metric() -> None:
    document = irises("AUC", callbacks=[callback("ReduceLROnPlateau")], optimizer=scheduled(**DECAY))
    assert {problem.code for problem in problems(document)} == {"metric_mismatch", "rate_set_twice"}
    assert all(problem.fixes for problem in problems(document) if problem.code == "rate_set_twice")


def test_classes_are_weighed_where_there_are_classes_and_one_output() -> None:
    document = make_chain(
        ("x", "Input", {"shape": [10]}), ("dense", "Dense", {"units": 1}), training={"dataset": "diabetes", "class_weight": "balanced"}
    )
    data = datasets.find("diabetes")
    (problem,) = analyse(document, data).problems
    assert (problem.code, problem.severity) == ("class_weights", "error")
    assert analyse(apply_patch(document, problem.fixes[0].patch), data).problems == ()
    several = two_outputs()
    weighed = several.model_copy(update={"training": several.training.model_copy(update={"class_weight": "balanced"})})
    assert [problem.code for problem in analyse(weighed, datasets.find("digits")).problems] == ["class_weights"]

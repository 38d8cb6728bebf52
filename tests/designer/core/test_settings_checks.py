"""Training settings that together do not do what is meant, and their cures."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.analyse import analyse
from designer.core.document import Document, apply_patch
from designer.core.problems import Problem
from tests.designer.core.making import make_chain
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


@pytest.mark.parametrize(("monitor", "meant"), [("val_acuracy", "val_accuracy"), ("val_sparse_categorical_accuracy", "val_loss"), ("lr", "val_loss")])
def test_early_stopping_watches_what_is_measured(monitor: str, meant: str) -> None:
    document = irises(early_stopping={"monitor": monitor})
    assert [(problem.code, problem.severity) for problem in problems(document)] == [("nothing_to_watch", "warning")]
    after = mended(document).training.early_stopping
    assert after is not None
    assert after.monitor == meant


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
    assert problems(irises(metric, early_stopping={"monitor": monitor}, validation_split=split)) == ()

"""Metrics that an output and its field can be measured by, and those that would end the training at its first batch."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.analyse import analyse
from designer.core.problems import Problem
from tests.designer.core.making import make_chain
from training.core import datasets


def problems_with(dataset: str, units: int, loss: str, metric: str, **config: Any) -> list[Problem]:
    """What is said of a network whose one output is measured by a metric."""
    spec = datasets.find(dataset)
    assert spec is not None
    output = {"field": spec.target, "loss": {"class_name": loss}, "metrics": [{"class_name": metric, "config": config}]}
    field = spec.field(spec.input)
    assert field is not None
    activation = {"SparseCategoricalCrossentropy": "softmax", "BinaryCrossentropy": "sigmoid"}.get(loss, "linear")
    layers = (("input_layer", "Input", {"shape": list(field.shape)}), ("dense", "Dense", {"units": units, "activation": activation}))
    return list(analyse(make_chain(*layers, training={"dataset": dataset, "outputs": [output]}), data=spec).problems)


@pytest.mark.parametrize(
    ("dataset", "units", "loss", "metric"),
    [
        ("iris", 3, "SparseCategoricalCrossentropy", "accuracy"),
        ("iris", 3, "SparseCategoricalCrossentropy", "SparseCategoricalAccuracy"),
        ("iris", 3, "SparseCategoricalCrossentropy", "SparseTopKCategoricalAccuracy"),
        ("breast_cancer", 1, "BinaryCrossentropy", "AUC"),
        ("breast_cancer", 1, "BinaryCrossentropy", "Precision"),
        ("breast_cancer", 1, "BinaryCrossentropy", "BinaryAccuracy"),
        ("diabetes", 1, "MeanSquaredError", "MeanAbsoluteError"),
        ("diabetes", 1, "MeanSquaredError", "RootMeanSquaredError"),
    ],
)
def test_a_metric_that_fits_is_taken(dataset: str, units: int, loss: str, metric: str) -> None:
    assert problems_with(dataset, units, loss, metric) == []


@pytest.mark.parametrize("metric", ["AUC", "Precision", "R2Score", "BinaryAccuracy", "MeanSquaredError"])
def test_a_metric_that_cannot_compare_is_told_before_training(metric: str) -> None:
    [problem] = problems_with("iris", 3, "SparseCategoricalCrossentropy", metric)
    assert (problem.code, problem.node, problem.severity) == ("metric_mismatch", "dense", "error")
    assert problem.message == f"{metric} cannot compare dense (3) with species (a class number). Choose another metric."


def test_a_matrix_of_classes_beyond_any_memory_is_refused() -> None:
    [problem] = problems_with("iris", 3, "SparseCategoricalCrossentropy", "MeanIoU", num_classes=10**9)
    assert (problem.code, problem.param) == ("out_of_range", "training.outputs.0.metrics.0.num_classes")

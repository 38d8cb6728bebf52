"""What compile, fit and evaluate receive."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.catalog import load
from designer.core.document import Document
from designer.core.fitting import (
    Fitting,
    compile_arguments,
    data_arguments,
    early_stopping_arguments,
    fit_arguments,
    resolve,
)
from designer.core.plan import plan

from .making import make_chain, make_data, make_document

LAYERS: list[tuple[str, str, dict[str, Any]]] = [
    ("a", "Input", {"shape": [4]}),
    ("b", "Input", {"shape": [3]}),
    ("join", "Concatenate", {}),
    ("kind", "Dense", {"units": 10}),
]
CHAIN: list[tuple[str, str, dict[str, Any]]] = [("entry", "Input", {"shape": [4]}), ("last", "Dense", {"units": 10})]


def fitting(document: Document) -> Fitting:
    return resolve(plan(document, load()), document.training, make_data((4,), kind="vector"))


def word(group: str, given: Any) -> str:
    return f"{group}:{given.class_name}"


def test_a_chain_gets_the_data_itself() -> None:
    found = fitting(make_chain(*CHAIN))
    assert data_arguments(found, {"x": 1, "label": 2}) == {"x": 1, "y": 2}
    assert compile_arguments(found, word) == {
        "optimizer": "optimizers:Adam",
        "loss": "losses:SparseCategoricalCrossentropy",
        "metrics": ["metrics:accuracy"],
    }


def test_several_inputs_and_outputs_are_told_apart_by_the_names_of_their_layers() -> None:
    outputs = [
        {"node": "size", "field": "x", "loss": {"class_name": "MeanSquaredError"}},
        {"node": "kind", "field": "label", "loss": {"class_name": "Dice"}, "metrics": [{"class_name": "AUC"}]},
    ]
    wires = [("a", "join", 0), ("b", "join", 1), ("join", "kind"), ("join", "size")]
    found = fitting(make_document([*LAYERS, ("size", "Dense", {"units": 1})], wires, training={"outputs": outputs}))
    assert data_arguments(found, {"x": 1, "label": 2}) == {"x": {"a": 1, "b": 1}, "y": {"kind": 2, "size": 1}}
    told = compile_arguments(found, word)
    assert told["loss"] == {"kind": "losses:Dice", "size": "losses:MeanSquaredError"}
    assert told["metrics"] == {"kind": ["metrics:AUC"]}
    assert found.fields == ("x", "label")


def test_without_metrics_compile_is_given_none() -> None:
    found = fitting(make_chain(*CHAIN, training={"outputs": [{"field": "label", "loss": {"class_name": "Dice"}}]}))
    assert compile_arguments(found, word) == {"optimizer": "optimizers:Adam", "loss": "losses:Dice"}


def test_without_a_validation_split_fit_is_not_given_one_and_training_itself_is_watched() -> None:
    found = fitting(make_chain(*CHAIN, training={"validation_split": 0, "early_stopping": {"monitor": "val_accuracy", "patience": 2}}))
    assert fit_arguments(found) == {"batch_size": 32, "epochs": 5}
    stopping = early_stopping_arguments(found)
    assert stopping is not None
    assert stopping["monitor"] == "accuracy"


@pytest.mark.parametrize("monitor", ["val_loss", "loss"])
def test_with_a_validation_split_early_stopping_watches_what_it_was_told(monitor: str) -> None:
    found = fitting(make_chain(*CHAIN, training={"early_stopping": {"monitor": monitor}}))
    assert early_stopping_arguments(found) == {"monitor": monitor, "patience": 3, "min_delta": 0.0, "restore_best_weights": True}


def test_training_that_runs_to_its_end_has_no_early_stopping() -> None:
    assert early_stopping_arguments(fitting(make_chain(*CHAIN))) is None

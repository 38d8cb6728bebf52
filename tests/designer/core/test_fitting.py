"""What compile, fit and evaluate receive."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.catalog import load
from designer.core.document import Document
from designer.core.fitting import (
    Fitting,
    callback_arguments,
    compile_arguments,
    data_arguments,
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


def told(found: Fitting) -> list[Any]:
    return callback_arguments(found, lambda callback, fixed: (callback.class_name, {**callback.config, **fixed}))


def counted(field: str) -> str:
    return f"balanced by {field}"


def test_without_a_validation_split_fit_is_not_given_one_and_training_itself_is_watched() -> None:
    callbacks = [{"class_name": "EarlyStopping", "config": {"monitor": "val_accuracy"}}, {"class_name": "ReduceLROnPlateau"}]
    found = fitting(make_chain(*CHAIN, training={"validation_split": 0, "callbacks": callbacks}))
    assert fit_arguments(found, counted) == {"batch_size": 32, "epochs": 5}
    assert told(found) == [("EarlyStopping", {"monitor": "accuracy"}), ("ReduceLROnPlateau", {"monitor": "loss"})]


@pytest.mark.parametrize("monitor", ["val_loss", "loss"])
def test_with_a_validation_split_callbacks_watch_what_they_were_told(monitor: str) -> None:
    found = fitting(make_chain(*CHAIN, training={"callbacks": [{"class_name": "ModelCheckpoint", "config": {"monitor": monitor}}]}))
    assert told(found) == [("ModelCheckpoint", {"monitor": monitor, "save_best_only": True})]


def test_training_without_callbacks_has_none() -> None:
    assert told(fitting(make_chain(*CHAIN))) == []


def test_class_weights_are_counted_or_said() -> None:
    assert fit_arguments(fitting(make_chain(*CHAIN, training={"class_weight": "balanced"})), counted)["class_weight"] == "balanced by label"
    assert fit_arguments(fitting(make_chain(*CHAIN, training={"class_weight": {"3": 2}})), counted)["class_weight"] == {3: 2.0}


def test_an_output_without_a_weight_counts_once_beside_one_that_has() -> None:
    outputs = [
        {"node": "size", "field": "x", "loss": {"class_name": "MeanSquaredError"}, "weight": 0.25},
        {"node": "kind", "field": "label", "loss": {"class_name": "Dice"}},
    ]
    wires = [("a", "join", 0), ("b", "join", 1), ("join", "kind"), ("join", "size")]
    found = fitting(make_document([*LAYERS, ("size", "Dense", {"units": 1})], wires, training={"outputs": outputs, "jit_compile": True}))
    assert {key: value for key, value in compile_arguments(found, word).items() if key in ("loss_weights", "jit_compile")} == {
        "loss_weights": {"kind": 1.0, "size": 0.25},
        "jit_compile": True,
    }

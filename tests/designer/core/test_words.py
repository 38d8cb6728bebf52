"""Keras's short words for its classes."""

from __future__ import annotations

import keras
import pytest

from designer.core.catalog import load
from designer.core.document import KerasObject
from designer.core.objects import make_object
from designer.core.words import snake_case, word


def test_automatic_names_of_layers_are_written_as_keras_writes_them() -> None:
    named = {spec.name: spec.auto_name for spec in load().layers.values() if hasattr(keras.layers, spec.name) and not spec.is_input}
    assert len(named) > 100
    assert {name: snake_case(getattr(keras.layers, name).__name__) for name in named} == named


@pytest.mark.parametrize("group", ["optimizers", "losses", "metrics", "initializers", "regularizers", "constraints"])
def test_every_word_stands_for_its_class(group: str) -> None:
    for name in getattr(load(), group):
        found = word(group, name)
        if found is not None and found != name:
            given = getattr(keras, group).get(found)
            owner = getattr(getattr(keras, group), name)
            assert isinstance(given, owner) or owner().fn is given


def test_what_keras_has_no_word_for_has_none() -> None:
    assert word("initializers", "Constant") is None


def test_a_word_that_is_no_class_stays() -> None:
    assert word("metrics", "accuracy") == "accuracy"


def test_a_metric_is_named_in_the_logs_as_the_script_names_it() -> None:
    assert [make_object("metrics", KerasObject(class_name="AUC"), load()) for _ in range(2)] == ["auc", "auc"]
    assert make_object("metrics", KerasObject(class_name="AUC", config={"num_thresholds": 10}), load()).num_thresholds == 10

"""Imported weights, trained further with layers frozen: a run changes what is not frozen, and nothing else."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from designer.core.document import Document, parse
from designer.core.importers import read
from designer.core.weights import Weights
from tests.training.core.making import Listener, settings, small
from training.core.job import Given
from training.core.loop import train


@pytest.fixture
def before(tmp_path: Path) -> keras.Model:
    """A trained model as someone brings it: a frozen layer, a frozen nested model, and layers to be trained."""
    head = keras.Sequential([keras.Input((8,)), layers.Dense(6, activation="relu", name="deep"), layers.BatchNormalization(name="even")], name="head")
    entered = keras.Input((4,), name="measures")
    x = layers.Dense(8, activation="relu", name="front", trainable=False)(entered)
    x = head(x)
    x = layers.Dense(5, activation="relu", name="middle")(x)
    made = keras.Model(entered, layers.Dense(3, activation="softmax", name="kind")(x), name="brought")
    made.compile("adam", "sparse_categorical_crossentropy")
    rng = np.random.default_rng(3)
    made.fit(rng.normal(size=(32, 4)), rng.integers(0, 3, 32), verbose=0)
    head.trainable = False
    made.save(tmp_path / "brought.keras")
    return made


def imported(path: Path) -> tuple[Document, Weights]:
    """The file as it is opened here, with a data set chosen."""
    found = read(path.name, path.read_bytes())
    (document,) = found.documents
    assert document.weights is not None
    told = document.to_json()
    return parse(told | {"training": told["training"] | settings("iris") | {"outputs": []}}), found.weights[document.weights.digest]


def test_a_run_changes_only_the_weights_that_are_not_frozen(before: keras.Model, tmp_path: Path) -> None:
    document, weights = imported(tmp_path / "brought.keras")
    train(document, tmp_path / "run", Listener().emit, data=small("iris"), given=Given(weights=weights))
    after = keras.models.load_model(tmp_path / "run" / "model.keras")
    assert {layer.name: _is_changed(layer, after.get_layer(layer.name)) for layer in before.layers if layer.weights} == {
        "front": False,
        "head": False,
        "middle": True,
        "kind": True,
    }
    assert not after.get_layer("front").trainable
    assert {variable.path for variable in after.trainable_variables} == {
        f"{name}/{part}" for name in ("middle", "kind") for part in ("kernel", "bias")
    }


def _is_changed(one: keras.Layer, other: keras.Layer) -> bool:
    return any(not np.array_equal(first, second) for first, second in zip(one.get_weights(), other.get_weights(), strict=True))

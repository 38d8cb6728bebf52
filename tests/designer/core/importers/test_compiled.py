"""How a model of a Keras file was compiled, as training settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import pytest
from keras import layers

from designer.core.document import Document
from designer.core.importers import read

RATES: list[tuple[Any, dict[str, Any]]] = [
    (
        keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.5, staircase=True),
        {
            "class_name": "ExponentialDecay",
            "config": {"initial_learning_rate": 0.1, "decay_steps": 100, "decay_rate": 0.5, "staircase": True},
        },
    ),
    (
        keras.optimizers.schedules.PiecewiseConstantDecay([10, 20], [0.1, 0.01, 0.001]),
        {"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [10, 20], "values": [0.1, 0.01, 0.001]}},
    ),
]


def saved(model: keras.Model, path: Path) -> Document:
    model.save(path)
    (document,) = read(path.name, path.read_bytes()).documents
    return document


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.parametrize("name", ["net.keras", "net.h5"])
@pytest.mark.parametrize(("rate", "told"), RATES, ids=["decay", "steps"])
def test_a_schedule_is_read_from_a_file_of_keras(rate: Any, told: dict[str, Any], name: str, tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    model.compile(keras.optimizers.SGD(rate, momentum=0.9, clipnorm=1.0), "mse")
    assert saved(model, tmp_path / name).training.optimizer.config == {"learning_rate": told, "momentum": 0.9, "clipnorm": 1.0}


def test_the_weights_of_outputs_are_read_from_a_file_of_keras(tmp_path: Path) -> None:
    entered = keras.Input((3,))
    model = keras.Model(entered, [layers.Dense(1, name="size")(entered), layers.Dense(2, name="kind")(entered)])
    model.compile("adam", {"size": "mse", "kind": "mae"}, loss_weights={"size": 0.5, "kind": 1.0})
    training = saved(model, tmp_path / "net.keras").training
    assert {output.node: output.weight for output in training.outputs} == {"size": 0.5, "kind": None}

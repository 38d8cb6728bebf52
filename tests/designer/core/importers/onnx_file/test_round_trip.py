"""Keras -> ONNX -> document -> Keras: the same answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from designer.core.exporters.export import export
from designer.core.importers import read
from tests.designer.core.importers.onnx_file.making import built, noise


def perceptron() -> keras.Model:
    return keras.Sequential(
        [keras.Input((6,)), layers.Dense(5, activation="relu"), layers.Dropout(0.5), layers.Dense(3, activation="softmax")], name="mlp"
    )


def convolutional() -> keras.Model:
    entered = keras.Input((9, 8, 3))
    x = layers.Conv2D(4, 3, padding="same", strides=2)(entered)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    y = layers.DepthwiseConv2D(3, padding="same", activation="relu6")(x)
    x = layers.MaxPooling2D(2)(layers.Add()([x, y]))
    return keras.Model(entered, layers.Dense(3)(layers.Flatten()(x)), name="cnn")


@pytest.mark.parametrize("make", [perceptron, convolutional])
def test_what_was_exported_is_read_back(make: Callable[[], keras.Model], tmp_path: Path) -> None:
    model = make()
    for place, variable in enumerate(model.weights):
        variable.assign(abs(noise(*variable.shape, seed=place)))
    sample = noise(2, *model.input_shape[1:])
    path = export(model, "onnx", tmp_path, [sample]).path
    found = read(path.name, path.read_bytes())
    assert [note for note in found.report if note.kind == "unread"] == []
    again = built(found.documents[0], found)
    np.testing.assert_allclose(again(sample, training=False), model(sample, training=False), atol=1e-4)
    assert again.count_params() <= model.count_params()  # normalization may be folded into the convolution before it

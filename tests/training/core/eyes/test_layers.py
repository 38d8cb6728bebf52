"""What layers make of samples, weights and gradients, and the plane of two numbers."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import keras
import numpy as np
import pytest

from designer.core.document import Document
from tests.designer.core.making import make_chain, make_document
from tests.training.core.eyes.watched import look, watch
from tests.training.core.making import iris_network, settings, small
from training.core.eyes.keeping import CHOSEN, read
from training.core.eyes.layering import shown
from training.core.eyes.weighing import dead_units, is_rectified, spread
from training.eyes_schemas import Bounded, Chosen, Layered, Weighed


def digits_network() -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": [8, 8, 1]}),
        ("conv2d", "Conv2D", {"filters": 3, "kernel_size": 3, "activation": "relu"}),
        ("flatten", "Flatten", {}),
        ("dense", "Dense", {"units": 10, "activation": "softmax"}),
        training=settings("digits"),
    )


def words_network() -> Document:
    return make_document(
        [
            ("input_layer", "Input", {"shape": [40], "dtype": "int32"}),
            ("embedding", "Embedding", {"input_dim": 8000, "output_dim": 4}),
            ("attention", "MultiHeadAttention", {"num_heads": 2, "key_dim": 2}),
            ("add", "ops.add", {}),
            ("pool", "GlobalAveragePooling1D", {}),
            ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
        ],
        [
            ("input_layer", "embedding"),
            ("embedding", "attention", 0, "query"),
            ("embedding", "attention", 0, "value"),
            ("embedding", "add", 0, "x1"),
            ("attention", "add", 0, "x2"),
            ("add", "pool"),
            ("pool", "dense"),
        ],
        training=settings("novels"),
    )


def test_every_layer_of_a_network_of_pictures_is_seen(tmp_path: Path) -> None:
    watch(digits_network(), tmp_path, small("digits"))
    layers = {layer.layer: layer for layer in Layered.model_validate(look(tmp_path, "layers")).layers}
    assert {name: (layer.kind, layer.count, layer.height, layer.width) for name, layer in layers.items()} == {
        "input_layer": ("maps", 1, 8, 8),
        "conv2d": ("maps", 3, 6, 6),
        "flatten": ("vector", 108, 1, 108),
        "dense": ("vector", 10, 1, 10),
    }
    shares = np.frombuffer(base64.b64decode(layers["dense"].data[0]), "<f4")
    assert shares.sum() == pytest.approx(1, abs=1e-5)
    assert layers["dense"].names == [str(digit) for digit in range(10)]
    chosen = Chosen.model_validate(json.loads(read(tmp_path, CHOSEN) or ""))
    assert len(chosen.samples) == len(layers["conv2d"].data) == 10
    assert len(base64.b64decode(layers["conv2d"].data[0])) == 3 * 6 * 6


def test_attention_is_seen_with_its_words(tmp_path: Path) -> None:
    watch(words_network(), tmp_path, small("novels"))
    layers = Layered.model_validate(look(tmp_path, "layers")).layers
    assert "add" in [layer.layer for layer in layers]
    assert [len(words) for words in layers[0].words] == [40] * len(layers[0].data)
    scores = next(layer for layer in layers if layer.kind == "scores")
    assert (scores.layer, scores.count, scores.height, scores.width) == ("attention", 2, 40, 40)
    low, high = scores.low[0] or 0, scores.high[0] or 0
    rows = low + (high - low) * np.frombuffer(base64.b64decode(scores.data[0]), "uint8").reshape(2, 40, 40) / 255
    assert rows.sum(axis=2) == pytest.approx(1, abs=0.1)
    chosen = Chosen.model_validate(json.loads(read(tmp_path, CHOSEN) or ""))
    words = chosen.words["tokens" if "tokens" in chosen.words else next(iter(chosen.words))]
    assert all(sample is not None and len(sample) == 40 for sample in words)


def test_tokens_that_a_layer_makes_of_text_are_seen_as_words(tmp_path: Path) -> None:
    document = make_document(
        [
            ("input_layer", "Input", {"shape": [], "dtype": "string"}),
            ("vectorize", "TextVectorization", {"max_tokens": 50, "output_sequence_length": 12}),
            ("embedding", "Embedding", {"input_dim": 50, "output_dim": 4}),
            ("attention", "MultiHeadAttention", {"num_heads": 1, "key_dim": 2}),
            ("pool", "GlobalAveragePooling1D", {}),
            ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
        ],
        [
            ("input_layer", "vectorize"),
            ("vectorize", "embedding"),
            ("embedding", "attention", 0, "query"),
            ("embedding", "attention", 0, "value"),
            ("attention", "pool"),
            ("pool", "dense"),
        ],
        training=settings("novels", inputs=[{"node": "input_layer", "field": "passage"}]),
    )
    watch(document, tmp_path, small("novels"))
    layers = {layer.layer: layer for layer in Layered.model_validate(look(tmp_path, "layers")).layers if layer.kind != "scores"}
    chosen = Chosen.model_validate(json.loads(read(tmp_path, CHOSEN) or ""))
    for sample, words in zip(chosen.samples, layers["vectorize"].words, strict=False):
        passage = str(sample.values["passage"]).lower()
        assert len(words) == 12
        assert any(word not in {"", "…"} for word in words)
        assert all(word in passage for word in words if word != "…")
    assert not layers["embedding"].words


def test_weights_and_gradients_are_weighed(tmp_path: Path) -> None:
    watch(iris_network(), tmp_path, small("iris"))
    weighed = Weighed.model_validate(look(tmp_path, "weights"))
    model = keras.models.load_model(tmp_path / "model.keras")
    kernel = next(variable for variable in weighed.variables if (variable.layer, variable.name) == ("dense", "kernel"))
    assert kernel.weights.norm == pytest.approx(float(np.linalg.norm(model.get_layer("dense").kernel)), rel=1e-3)
    assert kernel.gradients is not None
    assert kernel.gradients.norm is not None
    assert [(units.layer, units.of) for units in weighed.units] == [("dense", 8)]


def test_numbers_that_are_not_finite_are_counted_apart() -> None:
    told = spread(np.array([1.0, np.nan, 3.0]))
    assert (told["low"], told["high"], told["not_finite"], sum(told["counts"])) == (1, 3, 1, 2)


def test_a_unit_that_gives_nothing_for_any_sample_is_dead() -> None:
    assert dead_units(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]), -1) == {"dead": 1, "of": 3}


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (keras.layers.Dense(2, activation="relu"), True),
        (keras.layers.Dense(2, activation="softmax"), False),
        (keras.layers.Dense(2, activation="sigmoid"), False),
        (keras.layers.Dense(2, activation="gelu"), False),
        (keras.layers.ReLU(), True),
        (keras.layers.LeakyReLU(), False),
        (keras.layers.Dropout(0.5), False),
    ],
)
def test_what_is_rectified_is_found_by_trying(layer: keras.layers.Layer, *, expected: bool) -> None:
    assert is_rectified(layer) is expected


def test_large_maps_are_made_small_by_their_means() -> None:
    picture = np.arange(2 * 56 * 56, dtype="float32").reshape(2, 56, 56, 1)
    told = shown(picture)
    assert told is not None
    assert (told["height"], told["width"]) == (28, 28)
    assert told["low"][0] == pytest.approx((0 + 1 + 56 + 57) / 4)


def test_a_network_of_two_numbers_shows_its_boundary(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [2]}),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris", inputs=[{"node": "input_layer", "field": "petal"}]),
    )
    watch(document, tmp_path, small("iris"))
    bounded = Bounded.model_validate(look(tmp_path, "boundary"))
    assert len(bounded.features) == 2
    assert bounded.chosen is not None
    chosen = np.frombuffer(base64.b64decode(bounded.chosen), "uint8").reshape(bounded.side, bounded.side)
    model = keras.models.load_model(tmp_path / "model.keras")
    data = small("iris")
    field = data.spec.field("petal")
    assert field is not None
    corner = (np.array([feature.low for feature in bounded.features]) - field.mean) / field.scale
    assert chosen[0, 0] == model.predict(corner[np.newaxis].astype("float32"), verbose=0).argmax()
    assert all(feature.low < feature.high for feature in bounded.features)
    assert {point[2] for point in bounded.points} <= {0, 1, 2}


def test_of_more_numbers_the_first_two_are_watched(tmp_path: Path) -> None:
    watch(iris_network(), tmp_path, small("iris"))
    bounded = Bounded.model_validate(look(tmp_path, "boundary"))
    assert bounded.pair == [0, 1]
    assert [feature.name for feature in bounded.features] == bounded.names[:2]
    assert len(bounded.names) == 4


def test_networks_of_pictures_have_no_boundary(tmp_path: Path) -> None:
    watch(digits_network(), tmp_path, small("digits"))
    assert not list((tmp_path / "eyes").glob("*.boundary.*"))

"""A trained network, looked at when someone asks."""

from __future__ import annotations

import base64
from pathlib import Path

import keras
import numpy as np
import pytest

from designer.core.document import Document
from tests.designer.core.making import make_chain, make_document
from tests.training.core.eyes.test_layers import digits_network, words_network
from tests.training.core.eyes.watched import watch
from tests.training.core.making import iris_network, settings, small
from tests.training.core.own_data.making import flowers, kept, made, place_for, proposed
from training.core import datasets
from training.core.datasets.registry import Arrays
from training.core.eyes.trained import PARTS, Trained
from training.core.predict import PredictionError, Predictor
from training.eyes_schemas import LookedAt, Neurons, Plane
from training.schemas import JudgedOut, Looked


def trained(document: Document, folder: Path, name: str) -> Trained:
    watch(document, folder, small(name), eyes=False)
    return Trained(Predictor(folder))


def held_out(name: str) -> Arrays:
    return datasets.load(name)[1]


def test_any_sample_is_seen_by_its_index(tmp_path: Path) -> None:
    digits = trained(digits_network(), tmp_path, "digits")
    for part, place in PARTS.items():
        arrays = datasets.load("digits")[place]
        last = len(arrays["image"]) - 1
        seen = LookedAt.model_validate(digits.sample(part, last))
        assert (seen.of, seen.chosen.samples[0].index, seen.chosen.source) == (last + 1, last, part)
        assert seen.chosen.samples[0].values["label"] == str(arrays["label"][last]) == seen.said[0].true
        shares = np.frombuffer(base64.b64decode(next(layer for layer in seen.layers if layer.layer == "dense").data[0]), "<f4")
        assert seen.loss == pytest.approx(-np.log(shares[arrays["label"][last]]), rel=1e-3)
        with pytest.raises(PredictionError, match="counted from 0"):
            digits.sample(part, last + 1)


def test_a_text_is_seen_word_by_word(tmp_path: Path) -> None:
    seen = LookedAt.model_validate(trained(words_network(), tmp_path, "novels").sample("held_out", 7))
    assert [len(words) for samples in seen.chosen.words.values() for words in samples if words] == [40]


def test_samples_are_ranked_by_their_loss(tmp_path: Path) -> None:
    iris = trained(iris_network(), tmp_path, "iris")
    hardest = JudgedOut.model_validate(iris.judged("held_out", "hardest", 0, 100))
    assert (len(hardest.samples), hardest.of, hardest.ranked) == (30, 30, 30)
    losses = [judged.loss or 0 for judged in hardest.samples]
    assert losses == sorted(losses, reverse=True)
    easiest = JudgedOut.model_validate(iris.judged("held_out", "easiest", 0, 3))
    assert [judged.sample.index for judged in easiest.samples] == [judged.sample.index for judged in hardest.samples[:-4:-1]]
    in_order = JudgedOut.model_validate(iris.judged("training", "in_order", 118, 24))
    assert ([judged.sample.index for judged in in_order.samples], in_order.of, in_order.ranked) == ([118, 119], 120, None)


def test_the_neurons_of_a_layer_have_the_weights_that_the_model_has(tmp_path: Path) -> None:
    network = trained(iris_network(), tmp_path, "iris")
    model = keras.models.load_model(tmp_path / "model.keras")
    kernel, bias = model.layers[-1].get_weights()
    neurons = Neurons.model_validate(network.neurons(model.layers[-1].name))
    assert np.array(neurons.weights) == pytest.approx(kernel.T, rel=1e-3)
    assert np.array(neurons.biases) == pytest.approx(bias, rel=1e-3)
    with pytest.raises(PredictionError, match="nothing is no layer"):
        network.neurons("nothing")


def test_the_plane_of_any_two_numbers_holds_the_others_at_their_median(tmp_path: Path) -> None:
    plane = Plane.model_validate(trained(iris_network(), tmp_path, "iris").plane((3, 1)))
    field = small("iris").spec.field("features")
    assert field is not None
    assert (plane.pair, plane.names) == ([3, 1], list(field.columns))
    assert [feature.name for feature in plane.features] == [field.columns[3], field.columns[1]]
    model = keras.models.load_model(tmp_path / "model.keras")
    row = np.median(held_out("iris")["features"], axis=0)
    for axis, feature in zip(plane.pair, plane.features, strict=True):
        row[axis] = (feature.low - np.array(field.mean)[axis]) / np.array(field.scale)[axis]
    assert base64.b64decode(plane.chosen or "")[0] == model.predict(row[np.newaxis], verbose=0).argmax()


def test_the_plane_holds_the_others_as_they_are_in_a_sample(tmp_path: Path) -> None:
    plane = Plane.model_validate(trained(diabetes_network(), tmp_path, "diabetes").plane((2, 8), "held_out", 5))
    model = keras.models.load_model(tmp_path / "model.keras")
    spec = small("diabetes").spec
    field, target = spec.field("features"), spec.field(spec.target)
    assert field is not None
    assert target is not None
    rows = []
    for edge in ("low", "high"):
        row = held_out("diabetes")["features"][5].astype("float64")
        for axis, feature in zip(plane.pair, plane.features, strict=True):
            row[axis] = (getattr(feature, edge) - np.array(field.mean)[axis]) / np.array(field.scale)[axis]
        rows.append(row)
    said = model.predict(np.array(rows), verbose=0).ravel() * np.array(target.scale) + np.array(target.mean)
    low, high = plane.range or [0, 0]
    sure = np.frombuffer(base64.b64decode(plane.sure), "uint8")
    assert low + sure[[0, -1]] / 255 * (high - low) == pytest.approx(said, abs=(high - low) / 200)


@pytest.mark.parametrize("pair", [(1, 1), (0, 4), (-1, 0)])
def test_numbers_that_there_are_not_are_refused(tmp_path: Path, pair: tuple[int, int]) -> None:
    with pytest.raises(PredictionError, match="two different numbers of the 4"):
        trained(iris_network(), tmp_path, "iris").plane(pair)


def test_a_network_of_pictures_has_no_plane(tmp_path: Path) -> None:
    with pytest.raises(PredictionError, match="no plane"):
        trained(digits_network(), tmp_path, "digits").plane((0, 1))


def test_words_beside_the_numbers_are_held_too(tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    with kept(tmp_path):
        spec = made(path, proposed(path, missing="mean"))
        document = make_document(
            [
                ("sizes", "Input", {"shape": [2]}),
                ("colour", "Input", {"shape": [], "dtype": "string"}),
                ("string_lookup", "StringLookup", {"output_mode": "one_hot", "vocabulary": ["red", "white", "yellow"]}),
                ("concatenate", "Concatenate", {}),
                ("dense", "Dense", {"units": 3, "activation": "softmax"}),
            ],
            [("sizes", "concatenate", 0), ("colour", "string_lookup"), ("string_lookup", "concatenate", 1), ("concatenate", "dense")],
            training=settings(spec.name, inputs=[{"node": "sizes", "field": "features"}, {"node": "colour", "field": "colour"}]),
        )
        watch(document, tmp_path / "run", small(spec.name))
        plane = Plane.model_validate(Trained(Predictor(tmp_path / "run")).plane((0, 1)))
    assert len(plane.names) == 2
    assert list((tmp_path / "run" / "eyes").glob("*.boundary.*"))


def test_it_is_seen_where_a_drawn_picture_was_looked_at(tmp_path: Path) -> None:
    digits = trained(digits_network(), tmp_path, "digits")
    looked = Looked.model_validate(digits.heat({"image": np.eye(8).tolist()}))
    assert (looked.layer, len(base64.b64decode(looked.data))) == ("conv2d", 36)


def test_where_nothing_can_be_seen_nothing_is_said(tmp_path: Path) -> None:
    assert trained(iris_network(), tmp_path, "iris").heat({"features": [5.1, 3.5, 1.4, 0.2]}) is None


def test_a_convolution_that_leads_elsewhere_hides_nothing_else(tmp_path: Path) -> None:
    """Its last convolution belongs to the second output; where the network looked for the first cannot be told by it."""
    document = make_document(
        [
            ("picture", "Input", {"shape": [8, 8, 1]}),
            ("flatten", "Flatten", {}),
            ("digit", "Dense", {"units": 10, "activation": "softmax"}),
            ("conv2d", "Conv2D", {"filters": 2, "kernel_size": 3}),
            ("pool", "GlobalAveragePooling2D", {}),
            ("again", "Dense", {"units": 10, "activation": "softmax"}),
        ],
        [("picture", "flatten"), ("flatten", "digit"), ("picture", "conv2d"), ("conv2d", "pool"), ("pool", "again")],
        training=settings("digits"),
    )
    assert trained(document, tmp_path, "digits").heat({"image": np.eye(8).tolist()}) is None


def test_the_plane_of_a_network_that_says_several_numbers_shows_the_first(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [10]}),
        ("dense", "Dense", {"units": 4}),
        training=settings("diabetes", outputs=[{"field": "person", "loss": {"class_name": "MeanSquaredError"}}]),
    )
    plane = Plane.model_validate(trained(document, tmp_path, "diabetes").plane((2, 8)))
    assert plane.range is not None


def diabetes_network() -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": [10]}),
        ("dense", "Dense", {"units": 4, "activation": "relu"}),
        ("dense_1", "Dense", {"units": 1}),
        training=settings("diabetes"),
    )

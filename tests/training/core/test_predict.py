"""What a trained model says of a sample that a person gives, and of held-out ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.core.document import Document
from tests.designer.core.making import make_chain
from tests.training.core.making import Listener, iris_network, settings, small, two_inputs, two_outputs
from tests.training.core.own_data.making import flowers, kept, made, place_for, proposed
from training.core.eyes.trained import Trained
from training.core.loop import train
from training.core.predict import PredictionError, Predictor, predictor
from training.schemas import JudgedOut, PredictOut


def trained(document: Document, folder: Path, name: str) -> Predictor:
    train(document, folder, Listener().emit, data=small(name))
    return Predictor(folder)


def only(answer: dict[str, Any]) -> dict[str, Any]:
    PredictOut.model_validate(answer)
    json.dumps(answer, allow_nan=False)
    (prediction,) = answer["predictions"]
    return dict(prediction)


def test_it_names_the_likeliest_class_of_numbers_in_their_original_units(tmp_path: Path) -> None:
    iris = trained(iris_network(), tmp_path, "iris")
    said = only(iris.predict({"features": [5.1, 3.5, 1.4, 0.2]}))
    assert said["output"] == "dense_1"
    assert said["field"] == "species"
    assert said["shape"] == [3]
    assert sum(said["values"]) == pytest.approx(1, abs=1e-5)
    assert said["label"] == iris.spec.fields[-1].classes[int(np.argmax(said["values"]))]


def test_a_held_out_sample_given_by_hand_is_judged_the_same(tmp_path: Path) -> None:
    iris = trained(iris_network(), tmp_path, "iris")
    judged = iris.judged(start=2, count=1)["samples"][0]
    by_hand = only(iris.predict({"features": judged["sample"]["values"]["features"]}))
    assert by_hand["values"] == pytest.approx(judged["predictions"][0]["values"], abs=1e-4)


def test_held_out_samples_come_with_the_truth(tmp_path: Path) -> None:
    iris = trained(iris_network(), tmp_path, "iris")
    answer = iris.judged(start=25, count=24)
    JudgedOut.model_validate(answer)
    assert [judged["sample"]["index"] for judged in answer["samples"]] == [25, 26, 27, 28, 29]
    assert all(judged["truth"]["species"] == judged["sample"]["values"]["species"] for judged in answer["samples"])
    assert iris.judged(start=1_000)["samples"] == []


def test_a_drawn_digit_is_read(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [28, 28, 1]}),
        ("conv2d", "Conv2D", {"filters": 2, "kernel_size": 3}),
        ("flatten", "Flatten", {}),
        ("dense", "Dense", {"units": 10, "activation": "softmax"}),
        training=settings("mnist"),
    )
    digits = trained(document, tmp_path, "mnist")
    drawing = np.eye(28).tolist()
    assert only(digits.predict({"image": drawing}))["label"] in set("0123456789")


def test_one_unit_for_two_classes_gives_the_probability_of_both(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [30]}), ("dense", "Dense", {"units": 1, "activation": "sigmoid"}), training=settings("breast_cancer")
    )
    tumours = trained(document, tmp_path, "breast_cancer")
    for judged in tumours.judged(count=8)["samples"]:
        malignant, benign = judged["predictions"][0]["values"]
        assert malignant + benign == pytest.approx(1)
        assert judged["predictions"][0]["label"] == ("benign" if benign > malignant else "malignant")


def test_logits_are_told_as_probabilities(tmp_path: Path) -> None:
    loss = {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}}
    document = iris_network(last={"units": 3}, outputs=[{"field": "species", "loss": loss}])
    said = only(trained(document, tmp_path, "iris").predict({"features": [5.1, 3.5, 1.4, 0.2]}))
    assert sum(said["values"]) == pytest.approx(1)


def test_a_value_is_told_in_its_original_units(tmp_path: Path) -> None:
    document = make_chain(("input_layer", "Input", {"shape": [10]}), ("dense", "Dense", {"units": 1}), training=settings("diabetes"))
    patients = trained(document, tmp_path, "diabetes")
    said = only(patients.predict({"features": [50, 1, 26, 90, 180, 110, 50, 4, 4.6, 91]}))
    assert -500 < said["values"][0] < 1_000
    assert said["label"] == f"{said['values'][0]:.4g}"
    raw = Predictor(tmp_path).model.predict_on_batch(np.zeros((1, 10), "float32"))[0, 0]
    field = patients.spec.field("progression")
    assert field is not None
    means = list(patients.spec.fields[0].mean)
    assert only(patients.predict({"features": means}))["values"][0] == pytest.approx(raw * field.scale[0] + field.mean[0], rel=1e-3)


def test_text_is_encoded_by_the_vocabulary(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [40], "dtype": "int32"}),
        ("embedding", "Embedding", {"input_dim": 8000, "output_dim": 4}),
        ("global_average_pooling1d", "GlobalAveragePooling1D", {}),
        ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
        training=settings("novels"),
    )
    novels = trained(document, tmp_path, "novels")
    passage = "The whale was seen from the ship"
    said = only(novels.predict({"tokens": passage}))
    assert said["label"] in {"Jane Austen", "Herman Melville"}
    assert said["values"] != only(novels.predict({"tokens": "She was a most agreeable lady"}))["values"]
    tokens = [0] * 33 + [int(token) for token in small("novels").train["tokens"][0][:7]]
    assert only(novels.predict({"tokens": tokens}))["label"] in {"Jane Austen", "Herman Melville"}


def test_a_series_is_given_in_its_original_units(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [36, 1]}), ("flatten", "Flatten", {}), ("dense", "Dense", {"units": 1}), training=settings("sunspots")
    )
    sunspots = trained(document, tmp_path, "sunspots")
    past = [float(month) for month in range(36)]
    assert np.isfinite(only(sunspots.predict({"past": past}))["values"][0])


def test_two_inputs_each_take_their_field(tmp_path: Path) -> None:
    iris = trained(two_inputs(), tmp_path, "iris")
    said = only(iris.predict({"sepal": [5.1, 3.5], "petal": [1.4, 0.2]}))
    model = keras.models.load_model(tmp_path / "model.keras")
    field = iris.spec.fields[0]
    x = ((np.array([[5.1, 3.5, 1.4, 0.2]]) - np.array(field.mean)) / np.array(field.scale)).astype("float32")
    assert said["values"] == pytest.approx(model.predict_on_batch([x[:, :2], x[:, 2:]])[0].tolist(), abs=1e-5)


def test_two_outputs_both_answer_and_a_picture_is_one(tmp_path: Path) -> None:
    digits = trained(two_outputs(), tmp_path, "digits")
    answer = digits.judged(count=2)
    JudgedOut.model_validate(answer)
    digit, picture = answer["samples"][0]["predictions"]
    assert (digit["output"], digit["shape"]) == ("digit", [10])
    assert (picture["output"], picture["shape"], len(picture["values"])) == ("picture", [8, 8, 1], 64)
    assert set(answer["samples"][0]["truth"]) == {"label", "image"}


def test_a_model_is_asked_after_its_data_was_deleted_and_shows_none_of_its_samples(tmp_path: Path) -> None:
    with kept(tmp_path):
        path = place_for(tmp_path, "flowers.csv", flowers())
        spec = made(path, proposed(path))
        document = make_chain(
            ("input_layer", "Input", {"shape": [2]}), ("dense", "Dense", {"units": 3, "activation": "softmax"}), training=settings(spec.name)
        )
        (tmp_path / "run").mkdir()
        train(document, tmp_path / "run", Listener().emit)
        before = Predictor(tmp_path / "run")
        assert len(before.judged(count=2)["samples"]) == 2
        warm = Trained(before)
        assert len(warm.plane((0, 1))["points"]) == spec.test_samples
        shutil.rmtree(path.parent)
        asked = Predictor(tmp_path / "run")
        assert only(asked.predict({"features": [4.1, 1.5]}))["label"] in {"daisy", "rose", "tulip"}
        for one in (before, asked):
            with pytest.raises(PredictionError, match="Things is not here any more"):
                one.judged()
        with pytest.raises(PredictionError, match="Things is not here any more"):
            warm.plane((0, 1))


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, r"Measures \(features\) is missing"),
        ({"features": [1, 2, 3]}, "must be 4 numbers; received 3"),
        ({"features": "five"}, "must be 4 numbers"),
        ({"features": [1, 2, 3, None]}, "not finite"),
        ({"features": [[1, 2], [3]]}, "must be 4 numbers"),
        ({"features": {"a": 1}}, "must be 4 numbers"),
    ],
)
def test_what_cannot_be_predicted_is_refused_in_words(inputs: dict[str, Any], words: str, the_iris_run: Path) -> None:
    with pytest.raises(PredictionError, match=words):
        predictor(the_iris_run).predict(inputs)


def test_a_predictor_is_kept_until_its_model_changes(the_iris_run: Path) -> None:
    first = predictor(the_iris_run)
    assert predictor(the_iris_run) is first
    train(iris_network(), the_iris_run, Listener().emit, data=small("iris"))
    assert predictor(the_iris_run) is not first


@pytest.fixture(scope="module")
def the_iris_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run on iris."""
    folder = tmp_path_factory.mktemp("run")
    train(iris_network(), folder, Listener().emit, data=small("iris"))
    return folder

"""Training a document: what it leaves behind, what it tells, how it stops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.core.document import Document
from designer.core.weights import Weights
from tests.designer.core.making import make_chain
from tests.training.core.making import Listener, iris_network, settings, small, two_inputs, two_outputs
from training.core import reporter
from training.core.failures import TrainingFailed
from training.core.job import Data, Given
from training.core.loop import Result, make_model, train
from training.core.nan_origin import origin
from training.core.prepare import prepare
from training.schemas import Frame


def run(document: Document, folder: Path, data: Data, stop_after: int | None = None) -> tuple[Result, Listener]:
    listener = Listener(stop_after)
    return train(document, folder, listener.emit, listener, data=data), listener


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result, Listener]:
    """A run that ended: its folder, its result, and what it told."""
    folder = tmp_path_factory.mktemp("trained")
    return folder, *run(iris_network(), folder, small("iris"))


def test_it_leaves_the_model_the_document_and_a_log(trained: tuple[Path, Result, Listener]) -> None:
    folder, result, _ = trained
    assert result.state == "finished"
    assert result.epochs == 2
    assert sorted(path.name for path in folder.iterdir()) == [
        "checkpoint.npz",
        "dataset.json",
        "document.json",
        "heaviest.json",
        "model.keras",
        "run.log",
        "versions.json",
    ]
    assert json.loads((folder / "document.json").read_text()) == iris_network().to_json()
    log = (folder / "run.log").read_text()
    assert keras.__version__ in log
    assert "dense_1 (Dense)" in log
    assert "val_loss=" in log


def test_the_saved_model_is_the_trained_one(trained: tuple[Path, Result, Listener]) -> None:
    folder, result, _ = trained
    data = small("iris")
    model = keras.models.load_model(folder / "model.keras")
    assert model.evaluate(data.test["features"], data.test["species"], verbose=0, return_dict=True) == pytest.approx(dict(result.evaluation))


def test_its_events_have_the_shape_the_browser_gets(trained: tuple[Path, Result, Listener]) -> None:
    listener = trained[2]
    Frame.model_validate({"events": listener.events, "cursor": "0"})
    assert listener.of("start") == [{"kind": "start", "epochs": 2, "continued": 0, "steps": 3, "samples": 48, "validation_samples": 16}]
    assert [(event["epoch"], event["step"]) for event in listener.of("epoch")] == [(1, 3), (2, 6)]
    assert set(listener.of("epoch")[0]["logs"]) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert listener.events[-1]["kind"] == "end"
    assert set(listener.events[-1]["evaluation"]) == {"loss", "accuracy"}
    assert all(len(batch) <= 20 for batch in listener.batches)
    times = [event["at"] for event in listener.events if "at" in event]
    assert times == sorted(times)


def test_a_point_tells_of_every_batch_when_there_is_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporter, "POINT_SECONDS", 0)
    _, listener = run(iris_network(), tmp_path, small("iris"))
    assert [event["step"] for event in listener.of("point")] == [1, 2, 3, 4, 5, 6]
    assert [event["epoch"] for event in listener.of("point")] == pytest.approx([1 / 3, 2 / 3, 1, 4 / 3, 5 / 3, 2], abs=1e-5)


def test_the_last_batch_of_an_epoch_is_told_however_fast_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporter, "POINT_SECONDS", 1e9)
    _, listener = run(iris_network(), tmp_path, small("iris"))
    assert [event["step"] for event in listener.of("point")] == [3, 6]


def test_the_same_seed_gives_the_same_curve_and_another_one_another(trained: tuple[Path, Result, Listener], tmp_path: Path) -> None:
    first = trained[1]
    second, other = (run(iris_network(seed=seed), tmp_path / str(seed), small("iris"))[0] for seed in (7, 8))
    assert first.history == second.history
    assert first.evaluation == second.evaluation
    assert first.history != other.history


def test_it_gives_the_history_of_plain_keras(trained: tuple[Path, Result, Listener]) -> None:
    data = small("iris")
    keras.utils.set_random_seed(7)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = data.train["features"], data.train["species"]
    history = model.fit(x, y, batch_size=16, epochs=2, validation_split=0.25, verbose=0).history
    assert trained[1].history == history


def test_it_stops_within_one_batch_and_keeps_the_model(tmp_path: Path) -> None:
    result, listener = run(iris_network(epochs=50), tmp_path, small("iris"), stop_after=2)
    assert result.state == "stopped"
    assert result.epochs == 0
    assert [event["step"] for event in listener.of("point")][-1] == 2
    assert listener.events[-1] == {"kind": "end", "evaluation": {}, "stopped_early": False}
    keras.models.load_model(tmp_path / "model.keras")


def test_it_stops_during_validation(tmp_path: Path) -> None:
    result, listener = run(iris_network(), tmp_path, small("iris"), stop_after=4)  # three batches to train with come before
    assert result.state == "stopped"
    assert listener.of("epoch") == []


def test_a_stopped_run_keeps_its_finished_epochs(tmp_path: Path) -> None:
    result, _ = run(iris_network(epochs=50), tmp_path, small("iris"), stop_after=6)
    assert result.epochs == 1
    assert len(result.history["loss"]) == 1
    assert result.summary["loss"] == pytest.approx(result.history["loss"][0])


def test_it_stops_early_when_nothing_gets_better(tmp_path: Path) -> None:
    early = {"class_name": "EarlyStopping", "config": {"patience": 1, "min_delta": 1e9, "restore_best_weights": True}}
    result, listener = run(iris_network(epochs=30, callbacks=[early]), tmp_path, small("iris"))
    assert result.state == "finished"
    assert result.stopped_early
    assert result.epochs == 2
    assert (listener.events[-1]["stopped_early"], listener.events[-1]["why"]) == (True, "no_better")


def test_all_epochs_are_not_an_early_stop(tmp_path: Path) -> None:
    early = {"class_name": "EarlyStopping", "config": {"patience": 50}}
    result, _ = run(iris_network(callbacks=[early]), tmp_path, small("iris"))
    assert not result.stopped_early


def test_without_validation_it_trains_with_everything(tmp_path: Path) -> None:
    result, listener = run(iris_network(validation_split=0.0), tmp_path, small("iris"))
    assert listener.of("start")[0]["samples"] == 64
    assert listener.of("start")[0]["validation_samples"] == 0
    assert set(result.summary) == {"loss", "accuracy"}


def test_a_loss_that_is_no_number_ends_it_in_words(tmp_path: Path) -> None:
    data = small("diabetes")
    data.train["progression"][20] = np.nan
    document = make_chain(("input_layer", "Input", {"shape": [10]}), ("dense", "Dense", {"units": 1}), training=settings("diabetes"))
    listener = Listener()
    with pytest.raises(TrainingFailed, match=r"The loss became NaN \(not a number\) in epoch 1: .* holds values that are no numbers") as failed:
        train(document, tmp_path, listener.emit, data=data)
    assert failed.value.node == "dense"
    assert listener.of("point")[-1]["logs"]["loss"] is None
    json.dumps(listener.events, allow_nan=False)
    assert "Failed: The loss became NaN" in (tmp_path / "run.log").read_text()
    assert not (tmp_path / "model.keras").exists()


def test_a_loss_that_is_no_number_names_its_output(tmp_path: Path) -> None:
    huge = {"class_name": "SGD", "config": {"learning_rate": 1e30}}
    hidden = ("hidden", "Dense", {"units": 4})
    document = make_chain(
        ("input_layer", "Input", {"shape": [10]}), hidden, ("dense", "Dense", {"units": 1}), training=settings("diabetes", optimizer=huge)
    )
    with pytest.raises(TrainingFailed, match="Try a smaller learning rate") as failed:
        run(document, tmp_path, small("diabetes"))
    assert failed.value.node == "dense"


def test_a_layer_whose_weights_alone_are_no_numbers_is_named(tmp_path: Path) -> None:
    hidden = ("hidden", "Dense", {"units": 4})
    document = make_chain(("input_layer", "Input", {"shape": [10]}), hidden, ("dense", "Dense", {"units": 1}), training=settings("diabetes"))
    job = prepare(document, small("diabetes"))
    model = make_model(job)
    model.get_layer("hidden").kernel.assign(np.full((10, 4), np.inf))
    assert origin(job, model, {}).node == "hidden"


def test_two_inputs_each_get_their_field(tmp_path: Path) -> None:
    result, _ = run(two_inputs(), tmp_path, small("iris"))
    assert set(result.evaluation) == {"loss", "accuracy"}


def test_two_outputs_are_judged_each_by_its_own_loss(tmp_path: Path) -> None:
    result, listener = run(two_outputs(), tmp_path, small("digits"))
    assert {"loss", "digit_loss", "picture_loss", "digit_accuracy"} <= set(result.evaluation)
    assert {"val_digit_loss", "val_picture_loss"} <= set(listener.of("epoch")[-1]["logs"])


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("novels", [("Embedding", {"input_dim": 8000, "output_dim": 4}), ("GRU", {"units": 4}), ("Dense", {"units": 1, "activation": "sigmoid"})]),
        ("sunspots", [("GRU", {"units": 4}), ("Dense", {"units": 1})]),
        ("diabetes", [("Dense", {"units": 1})]),
        ("breast_cancer", [("Dense", {"units": 1, "activation": "sigmoid"})]),
        ("mnist", [("Flatten", {}), ("Dense", {"units": 10, "activation": "softmax"})]),
    ],
)
def test_every_kind_of_data_trains(name: str, layers: list[tuple[str, Any]], tmp_path: Path) -> None:
    data = small(name)
    shape = list(data.train[data.spec.input].shape[1:])
    chain = [("input_layer", "Input", {"shape": shape}), *((f"layer_{place}", layer, config) for place, (layer, config) in enumerate(layers))]
    result, _ = run(make_chain(*chain, training=settings(name)), tmp_path, data)
    assert result.state == "finished"
    assert result.summary["val_loss"] is not None


def test_a_job_knows_how_keras_splits(tmp_path: Path) -> None:
    job = prepare(iris_network(validation_split=0.1), small("iris", train=117))
    assert (job.samples, job.validation_samples, job.steps) == (105, 12, 7)
    assert [layer.name for layer in make_model(job).layers] == ["dense", "dense_1"]


def trained_weights() -> Weights:
    """Weights for iris_network that no start from chance has."""
    return {"dense": (np.full((4, 8), 0.25, "float32"), np.full(8, 0.5, "float32"))}


def test_a_network_starts_from_its_weights() -> None:
    model = make_model(prepare(iris_network(), small("iris"), Given(trained_weights())))
    kernel, bias = model.get_layer("dense").get_weights()
    assert (kernel == 0.25).all()
    assert (bias == 0.5).all()
    assert np.ptp(model.get_layer("dense_1").get_weights()[0]) > 0  # not among them: it starts anew


def test_frozen_layers_keep_their_weights(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("dense", "Dense", {"units": 8, "activation": "relu", "trainable": False}),
        ("dense_1", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris"),
    )
    listener = Listener(None)
    train(document, tmp_path, listener.emit, data=small("iris"), given=Given(trained_weights()))
    kernel, _ = keras.models.load_model(tmp_path / "model.keras").get_layer("dense").get_weights()
    assert (kernel == 0.25).all()


def test_weights_that_do_not_fit_are_told_of_on_their_node(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="4 x 8, 8 and they are of 2 x 2") as failed:
        train(iris_network(), tmp_path, Listener(None).emit, data=small("iris"), given=Given({"dense": (np.zeros((2, 2), "float32"),)}))
    assert failed.value.node == "dense"

"""What a person is told when a training cannot start or go on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from designer.core.analyse import examine, oracle
from designer.core.document import Document
from tests.designer.core.making import make_chain
from tests.training.core.making import Listener, iris_network, settings, small, two_inputs
from training.core import memory, prepare
from training.core.failures import TrainingFailed, explain
from training.core.job import Data
from training.core.loop import make_model, train


def failure(document: Document, folder: Path, data: Data | None = None) -> TrainingFailed:
    with pytest.raises(TrainingFailed) as caught:
        train(document, folder, Listener().emit, data=data)
    return caught.value


@pytest.mark.parametrize(("dataset", "words"), [(None, "Choose a data set"), ("imagenet", "no data set called 'imagenet'")])
def test_a_missing_data_set_is_asked_for(dataset: str | None, words: str, tmp_path: Path) -> None:
    assert words in failure(iris_network(dataset=dataset), tmp_path).message


def test_a_wrong_document_fails_with_its_first_problem_on_its_node(tmp_path: Path) -> None:
    failed = failure(iris_network(last={"units": -3}), tmp_path, small("iris"))
    assert failed.node == "dense_1"
    assert "-3" in failed.message


def test_a_field_that_is_not_there_is_named(tmp_path: Path) -> None:
    data = small("iris")
    del data.train["petal"]
    failed = failure(two_inputs(), tmp_path, data)
    assert failed.node == "petal_in"
    assert "'petal'" in failed.message


def test_a_label_out_of_range_says_how_many_units_are_needed(tmp_path: Path) -> None:
    data = small("iris")
    data.train["species"][:] = 7
    failed = failure(iris_network(), tmp_path, data)
    assert "The labels go up to 7, and an output of 3 units can only tell 0 to 2 apart" in failed.message


def test_a_token_out_of_range_names_the_embedding(tmp_path: Path) -> None:
    data = small("novels")
    data.train["tokens"][:] = 9_000
    document = make_chain(
        ("input_layer", "Input", {"shape": [40], "dtype": "int32"}),
        ("words", "Embedding", {"input_dim": 8000, "output_dim": 4}),
        ("global_average_pooling1d", "GlobalAveragePooling1D", {}),
        ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
        training=settings("novels"),
    )
    failed = failure(document, tmp_path, data)
    assert failed.node == "words"
    assert "received token 9000 and knows only 0 to 7999" in failed.message


def test_an_absurd_network_is_refused_before_it_is_built(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("dense", "Dense", {"units": 1_000_000}),
        ("huge", "Dense", {"units": 1_000_000}),
        ("dense_1", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris"),
    )
    failed = failure(document, tmp_path, small("iris"))
    assert failed.node == "huge"
    assert "takes about 16 TB of memory" in failed.message
    assert "make it smaller" in failed.message


def test_samples_that_do_not_fit_in_memory_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "available", lambda: 100)
    assert "The samples of Iris" in failure(iris_network(), tmp_path, small("iris")).message


def test_a_large_batch_is_named_where_activations_take_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "available", lambda: 5_000)
    failed = failure(iris_network(batch_size=64), tmp_path, small("iris"))
    assert "lower the batch size of 64" in failed.message


def test_recurrent_layers_are_counted_by_step() -> None:
    def total(steps: int) -> int:
        document = make_chain(
            ("input_layer", "Input", {"shape": [steps, 1]}),
            ("gru", "GRU", {"units": 10}),
            ("dense", "Dense", {"units": 1}),
            training=settings("sunspots"),
        )
        return memory.estimate(examine(document, None, oracle()), 10).nodes["gru"]

    assert total(200) - total(100) == 8 * 10 * 8 * 10 * 100  # bytes, samples, numbers a unit and step, units, steps


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "There was not enough memory. dense"),
        (
            ValueError("Arguments `target` and `output` must have the same shape. Received: target.shape=(None, 5), output.shape=(None, 3)"),
            "(None, 3)",
        ),
        (RuntimeError("Something   odd\x1b[1m happened"), "Training stopped: Something odd happened"),
        (RuntimeError(), "Training stopped: RuntimeError"),
        (ValueError("EarlyStopping callback received monitor=val_nope, but Keras isn't able to"), "EarlyStopping watches val_nope, which"),
        (ValueError("Invalid reduction dimension 10 for input with 2 dimensions. for '{{node a/Sum}} = Sum[T=DT_FLOAT]'"), "with 2 dimensions."),
    ],
)
def test_an_exception_becomes_a_sentence(error: Exception, words: str) -> None:
    failed = explain(error, prepare.prepare(iris_network(), small("iris")))
    assert words in failed.message
    assert "{{node" not in failed.message


def test_the_node_is_the_layer_that_raised() -> None:
    job = prepare.prepare(iris_network(), small("iris"))
    model = make_model(job)
    with pytest.raises(ValueError, match="incompatible") as caught:
        model.get_layer("dense_1")(np.zeros((2, 5), "float32"))
    assert explain(caught.value, job).node == "dense_1"


@pytest.mark.parametrize(
    ("operation", "node"),
    [
        ("test/dense_1/MatMul", "dense_1"),
        ("gradient_tape/test_1/dense_1/MatMul", "dense"),
        ("test_1/dense_1_1/Relu", "dense_1"),
        ("compile_loss/mse/Sub", None),
    ],
)
def test_the_node_is_read_from_the_name_of_the_operation(operation: str, node: str | None) -> None:
    job = prepare.prepare(iris_network(), small("iris"))
    assert explain(RuntimeError(f"Bad\n\t [[{{{{node {operation}}}}}]] [Op:__inference_1]"), job).node == node


def test_available_memory_is_a_plausible_number() -> None:
    assert 10**8 < memory.available() < 10**15
    assert [memory.in_words(size) for size in (5_000, 2_340_000, 45 * 10**9, 16 * 10**12)] == ["5 kB", "2.3 MB", "45 GB", "16 TB"]

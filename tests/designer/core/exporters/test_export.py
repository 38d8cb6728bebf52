"""Every format, written, loaded by its own runtime, compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import Input, layers

from designer.core.exporters.export import export
from designer.core.exporters.exported import CannotExport
from designer.core.exporters.formats import FORMATS
from designer.core.exporters.samples import sample_arrays
from tests.designer.core.exporters.networks import NETWORKS

EXACT = 1e-5


@pytest.mark.parametrize("name", ["lstm", "multi_io", "augment", "transformer", "normalised"])
def test_an_onnx_file_answers_as_the_model_does(name: str, tmp_path: Path) -> None:
    model, samples = NETWORKS[name]()
    found = export(model, "onnx", tmp_path, samples)
    assert found.largest_difference < EXACT < found.largest_output
    assert (found.bytes, found.samples) == (found.path.stat().st_size, 16)


@pytest.mark.parametrize("name", ["bi_lstm", "multi_io", "augment"])
def test_a_litert_file_answers_as_the_model_does(name: str, tmp_path: Path) -> None:
    model, samples = NETWORKS[name]()
    assert export(model, "litert", tmp_path, samples).largest_difference < EXACT


def test_a_litert_file_of_8_bits_is_near(tmp_path: Path) -> None:
    model, samples = NETWORKS["cnn"]()
    found = export(model, "litert_int8", tmp_path, samples)
    assert 0 < found.largest_difference < 0.1 * max(1.0, found.largest_output)
    assert any("16 samples of the training data" in note for note in found.notes)


@pytest.mark.parametrize("format", ["keras", "h5", "weights", "savedmodel"])
@pytest.mark.parametrize("name", ["lstm", "towers"])
def test_keras_and_tensorflow_files_answer_exactly(name: str, format: str, tmp_path: Path) -> None:  # noqa: A002
    model, samples = NETWORKS[name]()
    found = export(model, format, tmp_path, samples)  # type: ignore[arg-type]
    assert found.largest_difference < EXACT
    assert found.path.name == f"{model.name}{FORMATS[format].suffix}"  # type: ignore[index]


def test_inputs_and_outputs_bear_the_layers_names_and_any_batch(tmp_path: Path) -> None:
    import onnxruntime

    model, samples = NETWORKS["multi_io"]()
    session = onnxruntime.InferenceSession(export(model, "onnx", tmp_path, samples).path)
    assert [(entry.name, entry.shape) for entry in session.get_inputs()] == [("left", ["batch", 4]), ("right", ["batch", 6])]
    assert [entry.name for entry in session.get_outputs()] == ["kind", "price"]
    one = session.run(None, {"left": samples[0][:1], "right": samples[1][:1]})
    np.testing.assert_allclose(one[1], model.predict_on_batch([array[:1] for array in samples])[1], atol=EXACT)


def test_the_old_h5_names_the_layer_that_it_cannot_hold(tmp_path: Path) -> None:
    start = Input((4, 3))
    model = keras.Model(start, layers.Dense(3)(start) + start)
    with pytest.raises(CannotExport) as refused:
        export(model, "h5", tmp_path, [np.zeros((2, 4, 3), "float32")])
    assert refused.value.node is not None
    assert f"{refused.value.node} (Add)" in refused.value.message
    assert list(tmp_path.iterdir()) == []


def test_text_is_refused_by_formats_that_know_no_words(tmp_path: Path) -> None:
    words = layers.TextVectorization(8, output_sequence_length=3, name="words")
    words.adapt(["a b c"])
    model = keras.Sequential([Input((1,), dtype="string"), words, layers.Embedding(8, 2), layers.Flatten(), layers.Dense(1)])
    samples = sample_arrays(model, 4)
    assert export(model, "savedmodel", tmp_path, samples).largest_difference < EXACT
    with pytest.raises(CannotExport) as refused:
        export(model, "litert", tmp_path, samples)
    assert refused.value.node == "words"


def test_a_sequence_without_a_length_is_refused_where_loops_are_written_out(tmp_path: Path) -> None:
    model = keras.Sequential([Input((None, 3)), layers.LSTM(2, name="memory")])
    with pytest.raises(CannotExport, match="memory has no fixed number of time steps"):
        export(model, "litert", tmp_path, [np.zeros((2, 5, 3), "float32")])
    assert export(model, "onnx", tmp_path, [np.zeros((2, 5, 3), "float32")]).largest_difference < EXACT


class Noise(layers.Layer):  # type: ignore[misc]
    """Random also while the network is used."""

    def __init__(self) -> None:
        super().__init__()
        self.seeds = keras.random.SeedGenerator(1)

    def call(self, x: Any) -> Any:
        return x + keras.random.uniform(keras.ops.shape(x), seed=self.seeds)


def test_a_file_that_answers_otherwise_is_not_handed_out(tmp_path: Path) -> None:
    model = keras.Sequential([Input((4,)), Noise()])
    with pytest.raises(CannotExport, match="answers otherwise"):
        export(model, "savedmodel", tmp_path, [np.ones((8, 4), "float32")])
    assert list(tmp_path.iterdir()) == []


def test_weights_of_a_layer_that_learned_what_is_no_weight_are_refused_by_its_name(tmp_path: Path) -> None:
    words = layers.StringLookup(name="words", output_mode="multi_hot")
    words.adapt(["a", "b"])
    model = keras.Sequential([Input((1,), dtype="string"), words])
    model.build()
    with pytest.raises(CannotExport, match="words"):
        export(model, "weights", tmp_path, [np.array([["a"], ["b"]], object)])
    assert list(tmp_path.iterdir()) == []


def test_half_precision_is_compared_by_its_own_measure(tmp_path: Path) -> None:
    model = keras.Sequential([Input((8,)), layers.Dense(16, activation="relu", dtype="mixed_float16"), layers.Dense(3)])
    assert export(model, "onnx", tmp_path, sample_arrays(model, 8)).largest_difference < 0.05


def test_a_network_too_large_to_become_onnx_here_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (1_000, 1_000))
    model = keras.Sequential([Input((4,)), layers.Dense(2)])
    with pytest.raises(CannotExport, match="Turning 10 parameters into ONNX takes"):
        export(model, "onnx", tmp_path, [np.zeros((2, 4), "float32")])
    assert list(tmp_path.iterdir()) == []

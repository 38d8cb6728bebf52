"""TensorFlow.js files, run by TensorFlow.js under Node."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import Input, layers

from designer.core.exporters.export import export
from designer.core.exporters.exported import CannotExport
from tests.designer.core.exporters.networks import NETWORKS
from tools.frontend import node_folder

RUNNER = Path(__file__).parent / "run_tfjs.mjs"


def answers_in_node(folder: Path, samples: list[np.ndarray]) -> list[np.ndarray]:
    """What TensorFlow.js says of samples, by the files of a folder."""
    told = [{"values": array.ravel().tolist(), "shape": array.shape, "dtype": str(array.dtype)} for array in samples]
    (folder / "samples.json").write_text(json.dumps(told))
    ended = subprocess.run([node_folder() / "node", RUNNER, folder], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return [np.reshape(output["values"], output["shape"]) for output in json.loads(ended.stdout.splitlines()[-1])]


@pytest.mark.parametrize("name", ["mlp", "cnn", "lstm", "bi_lstm", "multi_io", "augment", "seq2seq", "towers", "many_layers", "activations"])
def test_tensorflow_js_answers_as_keras_does(name: str, tmp_path: Path) -> None:
    model, samples = NETWORKS[name]()
    with zipfile.ZipFile(export(model, "tfjs", tmp_path, samples).path) as file:
        file.extractall(tmp_path)
    found = answers_in_node(tmp_path, samples)
    wanted = model.predict_on_batch(samples if len(samples) > 1 else samples[0])
    for left, right in zip(wanted if isinstance(wanted, list) else [wanted], found, strict=True):
        np.testing.assert_allclose(left, right, atol=1e-5)


@pytest.mark.parametrize(
    ("layer", "shape", "said"),
    [
        (layers.GRU(2), (4, 3), "reset_after"),
        (layers.Conv1D(2, 2, padding="causal"), (4, 3), "padding='causal'"),
        (layers.Dense(2, activation="hard_sigmoid"), (3,), "hard_sigmoid"),
        (layers.Bidirectional(layers.GRU(2)), (4, 3), "reset_after"),
        (layers.Conv2D(4, 2, groups=2), (4, 4, 2), "groups"),
        (layers.GroupNormalization(1), (4, 2), "no GroupNormalization"),
    ],
)
def test_what_it_does_not_know_is_refused_by_name(layer: keras.Layer, shape: tuple[int, ...], said: str, tmp_path: Path) -> None:
    model = keras.Sequential([Input(shape), layer])
    with pytest.raises(CannotExport) as refused:
        export(model, "tfjs", tmp_path, [np.zeros((2, *shape), "float32")])
    assert refused.value.node == layer.name
    assert said in refused.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_mask_that_it_would_ignore_is_refused(tmp_path: Path) -> None:
    model = keras.Sequential([Input((4,), dtype="int32"), layers.Embedding(5, 2, mask_zero=True), layers.GlobalAveragePooling1D(name="mean")])
    with pytest.raises(CannotExport, match="masked time steps in mean"):
        export(model, "tfjs", tmp_path, [np.ones((2, 4), "int32")])

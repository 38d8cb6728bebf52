"""Training on every back end that is installed, and over two devices; each in a process of its own, since Keras has one back end a process."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.core.backends import BACKENDS, DEFAULT
from tests.designer.core.making import make_chain
from tests.training.core import on_backend
from tests.training.core.making import iris_network, settings, small
from tests.warm import fork
from training.core.checkpoint import State, write
from training.core.failures import TrainingFailed, explain
from training.core.folder import CHECKPOINT_FILE
from training.core.job import Given
from training.core.loop import train
from training.core.predict import Predictor
from training.core.prepare import prepare
from training.core.resuming import Resume

INSTALLED = [name for name in BACKENDS if name == DEFAULT or importlib.util.find_spec(name)]


def told(what: str, folder: Path, **environment: str) -> dict[str, Any]:
    """What comes of it in a process of its own, which for the back end that the tests run on may be a fork."""
    if environment == {"KERAS_BACKEND": DEFAULT}:
        child = fork(on_backend.leave, what, folder)
        child.join()
        assert child.exitcode == 0
    else:
        command = [sys.executable, "-m", "tests.training.core.on_backend", what, str(folder)]
        ended = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr[-3000:]
    found: dict[str, Any] = json.loads((folder / on_backend.TOLD).read_text())
    return found


def same(history: dict[str, list[float]], other: dict[str, list[float]]) -> None:
    assert history == {name: pytest.approx(values, rel=1e-4, abs=1e-6) for name, values in other.items()}


@pytest.mark.parametrize("backend", INSTALLED)
def test_a_template_trains_is_watched_and_taken_up_again_and_tensorflow_reads_what_it_learned(backend: str, tmp_path: Path) -> None:
    found = told("template", tmp_path, KERAS_BACKEND=backend)
    losses = found["whole"]["loss"]
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]
    same(found["again"], found["whole"])
    assert found["looks"] == ["judged", "layers", "weights"]
    assert found["slopes"] > 0
    versions = json.loads((tmp_path / "whole" / "versions.json").read_text())
    assert "Keras" in versions
    judged = Predictor(tmp_path / "whole", small("mnist").spec).judged(count=2)["samples"]
    assert sum(judged[0]["predictions"][0]["values"]) == pytest.approx(1, abs=1e-4)


DEVICES = [(name, {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"} if name == "jax" else {}) for name in INSTALLED if name != "torch"]


@pytest.mark.parametrize(("backend", "environment"), DEVICES, ids=[name for name, _ in DEVICES])
def test_two_devices_learn_what_one_learns_through_a_pause_and_a_stop(backend: str, environment: dict[str, str], tmp_path: Path) -> None:
    found = told("on_two_devices", tmp_path, KERAS_BACKEND=backend, **environment)
    assert (found["devices"], found["pauses"]) == (2, 1)
    same(found["both"], found["one"])
    same(found["again"], found["one"])


def test_a_checkpoint_of_another_back_end_is_not_taken_up(tmp_path: Path) -> None:
    write(tmp_path / CHECKPOINT_FILE, State(epoch=1, backend="jax"), [])
    with pytest.raises(TrainingFailed, match=r"begun on JAX.*runs TensorFlow"):
        train(iris_network(), tmp_path, lambda _: None, data=small("iris"), given=Given(resume=Resume("lost")))


def test_what_works_on_tensorflow_alone_is_refused_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    hashing = make_chain(
        ("input_layer", "Input", {"shape": [4], "dtype": "int32"}),
        ("hashing", "Hashing", {"num_bins": 3}),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris"),
    )
    prepare(hashing, small("iris"))
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    with pytest.raises(TrainingFailed, match="Hashing works on TensorFlow alone, and this run is on JAX"):
        prepare(hashing, small("iris"))


@pytest.mark.parametrize(
    "words", ["RESOURCE_EXHAUSTED: Out of memory while trying to allocate 8 bytes", "CUDA out of memory. Tried to allocate 2 GiB"]
)
def test_memory_that_ran_out_is_named_on_every_back_end(words: str) -> None:
    assert "There was not enough memory" in explain(RuntimeError(words), prepare(iris_network(), small("iris"))).message


def test_all_devices_are_not_offered_on_pytorch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(keras.backend, "backend", lambda: "torch")
    with pytest.raises(TrainingFailed, match="PyTorch trains on one GPU here"):
        train(iris_network(), tmp_path, lambda _: None, data=small("iris"), given=Given(all_devices=True))

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from tests.training.core.own_data.making import made, place_for, proposed
from training.core.own_data import WrongData
from training.core.own_data.keras_datasets import NAMES, fetch


def test_without_the_internet_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keras.src.utils.file_utils.config.keras_home", lambda: str(tmp_path))
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(WrongData, match=r"keras\.datasets\.mnist is fetched from the internet"):
        fetch("mnist", tmp_path / "mnist.npz")


def test_what_was_fetched_becomes_a_data_set_of_its_own_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(0)
    parts = tuple((draw.integers(0, 256, (count, 28, 28), dtype="uint8"), np.arange(count, dtype="uint8") % 10) for count in (40, 20))
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: parts)
    path = place_for(tmp_path, "mnist.npz", b"")
    fetch("mnist", path)
    spec = made(path, proposed(path))
    assert (spec.train_samples, spec.test_samples, spec.input, spec.last_layer.units) == (40, 20, "x", 10)


def test_every_name_is_one_of_keras() -> None:
    assert all(hasattr(keras.datasets, name) for name in NAMES)

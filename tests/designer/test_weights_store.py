"""Weights are kept once, under what is in them, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.test import override_settings

from designer import weights_store


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path) -> Iterator[None]:
    with override_settings(DATA_DIR=tmp_path):
        yield


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    weights = {"dense": (np.ones((2, 3), "float32"), np.zeros(3, "float32")), "inner/dense": (np.ones(2, "float16"),)}
    key = weights_store.keep(weights)
    assert weights_store.keep(weights) == key
    assert [file.name for file in (tmp_path / "weights").iterdir()] == [f"{key}.npz"]
    found = weights_store.load(key)
    assert found is not None
    assert {name: [array.tolist() for array in arrays] for name, arrays in found.items()} == {
        "dense": [[[1, 1, 1], [1, 1, 1]], [0, 0, 0]],
        "inner/dense": [[1, 1]],
    }
    assert weights_store.exists(key)


def test_what_is_not_kept_is_not_found() -> None:
    assert weights_store.load("0" * 64) is None
    assert not weights_store.exists("0" * 64)


@pytest.mark.parametrize("key", ["", "../../secret", "0" * 63, "g" * 64])
def test_only_digests_are_names(key: str) -> None:
    with pytest.raises(KeyError):
        weights_store.load(key)

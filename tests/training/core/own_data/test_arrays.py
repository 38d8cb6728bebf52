from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.core.own_data.making import assert_same, by_script, kept, made, place_for, proposed, zipped
from training.core import own_data
from training.core.own_data import Recipe, WrongData

DRAW = np.random.default_rng(0)


def saved(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def alone(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


FILES = {
    "pictures and classes": saved(x=DRAW.integers(0, 256, (30, 9, 8), dtype="uint8"), y=np.arange(30) % 3 + 4),
    "colours, and classes one a row": saved(x=DRAW.integers(0, 256, (30, 9, 8, 3), dtype="uint8"), label=(np.arange(30) % 2)[:, None]),
    "parts of its own": saved(
        x_train=DRAW.normal(size=(20, 4)), y_train=DRAW.normal(size=20), x_test=DRAW.normal(size=(5, 4)), y_test=DRAW.normal(size=5)
    ),
    "classes with zeros in front": saved(x=DRAW.normal(size=(30, 4)), y=np.array(["01", "02", "10"] * 10)),
    "classes that a part of its own has in order": saved(
        x_train=DRAW.normal(size=(40, 4)), y_train=np.arange(40) // 10, x_test=DRAW.normal(size=(8, 4)), y_test=np.arange(8) // 2
    ),
    "pictures as whole numbers": saved(x=DRAW.integers(0, 256, (30, 9, 8, 3)), y=np.arange(30) % 3),
    "series and texts": saved(steps=DRAW.normal(size=(30, 5, 2)), words=np.array(["a", "bc", "d"] * 10), target=np.array(["up", "down"] * 15)),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_arrays_are_read_as_the_script_does(content: bytes, tmp_path: Path) -> None:
    path = place_for(tmp_path, "things.npz", content)
    spec = made(path, proposed(path))
    with kept(tmp_path):
        assert_same(own_data.load(spec.name), by_script(spec, path.parent))


def test_an_array_that_is_larger_than_the_memory_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place_for(tmp_path, "things.npz", saved(x=np.zeros((9, 2)), y=np.arange(9)))

    def load(*_: Any, **__: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(np, "load", load)
    with pytest.raises(WrongData, match="larger than the memory that is free"):
        own_data.inspect(path, path.name)


def test_parts_of_its_own_are_validated_on_every_class(tmp_path: Path) -> None:
    path = place_for(tmp_path, "things.npz", FILES["classes that a part of its own has in order"])
    spec = made(path, proposed(path))
    with kept(tmp_path):
        train, _ = own_data.load(spec.name)
    assert len(set(train["y"][-10:])) > 2


def test_windows_of_a_series_keep_their_order(tmp_path: Path) -> None:
    steps = np.arange(30.0)[:, None, None] + np.zeros((1, 5, 2))
    path = place_for(tmp_path, "things.npz", saved(x_train=steps, y_train=np.arange(30.0), x_test=steps[:5], y_test=np.arange(5.0)))
    spec = made(path, proposed(path))
    with kept(tmp_path):
        ours = own_data.load(spec.name)
    assert_same(ours, by_script(spec, path.parent))
    np.testing.assert_array_equal(ours[0]["y"].ravel(), np.arange(30))


def grey(values: Any) -> Any:
    return np.array(values).reshape(4, 2, 2, 1)


RANGES = {
    "bytes": (grey(range(16)).astype("uint8"), "image", 15 / 255),
    "whole numbers of 256 shades": (grey(range(100, 260, 10)), "image", 250 / 255),
    "numbers of 256 shades": (grey(np.linspace(0, 255, 16, dtype="float32")), "image", 1.0),
    "numbers from 0 to 1": (grey(np.linspace(0, 1, 16)), "image", 1.0),
    "bytes of black and white": (grey([0, 1] * 8).astype("uint8"), "image", 1.0),
    "bytes with a channel for what is clear": (np.repeat(grey(range(16)).astype("uint8"), 4, axis=-1), "image", 15 / 255),
    "numbers from -1 to 1": (grey(np.linspace(-1, 1, 16)), "series", 1.0),
    "numbers that reach further": (grey(range(0, 320, 20)), "series", 300.0),
}


@pytest.mark.parametrize(("pictures", "kind", "most"), RANGES.values(), ids=RANGES)
def test_pictures_are_numbers_from_0_to_1_whatever_they_were_saved_as(pictures: Any, kind: str, most: float, tmp_path: Path) -> None:
    path = place_for(tmp_path, "things.npz", saved(x=pictures, y=np.arange(4.0)))
    spec = made(path, proposed(path))
    assert spec.fields[0].kind == kind
    with kept(tmp_path):
        ours = own_data.load(spec.name)
    assert_same(ours, by_script(spec, path.parent))
    assert max(part["x"].max() for part in ours) == pytest.approx(most)


def test_an_array_alone_learns_itself(tmp_path: Path) -> None:
    path = place_for(tmp_path, "things.npy", alone(DRAW.normal(size=(30, 4))))
    found = own_data.inspect(path, path.name)
    assert (found.kind, found.arrays[0].shape) == ("arrays", (30, 4))
    spec = made(path, proposed(path))
    assert (spec.input, spec.target) == ("data", "data")
    with kept(tmp_path):
        assert_same(own_data.load(spec.name), by_script(spec, path.parent))


def _claims_too_much() -> bytes:
    return alone(np.zeros((2, 2))).replace(b"(2, 2)", b"(9, 9)")


DAMAGED = {
    "unequal lengths": (saved(x=np.zeros((9, 2)), y=np.zeros(8)), "“x” holds 9 samples, and “y” 8"),
    "objects": (saved(x=np.array([{}, None], dtype=object), y=np.zeros(2)), "only numbers and texts are read"),
    "a truncated file": (saved(x=np.zeros((9, 2)))[:-40], "damaged or not complete"),
    "a header that claims too much": (_claims_too_much(), "and holds less"),
    "junk in an archive": (zipped({"x.npy": b"junk"}), "damaged or not complete"),
    "a number that is not finite": (saved(x=np.array([[1.0], [2.0], [np.nan]] * 3), y=np.arange(9.0)), "Sample 2 of “x”"),
    "an empty file": (b"", "This file is empty"),
}


@pytest.mark.parametrize(("content", "sentence"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_arrays_are_answered_with_a_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = place_for(tmp_path, "things.npz", content)
    fields = {"inputs": [{"name": "x", "columns": ["x"]}], "target": "y", "split": {"by": "ratio"}}
    with pytest.raises(WrongData, match=sentence):  # noqa: PT012  # it may be seen at once
        own_data.inspect(path, path.name)
        made(path, Recipe.model_validate({"kind": "arrays", **fields}))

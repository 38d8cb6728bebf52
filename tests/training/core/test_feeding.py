"""What `fit` and `evaluate` read of a job's data."""

from __future__ import annotations

from pathlib import Path

import pytest
import tensorflow as tf

from designer.core.document import Document
from tests.designer.core.making import make_chain
from tests.training.core.making import Listener, iris_network, settings
from tests.training.core.own_data.making import kept, made, pets, place_for, proposed, zipped
from training.core.loop import train


def test_no_pass_over_arrays_waits_for_a_tuner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(tuned_passes(iris_network(), tmp_path, monkeypatch)) == {False}


def test_no_pass_over_pictures_from_the_disk_waits_for_a_tuner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place_for(tmp_path, "pets.zip", zipped(pets()))
    with kept(tmp_path):
        spec = made(path, proposed(path, image={"height": 4, "width": 4, "colour": "grey"}))
        document = make_chain(
            ("image", "Input", {"shape": [4, 4, 1]}),
            ("flatten", "Flatten", {}),
            ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
            training=settings(spec.name),
        )
        assert set(tuned_passes(document, tmp_path, monkeypatch)) == {False}


def tuned_passes(document: Document, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each pass over a data set while a document trains, whether `tf.data` tunes it."""
    begin, found = tf.data.Dataset.__iter__, []

    def noted(data: tf.data.Dataset) -> object:
        found.append(data.options().autotune.enabled is not False)
        return begin(data)

    monkeypatch.setattr(tf.data.Dataset, "__iter__", noted)
    train(document, folder / "run", Listener().emit)
    return found

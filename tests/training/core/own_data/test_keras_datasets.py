from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import keras
import numpy as np
import pytest
from keras.src.utils import file_utils

from tests.designer.core.making import make_chain
from tests.training.core.making import Listener, settings
from tests.training.core.own_data.making import kept, made, place_for, proposed
from training.core import own_data
from training.core.loop import train
from training.core.own_data import WrongData
from training.core.own_data.keras_datasets import NAMES, fetch, file_of


def test_without_the_internet_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keras.src.utils.file_utils.config.keras_home", lambda: str(tmp_path))
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(WrongData, match=r"keras\.datasets\.mnist is fetched from the internet"):
        fetch("mnist", tmp_path / "mnist.npz")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is served in the place of where Keras fetches from; only the address and the digest of the files are others."""
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        fetched = file_utils.get_file

        def get_file(fname: str, origin: str, **more: Any) -> str:
            here = f"http://127.0.0.1:{server.server_port}/{origin.rpartition('/')[2]}"
            return str(fetched(fname, here, **{name: value for name, value in more.items() if name != "file_hash"}))

        for name in NAMES:
            monkeypatch.setattr(f"keras.src.datasets.{name}.get_file", get_file)
        monkeypatch.setattr("keras.src.utils.file_utils.config.keras_home", lambda: str(tmp_path))
        yield folder
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


def digits(count: int) -> tuple[Any, Any]:
    return np.random.default_rng(count).integers(0, 256, (count, 28, 28), dtype="uint8"), np.arange(count, dtype="uint8") % 10


def serve_mnist(folder: Path) -> None:
    (x_train, y_train), (x_test, y_test) = digits(40), digits(20)
    np.savez(folder / "mnist.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)


def serve_fashion_mnist(folder: Path) -> None:
    for part, count in (("train", 40), ("t10k", 20)):
        images, labels = digits(count)
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(bytes(16) + images.tobytes()))
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(bytes(8) + labels.tobytes()))


def serve_california_housing(folder: Path) -> None:
    draw = np.random.default_rng(0)
    np.savez(folder / "california_housing.npz", x=draw.random((60, 8)), y=draw.random(60) * 5e5)


def serve_boston_housing(folder: Path) -> None:
    draw = np.random.default_rng(0)
    np.savez(folder / "boston_housing.npz", x=draw.random((60, 13)), y=draw.random(60) * 50)


def sequences(count: int, classes: int) -> tuple[Any, Any]:
    """Texts of two or three words by their numbers, and a class each; the first word tells the class."""
    labels = np.arange(count) % classes
    texts = np.empty(count, object)
    for place, label in enumerate(labels):
        texts[place] = [int(label) + 1, 3, *([4] if place % 2 else [])]
    return texts, labels


def serve_imdb(folder: Path) -> None:
    (x_train, y_train), (x_test, y_test) = sequences(12, 2), sequences(6, 2)
    np.savez(folder / "imdb.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    (folder / "imdb_word_index.json").write_text(json.dumps({"dull": 1, "great": 2, "film": 3, "indeed": 4}))


def serve_reuters(folder: Path) -> None:
    x, y = sequences(30, 2)
    np.savez(folder / "reuters.npz", x=x, y=y)
    (folder / "reuters_word_index.json").write_text(json.dumps({"cocoa": 1, "grain": 2, "rises": 3, "again": 4}))


@pytest.mark.parametrize(
    ("name", "sizes", "classes", "words"),
    [
        ("imdb", (12, 6), ("negative", "positive"), {"dull film", "dull film indeed", "great film", "great film indeed"}),
        ("reuters", (24, 6), ("cocoa", "grain"), {"cocoa rises", "cocoa rises again", "grain rises", "grain rises again"}),
    ],
)
def test_texts_that_keras_keeps_as_numbers_become_words_again(
    stand_in: Path, tmp_path: Path, name: Any, sizes: tuple[int, int], classes: tuple[str, ...], words: set[str]
) -> None:
    {"imdb": serve_imdb, "reuters": serve_reuters}[name](stand_in)
    path = place_for(tmp_path, file_of(name), b"")
    fetch(name, path)
    with kept(tmp_path):
        spec = made(path, proposed(path))
        train_part, _ = own_data.load(spec.name)
    assert (spec.train_samples, spec.test_samples, spec.fields[-1].classes) == (*sizes, classes)
    assert set(train_part["text"]) <= words
    told = {(text.split()[0], classes[label]) for text, label in zip(train_part["text"], train_part["label"], strict=True)}
    assert len(told) == 2


@pytest.mark.parametrize(
    ("name", "serve", "sizes", "kind"),
    [
        ("mnist", serve_mnist, (40, 20), "class"),
        ("fashion_mnist", serve_fashion_mnist, (40, 20), "class"),
        ("california_housing", serve_california_housing, (48, 12), "value"),
        ("boston_housing", serve_boston_housing, (48, 12), "value"),
    ],
)
def test_what_keras_downloads_becomes_a_data_set_that_is_trained_on(
    stand_in: Path, tmp_path: Path, name: Any, serve: Callable[[Path], None], sizes: tuple[int, int], kind: str
) -> None:
    serve(stand_in)
    path = place_for(tmp_path, file_of(name), b"")
    fetch(name, path)
    with kept(tmp_path):
        spec = made(path, proposed(path))
        target = spec.field(spec.target)
        assert target is not None
        assert (spec.train_samples, spec.test_samples, target.kind) == (*sizes, kind)
        shape = list(next(field.shape for field in spec.fields if field.name == spec.input))
        last = {"units": 10, "activation": "softmax"} if kind == "class" else {"units": 1}
        document = make_chain(
            ("input_layer", "Input", {"shape": shape}), ("flatten", "Flatten", {}), ("dense", "Dense", last), training=settings(spec.name, epochs=1)
        )
        assert train(document, tmp_path / "run", Listener().emit).state == "finished"


def test_every_name_is_one_of_keras() -> None:
    assert all(hasattr(keras.datasets, name) for name in NAMES)

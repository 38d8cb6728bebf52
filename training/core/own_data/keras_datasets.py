"""The data sets that Keras fetches from the internet by name, as files that are then looked at like any other: arrays, and texts in folders."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from training.core.own_data.wrong import WrongData

KerasDataset = Literal["mnist", "fashion_mnist", "cifar10", "cifar100", "california_housing", "boston_housing", "imdb", "reuters"]
NAMES: tuple[KerasDataset, ...] = get_args(KerasDataset)
EVERY_WORD = 10**9  # more than any of them has
CLASSES: Mapping[str, Callable[[Any], Sequence[str]]] = {
    "imdb": lambda _: ("negative", "positive"),
    "reuters": lambda module: module.get_label_names(),
}
"""By data set of texts: its classes, of its module."""


def file_of(name: KerasDataset) -> str:
    """What the file of a data set is called."""
    return f"{name}.zip" if name in CLASSES else f"{name}.npz"


def fetch(name: KerasDataset, path: Path) -> None:
    """Write a data set of Keras's: a .npz of its two parts, or a zip of texts in folders. Raises WrongData where there is no internet."""
    module = importlib.import_module(f"keras.datasets.{name}")
    classes_of = CLASSES.get(name)
    try:
        if classes_of is not None:
            parts = module.load_data(num_words=EVERY_WORD, start_char=None, index_from=0)
            words = {place: word for word, place in module.get_word_index().items()}
        else:
            (x_train, y_train), (x_test, y_test) = module.load_data()
    except Exception as error:  # Keras raises nothing more particular
        message = f"keras.datasets.{name} is fetched from the internet, which cannot be reached from this server. Choose a file of your own instead."
        raise WrongData(message) from error
    if classes_of is not None:
        _write_texts(path, parts, words, classes_of(module))
        return
    with path.open("wb") as file:
        np.savez(file, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)


def _write_texts(path: Path, parts: Sequence[Any], words: Mapping[int, str], classes: Sequence[str]) -> None:
    """Texts of numbered words as words, each in the folder of its part and its class."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, (texts, labels) in zip(("train", "test"), parts, strict=True):
            for place, (numbers, label) in enumerate(zip(texts, labels, strict=True)):
                text = " ".join(words[number] for number in numbers if number in words)
                archive.writestr(f"{part}/{classes[int(label)]}/{place:05}.txt", text)

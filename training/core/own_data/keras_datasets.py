"""The data sets that Keras fetches from the internet by name, as files of arrays that are then looked at like any other."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from training.core.own_data.wrong import WrongData

KerasDataset = Literal["mnist", "fashion_mnist", "cifar10", "cifar100", "california_housing"]
NAMES: tuple[KerasDataset, ...] = get_args(KerasDataset)


def fetch(name: KerasDataset, path: Path) -> None:
    """Write a data set of Keras's as a .npz of its two parts. Raises WrongData where there is no internet."""
    module = importlib.import_module(f"keras.datasets.{name}")
    try:
        (x_train, y_train), (x_test, y_test) = module.load_data()
    except Exception as error:  # Keras raises nothing more particular
        message = f"keras.datasets.{name} is fetched from the internet, which cannot be reached from this server. Choose a file of your own instead."
        raise WrongData(message) from error
    with path.open("wb") as file:
        np.savez(file, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)

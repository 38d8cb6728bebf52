"""Builders of small networks and small parts of the data sets, for tests of training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.core.document import Document
from tests.designer.core.making import make_chain, make_document
from training.core import datasets
from training.core.control import Control
from training.core.job import Data

Event = dict[str, Any]


def small(name: str, train: int = 64, test: int = 16) -> Data:
    """The first samples of a data set."""
    spec = datasets.find(name)
    assert spec is not None
    parts = datasets.load(name)
    first, second = ({field: array[:count] for field, array in part.items()} for part, count in zip(parts, (train, test), strict=True))
    return Data(spec, first, second)


def settings(data: str, **more: Any) -> dict[str, Any]:
    """Training settings for a quick run."""
    return {"dataset": data, "epochs": 2, "batch_size": 16, "validation_split": 0.25, "seed": 7, **more}


def iris_network(last: Mapping[str, Any] | None = None, **training: Any) -> Document:
    """Two Dense layers on iris."""
    return make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("dense", "Dense", {"units": 8, "activation": "relu"}),
        ("dense_1", "Dense", {"units": 3, "activation": "softmax"} if last is None else last),
        training=settings("iris", **training),
    )


def two_inputs() -> Document:
    """Sepals and petals, each by a layer of its own."""
    return make_document(
        [
            ("sepal_in", "Input", {"shape": [2]}),
            ("petal_in", "Input", {"shape": [2]}),
            ("dense", "Dense", {"units": 4}),
            ("dense_1", "Dense", {"units": 4}),
            ("concatenate", "Concatenate", {}),
            ("dense_2", "Dense", {"units": 3, "activation": "softmax"}),
        ],
        [("sepal_in", "dense"), ("petal_in", "dense_1"), ("dense", "concatenate", 0), ("dense_1", "concatenate", 1), ("concatenate", "dense_2")],
        training=settings("iris", inputs=[{"node": "sepal_in", "field": "sepal"}, {"node": "petal_in", "field": "petal"}]),
    )


def two_outputs() -> Document:
    """A small autoencoder that also names the digit."""
    return make_document(
        [
            ("input_layer", "Input", {"shape": [8, 8, 1]}),
            ("flatten", "Flatten", {}),
            ("code", "Dense", {"units": 8, "activation": "relu"}),
            ("digit", "Dense", {"units": 10, "activation": "softmax"}),
            ("dense", "Dense", {"units": 64, "activation": "sigmoid"}),
            ("picture", "Reshape", {"target_shape": [8, 8, 1]}),
        ],
        [("input_layer", "flatten"), ("flatten", "code"), ("code", "digit"), ("code", "dense"), ("dense", "picture")],
        training=settings(
            "digits",
            outputs=[
                {
                    "node": "digit",
                    "field": "label",
                    "loss": {"class_name": "SparseCategoricalCrossentropy"},
                    "metrics": [{"class_name": "accuracy"}],
                },
                {"node": "picture", "field": "image", "loss": {"class_name": "BinaryCrossentropy"}},
            ],
        ),
    )


class Listener(Control):
    """Takes a run's events, and asks for a stop after some batches."""

    def __init__(self, stop_after_batches: int | None = None) -> None:
        super().__init__()
        self.batches: list[list[Event]] = []
        self._count = 0
        self._stop_after = stop_after_batches

    def emit(self, events: list[Event]) -> None:
        """What `train` calls."""
        self.batches.append(events)

    def should_stop(self) -> bool:
        """True from the given call on."""
        self._count += 1
        return self._stop_after is not None and self._count >= self._stop_after

    @property
    def events(self) -> list[Event]:
        """Every event in order."""
        return [event for batch in self.batches for event in batch]

    def of(self, kind: str) -> list[Event]:
        """The events of one kind."""
        return [event for event in self.events if event["kind"] == kind]

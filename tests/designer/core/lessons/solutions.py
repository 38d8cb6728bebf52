"""What a learner does in each step of the lessons that come along, as changes of what the browser knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Work:
    """The open network, and its runs, the newest first."""

    document: dict[str, Any]
    runs: list[dict[str, Any]] = field(default_factory=list)
    trained: dict[str, Any] | None = None


Move = Callable[[Work], None]


def put(name: str, layer: str, between: tuple[str, str | None], **config: Any) -> Move:
    """Insert a layer behind one node, and before another where there is one."""

    def move(work: Work) -> None:
        before, behind = between
        document = work.document
        document["nodes"].append({"id": name, "layer": layer, "config": config})
        document["edges"] = [edge for edge in document["edges"] if (edge["from"][0], edge["to"][0]) != (before, behind)]
        document["edges"].append({"from": [before, 0], "to": [name, "inputs", 0]})
        if behind is not None:
            document["edges"].append({"from": [name, 0], "to": [behind, "inputs", 0]})

    return move


def set_config(name: str, **config: Any) -> Move:
    """Set fields of a node."""
    return lambda work: next(node for node in work.document["nodes"] if node["id"] == name)["config"].update(config)


def set_training(**settings: Any) -> Move:
    """Set what is set under Training."""
    return lambda work: work.document["training"].update(settings)


def rate(value: float) -> Move:
    """Set the learning rate."""
    return set_training(optimizer={"class_name": "Adam", "config": {"learning_rate": value}})


def run(state: str = "finished", **summary: float) -> Move:
    """Train the network as it stands. The numbers are those with which its training ended when it was tried, rounded."""

    def move(work: Work) -> None:
        work.runs.insert(0, {"state": state, "summary": summary})
        if state == "finished":
            work.trained = {**work.document, "training": dict(work.document["training"]), "nodes": list(work.document["nodes"])}

    return move


SOLUTIONS: Mapping[str, Sequence[Sequence[Move]]] = {
    "neuron": [
        [],
        [],
        [put("dense", "Dense", ("petal", None), units=1)],
        [set_config("dense", units=3)],
        [set_config("dense", activation="softmax")],
        [run(accuracy=0.96, loss=0.1, val_accuracy=0.92, val_loss=0.17)],
        [],
    ],
    "reading_curves": [
        [run(accuracy=1.0, loss=0.04, val_accuracy=0.97, val_loss=0.1)],
        [],
        [rate(0.5), run(accuracy=0.1, loss=2.33, val_accuracy=0.09, val_loss=2.34)],
        [rate(0.00001), run(accuracy=0.19, loss=2.26, val_accuracy=0.22, val_loss=2.27)],
        [rate(0.001), set_training(epochs=1000), run("paused", accuracy=1.0)],
        [],
    ],
    "convolution": [
        [],
        [],
        [put("conv2d", "Conv2D", ("picture", "flatten"), filters=32, kernel_size=3)],
        [set_config("conv2d", filters=16, activation="relu")],
        [put("max_pooling2d", "MaxPooling2D", ("conv2d", "flatten"))],
        [run(accuracy=0.95, loss=0.22, val_accuracy=0.94, val_loss=0.23)],
        [],
    ],
    "overfitting": [
        [run(accuracy=1.0, loss=0.01, val_accuracy=0.9, val_loss=0.38)],
        [],
        [
            put("dropout", "Dropout", ("first", "second"), rate=0.5),
            put("dropout_1", "Dropout", ("second", "digit"), rate=0.5),
            run(accuracy=0.96, loss=0.17, val_accuracy=0.9, val_loss=0.38),
        ],
        [set_training(validation_split=0.1), run(accuracy=0.98, loss=0.05, val_accuracy=0.97, val_loss=0.14)],
        [],
    ],
}

"""Documents whose training uses what the Training tab offers, on small parts of data sets."""

from __future__ import annotations

from typing import Any

from designer.core.document import Document
from tests.designer.core.making import make_chain
from tests.training.core.making import iris_network, settings, two_outputs


def made(name: str, **config: Any) -> dict[str, Any]:
    """An object as documents hold it."""
    return {"class_name": name, "config": config}


def watched() -> Document:
    """Every callback, on a network that gets worse."""
    return iris_network(
        optimizer=made("SGD", learning_rate=0.5, clipvalue=0.5),
        callbacks=[
            made("ReduceLROnPlateau", patience=1, factor=0.5, min_delta=1.0),
            made("ModelCheckpoint", monitor="val_accuracy"),
            made("TerminateOnNaN"),
            made("EarlyStopping", patience=3, min_delta=1.0, restore_best_weights=True),
        ],
        epochs=6,
    )


def exploding() -> Document:
    """A loss that is no number after some batches."""
    return make_chain(
        ("input_layer", "Input", {"shape": [10]}),
        ("dense", "Dense", {"units": 64}),
        ("dense_1", "Dense", {"units": 1}),
        training=settings("diabetes", optimizer=made("SGD", learning_rate=1e6), callbacks=[made("TerminateOnNaN")], epochs=4),
    )


def weighed() -> Document:
    """Two outputs that do not count alike."""
    document = two_outputs()
    first, second = document.training.outputs
    outputs = (first.model_copy(update={"weight": 0.25}), second)
    return document.model_copy(update={"training": document.training.model_copy(update={"outputs": outputs, "batch_size": 256})})


def compiled() -> Document:
    """As little as XLA can compile: it takes seconds for each function."""
    training = settings("iris", jit_compile=True, epochs=1, validation_split=0.0, optimizer=made("SGD"))
    return make_chain(("input_layer", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 3, "activation": "softmax"}), training=training)


SCHEDULES: dict[str, dict[str, Any]] = {
    "CosineDecay": {"initial_learning_rate": 0.01, "decay_steps": 12, "warmup_target": 0.1, "warmup_steps": 4, "alpha": 0.1},
    "CosineDecayRestarts": {"initial_learning_rate": 0.1, "first_decay_steps": 3, "t_mul": 1.5, "m_mul": 0.9},
    "ExponentialDecay": {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5, "staircase": True},
    "InverseTimeDecay": {"initial_learning_rate": 1, "decay_steps": 1, "decay_rate": 0.25},
    "PiecewiseConstantDecay": {"boundaries": [4, 8], "values": [1, 0.1, 0.01]},
    "PolynomialDecay": {"initial_learning_rate": 0.1, "decay_steps": 10.0, "power": 2, "cycle": True},
}
"""Arguments for each schedule, some as JavaScript writes them: 1 for 1.0."""


def scheduled(name: str) -> Document:
    """A network whose learning rate follows a schedule."""
    return iris_network(optimizer=made("SGD", learning_rate=made(name, **SCHEDULES[name]), momentum=0.9))

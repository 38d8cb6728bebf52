"""Programs reshape their data; the network does it in its place."""

from __future__ import annotations

import pytest

from designer.core import catalog
from designer.core.analyse import analyse
from designer.core.importers.python_code import read
from designer.core.importers.to_data import to_data
from training.core.datasets import registry

PROGRAM = """
from keras.datasets import mnist
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape({reshaped})
y_train = keras.utils.to_categorical(y_train, 10)
model = Sequential([{layers}Dense(10, activation="softmax")])
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=2)
"""


@pytest.mark.parametrize(
    ("reshaped", "layers", "expected"),
    [
        ("60000, 784", "Dense(8, input_shape=(784,)), ", ["Input", "Flatten", "Dense", "Dense"]),
        ("60000, 28, 28", "LSTM(8, input_shape=(28, 28)), ", ["Input", "Reshape", "LSTM", "Dense"]),
        ("60000, 28, 28, 1", "Flatten(input_shape=(28, 28, 1)), ", ["Input", "Flatten", "Dense"]),
        ("60000, 28, 28, 1", "Flatten(), ", ["Input", "Flatten", "Dense"]),
    ],
)
def test_a_pasted_program_can_be_trained_as_it_is(reshaped: str, layers: str, expected: list[str]) -> None:
    data = registry.find("mnist")
    assert data is not None
    (document,) = read("x.py", PROGRAM.format(reshaped=reshaped, layers=layers).encode(), catalog.load()).documents
    fitted, _ = to_data(document, data)
    assert [node.layer for node in fitted.nodes] == expected
    assert [problem.message for problem in analyse(fitted, data).problems if problem.severity == "error"] == []


def test_a_network_for_other_data_is_left_alone() -> None:
    (document,) = read("x.py", b"m = Sequential([Input((5,)), Dense(2)])", catalog.load()).documents
    data = registry.find("mnist")
    assert data is not None
    assert to_data(document, data) == (document, None)

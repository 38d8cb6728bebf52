"""The functions of keras.ops as the catalogue has them, held against Keras: each is called, saved and run."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from designer.core.arguments import Place, check_config
from designer.core.catalog import load
from designer.core.layers import call_node
from designer.core.problems import Node
from designer.core.reading.operations import public_functions

from .layer_cases import Arrival
from .operation_cases import CONFIGS, INPUTS, OPERATIONS

CATALOG = load()
BATCH = 2


def call_operation(name: str, config: dict[str, Any], arriving: dict[str, list[Any]]) -> list[Any]:
    return call_node(Node(id="node", layer=name, config=config), CATALOG.layers[name], CATALOG, None, arriving)


def values(arrival: Arrival) -> Any:
    """Numbers that suit most functions: above 0 and below 1, matrices positive definite, whole numbers 0 or 1."""
    rng, shape = np.random.default_rng(0), (BATCH, *arrival.shape)
    if arrival.dtype != "float32":
        return rng.integers(0, 2, shape).astype(arrival.dtype)
    found = rng.uniform(0.1, 0.9, shape)
    is_matrix = len(shape) == 3 and shape[-1] == shape[-2]
    return (found @ found.transpose(0, 2, 1) + np.eye(shape[-1]) if is_matrix else found).astype("float32")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", OPERATIONS)
def test_keras_calls_saves_and_runs_an_operation(name: str) -> None:
    spec, case = CATALOG.layers[name], OPERATIONS[name]
    assert check_config(case.config, spec, CATALOG, Place("", name)) == []
    arriving = {port: [keras.Input(arrival.shape, dtype=arrival.dtype) for arrival in arrivals] for port, arrivals in case.inputs.items()}
    outputs = call_operation(name, case.config, arriving)
    model = keras.Model([tensor for tensors in arriving.values() for tensor in tensors], outputs)
    assert any(operation.name.startswith(spec.auto_name) for operation in model.operations)
    again = keras.models.model_from_json(model.to_json())
    results = keras.tree.flatten(again([values(arrival) for arrivals in case.inputs.values() for arrival in arrivals]))
    for said, result in zip(outputs, results, strict=True):
        assert len(said.shape) == len(result.shape)
        assert all(size in {None, real} for size, real in zip(said.shape, result.shape, strict=True))
        assert said.dtype == keras.backend.standardize_dtype(result.dtype)


def test_every_function_of_keras_ops_can_be_drawn_or_has_a_reason() -> None:
    operations = {name.removeprefix("ops."): spec for name, spec in CATALOG.layers.items() if spec.kind == "operation"}
    assert set(operations) == set(public_functions())
    assert [name for name, spec in operations.items() if not spec.inputs and not spec.unavailable.endswith(".")] == []


def test_the_rows_name_only_operations_that_can_be_drawn() -> None:
    assert {*INPUTS, *CONFIGS} - {name.removeprefix("ops.") for name in OPERATIONS} == set()


def test_a_number_may_stand_for_a_wire() -> None:
    add, x = CATALOG.layers["ops.subtract"], keras.Input((2,))
    model = keras.Model(x, call_operation(add.name, {"x1": 1}, {"x2": [x]}))
    np.testing.assert_array_equal(model(np.array([[0.25, 3.0]])), [[0.75, -2.0]])
    assert add.may_be_value("x1")
    assert not CATALOG.layers["ops.matmul"].may_be_value("x1")


def test_a_list_of_wires_may_be_arguments_of_their_own() -> None:
    x, y = keras.Input((2, 3)), keras.Input((3, 4))
    (product,) = call_operation("ops.einsum", {"subscripts": "bij,bjk->bik"}, {"operands": [x, y]})
    assert product.shape == (None, 2, 4)


FOUND_BY = {"+": "add", "matrix product": "matmul", "gather": "take", "swish": "silu", "permute": "transpose"}


@pytest.mark.parametrize(("word", "key"), FOUND_BY.items())
def test_operations_are_found_by_other_words(word: str, key: str) -> None:
    assert word in CATALOG.layers[f"ops.{key}"].keywords

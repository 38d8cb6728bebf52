"""The shared test: every layer, every way of calling one, and every operation is analysed, built, saved, read back and trained."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from designer.core.analyse import analyse
from designer.core.build import build
from designer.core.catalog import load
from designer.core.document import Document
from designer.core.importers import read
from designer.core.plan import plan
from tests.designer.core.codegen.running import assert_same_model, values_for, write

from .call_cases import CALLS
from .layer_cases import CASES, LayerCase
from .operation_cases import OPERATIONS

EVERY: dict[str, LayerCase] = {**CASES, **CALLS, **OPERATIONS}
WITHOUT_VALUES = {"ops.cholesky": "it takes only matrices that are positive definite, which random numbers are not"}


def centred(tensor: keras.KerasTensor) -> Any:
    """Values around 0, where they are no indexes."""
    return values_for(tensor) - 0.5 if "float" in tensor.dtype else values_for(tensor)


def built(document: Document) -> keras.Model:
    return build(plan(document, load()))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(EVERY))
def test_what_is_drawn_is_analysed_written_saved_and_read_back(name: str) -> None:
    document, subject = EVERY[name].document(), EVERY[name].node_id
    analysis = analyse(document)
    assert [problem.message for problem in analysis.problems if problem.severity == "error"] == []
    model = built(document)
    if not load().layers[EVERY[name].layer].is_input:
        counted = sum(layer.count_params() for layer in model.layers if layer.name == subject)
        assert analysis.nodes[subject].trainable + analysis.nodes[subject].non_trainable == counted
        said = {(spec.shape, spec.dtype) for spec in analysis.nodes[subject].outputs}
        assert {(tuple(tensor.shape), tensor.dtype) for tensor in model.outputs} <= said
    assert analysis.totals.trainable + analysis.totals.non_trainable == model.count_params()

    if name not in WITHOUT_VALUES:
        assert_same_model(document, write(document))

    saved = model.to_json()
    again = keras.models.model_from_json(saved)
    assert (again.output_shape, again.count_params()) == (model.output_shape, model.count_params())
    imported = read("model.json", saved.encode())
    assert [note.message for note in imported.report if note.kind == "unread"] == []
    assert built(imported.documents[0]).get_config() == model.get_config()


@pytest.mark.filterwarnings("ignore")
def test_every_layer_with_weights_learns() -> None:
    """All of them side by side in one network, for one step."""
    parts = {name: part for name, part in ((name, built(case.document())) for name, case in {**CASES, **CALLS}.items()) if part.trainable_weights}
    for number, part in enumerate(parts.values()):
        part.name = f"part_{number}"
    inputs = [[keras.Input(tensor.shape[1:], dtype=tensor.dtype) for tensor in part.inputs] for part in parts.values()]
    means = []
    for part, given in zip(parts.values(), inputs, strict=True):
        outputs = keras.tree.flatten(part(given if len(given) > 1 else given[0]))
        means += [keras.ops.reshape(keras.ops.mean(output, axis=tuple(range(1, len(output.shape)))), (-1, 1)) for output in outputs]
    whole = keras.Model([tensor for given in inputs for tensor in given], keras.layers.Concatenate()(means))
    whole.compile("sgd", "mse", run_eagerly=True)
    before = {name: part.get_weights() for name, part in parts.items()}
    whole.train_on_batch([centred(tensor) for tensor in whole.inputs], np.full((2, len(means)), 3.0))
    still = [name for name, part in parts.items() if all(np.array_equal(*pair) for pair in zip(before[name], part.get_weights(), strict=True))]
    assert still == []

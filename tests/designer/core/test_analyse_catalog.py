"""The shared test: for every layer of the catalogue, what the analysis says is what the built model is."""

from __future__ import annotations

import keras
import pytest

from designer.core.analyse import analyse
from designer.core.build import build
from designer.core.catalog import load
from designer.core.plan import plan

from .layer_cases import CASES


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_analysis_of_a_layer_is_true_of_the_built_model(name: str) -> None:
    case = CASES[name]
    document = case.document()
    analysis = analyse(document)
    assert not [problem for problem in analysis.problems if problem.severity == "error"]
    model = build(plan(document, load()))
    layer = model.get_layer(case.node_id)
    said = analysis.nodes[case.node_id]
    outputs = keras.tree.flatten(layer.output)
    assert [(spec.shape, spec.dtype) for spec in said.outputs] == [(tuple(tensor.shape), tensor.dtype) for tensor in outputs]
    assert said.trainable + said.non_trainable == layer.count_params() == sum(variable.value.numpy().size for variable in layer.weights)
    assert said.trainable == sum(variable.value.numpy().size for variable in layer.trainable_weights)
    assert analysis.totals.trainable + analysis.totals.non_trainable == model.count_params()

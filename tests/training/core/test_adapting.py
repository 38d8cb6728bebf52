"""Layers that learn from the training data before training: in the run, whatever stands before them, and kept in the saved model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.core import catalog as catalogue
from designer.core.adapting import learning_calls
from designer.core.document import Document, parse
from designer.core.gallery import templates
from designer.core.plan import plan
from tests.designer.core.block_cases import block, node, wires
from tests.designer.core.making import make_chain, make_document
from tests.training.core.making import Listener, settings, small
from training.core.failures import TrainingFailed
from training.core.loop import make_model, train
from training.core.predict import Predictor
from training.core.prepare import prepare

PASSAGE = [{"node": "input_layer", "field": "passage"}]


def measuring(*before: tuple[str, str, Any], **normalization: Any) -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        *before,
        ("normalization", "Normalization", normalization),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris"),
    )


def test_a_normalization_measures_the_training_data() -> None:
    data = small("iris")
    layer = make_model(prepare(measuring(), data)).get_layer("normalization")
    np.testing.assert_allclose(np.ravel(layer.mean), data.train["features"].mean(axis=0), rtol=1e-4, atol=1e-6)


def test_it_measures_what_the_layers_before_it_make_of_the_data() -> None:
    data = small("iris")
    layer = make_model(prepare(measuring(("rescaling", "Rescaling", {"scale": 3.0, "offset": 1.0})), data)).get_layer("normalization")
    np.testing.assert_allclose(np.ravel(layer.mean), 3 * data.train["features"].mean(axis=0) + 1, rtol=1e-4, atol=1e-5)


def test_what_is_given_is_not_learned() -> None:
    layer = make_model(prepare(measuring(mean=5.0, variance=2.0), small("iris"))).get_layer("normalization")
    assert np.unique(layer.mean) == [5.0]


def test_two_branches_learn_from_the_fields_of_their_own_inputs() -> None:
    nodes = [
        ("sepal_in", "Input", {"shape": [2]}),
        ("petal_in", "Input", {"shape": [2]}),
        ("normalization", "Normalization", {}),
        ("discretization", "Discretization", {"num_bins": 4, "output_mode": "multi_hot"}),
        ("concatenate", "Concatenate", {}),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
    ]
    wires = [
        ("sepal_in", "normalization"), ("petal_in", "discretization"), ("normalization", "concatenate", 0), ("discretization", "concatenate", 1),
        ("concatenate", "dense"),
    ]  # fmt: skip
    inputs = [{"node": "sepal_in", "field": "sepal"}, {"node": "petal_in", "field": "petal"}]
    data = small("iris")
    document = make_document(nodes, wires, training=settings("iris", inputs=inputs))
    model = make_model(prepare(document, data))
    assert [call.node.id for call in learning_calls(plan(document, catalogue.load()))] == ["normalization", "discretization"]
    np.testing.assert_allclose(np.ravel(model.get_layer("normalization").mean), data.train["sepal"].mean(axis=0), rtol=1e-4, atol=1e-6)
    assert len(model.get_layer("discretization").bin_boundaries) == 3


def test_the_template_for_raw_text_is_trained_saved_and_asked(tmp_path: Path) -> None:
    (template,) = (template for template in templates() if template.name == "raw_text")
    document = template.document.model_copy(update={"training": template.document.training.model_copy(update={"epochs": 1})})
    data = small("novels", 300, 20)
    result = train(document, tmp_path, Listener().emit, data=data)
    assert result.state == "finished"
    model = keras.models.load_model(tmp_path / "model.keras")
    vocabulary = model.get_layer("text_vectorization").get_vocabulary()
    assert "the" in vocabulary
    assert 300 < len(vocabulary) <= 5000
    predictor = Predictor(tmp_path)
    said = predictor.predict({"passage": "It is a truth universally acknowledged"})
    assert sum(said["predictions"][0]["values"]) == pytest.approx(1)
    judged = predictor.judged(0, 2, data.test)["samples"]
    assert isinstance(judged[0]["sample"]["values"]["passage"], str)


def front(inputs: list[str], nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> Document:
    """A nested block on as many inputs of irises as it has, and a layer behind it."""
    fields = {"sepal": "sepal", "petal": "petal"} if len(inputs) > 1 else {"features": "features"}
    entries = [node(name, "Input", shape=[2 if len(inputs) > 1 else 4]) for name in fields]
    used = [*entries, node("front", "block.front"), node("dense", "Dense", units=3, activation="softmax")]
    wired = [*wires(*((name, "front", port) for name, port in zip(fields, inputs, strict=True))), *wires(("front", "dense"))]
    bound = settings("iris", inputs=[{"node": name, "field": name} for name in fields])
    made = block([*(node(name, "Input") for name in inputs), *nodes], edges, inputs, [nodes[-1]["id"]], nested=True)
    return parse({"nodes": used, "edges": wired, "blocks": {"front": made}, "training": bound})


def test_a_layer_within_a_nested_model_measures_what_arrives_at_it() -> None:
    data = small("iris")
    nodes = [node("rescaling", "Rescaling", scale=3.0), node("normalization", "Normalization")]
    document = front(["entry"], nodes, wires(("entry", "rescaling"), ("rescaling", "normalization")))
    layer = make_model(prepare(document, data)).get_layer("front").get_layer("normalization")
    np.testing.assert_allclose(np.ravel(layer.mean), 3 * data.train["features"].mean(axis=0), rtol=1e-4, atol=1e-5)


def test_layers_within_a_nested_model_do_not_learn_from_several_of_its_inputs() -> None:
    nodes = [node("concatenate", "Concatenate"), node("normalization", "Normalization")]
    document = front(["a", "b"], nodes, wires(("a", "concatenate"), ("b", "concatenate", "inputs", 1), ("concatenate", "normalization")))
    with pytest.raises(TrainingFailed, match="move normalization before front"):
        prepare(document, small("iris"))


def test_of_several_inputs_one_may_be_learnt_from() -> None:
    data = small("iris")
    nodes = [node("normalization", "Normalization"), node("concatenate", "Concatenate")]
    document = front(["a", "b"], nodes, wires(("b", "normalization"), ("a", "concatenate"), ("normalization", "concatenate", "inputs", 1)))
    layer = make_model(prepare(document, data)).get_layer("front").get_layer("normalization")
    np.testing.assert_allclose(np.ravel(layer.mean), data.train["petal"].mean(axis=0), rtol=1e-4, atol=1e-6)

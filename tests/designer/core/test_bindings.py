"""bind: which field meets which node."""

from __future__ import annotations

from typing import Any

from designer.core.bindings import Bindings, bind
from designer.core.catalog import load
from designer.core.document import Training
from designer.core.plan import plan

from .making import make_data, make_document

LAYERS = [
    ("a", "Input", {"shape": [4]}), ("b", "Input", {"shape": [4]}), ("add", "Add", {}),
    ("one", "Dense", {"units": 10}), ("two", "Dense", {"units": 10}),
]  # fmt: skip
WIRES = [("a", "add"), ("b", "add", 1), ("add", "one"), ("add", "two")]
LOSS = {"class_name": "MeanSquaredError"}


def bound(**training: Any) -> Bindings:
    document = make_document(LAYERS, WIRES)
    return bind(plan(document, load()), Training.model_validate(training), make_data())


def test_without_bindings_the_usual_fields_meet_every_node() -> None:
    found = bound()
    assert found.inputs == {"a": "x", "b": "x"}
    assert {name: output.field for name, output in found.outputs.items()} == {"one": "label", "two": "label"}
    assert found.outputs["one"].loss.class_name == "SparseCategoricalCrossentropy"


def test_bindings_without_a_node_are_taken_in_order() -> None:
    assert bound(inputs=[{"field": "x"}, {"field": "label"}]).inputs == {"a": "x", "b": "label"}


def test_a_binding_that_names_a_node_comes_first() -> None:
    assert bound(inputs=[{"field": "x"}, {"field": "label", "node": "a"}]).inputs == {"a": "label", "b": "x"}


def test_a_binding_whose_node_is_gone_falls_back_to_order() -> None:
    assert bound(inputs=[{"field": "label", "node": "gone"}, {"field": "x"}]).inputs == {"a": "label", "b": "x"}


def test_a_second_binding_of_a_node_falls_back_to_order() -> None:
    assert bound(inputs=[{"field": "x", "node": "b"}, {"field": "label", "node": "b"}]).inputs == {"a": "label", "b": "x"}


def test_what_is_missing_and_what_is_left_over_is_told() -> None:
    few = bound(outputs=[{"field": "label", "loss": LOSS}])
    assert few.unbound == ("two",)
    many = bound(inputs=[{"field": "x"}] * 3)
    assert [binding.field for binding in many.spare] == ["x"]

"""Choices in a form become Keras layers behind the Inputs."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.analyse import examine, oracle
from designer.core.choices import Preprocess
from designer.core.data import DataField, DataSpec
from designer.core.document import Document, patched
from designer.core.preprocessing import Unfit, preprocessing
from designer.core.problems import Patch
from tests.designer.core.making import make_chain
from training.core import datasets


def spec(name: str) -> DataSpec:
    found = datasets.find(name)
    assert found is not None
    return found


def offered(document: Document, data: DataSpec, *choices: dict[str, Any]) -> Document:
    return patched(document, preprocessing(document, data, [Preprocess.model_validate(choice) for choice in choices]).patch)


def layers(document: Document) -> list[str]:
    """The classes of the layers in the order of the wires, from the first Input."""
    after = {edge.source[0]: edge.target[0] for edge in document.edges}
    by_id = {node.id: node.layer for node in document.nodes}
    place = next(node.id for node in document.nodes if node.layer == "Input")
    found = [by_id[place]]
    while place in after:
        place = after[place]
        found.append(by_id[place])
    return found


def pictures() -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": [28, 28, 1]}),
        ("flatten", "Flatten", {}),
        ("dense", "Dense", {"units": 10, "activation": "softmax"}),
        training={"dataset": "mnist"},
    )


def test_pictures_are_resized_augmented_and_rescaled_in_this_order() -> None:
    choice = {"field": "image", "resize": [16, 16], "augment": ["flip", "rotate"], "rescale": True}
    after = offered(pictures(), spec("mnist"), choice)
    assert layers(after) == ["Input", "Resizing", "RandomFlip", "RandomRotation", "Rescaling", "Flatten", "Dense"]
    assert not [problem for problem in examine(after, spec("mnist"), oracle()).problems if problem.severity == "error"]


def test_choosing_twice_lays_a_layer_once() -> None:
    choice = {"field": "image", "normalise": True}
    once = offered(pictures(), spec("mnist"), choice)
    assert layers(offered(once, spec("mnist"), choice)) == layers(once) == ["Input", "Normalization", "Flatten", "Dense"]


def config_of(document: Document, layer: str) -> dict[str, Any]:
    return next(node.config for node in document.nodes if node.layer == layer)


def test_choosing_again_with_other_values_changes_the_layer_that_is_there() -> None:
    once = offered(pictures(), spec("mnist"), {"field": "image", "resize": [16, 16], "augment": ["contrast"]})
    assert config_of(once, "RandomContrast") == {"factor": 0.2, "value_range": [0.0, 1.0]}
    by_hand = patched(once, Patch(set_config={"random_contrast": {"factor": 0.5}}))
    again = offered(by_hand, spec("mnist"), {"field": "image", "resize": [8, 20], "augment": ["contrast"]})
    assert layers(again) == layers(once)
    assert config_of(again, "Resizing") == {"height": 8, "width": 20}
    assert config_of(again, "RandomContrast") == config_of(by_hand, "RandomContrast")


def test_a_layer_of_the_network_itself_is_left_alone() -> None:
    network = make_chain(
        ("input_layer", "Input", {"shape": [28, 28, 1]}),
        ("conv", "Conv2D", {"filters": 2, "kernel_size": 3}),
        ("later", "Resizing", {"height": 20, "width": 20}),
        ("flatten", "Flatten", {}),
        ("dense", "Dense", {"units": 10, "activation": "softmax"}),
        training={"dataset": "mnist"},
    )
    after = offered(network, spec("mnist"), {"field": "image", "resize": [16, 16]})
    assert layers(after) == ["Input", "Resizing", "Conv2D", "Resizing", "Flatten", "Dense"]
    assert [node.config for node in after.nodes if node.id == "later"] == [{"height": 20, "width": 20}]
    again = offered(after, spec("mnist"), {"field": "image", "resize": [12, 12]})
    assert {node.config["height"] for node in again.nodes if node.layer == "Resizing"} == {12, 20}


def test_a_row_of_tokens_becomes_a_bag_of_fewer_words() -> None:
    network = make_chain(
        ("input_layer", "Input", {"shape": [], "dtype": "string"}),
        ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
        training={"dataset": "novels", "inputs": [{"field": "passage"}]},
    )
    row = offered(network, spec("novels"), {"field": "passage", "tokens": {"most": 50, "length": 9}})
    bag = offered(row, spec("novels"), {"field": "passage", "tokens": {"most": 20, "length": None}})
    assert config_of(bag, "TextVectorization") == {"max_tokens": 20, "output_mode": "multi_hot", "pad_to_max_tokens": True}
    back = offered(bag, spec("novels"), {"field": "passage", "tokens": {"most": 20, "length": 9}})
    assert config_of(back, "TextVectorization") == {"max_tokens": 20, "output_sequence_length": 9}


def test_a_text_is_told_in_tokens_behind_an_input_of_its_kind() -> None:
    network = make_chain(("input_layer", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 1, "activation": "sigmoid"}))
    choice = {"field": "passage", "node": "input_layer", "tokens": {"most": 50, "length": None}}
    after = offered(network, spec("novels"), choice)
    assert layers(after) == ["Input", "TextVectorization", "Dense"]
    assert after.training.dataset == "novels"
    assert after.training.inputs[0].field == "passage"
    assert after.nodes[0].config == {"shape": [], "dtype": "string"}


def of_own() -> DataSpec:
    colour = DataField(name="colour", title="Colour", kind="text", shape=(), dtype="string", classes=("red", "white"))
    return spec("iris").model_copy(update={"fields": (*spec("iris").fields, colour)})


def test_a_category_gets_an_input_of_its_own_where_it_has_none() -> None:
    network = make_chain(
        ("input_layer", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 3, "activation": "softmax"}), training={"dataset": "iris"}
    )
    given = preprocessing(network, of_own(), [Preprocess(field="colour", encode="one_hot")])
    assert [node.layer for node in given.patch.add_nodes] == ["Input", "StringLookup"]
    assert given.patch.add_nodes[1].config["vocabulary"] == ["red", "white"]


UNFIT = {
    "words are no numbers": ({"field": "passage", "normalise": True}, "cannot be normalised"),
    "words are no pictures": ({"field": "passage", "augment": ["flip"]}, "is no image"),
    "any text is no category": ({"field": "passage", "encode": "one_hot"}, "no category"),
    "no such field": ({"field": "colour"}, "has no field called “colour”"),
    "no such Input": ({"field": "passage", "node": "dense"}, "no Input"),
}


@pytest.mark.parametrize(("choice", "sentence"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_is_refused_with_a_sentence(choice: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Unfit, match=sentence):
        offered(pictures(), spec("novels"), choice)

"""check_config: what the catalogue refuses before Keras is asked."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.arguments import Place, check_config
from designer.core.catalog import load
from designer.core.codegen.constructors import object_expression
from designer.core.codegen.expressions import flat
from designer.core.document import KerasObject
from designer.core.objects import make_object


def faults(name: str, /, **config: Any) -> list[tuple[str, str, str]]:
    found = check_config(config, load().layers[name], load(), Place("", "node"))
    return [(fault.code, fault.param, fault.message) for fault in found]


@pytest.mark.parametrize(
    ("layer", "config", "expected"),
    [
        ("Dense", {"units": 1.5}, ("wrong_type", "units", "units of node must be a positive integer; received 1.5.")),
        ("Dense", {"units": True}, ("wrong_type", "units", "units of node must be a positive integer; received True.")),
        ("Dense", {"units": 2**40}, ("out_of_range", "units", "units of node must be an integer from 1 to 2,147,483,647; received 1099511627776.")),
        ("Dense", {"units": None}, ("missing_argument", "units", "units of node is missing: it must be a positive integer.")),
        ("Dense", {"units": 1, "use_bias": 1}, ("wrong_type", "use_bias", "use_bias of node must be True or False; received 1.")),
        ("Dropout", {"rate": 1.5}, ("out_of_range", "rate", "rate of node must be a number from 0 to 1; received 1.5.")),
        (
            "Conv2D",
            {"filters": 1, "kernel_size": [3, 0]},
            ("out_of_range", "kernel_size", "Each number in kernel_size of node must be a positive integer; received (3, 0)."),
        ),
        (
            "Bidirectional",
            {"layer": {"class_name": "LSTM", "config": {"units": 0}}},
            ("out_of_range", "layer.units", "units of layer of node must be a positive integer; received 0."),
        ),
        (
            "RNN",
            {"cell": {"class_name": "StackedRNNCells", "config": {"cells": [{"class_name": "LSTMCell", "config": {}}]}}},
            ("missing_argument", "cell.cells.0.units", "units of object 1 in cells of cell of node is missing: it must be a positive integer."),
        ),
    ],
)
def test_a_fault_names_its_place_what_was_expected_and_what_was_received(layer: str, config: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert faults(layer, **config) == [expected]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"kernel_initializer": "nope"}, "must be an initializer, such as glorot_uniform; Keras 3.15.1 has no 'nope'."),
        ({"kernel_initializer": "glorot_unform"}, "Keras 3.15.1 has no 'glorot_unform'. Did you mean GlorotUniform?"),
        ({"activation": {"class_name": "Nope", "config": {}}}, "Keras 3.15.1 has no 'Nope'."),
        ({"activation": {"class_name": "Lambda", "config": {}}}, "activation of node cannot be Lambda. It runs Python code of its own"),
    ],
)
def test_an_object_that_cannot_be_named_is_refused_in_one_sentence(config: dict[str, Any], expected: str) -> None:
    [(code, _, message)] = faults("Dense", units=1, **config)
    assert code == "unknown_object"
    assert expected in message
    assert message.count("Did you mean") <= 1
    assert not message.endswith("..")


@pytest.mark.parametrize(
    ("layer", "config"),
    [
        ("Dense", {"units": 3, "activation": "relu", "kernel_initializer": "he_normal", "kernel_regularizer": "l1l2"}),
        ("Dense", {"units": 3, "activation": {"module": "builtins", "class_name": "function", "config": "relu", "registered_name": "function"}}),
        ("Dense", {"units": 3, "activation": {"class_name": "LeakyReLU", "config": {"negative_slope": 0.1}}}),
        ("Dense", {"units": 3, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}}),
        ("Dense", {"units": 3, "bias_initializer": {"class_name": "Constant", "config": {"value": 0.5}}, "trainable": False}),
        ("ZeroPadding2D", {"padding": [[1, 2], [3, 4]]}),
        ("Bidirectional", {"layer": {"class_name": "LSTM", "config": {"units": 3, "name": "inner"}}}),
        ("StringLookup", {"vocabulary": ["a", "b"]}),
        ("Input", {"shape": [None, 3]}),
    ],
)
def test_what_keras_takes_passes(layer: str, config: dict[str, Any]) -> None:
    assert faults(layer, **config) == []


@pytest.mark.parametrize(
    "value",
    [
        {"class_name": "Lambda", "config": {}},
        {"class_name": "TFSMLayer", "config": {"filepath": "/"}},
        {"class_name": "Functional", "config": {}},
        {"class_name": "Input", "config": {"shape": [1]}},
        {"class_name": "Dense", "config": {"units": 1}, "custom_objects": {}},
        {"class_name": "Dense", "config": {"units": 1, "kernel_initializer": {"class_name": "Lambda", "config": {}}}},
        {"class_name": ["Dense"], "config": {}},
        "Dense",
        7,
        [],
    ],
)
def test_no_strange_layer_hides_inside_another(value: Any) -> None:
    assert faults("TimeDistributed", layer=value)


@pytest.mark.parametrize("name", ["set_floatx", "deserialize", "keras.utils.plot_model", "builtins.eval", ""])
def test_only_activations_are_activations(name: str) -> None:
    assert [code for code, _, _ in faults("Activation", activation=name)] == ["unknown_object"]
    assert [code for code, _, _ in faults("Activation", activation={"class_name": "function", "config": name})] == ["unknown_object"]


def test_optimizers_losses_and_metrics_are_made_from_the_catalogue() -> None:
    assert make_object("optimizers", KerasObject(class_name="Adam", config={"learning_rate": 0.5}), load()).get_config()["learning_rate"] == 0.5
    loss = make_object("losses", KerasObject(class_name="SparseCategoricalCrossentropy", config={"from_logits": True}), load())
    assert loss.get_config()["from_logits"] is True
    assert make_object("metrics", KerasObject(class_name="accuracy"), load()) == "accuracy"
    with pytest.raises(KeyError):
        make_object("losses", KerasObject(class_name="Loss"), load())


def test_a_whole_number_where_a_float_is_wanted_becomes_one() -> None:
    """JSON from a browser has no 1.0, and Keras takes no 1 for a learning rate."""
    given = KerasObject(class_name="SGD", config={"learning_rate": 1})
    assert make_object("optimizers", given, load()).get_config()["learning_rate"] == 1.0
    assert flat(object_expression("optimizers", given, load())) == "keras.optimizers.SGD(learning_rate=1.0)"


def test_an_object_without_a_name_of_its_own_is_named_once() -> None:
    [fault] = check_config({"name": "a"}, load().optimizers["Adam"], load(), Place("training.optimizer", "Adam"), base={})
    assert fault.message.startswith("Adam has no argument called 'name'.")

"""build: plan -> keras.Model."""

from __future__ import annotations

import sys
from itertools import pairwise

import keras
import pytest

from designer.core.analyse import analyse
from designer.core.build import build
from designer.core.catalog import load
from designer.core.document import Document, parse
from designer.core.layers import WrongArguments
from designer.core.plan import plan

from .making import make_chain, make_document, read_graphs

INPUT = ("input_layer", "Input", {"shape": [8, 8, 1]})


def built(document: Document) -> keras.Model:
    return build(plan(document, load()))


def test_a_stack_becomes_sequential_with_the_nodes_names() -> None:
    model = built(make_chain(INPUT, ("flatten", "Flatten", {}), ("last", "Dense", {"units": 3})))
    assert isinstance(model, keras.Sequential)
    assert [layer.name for layer in model.layers] == ["flatten", "last"]
    assert [tensor.name for tensor in model.inputs] == ["input_layer"]
    assert (model.name, model.output_shape) == ("test", (None, 3))


def test_a_branching_graph_becomes_functional_and_keeps_the_order_of_inputs() -> None:
    layers = [("a", "Input", {"shape": [2]}), ("b", "Input", {"shape": [3]}), ("join", "Concatenate", {}), ("one", "Dense", {"units": 1})]
    model = built(make_document(layers, [("b", "join", 0), ("a", "join", 1), ("join", "one")]))
    assert [tensor.name for tensor in model.inputs] == ["a", "b"]
    assert [tensor.name for tensor in model.get_layer("join").input] == ["b", "a"]


def test_ports_and_outputs_reach_the_layer_they_are_wired_to() -> None:
    layers = [
        ("words", "Input", {"shape": [7, 4]}),
        ("encoder", "LSTM", {"units": 5, "return_state": True}),
        ("decoder", "LSTM", {"units": 5, "return_sequences": True}),
        ("attention", "MultiHeadAttention", {"num_heads": 2, "key_dim": 3}),
    ]
    wires = [
        ("words", "encoder"), ("words", "decoder"), ("encoder", "decoder", 0, "initial_state", 1), ("encoder", "decoder", 1, "initial_state", 2),
        ("decoder", "attention", 0, "query"), ("words", "attention", 0, "value"),
    ]  # fmt: skip
    document = make_document(layers, wires)
    assert built(document).output_shape == analyse(document).nodes["attention"].outputs[0].shape == (None, 7, 5)


def test_a_lone_layer_with_several_outputs_is_not_called_sequential() -> None:
    model = built(
        make_chain(("words", "Input", {"shape": [7, 4]}), ("encoder", "LSTM", {"units": 5, "return_state": True}), ("last", "Dense", {"units": 1}))
    )
    assert not isinstance(model, keras.Sequential)


def test_layers_inside_layers_are_named_as_in_a_fresh_process() -> None:
    document = make_chain(
        ("words", "Input", {"shape": [7, 4]}),
        ("dense", "Dense", {"units": 4}),
        ("each", "TimeDistributed", {"layer": {"class_name": "Dense", "config": {"units": 2}}}),
    )
    configs = [built(document).get_config() for _ in range(2)]
    assert configs[0] == configs[1]
    assert built(document).get_layer("each").layer.name == "dense_1"


def test_a_node_may_be_called_as_the_layer_inside_it_would_be() -> None:
    inner = {"class_name": "TimeDistributed", "config": {"layer": {"class_name": "Dense", "config": {"units": 2}}}}
    model = built(make_chain(("words", "Input", {"shape": [7, 4, 3]}), ("time_distributed", "TimeDistributed", {"layer": inner})))
    assert model.layers[-1].name == "time_distributed"


def test_a_chain_of_two_thousand_layers_is_built() -> None:
    names: list[tuple[str, str, dict[str, int]]] = [(f"flatten_{place}", "Flatten", {}) for place in range(2_000)]
    layers = [("a", "Input", {"shape": [2]}), ("b", "Input", {"shape": [2]}), ("add", "Add", {}), *names]
    chain = [(before[0], after[0]) for before, after in pairwise(layers[2:])]
    limit = sys.getrecursionlimit()
    assert len(built(make_document(layers, [("a", "add", 0), ("b", "add", 1), *chain])).layers) == 2_003
    assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize(
    ("layer", "config"),
    [
        ("Dense", {"units": -3}),
        ("Dense", {"units": 3, "kernel_initializer": {"class_name": "Lambda", "config": {"function": "os.system"}}}),
        ("Dense", {"units": 3, "activation": {"class_name": "function", "config": "set_floatx"}}),
        ("TimeDistributed", {"layer": {"class_name": "TFSMLayer", "config": {"filepath": "/etc"}}}),
        ("StringLookup", {"vocabulary": "/etc/passwd"}),
    ],
)
def test_what_the_catalogue_does_not_list_is_never_made(layer: str, config: dict[str, object]) -> None:
    with pytest.raises(WrongArguments):
        built(make_chain(INPUT, ("flatten", "Flatten", {}), ("node", layer, config)))


def test_a_plan_with_errors_is_not_built() -> None:
    with pytest.raises(ValueError, match="not connected"):
        built(make_document([INPUT, ("flatten", "Flatten", {}), ("lost", "Flatten", {})], [("input_layer", "flatten")]))


def test_resnet50_is_the_network_keras_knows() -> None:
    document = parse(read_graphs("resnet50.json"))
    totals = analyse(document).totals
    assert (totals.trainable, totals.non_trainable) == (25_583_592, 53_120)
    assert totals.layers == 176

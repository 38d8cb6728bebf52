import json
from collections import Counter
from typing import Any

import keras
import numpy as np
import pytest

from designer.core import catalog
from designer.core.build import build
from designer.core.document import Document, parse
from designer.core.importers.imported import Unreadable
from designer.core.importers.keras_config import read
from designer.core.plan import plan
from tests.designer.core.importers.old_models import conv, dense, entrance, layer, model, recurrent, ref, sequential

Config = dict[str, Any]


def document_of(found: Any, name: str = "net.json") -> Document:
    """What is read of it: a document that the planner finds nothing wrong with."""
    document = opened(found, name)
    assert [problem.message for problem in plan(document, catalog.load()).problems] == []
    return document


def opened(found: Any, name: str = "net.json") -> Document:
    (document,) = read(name, json.dumps(found).encode(), catalog.load()).documents
    return parse(document.to_json())


def report_of(found: Any) -> list[str]:
    return [note.message for note in read("net.json", json.dumps(found).encode(), catalog.load()).report]


def wires(document: Document, node: str) -> dict[str, list[str]]:
    """What arrives at a node, by port."""
    found: dict[str, list[str]] = {}
    for edge in sorted(document.edges, key=lambda edge: edge.target[2]):
        if edge.target[0] == node:
            source, output = edge.source
            found.setdefault(edge.target[1], []).append(f"{source}:{output}" if output else source)
    return found


def config_of(document: Document, node: str) -> Config:
    found = document.node(node)
    assert found is not None, node
    return found.config


def test_a_sequential_of_keras_1_starts_with_the_input_its_first_layer_names() -> None:
    document = document_of(
        sequential(
            [
                (
                    "Dense",
                    {"name": "dense_1", "output_dim": 8, "input_dim": 4, "batch_input_shape": [None, 4], "init": "glorot_uniform", "bias": True},
                ),
                ("Dropout", {"name": "dropout_1", "p": 0.5}),
                (
                    "Dense",
                    {
                        "name": "dense_2",
                        "output_dim": 1,
                        "activation": "sigmoid",
                        "W_regularizer": {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01},
                    },
                ),
            ],
            "1.2.2",
        )
    )
    assert [(node.id, node.layer) for node in document.nodes] == [
        ("dense_1_input", "Input"),
        ("dense_1", "Dense"),
        ("dropout_1", "Dropout"),
        ("dense_2", "Dense"),
    ]
    assert config_of(document, "dense_1_input") == {"shape": [4]}
    assert config_of(document, "dense_1") == {"units": 8}
    assert config_of(document, "dense_2") == {"units": 1, "activation": "sigmoid", "kernel_regularizer": "L2"}


def test_a_sequential_without_a_shape_asks_for_one() -> None:
    found = sequential([("Dense", {"name": "dense", **dense(3)})], "2.3.1")
    assert config_of(opened(found), "dense_input") == {}
    assert any("give it in the Input" in line for line in report_of(found))


def test_defaults_are_left_out() -> None:
    found = model([entrance("a", [4]), layer("Dense", "d", dense(8, "relu"), "a")], ["a"], ["d"])
    assert config_of(document_of(found), "d") == {"units": 8, "activation": "relu"}


def test_what_lookups_write_of_themselves_is_no_change() -> None:
    lookup = keras.layers.StringLookup(vocabulary=["a", "b"], output_mode="multi_hot", name="lookup")
    found = json.loads(keras.Sequential([keras.Input((1,), dtype="string"), lookup]).to_json())
    assert config_of(document_of(found), "lookup") == {"vocabulary": ["a", "b"], "output_mode": "multi_hot"}
    assert len(report_of(found)) == 1


def test_strides_that_follow_the_pool_are_left_out() -> None:
    pool = {"pool_size": [3, 3], "strides": [3, 3], "padding": "valid", "data_format": "channels_last"}
    kept = {"pool_size": [2, 2], "strides": [1, 1], "padding": "same", "data_format": "channels_last"}
    found = model(
        [entrance("a", [9, 9, 1]), layer("MaxPooling2D", "p", pool, "a"), layer("MaxPooling2D", "q", kept, "p")],
        ["a"],
        ["q"],
    )
    document = document_of(found)
    assert config_of(document, "p") == {"pool_size": [3, 3]}
    assert config_of(document, "q") == {"strides": [1, 1], "padding": "same"}


def test_an_inception_module_keeps_the_order_of_its_branches() -> None:
    found = model(
        [
            entrance("image", [8, 8, 3]),
            layer("Conv2D", "one", conv(2, 4, 1), "image"),
            layer("Conv2D", "three", conv(2, 4, 3), "image"),
            layer("MaxPooling2D", "pool", {"pool_size": [3, 3], "strides": [1, 1], "padding": "same"}, "image"),
            layer("Concatenate", "joined", {"axis": 3}, ["pool", "one", "three"]),
            layer("GlobalAveragePooling2D", "mean", {}, "joined"),
        ],
        ["image"],
        ["mean"],
    )
    assert wires(document_of(found), "joined") == {"inputs": ["pool", "one", "three"]}


def test_a_u_net_of_keras_1_joins_by_merge() -> None:
    conv1 = {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "border_mode": "same", "activation": "relu", "dim_ordering": "tf"}
    found = model(
        [
            entrance("image", [8, 8, 1]),
            layer("Convolution2D", "down", conv1, "image"),
            layer("MaxPooling2D", "pool", {"pool_size": [2, 2], "dim_ordering": "tf", "border_mode": "valid", "strides": [2, 2]}, "down"),
            layer("Convolution2D", "deep", conv1, "pool"),
            layer("UpSampling2D", "up", {"size": [2, 2], "dim_ordering": "tf"}, "deep"),
            layer("Merge", "joined", {"mode": "concat", "concat_axis": 3, "layers": []}, ["up", "down"]),
            layer("Convolution2D", "mask", {**conv1, "nb_filter": 1, "activation": "sigmoid"}, "joined"),
        ],
        ["image"],
        ["mask"],
        "1.1.0",
    )
    document = document_of(found)
    assert config_of(document, "down") == {"filters": 4, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}
    assert (document.node("joined").layer, wires(document, "joined")) == ("Concatenate", {"inputs": ["up", "down"]})  # type: ignore[union-attr]


def test_towers_that_share_a_layer_share_its_weights() -> None:
    found = model(
        [
            entrance("left", [4]),
            entrance("right", [4]),
            layer("Dense", "tower", dense(3), "left", "right"),
            layer("Subtract", "difference", {}, [ref("tower", 0), ref("tower", 1)]),
            layer("Dense", "same", dense(1, "sigmoid"), "difference"),
        ],
        ["left", "right"],
        ["same"],
    )
    document = document_of(found)
    assert [(node.id, node.shares, node.config) for node in document.nodes if node.layer == "Dense"][:2] == [
        ("tower", None, {"units": 3}),
        ("tower_1", "tower", {}),
    ]
    assert wires(document, "difference") == {"inputs": ["tower", "tower_1"]}


@pytest.mark.parametrize("is_list", [True, False])
def test_a_decoder_starts_from_the_encoders_states(is_list: bool) -> None:
    """Keras 2.0 and 2.1 called it on [x, h, c]; later ones named initial_state."""
    states = [ref("encoder", 0, 1), ref("encoder", 0, 2)]
    call = ["words_out", *states] if is_list else [ref("words_out", kwargs={"initial_state": [state[:3] for state in states]})]
    found = model(
        [
            entrance("words_in", [None, 6]),
            entrance("words_out", [None, 6]),
            layer("LSTM", "encoder", recurrent(4, return_state=True), "words_in"),
            layer("LSTM", "decoder", recurrent(4, return_state=True, return_sequences=True), call),
            layer("Dense", "next", dense(6, "softmax"), "decoder"),
        ],
        ["words_in", "words_out"],
        ["next"],
    )
    assert wires(document_of(found), "decoder") == {"inputs": ["words_out"], "initial_state": ["encoder:1", "encoder:2"]}


def test_a_nested_autoencoder_becomes_blocks() -> None:
    encoder = model([entrance("seen", [8]), layer("Dense", "code", dense(2), "seen")], ["seen"], ["code"], name="encoder")
    decoder = sequential([("Dense", {"name": "back", "batch_input_shape": [None, 2], **dense(8)})], name="decoder")
    found = model(
        [
            entrance("image", [8]),
            {"class_name": "Model", "name": "encoder", "config": encoder["config"], "inbound_nodes": [[ref("image")]]},
            {"class_name": "Sequential", "name": "decoder", "config": decoder["config"], "inbound_nodes": [[ref("encoder", 1)]]},
        ],
        ["image"],
        [["decoder", 1, 0]],
    )
    document = document_of(found)
    assert {name: (block.inputs, block.outputs, block.nested) for name, block in document.blocks.items()} == {
        "encoder": (("seen",), (("code", 0),), True),
        "decoder": (("back_input",), (("back", 0),), True),
    }
    assert wires(document, "decoder") == {"back_input": ["encoder"]}


def test_a_nested_model_called_twice_is_one_layer() -> None:
    tower = model([entrance("seen", [4]), layer("Dense", "d", dense(2), "seen")], ["seen"], ["d"], name="tower")
    found = model(
        [
            entrance("a", [4]),
            entrance("b", [4]),
            {"class_name": "Model", "name": "tower", "config": tower["config"], "inbound_nodes": [[ref("a")], [ref("b")]]},
            layer("Dot", "alike", {"axes": 1, "normalize": True}, [ref("tower", 1), ref("tower", 2)]),
        ],
        ["a", "b"],
        ["alike"],
    )
    document = document_of(found)
    assert wires(document, "alike") == {"inputs": ["tower", "tower_1"]}
    assert (document.node("tower_1").shares, wires(document, "tower_1")) == ("tower", {"seen": ["b"]})  # type: ignore[union-attr]


def test_tickets_with_three_inputs_are_judged_by_two_outputs() -> None:
    found = model(
        [
            entrance("title", [None]),
            entrance("body", [None]),
            entrance("tags", [12]),
            layer("Embedding", "title_words", {"input_dim": 50, "output_dim": 4, "mask_zero": False}, "title"),
            layer("Embedding", "body_words", {"input_dim": 50, "output_dim": 4, "mask_zero": False}, "body"),
            layer("LSTM", "title_read", recurrent(3), "title_words"),
            layer("LSTM", "body_read", recurrent(3), "body_words"),
            layer("Concatenate", "joined", {"axis": -1}, ["title_read", "body_read", "tags"]),
            layer("Dense", "urgency", dense(1, "sigmoid"), "joined"),
            layer("Dense", "department", dense(4, "softmax"), "joined"),
        ],
        ["title", "body", "tags"],
        ["urgency", "department"],
    )
    found["training_config"] = {
        "optimizer_config": {"class_name": "RMSprop", "config": {"lr": 0.0010000000474974513, "rho": 0.8999999761581421, "decay": 0.0}},
        "loss": {"urgency": "binary_crossentropy", "department": "categorical_crossentropy"},
        "metrics": ["accuracy"],
    }
    document = document_of(found)
    assert plan(document, catalog.load()).inputs == ("title", "body", "tags")
    assert document.outputs == (("urgency", 0), ("department", 0))
    assert document.training.optimizer.class_name == "RMSprop"
    assert [(output.node, output.loss.class_name, output.metrics[0].class_name) for output in document.training.outputs] == [
        ("urgency", "BinaryCrossentropy", "accuracy"),
        ("department", "CategoricalCrossentropy", "accuracy"),
    ]


def test_an_ensemble_averages_its_models() -> None:
    members = [sequential([("Dense", {"name": f"d{place}", "batch_input_shape": [None, 3], **dense(1)})], "2.3.1", f"m{place}") for place in (1, 2)]
    found = model(
        [
            entrance("x", [3]),
            *(
                {"class_name": "Sequential", "name": f"m{place}", "config": m["config"], "inbound_nodes": [[ref("x")]]}
                for place, m in enumerate(members, 1)
            ),
            layer("Average", "mean", {}, [ref("m1", 1), ref("m2", 1)]),
        ],
        ["x"],
        ["mean"],
    )
    assert wires(document_of(found), "mean") == {"inputs": ["m1", "m2"]}


def test_an_output_that_another_layer_reads_is_listed() -> None:
    found = model(
        [entrance("a", [4]), layer("Dense", "first", dense(2), "a"), layer("Dense", "second", dense(1), "first")],
        ["a"],
        ["second", "first"],
    )
    assert document_of(found).outputs == (("second", 0), ("first", 0))


def test_dilated_convolutions_with_gates_and_skips() -> None:
    gates: list[Config] = []
    skips: list[str] = []
    before = "sound"
    for rate in (1, 2, 4):
        config = conv(1, 4, 2, padding="causal", dilation_rate=[rate])
        gates += [
            layer("Conv1D", f"tanh_{rate}", {**config, "activation": "tanh"}, before),
            layer("Conv1D", f"gate_{rate}", {**config, "activation": "sigmoid"}, before),
            layer("Multiply", f"gated_{rate}", {}, [f"tanh_{rate}", f"gate_{rate}"]),
            layer("Conv1D", f"skip_{rate}", conv(1, 4, 1), f"gated_{rate}"),
        ]
        before = f"skip_{rate}"
        skips.append(before)
    found = model([entrance("sound", [16, 4]), *gates, layer("Add", "all", {}, skips)], ["sound"], ["all"])
    document = document_of(found)
    assert config_of(document, "tanh_4") == {"filters": 4, "kernel_size": 2, "padding": "causal", "dilation_rate": 4, "activation": "tanh"}
    assert wires(document, "all") == {"inputs": ["skip_1", "skip_2", "skip_4"]}


def test_bidirectional_stacks_keep_the_layer_inside() -> None:
    inner = {"class_name": "LSTM", "config": {"name": "lstm_1", "trainable": True, **recurrent(3, return_sequences=True)}}
    found = sequential(
        [
            ("Embedding", {"name": "words", "input_dim": 20, "output_dim": 4, "batch_input_shape": [None, 9], "input_length": 9, "mask_zero": True}),
            ("Bidirectional", {"name": "both", "layer": inner, "merge_mode": "concat"}),
            ("TimeDistributed", {"name": "each", "layer": {"class_name": "Dense", "config": {"name": "dense_1", **dense(2, "softmax")}}}),
        ]
    )
    document = document_of(found)
    assert config_of(document, "words_input") == {"shape": [9], "dtype": "int32"}
    wrapped = config_of(document, "both")["layer"]
    assert wrapped == {
        "class_name": "LSTM",
        "config": {"name": "lstm_1", "units": 3, "recurrent_activation": "hard_sigmoid", "return_sequences": True},
    }
    assert config_of(document, "each")["layer"]["config"] == {"name": "dense_1", "units": 2, "activation": "softmax"}


def test_branches_of_a_merge_in_a_sequential_of_keras_1() -> None:
    branches = [sequential([("Dense", {"name": f"d{place}", "output_dim": 3, "batch_input_shape": [None, 4]})], "1.0.0") for place in (1, 2)]
    found = sequential(
        [
            (
                "Merge",
                {"name": "merge_1", "mode": "sum", "layers": [{"class_name": "Sequential", "config": branch["config"]} for branch in branches]},
            ),
            ("Dense", {"name": "d3", "output_dim": 1}),
        ],
        "1.0.0",
    )
    document = document_of(found)
    assert wires(document, "merge_1") == {"inputs": ["d1", "d2"]}
    assert [node.layer for node in document.nodes] == ["Input", "Input", "Dense", "Dense", "Add", "Dense"]


def test_operations_of_tf_keras_become_functions_of_keras_ops() -> None:
    def lambda_(name: str, function: str, node: Any, class_name: str = "TFOpLambda") -> Config:
        return {"class_name": class_name, "name": name, "config": {"name": name, "function": function}, "inbound_nodes": [node]}

    found = model(
        [
            entrance("x", [4, 3]),
            entrance("y", [4, 3]),
            lambda_("tf.__operators__.add", "__operators__.add", ["x", 0, 0, {"y": ["y", 0, 0], "name": None}]),
            lambda_("tf.math.subtract", "math.subtract", ["_CONSTANT_VALUE", -1, 1.0, {"y": ["tf.__operators__.add", 0, 0], "name": None}]),
            lambda_("tf.math.reduce_mean", "math.reduce_mean", ["tf.math.subtract", 0, 0, {"axis": 1, "keepdims": True}]),
            lambda_(
                "piece",
                "__operators__.getitem",
                ["tf.math.reduce_mean", 0, 0, {"slice_spec": [{"start": None, "stop": None, "step": None}, 0]}],
                "SlicingOpLambda",
            ),
        ],
        ["x", "y"],
        ["piece"],
        "2.9.0",
        "Functional",
    )
    document = document_of(found)
    assert {node.layer: node.config for node in document.nodes if node.layer != "Input"} == {
        "ops.add": {},
        "ops.subtract": {"x1": 1.0},
        "ops.mean": {"axis": 1, "keepdims": True},
        "Formula": {"expression": "x[:, 0]"},
    }
    assert wires(document, "tf_operators_add" if document.node("tf_operators_add") else "tf___operators___add") == {"x1": ["x"], "x2": ["y"]}


def test_what_is_unknown_stands_as_a_placeholder_that_keeps_its_data() -> None:
    found = sequential(
        [
            ("Dense", {"name": "d", "batch_input_shape": [None, 4], **dense(3)}),
            ("MyOwnLayer", {"name": "mine", "depth": 3}),
            ("Lambda", {"name": "code", "function": ["4wEAAAA", None, None], "function_type": "lambda"}),
        ]
    )
    document = opened(found)
    assert [node.layer for node in document.nodes] == ["Input", "Dense", "Placeholder", "Placeholder"]
    assert config_of(document, "mine")["data"] == {"name": "mine", "depth": 3}
    assert config_of(document, "code")["data"]["function"] == ["4wEAAAA", None, None]
    assert wires(document, "code") == {"inputs": ["mine"]}


def test_most_layers_policy_is_the_networks() -> None:
    mixed = {"class_name": "Policy", "config": {"name": "mixed_float16"}}
    found = sequential(
        [
            ("Dense", {"name": "a", "batch_input_shape": [None, 4], "dtype": mixed, **dense(3)}),
            ("Dense", {"name": "b", "dtype": mixed, **dense(3)}),
            ("Dense", {"name": "c", "dtype": {"class_name": "Policy", "config": {"name": "float32"}}, **dense(3)}),
        ],
        "2.5.0",
    )
    document = document_of(found)
    assert document.dtype_policy == "mixed_float16"
    assert [config_of(document, name).get("dtype") for name in "abc"] == [None, None, "float32"]


def test_names_with_slashes_become_names_that_keras_3_takes() -> None:
    found = model(
        [entrance("a", [4]), layer("Dense", "block/one", dense(2), "a"), layer("Dense", "block_one", dense(2), "block/one")], ["a"], ["block_one"]
    )
    assert [node.id for node in document_of(found).nodes] == ["a", "block_one", "block_one_1"]


def test_yaml_of_keras_2_is_read() -> None:
    text = """
backend: tensorflow
class_name: Sequential
config:
- class_name: Dense
  config:
    activation: relu
    batch_input_shape: !!python/tuple [null, 4]
    name: dense_1
    units: 3
keras_version: 2.0.5
"""
    (document,) = read("net.yaml", text.encode(), catalog.load()).documents
    assert [(node.layer, node.config) for node in document.nodes] == [("Input", {"shape": [4]}), ("Dense", {"units": 3, "activation": "relu"})]


def test_yaml_makes_no_objects() -> None:
    with pytest.raises(Unreadable):
        read("net.yaml", b"class_name: !!python/object/apply:os.system ['echo hello']\nconfig: []", catalog.load())


def test_yaml_that_multiplies_itself_is_refused() -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"] + [f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]" for n in range(9)]
    with pytest.raises(Unreadable, match="holds more"):
        read("net.yaml", "\n".join(lines).encode(), catalog.load())


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"class_name": "Sequential"},
        {"class_name": "Model", "config": {"layers": "all"}},
        {"class_name": "Model", "config": {"layers": [3]}},
        [1],
        "text",
        {"config": {"config": {"config": {}}}},
    ],
)
def test_what_is_no_model_is_refused_with_a_sentence(found: Any) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read("net.json", json.dumps(found).encode(), catalog.load())


def test_models_in_models_without_end_are_not_followed() -> None:
    found: Any = sequential([("Dense", {"name": "d", "batch_input_shape": [None, 2], **dense(1)})], "2.3.1")
    for place in range(30):
        found = sequential([("Sequential", found["config"] | {"name": f"s{place}"})], "2.3.1")
    document = opened(found)
    assert Counter(node.layer for block in document.blocks.values() for node in block.nodes)["Placeholder"] == 1


def test_a_loss_that_a_person_wrote_is_left_out_with_a_word() -> None:
    found = sequential([("Dense", {"name": "d", "batch_input_shape": [None, 4], **dense(1)})])
    found["training_config"] = {"optimizer_config": {"class_name": "Adam", "config": {"lr": 0.01}}, "loss": "my_loss", "metrics": ["acc"]}
    assert any("`my_loss` was left out" in line for line in report_of(found))


def test_a_wrapper_around_a_model_becomes_one_around_each_of_its_layers() -> None:
    eye = sequential([("Conv2D", {"name": "c", "batch_input_shape": [None, 6, 6, 1], **conv(2, 2, 3)}), ("Flatten", {"name": "f"})], "2.3.1", "eye")
    held = {"class_name": "Sequential", "config": eye["config"]}
    found = model(
        [entrance("film", [4, 6, 6, 1]), layer("TimeDistributed", "each", {"layer": held}, "film"), layer("LSTM", "read", recurrent(2), "each")],
        ["film"],
        ["read"],
    )
    document = document_of(found)
    assert [(node.id, node.config["layer"]["class_name"]) for node in document.nodes if node.layer == "TimeDistributed"] == [  # type: ignore[index,call-overload]
        ("each_c", "Conv2D"),
        ("each_f", "Flatten"),
    ]
    assert wires(document, "read") == {"inputs": ["each_f"]}


def test_a_layer_gives_way_where_an_operation_takes_its_name() -> None:
    """tf.keras called the operation tf.math.add; Keras 3 calls it add, and takes each name once."""
    plus = {"name": "tf.math.add", "function": "math.add"}
    found = model(
        [
            entrance("x", [4]),
            {"class_name": "TFOpLambda", "name": "tf.math.add", "config": plus, "inbound_nodes": [["x", 0, 0, {"y": 1.0}]]},
            layer("Add", "add", {}, ["x", "tf.math.add"]),
            layer("Dense", "d", dense(2), "add"),
        ],
        ["x"],
        ["d"],
        "2.9.0",
        "Functional",
    )
    document = document_of(found)
    assert wires(document, "d") == {"inputs": ["add_layer"]}


def test_names_of_ports_are_cut_to_what_a_wire_takes() -> None:
    name = "a_very_long_name_of_a_stage_of_a_network_that_was_named_with_care"
    inner = sequential([("Dense", {"name": name, "batch_input_shape": [None, 4], **dense(2)})], "2.3.1", "stage")
    found = model(
        [entrance("x", [4]), {"class_name": "Sequential", "name": "stage", "config": inner["config"], "inbound_nodes": [[ref("x")]]}],
        ["x"],
        [["stage", 1, 0]],
    )
    document = document_of(found)
    assert len(document.blocks["stage"].inputs[0]) <= 40


def test_layers_of_keras_applications_become_layers_that_compute_the_same() -> None:
    scaled: Config = {"name": "s", "init_values": 1e-6, "projection_dim": 3}
    found = sequential([("Conv2D", {"name": "c", "batch_input_shape": [None, 4, 4, 1], **conv(2, 3, 1)}), ("LayerScale", scaled)], "2.9.0")
    kept = config_of(document_of(found), "s")
    assert (kept["equation"], kept["kernel_initializer"]) == ("abcd,d->abcd", {"class_name": "Constant", "config": {"value": 1e-6}})


@pytest.mark.parametrize("order", ["tf", "th"])
def test_a_normalization_over_neighbouring_channels_becomes_a_formula(order: str) -> None:
    config = {"nb_filter": 6, "nb_row": 1, "nb_col": 1, "dim_ordering": order}
    layers = [
        entrance("image", [4, 5, 3] if order == "tf" else [3, 4, 5]),
        layer("Convolution2D", "conv", config, "image"),
        layer("LRN2D", "normal", {"alpha": 0.5, "k": 2, "beta": 0.75, "n": 3}, "conv"),
        layer("MaxPooling2D", "pool", {"pool_size": [1, 1], "strides": [1, 1], "border_mode": "valid", "dim_ordering": order}, "normal"),
    ]
    document = document_of(model(layers, ["image"], ["pool"], version="1.2.2"))
    assert [node.layer for node in document.nodes] == ["Input", "Conv2D", "Formula", "MaxPooling2D"]
    network = build(plan(document, catalog.load()))
    values = np.random.default_rng(0).normal(size=(2, 4, 5, 3)).astype("float32")
    before = keras.Model(network.input, network.get_layer("conv").output)(values).numpy()
    squares = np.pad(before**2, [(0, 0), (0, 0), (0, 0), (1, 1)])
    expected = before / (2 + 0.5 * (squares[..., :-2] + squares[..., 1:-1] + squares[..., 2:])) ** 0.75
    np.testing.assert_allclose(network(values).numpy(), expected, rtol=1e-5)


def test_calls_written_in_the_wrong_order_are_put_in_order() -> None:
    names = [f"d{place}" for place in range(400)]
    layers = [layer("Dense", name, {"units": 2}, before) for before, name in zip(["x", *names], names, strict=False)]
    document = document_of(model([*reversed(layers), entrance("x", [2])], ["x"], [names[-1]]))
    assert len(document.edges) == 400


def test_a_graph_of_keras_1_becomes_a_network() -> None:
    def node(name: str, source: str = "", sources: list[str] | None = None, **more: Any) -> Config:
        return {"name": name, "input": source, "inputs": sources or [], "merge_mode": "concat", "concat_axis": -1, "dot_axes": -1, **more}

    config = {
        "input_config": [{"name": "a", "input_shape": [4], "dtype": "float"}, {"name": "b", "input_shape": [4], "dtype": "float"}],
        "node_config": [
            node("left", "a", create_output=False),
            node("both", sources=["left", "b"], create_output=False),
            {"name": "twice", "inputs": ["left", "both"], "outputs": ["one", "two"], "merge_mode": None, "create_output": False},
        ],
        "nodes": {
            "left": {"class_name": "Dense", "config": {"output_dim": 3}},
            "both": {"name": "Dense", "output_dim": 3},
            "twice": {"class_name": "Dense", "config": {"output_dim": 2}},
        },
        "output_config": [node("out", sources=["one", "two"], merge_mode="sum")],
    }
    document = document_of({"class_name": "Graph", "config": config, "keras_version": "1.0.0"})
    assert wires(document, "both_merge") == {"inputs": ["left", "b"]}
    assert wires(document, "out_merge") == {"inputs": ["twice", "twice_1"]}
    assert [(node.id, node.layer, node.shares) for node in document.nodes if node.id.startswith(("twice", "out"))] == [
        ("twice", "Dense", None),
        ("twice_1", "Dense", "twice"),
        ("out_merge", "Add", None),
    ]


def test_a_number_for_each_channel_becomes_rescaling() -> None:
    config = {"name": "tf.math.multiply", "function": "math.multiply"}
    node = ["image", 0, 0, {"y": [[[[0.5, 0.25, 2.0]]]]}]
    found = model(
        [entrance("image", [4, 4, 3]), {"class_name": "TFOpLambda", "name": "tf.math.multiply", "config": config, "inbound_nodes": [node]}],
        ["image"],
        [["tf.math.multiply", 0, 0]],
        "2.12.0",
        "Functional",
    )
    assert [(node.layer, node.config) for node in document_of(found).nodes][1] == ("Rescaling", {"scale": [0.5, 0.25, 2.0]})


def tf_operation(name: str, function: str, node: Any) -> Config:
    return {"class_name": "TFOpLambda", "name": name, "config": {"name": name, "function": function}, "inbound_nodes": [node]}


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("linalg.matmul", {"b": ["y", 0, 0], "transpose_b": True}, lambda x, y: x @ y.transpose(0, 2, 1)),
        ("math.squared_difference", {"y": ["y", 0, 0]}, lambda x, y: (x - y) ** 2),
        ("math.argmax", {}, lambda x, y: np.argmax(x, axis=0)),
        ("math.cumsum", {}, lambda x, y: np.cumsum(x, axis=0)),
        ("math.reduce_std", {"axis": 1}, lambda x, y: x.std(axis=1)),
        ("pad", {"paddings": [[0, 0], [1, 1], [0, 0]], "mode": "REFLECT"}, lambda x, y: np.pad(x, ((0, 0), (1, 1), (0, 0)), mode="reflect")),
    ],
)
def test_functions_of_tensorflow_compute_what_they_did(function: str, arguments: Config, expected: Any) -> None:
    layers = [entrance("x", [4, 4]), entrance("y", [4, 4]), tf_operation("op", function, ["x", 0, 0, arguments])]
    layers.append(tf_operation("kept", "identity", ["y", 0, 0, {}]))
    found = model(layers, ["x", "y"], ["op", "kept"], "2.9.0", "Functional")
    made = build(plan(document_of(found), catalog.load()), catalog.load())
    x, y = np.random.default_rng(0).normal(size=(2, 2, 4, 4)).astype("float32")
    np.testing.assert_allclose(made([x, y])[0], expected(x, y), rtol=1e-4, atol=1e-5)


def test_a_function_with_an_argument_that_has_no_equal_is_a_placeholder() -> None:
    layers = [entrance("x", [4]), tf_operation("op", "math.cumsum", ["x", 0, 0, {"axis": 1, "exclusive": True}])]
    document = opened(model(layers, ["x"], ["op"], "2.9.0", "Functional"))
    assert document.nodes[-1].layer == "Placeholder"


def test_a_picture_is_resized_as_tensorflow_did() -> None:
    layers = [entrance("x", [4, 4, 3]), tf_operation("op", "image.resize", ["x", 0, 0, {"size": [8, 8], "method": "nearest"}])]
    document = document_of(model(layers, ["x"], ["op"], "2.9.0", "Functional"))
    assert (document.nodes[-1].layer, document.nodes[-1].config) == ("ops.image.resize", {"size": [8, 8], "interpolation": "nearest"})


def test_a_sequential_tells_what_it_was_built_on() -> None:
    found = sequential([("Dense", {"name": "d", **dense(3)})], "2.4.0")
    found["config"]["build_input_shape"] = [None, 7]
    assert config_of(document_of(found), "d_input") == {"shape": [7]}


def test_functions_of_a_persons_own_are_told() -> None:
    found = model([entrance("a", [4]), layer("Dense", "d", dense(2, "my_act"), "a")], ["a"], ["d"])
    assert any("my_act" in note.message for note in read("net.json", json.dumps(found).encode(), catalog.load()).report if note.kind == "unread")


def test_a_layer_of_words_gives_what_it_did() -> None:
    words = {"dtype": "string", "max_tokens": 100, "output_mode": "int"}
    found = model([entrance("a", [1], "string"), layer("TextVectorization", "words", words, "a")], ["a"], ["words"], "2.9.0")
    assert config_of(document_of(found), "words") == {"max_tokens": 100}


def test_an_attention_that_looks_back_alone_goes_on_to() -> None:
    given = layer("Attention", "look", {"causal": True, "dropout": 0.0}, ["a", "a"])
    document = document_of(model([entrance("a", [5, 4]), given], ["a"], ["look"], "2.4.0"))
    assert document.nodes[-1].call == {"use_causal_mask": True}


def test_layers_within_layers_do_not_say_the_networks_policy_again() -> None:
    given = {"layer": {"class_name": "Dense", "config": {"name": "inside", "dtype": "float32", **dense(2)}}}
    document = document_of(model([entrance("a", [5, 4]), layer("TimeDistributed", "td", given, "a")], ["a"], ["td"], "2.9.0"))
    assert config_of(document, "td")["layer"]["config"] == {"name": "inside", "units": 2}

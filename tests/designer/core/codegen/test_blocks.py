"""Blocks, shared layers, operations and formulas as code: what it reads like, and that it makes the built model."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from designer.core.codegen.script import Script
from designer.core.document import Document, parse
from tests.designer.core.codegen.running import assert_same_model, write

Json = dict[str, Any]


def node(name: str, layer: str, **more: Any) -> Json:
    """A node; `call`, `shares` and `repeat` are its own, all else is its config."""
    own: Json = {key: more.pop(key) for key in ("call", "shares", "repeat") if key in more}
    return {"id": name, "layer": layer, "config": more, **own}


def wire(start: str, end: str, place: int = 0, port: str = "inputs", output: int = 0) -> Json:
    return {"from": [start, output], "to": [end, port, place]}


def chain(*names: str) -> list[Json]:
    return [wire(start, end) for start, end in pairwise(names)]


def network(nodes: list[Json], edges: list[Json], **more: Any) -> Document:
    return parse({"version": 2, "name": "test", "nodes": nodes, "edges": edges, **more})


def proven(document: Document) -> Script:
    """The script of a document, which makes the built model."""
    script = write(document)
    assert_same_model(document, script)
    return script


IMAGE = node("image", "Input", shape=[8, 8, 3])
VECTOR = node("vector", "Input", shape=[4])
RESIDUAL: Json = {
    "nodes": [
        node("inputs", "Input"),
        node("conv2d", "Conv2D", filters={"$expr": "filters"}, kernel_size=3, padding="same", activation="relu"),
        node("conv2d_1", "Conv2D", filters={"$expr": "filters"}, kernel_size=3, padding="same"),
        node("add", "Add"),
        node("relu", "ReLU"),
    ],
    "edges": [*chain("inputs", "conv2d", "conv2d_1", "add", "relu"), wire("inputs", "add", 1)],
    "inputs": ["inputs"],
    "outputs": [["relu", 0]],
    "params": [{"name": "filters", "kind": "int", "default": 3}],
    "help": "Two convolutions and a shortcut past them.",
}
TOWER: Json = {
    "nodes": [node("inputs", "Input"), node("hidden", "Dense", units={"$expr": "2 * units"}), node("code", "Dense", units={"$expr": "units"})],
    "edges": chain("inputs", "hidden", "code"),
    "inputs": ["inputs"],
    "outputs": [["code", 0]],
    "params": [{"name": "units", "kind": "int", "default": 3}],
    "nested": True,
}


def test_a_block_is_a_function_that_is_called_for_each_use() -> None:
    stem = node("stem", "Conv2D", filters=6, kernel_size=1)
    nodes = [IMAGE, node("first", "block.residual"), stem, node("second", "block.residual", filters=6), node("flatten", "Flatten")]
    text = proven(network(nodes, chain("image", "first", "stem", "second", "flatten"), blocks={"residual": RESIDUAL})).text
    assert text.count("def residual(inputs, filters, name):") == 1
    assert '    """Two convolutions and a shortcut past them."""' in text
    assert 'first = residual(image, filters=3, name="first")' in text
    assert 'second = residual(stem, filters=6, name="second")' in text
    assert 'filters=filters, kernel_size=3, padding="same", name=f"{name}_conv2d_1"' in text


def test_a_repeated_block_is_a_loop() -> None:
    nodes = [IMAGE, node("residual", "block.residual", repeat=3), node("flatten", "Flatten")]
    text = proven(network(nodes, chain("image", "residual", "flatten"), blocks={"residual": RESIDUAL})).text
    loop = 'residual = image\nfor number in range(1, 4):\n    residual = residual_block(residual, filters=3, name=f"residual_{number}")\n'
    assert loop in text


def test_a_block_within_a_block_is_a_function_that_calls_another() -> None:
    stage: Json = {
        "nodes": [
            node("inputs", "Input"),
            node("widen", "Conv2D", filters={"$expr": "width"}, kernel_size=1),
            node("residual", "block.residual", filters={"$expr": "width"}, repeat=2),
        ],
        "edges": chain("inputs", "widen", "residual"),
        "inputs": ["inputs"],
        "outputs": [["residual", 0]],
        "params": [{"name": "width", "default": 4}],
    }
    nodes = [IMAGE, node("low", "block.stage"), node("high", "block.stage", width=5), node("flatten", "Flatten")]
    text = proven(network(nodes, chain("image", "low", "high", "flatten"), blocks={"residual": RESIDUAL, "stage": stage})).text
    assert "def stage(inputs, width, name):" in text
    assert 'f"{name}_residual_{number}"' in text
    assert text.count("def ") == 2


def test_a_nested_model_is_made_by_a_function() -> None:
    nodes = [VECTOR, node("tower", "block.tower"), node("dense", "Dense", units=1)]
    text = proven(network(nodes, chain("vector", "tower", "dense"), blocks={"tower": TOWER})).text
    assert "def make_tower(units, name):" in text
    made = text.partition("return ")[2].partition("\n\n")[0]
    assert made.splitlines() == [
        "keras.Sequential(",
        "        [",
        '            keras.Input(shape=(4,), name="inputs"),',
        '            layers.Dense(2 * units, name="hidden"),',
        '            layers.Dense(units, name="code"),',
        "        ],",
        "        name=name,",
        "    )",
    ]
    assert 'tower = make_tower(units=3, name="tower")(vector)' in text


def test_a_model_that_is_called_twice_stands_in_a_variable() -> None:
    other = node("other", "Input", shape=[4])
    nodes = [VECTOR, other, node("tower", "block.tower"), node("again", "block.tower", shares="tower"), node("dot", "Dot", axes=1)]
    edges = [wire("vector", "tower"), wire("other", "again"), wire("tower", "dot", 0), wire("again", "dot", 1)]
    text = proven(network(nodes, edges, blocks={"tower": TOWER})).text
    assert 'tower = make_tower(units=3, name="tower")\ntower_output = tower(vector)\n' in text
    assert "again = tower(other)\n" in text


def test_a_layer_that_is_called_twice_stands_in_a_variable() -> None:
    other = node("other", "Input", shape=[4])
    nodes = [VECTOR, other, node("encode", "Dense", units=3), node("again", "Dense", shares="encode"), node("subtract", "Subtract")]
    edges = [wire("vector", "encode"), wire("other", "again"), wire("encode", "subtract", 0), wire("again", "subtract", 1)]
    text = proven(network(nodes, edges)).text
    assert 'encode = layers.Dense(3, name="encode")\nencode_output = encode(vector)\nagain = encode(other)\n' in text.replace(
        'other = keras.Input(shape=(4,), name="other")\n', ""
    )


def test_attention_that_is_shared_takes_its_inner_names_once() -> None:
    steps = node("steps", "Input", shape=[5, 4])
    nodes = [
        steps,
        node("attention", "MultiHeadAttention", num_heads=2, key_dim=2),
        node("again", "MultiHeadAttention", shares="attention"),
        node("softmax", "Softmax"),
    ]
    edges = [wire("steps", "attention", 0, "query"), wire("steps", "attention", 0, "value"), wire("attention", "again", 0, "query")]
    proven(network(nodes, [*edges, wire("steps", "again", 0, "value"), wire("again", "softmax")]))


@pytest.mark.parametrize("frozen", ["tower", "residual"])
def test_frozen_blocks_are_frozen_in_the_code(frozen: str) -> None:
    blocks = {"tower": TOWER, "residual": RESIDUAL}
    start, behind = (VECTOR, []) if frozen == "tower" else (IMAGE, [node("flatten", "Flatten")])
    nodes = [start, node("use", f"block.{frozen}", trainable=False), *behind, node("dense", "Dense", units=1)]
    text = proven(network(nodes, chain(*(each["id"] for each in nodes)), blocks=blocks)).text
    assert ("use.trainable = False" if frozen == "tower" else "trainable=False") in text


def test_a_use_that_shares_the_layers_of_another_is_written_layer_by_layer() -> None:
    nodes = [IMAGE, node("first", "block.residual"), node("second", "block.residual", shares="first"), node("flatten", "Flatten")]
    text = proven(network(nodes, chain("image", "first", "second", "flatten"), blocks={"residual": RESIDUAL})).text
    assert "def residual" not in text
    assert "second_conv2d = first_conv2d(" in text


def test_a_block_with_two_outputs_gives_two_variables() -> None:
    fork: Json = {
        "nodes": [node("x", "Input"), node("left", "Dense", units=2), node("right", "Dense", units=3)],
        "edges": [wire("x", "left"), wire("x", "right")],
        "inputs": ["x"],
        "outputs": [["left", 0], ["right", 0]],
    }
    nodes = [VECTOR, node("fork_1", "Dense", units=4), node("fork", "block.fork"), node("join", "Concatenate")]
    edges = [*chain("vector", "fork_1"), wire("fork_1", "fork", 0, "x"), wire("fork", "join", 0), wire("fork", "join", 1, output=1)]
    text = proven(network(nodes, [*edges, wire("fork_1", "join", 2)], blocks={"fork": fork})).text
    assert 'fork_2, fork_3 = fork_block(fork_1, name="fork")' in text


def test_operations_read_as_operators_where_that_is_the_same() -> None:
    nodes = [
        VECTOR,
        node("double", "ops.multiply", x2=2.0),
        node("sum", "ops.add"),
        node("less", "ops.subtract", x1=1),
        node("ratio", "ops.divide", x2=3.0),
        node("share", "ops.true_divide", x2=3.0),
        node("shape", "ops.reshape", newshape=[-1, 2, 2]),
        node("mean", "ops.mean", axis=1),
        node("minus", "ops.negative"),
    ]
    edges = [
        wire("vector", "double", 0, "x1"), wire("double", "sum", 0, "x1"), wire("vector", "sum", 0, "x2"), wire("sum", "less", 0, "x2"),
        wire("less", "ratio", 0, "x1"), wire("ratio", "share", 0, "x1"), wire("share", "shape", 0, "x"), wire("shape", "mean", 0, "x"),
        wire("mean", "minus", 0, "x"),
    ]  # fmt: skip
    text = proven(network(nodes, edges)).text
    for line in (
        "double = vector * 2.0",
        "sum_ = double + vector",
        "less = 1 - sum_",
        "ratio = ops.divide(less, 3.0)",
        "share = ratio / 3.0",
        "shape = ops.reshape(share, (-1, 2, 2))",
        "mean = ops.mean(shape, axis=1)",
        "minus = -mean",
        "from keras import ops\n",
    ):
        assert line in text


def test_a_formula_is_written_out() -> None:
    nodes = [VECTOR, node("dense", "Dense", units=4), node("swish", "Formula", expression="x * sigmoid(y) + cast(x, 'float32')")]
    text = proven(network(nodes, [wire("vector", "dense"), wire("dense", "swish", 0), wire("vector", "swish", 1)])).text
    assert 'swish = dense * ops.sigmoid(vector) + ops.cast(dense, dtype="float32")' in text


def test_arguments_of_calls_are_said_where_they_differ_from_keras() -> None:
    steps = node("steps", "Input", shape=[5, 4])
    attention = node("attention", "MultiHeadAttention", num_heads=2, key_dim=2, call={"use_causal_mask": True, "return_attention_scores": True})
    nodes = [steps, attention, node("dropout", "Dropout", rate=0.5, call={"training": True}), node("flatten", "Flatten")]
    asked = [wire("steps", "attention", 0, "query"), wire("steps", "attention", 0, "value")]
    edges = [*asked, wire("attention", "dropout"), wire("attention", "flatten", output=1)]
    text = write(network(nodes, edges)).text
    assert "use_causal_mask=True" in text
    assert "return_attention_scores=True" in text
    assert "training=True)" in text


def test_the_dtype_policy_is_set_before_the_model_is_made() -> None:
    document = network([VECTOR, node("dense", "Dense", units=4, dtype="float32")], chain("vector", "dense"), dtype_policy="mixed_float16")
    text = proven(document).text
    assert text.index('keras.config.set_dtype_policy("mixed_float16")') < text.index("layers.Dense(")


def test_the_lines_of_a_node_within_a_block_are_found() -> None:
    nodes = [IMAGE, node("residual", "block.residual"), node("flatten", "Flatten")]
    script = write(network(nodes, chain("image", "residual", "flatten"), blocks={"residual": RESIDUAL}))
    lines = script.text.splitlines()
    assert "padding=" in "".join(lines[slice(script.lines["block.residual.conv2d"][0] - 1, script.lines["block.residual.conv2d"][1])])
    assert lines[script.lines["residual"][0] - 1].startswith("residual = residual_block(")


GATED: Json = {
    "nodes": [
        node("inputs", "Input"),
        node("gate", "Dense", units={"$expr": "units"}, kernel_regularizer={"class_name": "L2", "config": {"l2": {"$expr": "rate / 10"}}}),
        node("mix", "Formula", expression="x * sigmoid(y)"),
        node("sum", "ops.add"),
        node("shared", "Dense", shares="gate"),
    ],
    "edges": [
        *chain("inputs", "gate", "mix"), wire("gate", "mix", 1), wire("mix", "sum", 0, "x1"), wire("inputs", "sum", 0, "x2"), wire("sum", "shared"),
    ],
    "inputs": ["inputs"],
    "outputs": [["shared", 0]],
    "params": [{"name": "units", "default": 4}, {"name": "rate", "kind": "float", "default": 0.1}],
}  # fmt: skip
PAIR: Json = {
    "nodes": [
        node("left", "Input"), node("right", "Input"), node("sum", "Add"), node("lstm", "LSTM", units=2, return_state=True, return_sequences=True),
        node("outer", "ops.multiply", x2=0.5),
    ],
    "edges": [wire("left", "sum", 0), wire("right", "sum", 1), wire("sum", "lstm"), wire("lstm", "outer", 0, "x1", output=1)],
    "inputs": ["left", "right"],
    "outputs": [["lstm", 0], ["outer", 0]],
}  # fmt: skip


def around(block: Json, **more: Any) -> Json:
    """A block that holds a use of another, called inner."""
    return {
        "nodes": [node("inputs", "Input"), node("inner", "block.inner"), node("dense", "Dense", units=4)],
        "edges": chain("inputs", "inner", "dense"),
        "inputs": ["inputs"],
        "outputs": [["dense", 0]],
        **more,
    }


@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("repeat", [1, 2])
def test_blocks_within_blocks_and_their_copies_make_the_built_model(inside: bool, outside: bool, repeat: int) -> None:
    blocks = {"inner": GATED | {"nested": inside}, "outer": around(GATED, nested=outside)}
    nodes = [
        VECTOR,
        node("one", "block.outer", repeat=repeat),
        node("two", "block.outer"),
        node("add", "ops.add"),
        node("last", "block.inner", units=4),
    ]
    edges = [*chain("vector", "one", "two"), wire("one", "add", 0, "x1"), wire("two", "add", 0, "x2"), wire("add", "last")]
    text = proven(network(nodes, edges, blocks=blocks)).text
    assert "units // 2" not in text
    assert ("for number in range(1, 3):" in text) == (repeat == 2)


@pytest.mark.parametrize("nested", [False, True])
def test_several_inputs_outputs_and_states_of_blocks_make_the_built_model(nested: bool) -> None:
    steps, more = node("steps", "Input", shape=[5, 4]), node("more", "Input", shape=[5, 4])
    nodes = [steps, more, node("pair", "block.pair"), node("flatten", "Flatten"), node("join", "Concatenate")]
    edges = [wire("steps", "pair", 0, "left"), wire("more", "pair", 0, "right"), wire("pair", "flatten"), wire("flatten", "join", 0)]
    proven(network(nodes, [*edges, wire("pair", "join", 1, output=1)], blocks={"pair": PAIR | {"nested": nested}}))


def test_one_tensor_may_enter_a_block_twice() -> None:
    steps = node("steps", "Input", shape=[5, 4])
    edges = [wire("steps", "pair", 0, "left"), wire("steps", "pair", 0, "right"), wire("pair", "flatten"), wire("pair", "flat", output=1)]
    proven(network([steps, node("pair", "block.pair"), node("flatten", "Flatten"), node("flat", "Flatten")], edges, blocks={"pair": PAIR}))


@pytest.mark.parametrize("name", ["name", "layers", "range", "gate", "inputs", "number"])
def test_a_parameter_and_an_input_may_have_any_name(name: str) -> None:
    block: Json = {
        "nodes": [node("inputs", "Input"), node("gate", "Dense", units={"$expr": f"{name} + 1"})],
        "edges": chain("inputs", "gate"),
        "inputs": ["inputs"],
        "outputs": [["gate", 0]],
        "params": [{"name": name, "default": 3}],
    }
    proven(
        network([VECTOR, node("use", "block.odd", repeat=2), node("dense", "Dense", units=1)], chain("vector", "use", "dense"), blocks={"odd": block})
    )


@pytest.mark.parametrize("nested", [False, True])
def test_an_input_of_a_block_may_be_called_name(nested: bool) -> None:
    block: Json = {
        "nodes": [node("name", "Input"), node("units", "Dense", units={"$expr": "units"})],
        "edges": chain("name", "units"),
        "inputs": ["name"],
        "outputs": [["units", 0]],
        "params": [{"name": "units", "default": 3}],
        "nested": nested,
    }
    edges = [wire("vector", "use", 0, "name"), wire("use", "dense")]
    proven(network([VECTOR, node("use", "block.odd"), node("dense", "Dense", units=1)], edges, blocks={"odd": block}))

"""Written code makes the model that the builder makes: graphs of every kind, and names that get in each other's way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import keras
import pytest

from designer.core.analyse import analyse, oracle
from designer.core.catalog import load
from designer.core.codegen import constructors
from designer.core.codegen.constructors import CannotWrite, layer_constructor
from designer.core.codegen.expressions import flat
from designer.core.document import parse
from designer.core.gallery import Template, templates
from designer.core.objects import CONVERSIONS
from designer.core.plan import plan
from tests.designer.core.codegen.running import assert_same_model, run_model, write
from tests.designer.core.making import GRAPHS, make_chain, make_document

Layers: TypeAlias = list[tuple[str, str, dict[str, Any]]]

MOST_PARAMETERS = 30_000_000
WORDS: tuple[str, str, dict[str, Any]] = ("words", "Input", {"shape": [5], "dtype": "int32"})
STEPS: tuple[str, str, dict[str, Any]] = ("steps", "Input", {"shape": [5, 4]})


def sound_graphs() -> Iterator[Any]:
    """The documents of tests/graphs whose wiring is right; what they have to say of data sets is left out."""
    for path in sorted(GRAPHS.glob("*.json")):
        data = json.loads(path.read_text())
        rows = data if isinstance(data, list) else [{"name": path.stem, "document": data}]
        for row in (row for row in rows if "document" in row):
            graph = {key: row["document"].get(key, []) for key in ("nodes", "edges")}
            if plan(parse(graph), load()).is_sound:
                yield pytest.param(graph, id=f"{path.stem}: {row['name']}")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("data", list(sound_graphs()))
def test_the_code_of_a_sound_graph_makes_the_built_model(data: Any) -> None:
    document = parse(data)
    analysis = analyse(document)
    if len(analysis.nodes) < len(document.nodes):
        with pytest.raises(CannotWrite):
            write(document)
    elif analysis.totals.trainable > MOST_PARAMETERS:
        assert write(document).text
    else:
        assert_same_model(document, write(document))


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_the_code_of_a_template_makes_the_built_model(template: Template) -> None:
    assert_same_model(template.document, write(template.document))


def test_masks_keep_the_names_that_they_take() -> None:
    layers: Layers = [
        WORDS,
        ("embedding", "Embedding", {"input_dim": 9, "output_dim": 4, "mask_zero": True}),
        ("masking", "Masking", {}),
        ("left", "Concatenate", {}),
        ("right", "Concatenate", {}),
        ("add", "Add", {}),
        ("lstm", "LSTM", {"units": 3}),
    ]
    wires = [
        ("words", "embedding"), ("embedding", "masking"), ("masking", "left", 0), ("embedding", "left", 1), ("embedding", "right", 0),
        ("masking", "right", 1), ("left", "add", 0), ("right", "add", 1), ("add", "lstm"),
    ]  # fmt: skip
    document = make_document(layers, wires)
    assert_same_model(document, write(document))


def test_layers_inside_layers_take_names_too() -> None:
    layers: Layers = [
        STEPS,
        ("bidirectional", "Bidirectional", {"layer": {"class_name": "LSTM", "config": {"units": 3, "return_sequences": True}}}),
        ("lstm", "LSTM", {"units": 3, "return_sequences": True}),
        ("lstm_1", "LSTM", {"units": 3, "return_sequences": True}),
        ("attention", "MultiHeadAttention", {"num_heads": 2, "key_dim": 2, "dropout": 0.1}),
        ("softmax", "Softmax", {}),
        ("softmax_1", "Softmax", {}),
        ("dropout", "Dropout", {"rate": 0.5}),
        ("dropout_1", "Dropout", {"rate": 0.5}),
    ]
    names = [name for name, _, _ in layers]
    chain = [pair for pair in pairwise(names) if "attention" not in pair]
    document = make_document(layers, [*chain, ("lstm_1", "attention", 0, "query"), ("steps", "attention", 0, "value"), ("attention", "softmax")])
    assert_same_model(document, write(document))
    assert_same_model(make_chain(*layers[:4]), write(make_chain(*layers[:4])))


def test_states_are_handed_on_whole_or_one_by_one() -> None:
    layers: Layers = [
        STEPS,
        ("encoder", "LSTM", {"units": 3, "return_state": True}),
        ("decoder", "LSTM", {"units": 3, "return_sequences": True}),
        ("dense", "Dense", {"units": 2}),
    ]
    wires = [
        ("steps", "encoder"), ("steps", "decoder"), ("encoder", "decoder", 0, "initial_state", 1), ("encoder", "decoder", 1, "initial_state", 2),
        ("encoder", "dense", 0, "inputs", 2),
    ]  # fmt: skip
    document = make_document(layers, wires)
    script = write(document)
    assert "encoder, *encoder_states = layers.LSTM(3, return_state=True" in script.text
    assert "initial_state=encoder_states)" in script.text
    assert "layers.Dense(2)(encoder_states[1])" in script.text
    assert_same_model(document, script)


def test_a_layer_with_states_that_nobody_uses_still_gives_its_output() -> None:
    document = make_chain(STEPS, ("gru", "GRU", {"units": 3, "return_state": True}), ("dense", "Dense", {"units": 2}))
    assert_same_model(document, write(document))


@pytest.mark.parametrize("name", ["model", "layers", "keras", "np", "train", "history", "lambda", "class", "print", "x_states", "None", "sys"])
def test_a_node_may_have_any_name(name: str) -> None:
    layers: Layers = [("x", "Input", {"shape": [4]}), (name, "Dense", {"units": 4}), ("add", "Add", {})]
    document = make_document(layers, [("x", name), ("x", "add", 0), (name, "add", 1)])
    assert_same_model(document, write(document))


def test_names_are_said_only_where_keras_would_choose_another() -> None:
    layers: Layers = [("input_layer", "Input", {"shape": [4]}), ("dense_1", "Dense", {"units": 4}), ("dense", "Dense", {"units": 3})]
    text = write(make_chain(*layers)).text
    assert "keras.Input(shape=(4,))," in text
    assert 'layers.Dense(4, name="dense_1"),' in text
    assert "layers.Dense(3)," in text


@pytest.mark.parametrize(
    ("layer", "config", "written"),
    [
        ("MaxPooling2D", {"pool_size": [2, 2], "strides": [2, 2]}, "layers.MaxPooling2D()"),
        ("MaxPooling2D", {"pool_size": 3, "strides": 2}, "layers.MaxPooling2D(pool_size=3, strides=2)"),
        ("MaxPooling2D", {"pool_size": [3, 1]}, "layers.MaxPooling2D(pool_size=(3, 1))"),
        ("Conv2D", {"filters": 4, "kernel_size": [3, 3], "activation": "linear"}, "layers.Conv2D(filters=4, kernel_size=3)"),
        (
            "Conv2D",
            {"filters": 4, "kernel_size": 3, "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.01}}},
            "layers.Conv2D(filters=4, kernel_size=3, kernel_regularizer=regularizers.L2(0.01))",
        ),
        (
            "Conv2D",
            {"filters": 4, "kernel_size": 3, "bias_initializer": {"class_name": "Constant", "config": {"value": 0.0}}},
            "layers.Conv2D(filters=4, kernel_size=3, bias_initializer=initializers.Constant())",
        ),
        ("ZeroPadding2D", {"padding": [[3, 3], [3, 3]]}, "layers.ZeroPadding2D(padding=3)"),
        ("ZeroPadding2D", {"padding": [[1, 2], [1, 2]]}, "layers.ZeroPadding2D(padding=((1, 2), (1, 2)))"),
        ("ZeroPadding2D", {"padding": [1, 2]}, "layers.ZeroPadding2D(padding=(1, 2))"),
        ("Dropout", {"rate": 0.5, "seed": None}, "layers.Dropout(0.5)"),
        ("Reshape", {"target_shape": [64]}, "layers.Reshape((64,))"),
        ("Rescaling", {"scale": 0.5, "dtype": "float16"}, 'layers.Rescaling(0.5, dtype="float16")'),
        ("Activation", {"activation": "relu"}, 'layers.Activation("relu")'),
    ],
)
def test_only_arguments_that_matter_are_written(layer: str, config: dict[str, Any], written: str) -> None:
    document = make_chain(("input_layer", "Input", {"shape": [8, 8, 1]}), ("node", layer, config))
    assert flat(layer_constructor(document.nodes[1], load().layers[layer], load())) == written
    assert_same_model(document, write(document))


def test_every_kind_that_is_made_from_json_is_also_written() -> None:
    assert set(constructors.SAID) == set(CONVERSIONS)


def test_a_network_deeper_than_pythons_recursion_runs() -> None:
    names: Layers = [("x", "Input", {"shape": [2]}), *((f"flatten_{place}", "Flatten", {}) for place in range(1, 1_200))]
    layers = [*names, ("add", "Add", {})]
    wires = [*((before[0], after[0]) for before, after in pairwise(names)), ("flatten_1199", "add", 0), ("x", "add", 1)]
    script = write(make_document(layers, wires))
    assert "sys.setrecursionlimit(" in script.text
    assert len(run_model(script).layers) == 1_201


def test_lines_tell_which_part_of_the_text_speaks_of_a_node() -> None:
    document = make_document(
        [("a", "Input", {"shape": [4]}), ("b", "Dense", {"units": 4}), ("add", "Add", {})], [("a", "b"), ("a", "add", 0), ("b", "add", 1)]
    )
    script = write(document)
    lines = script.text.splitlines()
    for name, start in {"a": "a = keras.Input(", "b": "b = layers.Dense(4", "add": "add = layers.Add()([a, b])"}.items():
        first, last = script.lines[name]
        assert lines[first - 1].startswith(start)
        assert first == last


def test_the_same_document_gives_the_same_text_in_any_process() -> None:
    def texts() -> list[str]:
        constructors._calls.clear()
        oracle.cache_clear()
        return [write(template.document).text for template in templates()]

    first = texts()
    keras.layers.Dense(1)  # a name given away elsewhere
    assert texts() == first

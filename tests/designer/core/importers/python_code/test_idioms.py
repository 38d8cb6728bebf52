"""Turns of phrase that programs use around their layers."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from designer.core import catalog
from designer.core.build import build
from designer.core.plan import plan
from tests.designer.core.importers.python_code.reading import layers, network, read_text, wires


def test_match_follows_the_case_that_fits() -> None:
    document = network("""
        model = keras.Sequential([keras.Input((4,))])
        for spec in [("dense", 4), {"rate": 0.5}, 7, ["dense", 3, "relu", True], None]:
            match spec:
                case ("dense", units):
                    model.add(layers.Dense(units))
                case ["dense", units, *rest]:
                    model.add(layers.Dense(units, activation=rest[0]))
                case {"rate": rate}:
                    model.add(layers.Dropout(rate))
                case int(units) if units > 3:
                    model.add(layers.Dense(units))
                case None | False:
                    model.add(layers.Flatten())
    """)
    assert layers(document)[1:] == [
        ("Dense", {"units": 4}),
        ("Dropout", {"rate": 0.5}),
        ("Dense", {"units": 7}),
        ("Dense", {"units": 3, "activation": "relu"}),
        ("Flatten", {}),
    ]


def test_a_match_that_cannot_be_decided_is_told() -> None:
    found = read_text("""
        model = Sequential([Input((4,)), Dense(2)])
        match sys.argv[1]:
            case "deep": model.add(Dense(3))
    """)
    assert [(note.kind, note.line) for note in found.report if note.kind == "unread"] == [("unread", 3)]


def test_a_layer_of_a_sequential_has_an_output_before_anyone_asked_for_the_whole() -> None:
    found = read_text("""
        base = keras.Sequential([keras.Input((4,)), layers.Dense(8, name="features"), layers.Dense(3)])
        tuned = keras.Model(base.input, layers.Dense(10, name="head")(base.layers[-2].output))
        seen = keras.Model(base.inputs, [layer.output for layer in base.layers])
    """).documents
    assert [document.name for document in found] == ["base", "tuned", "seen"]
    assert wires(found[1]) == ["input_layer>features", "features>head"]
    assert found[2].outputs == (("features", 0), ("dense", 0))


def test_the_layers_of_a_sequential_begin_behind_its_input() -> None:
    found = read_text("""
        old = keras.Sequential([keras.Input((4,)), layers.Dense(8, name="first"), layers.Dense(3, name="second")])
        new = keras.Sequential()
        for layer in old.layers[:-1]:
            new.add(layer)
        old.layers[0].trainable = False
        new.add(layers.Dense(2, name="third"))
    """).documents
    assert [[(node.id, node.config) for node in document.nodes] for document in found] == [
        [("input_layer", {"shape": [4]}), ("first", {"units": 8, "trainable": False}), ("second", {"units": 3})],
        [("input_layer_1", {"shape": [4]}), ("first", {"units": 8, "trainable": False}), ("third", {"units": 2})],
    ]


@pytest.mark.parametrize("architecture", ["mobilenet_v2", "densenet", "vgg16", "efficientnet"])
def test_preprocess_input_becomes_layers_that_do_the_same(architecture: str) -> None:
    document = network(f"""
        from tensorflow.keras.applications.{architecture} import preprocess_input
        inputs = keras.Input((2, 2, 3))
        model = keras.Model(inputs, keras.layers.Flatten()(preprocess_input(inputs)))
    """)
    images = np.random.default_rng(0).uniform(0, 255, (2, 2, 2, 3)).astype("float32")
    module: Any = getattr(keras.applications, architecture)
    wanted = module.preprocess_input(images.copy()).reshape(2, -1)
    assert np.allclose(build(plan(document, catalog.load()))(images), wanted, atol=1e-4)


def test_preprocess_input_of_data_is_told() -> None:
    report = read_text("""
        x = keras.applications.vgg16.preprocess_input(load())
        model = Sequential([Input((4,)), Dense(2)])
    """).report
    assert [note.line for note in report if "preprocess_input of vgg16" in note.message] == [2]


def test_scaled_attention_divides_by_a_number_and_turns_its_keys() -> None:
    document = network("""
        q, k = Input((5, 64), name="q"), Input((6, 64), name="k")
        scores = tf.matmul(q, k, transpose_b=True) / tf.math.sqrt(tf.cast(tf.shape(k)[-1], tf.float32))
        model = Model([q, k], scores)
    """)
    assert layers(document)[2:] == [("ops.swapaxes", {"axis1": -2, "axis2": -1}), ("ops.matmul", {}), ("ops.true_divide", {"x2": 8.0})]
    assert wires(document)[:3] == ["k>swapaxes.x", "q>matmul.x1", "swapaxes>matmul.x2"]


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("model.add(Convolution2D(8, 3, 3, input_shape=(1, 28, 28)))", [28, 28, 1]),
        ("model.add(ZeroPadding2D((1, 1), input_shape=(3, 28, 28)))\nmodel.add(Convolution2D(8, 3, 3))", [28, 28, 3]),
        ("K.set_image_dim_ordering('th')\nmodel.add(Conv2D(8, (3, 3), input_shape=(1, 28, 28)))", [28, 28, 1]),
        ("model.add(Convolution2D(8, 3, 3, input_shape=(28, 28, 1)))", [28, 28, 1]),
    ],
)
def test_channels_that_stood_first_stand_last(start: str, first: list[int]) -> None:
    found = read_text(f"from keras.models import Sequential\nmodel = Sequential()\n{start}\nmodel.add(Flatten())\nmodel.add(Dense(3))\n")
    (document,) = found.documents
    assert document.nodes[0].config == {"shape": first}
    assert all("data_format" not in node.config and node.layer != "Permute" for node in document.nodes)
    assert any("Channels stand last now" in note.message for note in found.report) == ("28, 28, 1" not in start)


def test_what_keras_own_source_holds_is_not_told_of_the_program() -> None:
    imported = read_text("from keras.applications import ResNet50\nmodel = ResNet50(weights=None, input_shape=(64, 64, 3), classes=5)")
    assert len(imported.documents[0].nodes) > 170
    assert [note.message for note in imported.report if note.line is not None and note.line > 2] == []


@pytest.mark.parametrize(
    ("start", "units"),
    [
        ("for u in itertools.chain([3], itertools.repeat(4, 2)): add(u)", [3, 4, 4]),
        ("for a, b in itertools.product([1, 2], (3, 4)): add(a * b)", [3, 4, 6, 8]),
        ("for u, k in sorted({'b': 2, 'a': 5}.items(), key=lambda pair: pair[1], reverse=True): add(k)", [5, 2]),
        ("add(max([(2, 'x'), (7, 'y')], key=lambda pair: pair[0])[0])", [7]),
        ("items = iter([4, 5, 6])\nadd(next(items))\nadd(next(items))", [4, 5]),
        ("for spec in json.loads('[{\"units\": 6}]'): add(**spec)", [6]),
        ("add(int(os.environ.get('UNITS', '9')))\nadd(os.getenv('MORE', 8))", [9, 8]),
        (
            "Spec = namedtuple('Spec', 'units name')\nfor units, name in [Spec(3, 'a'), Spec(units=4, name='b')]: add(units)\nadd(Spec(5, 'c')[0])",
            [3, 4, 5],
        ),
        ("add(Sizes(7).first)\nadd(dataclasses.replace(Sizes(7), first=8).first)\nadd(*dataclasses.asdict(Sizes(2)).values())", [7, 8, 2]),
        ("def sizes():\n    for u in (1, 2):\n        yield u\n    yield from [3]\nfor u in sizes(): add(u)", [1, 2, 3]),
        ("add(hp.Int('units', min_value=32, max_value=64))\nadd(hp.Choice('more', [16, 8]))\nadd(5 if hp.Boolean('big') else 6)", [32, 16, 6]),
        ("add(types.SimpleNamespace(units=11).units)", [11]),
    ],
)
def test_what_programs_build_with_from_the_standard_library_is_followed(start: str, units: list[int]) -> None:
    text = f"""
import dataclasses, itertools, json, os, types
from collections import namedtuple
@dataclasses.dataclass
class Sizes:
    first: int = 1
model = keras.Sequential([keras.Input((4,))])
def add(units):
    model.add(layers.Dense(units))
{start}
"""
    assert [config["units"] for layer, config in layers(network(text)) if layer == "Dense"] == units


def test_a_generator_that_feeds_data_without_end_is_not_followed_for_ever() -> None:
    found = read_text("""
        def batches(x):
            while True:
                yield layers.Dense(2), x
        model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
        model.fit_generator(batches(x), epochs=2)
    """)
    assert [note.kind for note in found.report] == ["read"]


def test_tensors_are_summed_by_sum_and_activations_made_by_their_names() -> None:
    document = network("""
        inputs = keras.Input((4,))
        act = keras.activations.get("relu")
        model = keras.Model(inputs, act(sum([layers.Dense(2)(inputs) for _ in range(3)])))
    """)
    assert [layer for layer, _ in layers(document)][-3:] == ["ops.add", "ops.add", "ops.relu"]


def test_a_list_of_cells_is_stacked() -> None:
    (_, (layer, config)) = layers(network("model = Sequential([Input((None, 3)), RNN([LSTMCell(4), GRUCell(2)])])"))
    assert (layer, config["cell"]["class_name"], len(config["cell"]["config"]["cells"])) == ("RNN", "StackedRNNCells", 2)


def test_heads_that_are_split_by_hand_keep_the_batch() -> None:
    document = network("""
        inputs = keras.Input((None, 8))
        batch = tf.shape(inputs)[0]
        model = keras.Model(inputs, tf.transpose(tf.reshape(inputs, (batch, -1, 2, 4)), perm=[0, 2, 1, 3]))
    """)
    assert layers(document)[1:] == [("Reshape", {"target_shape": [-1, 2, 4]}), ("ops.transpose", {"axes": [0, 2, 1, 3]})]


def test_an_architecture_begins_at_the_tensor_that_it_is_given() -> None:
    document = network("""
        inputs = keras.Input((64, 64, 3), name="picture")
        base = keras.applications.MobileNet(weights=None, include_top=False, input_tensor=inputs)
        model = keras.Model(base.inputs, layers.GlobalAveragePooling2D()(base.output))
    """)
    assert [(node.id, node.config) for node in document.nodes if node.layer == "Input"] == [("picture", {"shape": [64, 64, 3]})]


def test_an_input_that_leads_nowhere_is_told_and_left_out() -> None:
    found = read_text("""
        class Loss(layers.Layer):
            def call(self, labels, x):
                return x
        inputs, labels = keras.Input((4,)), keras.Input((1,), name="labels")
        model = keras.Model([inputs, labels], Loss()(labels, layers.Dense(2)(inputs)))
    """)
    assert layers(found.documents[0]) == [("Input", {"shape": [4]}), ("Dense", {"units": 2})]
    assert [note.line for note in found.report if note.kind == "changed"] == [6]


def test_three_numbers_are_filters_kernel_and_strides_in_a_program_of_later_days() -> None:
    document = network("""
        from keras.layers import Conv2D
        model = keras.Sequential([keras.Input((8, 8, 1)), Conv2D(4, 3, 2, "same")])
    """)
    assert layers(document)[1] == ("Conv2D", {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same"})


def test_the_graph_of_keras_first_versions_is_read() -> None:
    document = network("""
        from keras.models import Graph
        graph = Graph()
        graph.add_input(name="a", input_shape=(3,))
        graph.add_input(name="b", input_shape=(3,))
        graph.add_node(Dense(4), name="first", input="a")
        graph.add_node(Dense(2), name="second", inputs=["first", "b"], merge_mode="concat")
        graph.add_output(name="out", input="second")
    """)
    assert wires(document) == ["a>first", "first>concatenate", "b>concatenate", "concatenate>second"]


@pytest.mark.parametrize(
    ("call", "config"),
    [
        ("tf.argmax(x)", {"axis": 0}),
        ("K.argmax(x)", {"axis": -1}),
        ("ops.argmax(x)", {}),
        ("tf.argmax(x, 1, output_type=tf.int32)", {"axis": 1}),
        ("tf.cumsum(x)", {"axis": 0}),
        ("tf.gather(x, [0, 1])", {"indices": [0, 1], "axis": 0}),
        ("tf.nn.gelu(x)", {"approximate": False}),
        ("keras.activations.gelu(x)", {"approximate": False}),
        ("ops.gelu(x)", {}),
        ("tf.image.resize(x, (8, 8), method='nearest')", {"size": [8, 8], "interpolation": "nearest"}),
        ("tf.image.resize(x, (8, 8), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)", {"size": [8, 8], "interpolation": "nearest"}),
        ("tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], mode='REFLECT')", {"pad_width": [[0, 0], [1, 1], [1, 1], [0, 0]], "mode": "reflect"}),
        ("tf.reduce_mean(x, reduction_indices=[1])", {"axis": [1]}),
    ],
)
def test_functions_do_what_they_did_in_their_library(call: str, config: dict[str, Any]) -> None:
    document = network(f"""
        import tensorflow as tf
        x = keras.Input((4, 4, 3))
        model = keras.Model(x, {call})
    """)
    assert layers(document)[-1][1] == config


def test_an_argument_that_an_operation_does_not_have_is_told() -> None:
    found = read_text("""
        x = keras.Input((4,))
        model = keras.Model(x, tf.cumsum(x, axis=1, exclusive=True))
    """)
    assert layers(found.documents[0])[-1][0] == "Placeholder"
    assert any("exclusive" in note.message for note in found.report if note.kind == "unread")

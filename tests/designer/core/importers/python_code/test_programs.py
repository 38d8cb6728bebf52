"""Whole programs: what they build becomes a document, and what they train with its settings."""

from __future__ import annotations

import json

import pytest

from designer.core import catalog
from designer.core.document import KerasObject
from designer.core.importers.imported import Unreadable
from designer.core.importers.python_code import read
from tests.designer.core.importers.python_code.reading import layers, network, read_text, wires

WITHOUT_IMPORTS = """
    model = Sequential()
    model.add(Dense(64, activation='relu', input_dim=20))
    model.add(Dropout(0.5))
    model.add(Dense(10, activation='softmax'))
    sgd = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
    model.compile(loss='categorical_crossentropy', optimizer=sgd, metrics=['accuracy'])
    model.fit(x_train, y_train, epochs=20, batch_size=128)
"""


def test_a_snippet_without_its_imports_is_read() -> None:
    document = network(WITHOUT_IMPORTS)
    assert layers(document) == [
        ("Input", {"shape": [20]}),
        ("Dense", {"units": 64, "activation": "relu"}),
        ("Dropout", {"rate": 0.5}),
        ("Dense", {"units": 10, "activation": "softmax"}),
    ]
    training = document.training
    assert (training.optimizer.class_name, training.optimizer.config) == (
        "SGD",
        {
            "learning_rate": {"class_name": "InverseTimeDecay", "config": {"initial_learning_rate": 0.01, "decay_steps": 1, "decay_rate": 1e-6}},
            "momentum": 0.9,
            "nesterov": True,
        },
    )
    assert (training.outputs[0].loss.class_name, training.outputs[0].metrics[0].class_name) == ("CategoricalCrossentropy", "accuracy")
    assert (training.epochs, training.batch_size) == (20, 128)


def test_old_paths_of_layers_are_read() -> None:
    document = network("""
        import keras
        model = keras.models.Sequential()
        model.add(keras.layers.Dense(32, input_dim=9))
        model.add(keras.layers.Reshape((8, 4, 1)))
        model.add(keras.layers.convolutional.Conv2D(4, (3, 3)))
        model.add(keras.layers.core.Reshape((12, 4)))
        model.add(keras.layers.recurrent.LSTM(5))
        model.compile(loss='mean_squared_error', optimizer='adam')
    """)
    assert [node.layer for node in document.nodes] == ["Input", "Dense", "Reshape", "Conv2D", "Reshape", "LSTM"]
    assert document.training.outputs[0].loss.class_name == "MeanSquaredError"


def test_a_network_without_a_shape_leaves_the_shape_open() -> None:
    document = network("models.Sequential([layers.Dense(32, activation='relu'), layers.Dense(32)])")
    assert layers(document) == [("Input", {}), ("Dense", {"units": 32, "activation": "relu"}), ("Dense", {"units": 32})]


@pytest.mark.parametrize(
    "line",
    ["model.add(Desne(8))", "model.add(Dense(8)", "model.add(Dense(8)))", "model.add(Dense(8 ,, name=“d”))", "print 'hello', model.add(Dense(8))"],
)
def test_slips_of_typing_are_mended_and_told_with_their_line(line: str) -> None:
    found = read_text(f"model = Sequential()\nmodel.add(Input((4,)))\n{line}\nmodel.add(Dense(2))\n")
    assert [node.layer for node in found.documents[0].nodes] == ["Input", "Dense", "Dense"]
    assert any(note.kind == "changed" and note.line == 3 for note in found.report)


def test_a_layer_that_is_none_stands_as_a_placeholder() -> None:
    found = read_text("model = Sequential([Input((4,)), Frobnicate(3), Dense(2)])")
    assert [node.layer for node in found.documents[0].nodes] == ["Input", "Placeholder", "Dense"]
    assert any(note.kind == "unread" and note.line == 1 for note in found.report)


def test_functions_loops_and_conditions_are_followed() -> None:
    document = network("""
        from functools import partial
        from tensorflow.keras import layers, Model, Input
        conv = partial(layers.Conv2D, kernel_size=3, padding="same", activation="relu")
        def block(x, filters, pool=True, *, name):
            for k in range(2):
                x = conv(filters, name=f"{name}_conv{k + 1}")(x)
            if pool:
                x = layers.MaxPooling2D(name=name + "_pool")(x)
            return x
        x = inputs = Input(shape=(32, 32, 3), name="image")
        for place, filters in enumerate([2 ** power for power in (3, 4)]):
            x = block(x, filters, place == 0, name="block%d" % place)
        model = Model(inputs, layers.Flatten()(x))
    """)
    names = ["image", "block0_conv1", "block0_conv2", "block0_pool", "block1_conv1", "block1_conv2", "flatten"]
    assert [node.id for node in document.nodes] == names
    assert document.nodes[5].config == {"filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"}


def test_a_layer_that_is_called_again_shares_its_weights() -> None:
    document = network("""
        a, b = Input((4,), name="a"), Input((4,), name="b")
        tower = Dense(8, name="tower")
        model = Model([a, b], concatenate([tower(a), tower(b)], axis=-1))
    """)
    assert [(node.id, node.shares) for node in document.nodes if node.shares] == [("tower_1", "tower")]
    assert wires(document) == ["a>tower", "b>tower_1", "tower>concatenate", "tower_1>concatenate"]


def test_states_go_from_an_encoder_to_a_decoder() -> None:
    document = network("""
        encoder_inputs = Input(shape=(None, 71), name="source")
        encoder_outputs, state_h, state_c = LSTM(8, return_state=True, name="encoder")(encoder_inputs)
        decoder_inputs = Input(shape=(None, 93), name="target")
        decoder_outputs, *_ = LSTM(8, return_sequences=True, return_state=True, name="decoder")(decoder_inputs, initial_state=[state_h, state_c])
        model = Model([encoder_inputs, decoder_inputs], Dense(93, activation="softmax")(decoder_outputs))
    """)
    assert "encoder.1>decoder.initial_state" in wires(document)
    assert "encoder.2>decoder.initial_state" in wires(document)


def test_operators_on_tensors_become_operations_and_formulas() -> None:
    document = network("""
        x = Input((4, 6), name="x")
        scaled = tf.nn.relu(x) * 2.0 + 1
        last = scaled[:, -1, :]
        model = Model(x, last)
    """)
    assert [node.layer for node in document.nodes] == ["Input", "ops.relu", "ops.multiply", "ops.add", "Formula"]
    assert document.nodes[4].config == {"expression": "x[:, -1, :]"}


def test_a_network_within_another_is_a_block_and_those_of_a_gan_stand_by_themselves() -> None:
    found = read_text("""
        generator = Sequential([Dense(8, input_dim=4), Dense(6)], name="generator")
        discriminator = Sequential([Dense(8, input_shape=(6,)), Dense(1)], name="discriminator")
        discriminator.compile("adam", "binary_crossentropy")
        discriminator.trainable = False
        z = Input((4,))
        gan = Model(z, discriminator(generator(z)), name="gan")
        gan.compile("adam", "binary_crossentropy")
    """)
    assert [document.name for document in found.documents] == ["discriminator", "gan"]
    gan = found.documents[1]
    assert [node.layer for node in gan.nodes] == ["Input", "block.generator", "block.discriminator"]
    assert all(block.nested for block in gan.blocks.values())


def test_a_model_class_is_followed_through_its_call() -> None:
    document = network("""
        class Net(keras.Model):
            def __init__(self, units):
                super().__init__()
                self.hidden = [keras.layers.Dense(units) for _ in range(2)]
                self.last = keras.layers.Dense(1)
            def call(self, x, training=False):
                for layer in self.hidden:
                    x = layer(x) + x
                return self.last(x)
        model = Net(4)
        model.build((None, 4))
    """)
    assert [node.layer for node in document.nodes] == ["Input", "Dense", "ops.add", "Dense", "ops.add", "Dense"]
    assert document.nodes[0].config == {"shape": [4]}


def test_a_lambda_becomes_the_operations_it_is_made_of() -> None:
    document = network("model = Sequential([Input((6, 3)), Lambda(lambda x: K.mean(K.square(x), axis=1)), Dense(1)])")
    assert [node.layer for node in document.nodes] == ["Input", "ops.square", "ops.mean", "Dense"]


def test_programs_of_keras_1_are_read() -> None:
    document = network("""
        from keras.models import Sequential, Model
        from keras.layers import Dense, Convolution2D, MaxPooling2D, Flatten, Merge
        left = Sequential()
        left.add(Convolution2D(8, 3, 3, border_mode='same', init='he_normal', input_shape=(12, 12, 1), subsample=(2, 2)))
        left.add(Flatten())
        right = Sequential([Dense(output_dim=4, input_dim=5)])
        model = Sequential()
        model.add(Merge([left, right], mode='concat'))
        model.add(Dense(2))
        model.compile('sgd', 'mse')
        model.fit([a, b], y, nb_epoch=7)
    """)
    assert ("Conv2D", {"filters": 8, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same", "kernel_initializer": "HeNormal"}) in layers(
        document
    )
    assert [node.layer for node in document.nodes if node.layer in {"Concatenate", "Input"}] == ["Input", "Input", "Concatenate"]
    assert document.training.epochs == 7


def test_a_known_data_set_is_chosen_and_its_labels_are_class_numbers() -> None:
    document = network("""
        (x_train, y_train), _ = mnist.load_data()
        x_train = x_train.reshape(x_train.shape[0], -1).astype("float32") / 255
        y_train = keras.utils.to_categorical(y_train, 10)
        from keras.datasets import mnist
        (x_train, y_train), _ = mnist.load_data()
        x_train = x_train.reshape(x_train.shape[0], -1) / 255
        model = Sequential([Dense(10, input_shape=x_train.shape[1:])])
        model.compile("adam", "categorical_crossentropy")
        model.fit(x_train, y_train, validation_split=0.2, callbacks=[EarlyStopping(patience=4)])
    """)
    assert document.nodes[0].config == {"shape": [784]}
    training = document.training
    assert (training.dataset, training.outputs[0].field, training.outputs[0].loss.class_name) == ("mnist", "label", "SparseCategoricalCrossentropy")
    assert training.validation_split == 0.2
    assert training.callbacks == (KerasObject(class_name="EarlyStopping", config={"patience": 4}),)


def test_schedules_callbacks_and_weights_are_read() -> None:
    training = network("""
        model = Sequential([Dense(3, input_shape=(4,), activation="softmax")])
        rate = keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=100 * 2, decay_rate=0.96)
        model.compile(keras.optimizers.SGD(rate, clipnorm=1.0), "sparse_categorical_crossentropy", loss_weights=[0.5], jit_compile=True)
        best = ModelCheckpoint("weights.hdf5", monitor="val_acc", verbose=1, save_best_only=True)
        slower = ReduceLROnPlateau(factor=0.2, patience=5, epsilon=0.01, min_lr=1e-5)
        model.fit(x, y, callbacks=[best, slower, slower, keras.callbacks.TensorBoard("logs")], class_weight={0: 1, 1: 2.5})
    """).training
    rate = {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 200, "decay_rate": 0.96}}
    assert training.optimizer.config == {"learning_rate": rate, "clipnorm": 1.0}
    assert [callback.model_dump() for callback in training.callbacks] == [
        {"class_name": "ModelCheckpoint", "config": {"monitor": "val_accuracy"}},
        {"class_name": "ReduceLROnPlateau", "config": {"factor": 0.2, "patience": 5, "min_delta": 0.01, "min_lr": 1e-5}},
    ]
    assert (training.outputs[0].weight, training.jit_compile, training.class_weight) == (0.5, True, {"0": 1.0, "1": 2.5})


def test_callbacks_that_run_functions_are_told_and_left_out() -> None:
    found = read_text("""
        model = Sequential([Dense(3, input_shape=(4,))])
        model.compile("adam", "mse")
        model.fit(x, y, callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / epoch)], class_weight=weights_of(y))
    """)
    assert found.documents[0].training.callbacks == ()
    notes = [note.message for note in found.report if "callback" in note.message or "class_weight" in note.message]
    assert [note.partition(" was left out")[0] for note in notes][-1:] == ["The callback LearningRateScheduler"]
    assert any(note.startswith("class_weight is not known") for note in notes)


def test_an_architecture_of_keras_applications_is_drawn_without_its_weights() -> None:
    found = read_text("""
        base = tf.keras.applications.VGG16(weights="imagenet", include_top=False, input_shape=(64, 64, 3))
        base.trainable = False
        x = layers.GlobalAveragePooling2D()(base.output)
        model = Model(base.input, layers.Dense(3)(x))
    """)
    (document,) = found.documents
    assert len(document.nodes) == 21
    assert document.node("block1_conv1").config["trainable"] is False  # type: ignore[union-attr]
    assert any("imagenet" in note.message for note in found.report)


def test_shapes_that_a_program_asks_for_are_known() -> None:
    document = network("""
        x = Input((8, 8, 3))
        y = Conv2D(5, 3)(x)
        model = Model(x, Dense(K.int_shape(y)[-1] * y.shape[1])(y))
    """)
    assert document.nodes[2].config == {"units": 30}


def test_a_function_that_nothing_calls_is_followed_with_its_defaults() -> None:
    found = read_text("""
        def build(classes=3, shape=(5,)):
            model = Sequential([Dense(4, input_shape=shape)])
            model.add(Dense(classes))
            return model
    """)
    assert layers(found.documents[0])[-1] == ("Dense", {"units": 3})


def test_notebooks_prompts_and_markdown_are_read() -> None:
    cells = [{"cell_type": "code", "source": ["!pip install keras\n", "%matplotlib inline\n", "m = Sequential([Input((3,))])\n"]}]
    cells += [{"cell_type": "markdown", "source": "# x"}, {"cell_type": "code", "source": "m.add(Dense(2))"}]
    assert len(network(json.dumps({"cells": cells, "nbformat": 4})).nodes) == 2
    assert len(network(">>> m = Sequential([Input((3,))])\n>>> m.add(Dense(2))\n").nodes) == 2
    assert len(network("Write this:\n\n```python\nm = Sequential([Input((3,)), Dense(2)])\n```\nand run it.\n").nodes) == 2


def test_what_a_layer_needs_and_the_program_does_not_tell_is_named() -> None:
    found = read_text("vocabulary = len(open('words.txt').read())\nm = Sequential([Input((3,)),\n    Dense(vocabulary)])")
    assert found.documents[0].nodes[1].config == {}
    (note,) = [note for note in found.report if note.kind == "unread"]
    assert (note.line, note.node) == (3, "dense")


def test_a_text_without_a_network_is_refused_with_a_sentence() -> None:
    for text in ("", "x = 1", "def f(:\n", "hello world, this is no program", "import torch\nmodel = torch.nn.Linear(3, 4)\n"):
        with pytest.raises(Unreadable, match=r"network|program"):
            read("x.py", text.encode(), catalog.load())

"""Programs as they are published: with long texts between the code, helpers of their own, and networks inside layers."""

from __future__ import annotations

import pytest

from designer.core.importers.imported import Unreadable
from tests.designer.core.importers.python_code.reading import layers, network, read_text


def test_fences_in_the_long_texts_of_a_program_are_no_markdown() -> None:
    document = network("""
        '''A small network. Run it with:
        ```
        python small.py
        ```
        '''
        model = keras.Sequential([keras.Input((4,))])
        \"\"\"
        ```shell
        pip install keras
        ```
        \"\"\"
        model.add(layers.Dense(2))
    """)
    assert layers(document) == [("Input", {"shape": [4]}), ("Dense", {"units": 2})]


def test_a_layer_of_the_programs_own_that_cannot_be_followed_bears_its_class_name() -> None:
    found = read_text("""
        class Scaled(keras.layers.Layer):
            def build(self, shape):
                self.scale = self.add_weight(shape=(shape[-1],))
            def call(self, x):
                return x * self.scale
        model = keras.Sequential([keras.Input((4,)), Scaled(), layers.Dense(2)])
    """)
    (node,) = [node for node in found.documents[0].nodes if node.layer == "Placeholder"]
    assert node.config["class_name"] == "Scaled"
    assert [note.message.partition(":")[0] for note in found.report if note.kind == "unread"] == ["Scaled stands as a placeholder"]


def test_placeholders_that_stand_in_no_network_are_not_told() -> None:
    found = read_text("""
        inputs = keras.Input((4,))
        model = keras.Model(inputs, layers.Dense(2)(inputs))
        gradients = K.gradients(model.output, inputs)
    """)
    assert [note for note in found.report if note.kind == "unread"] == []


def test_an_output_that_is_named_twice_stands_once_and_is_told() -> None:
    found = read_text("""
        inputs = keras.Input((4,))
        outputs = layers.Dense(2)(inputs)
        model = keras.Model(inputs, [outputs, outputs])
    """)
    assert [note.line for note in found.report if note.kind == "changed"] == [4]


def test_a_shape_of_which_no_size_is_known_is_left_to_the_canvas() -> None:
    stack = network("model = Sequential([Dense(8, input_shape=[len(train_dataset.keys())]), Dense(1)])")
    assert layers(stack)[0] == ("Input", {})
    functional = network("""
        inputs = Input(shape=(batch.shape[1], batch.shape[2]))
        model = Model(inputs, Dense(1)(inputs))
    """)
    assert layers(functional)[0] == ("Input", {})


def test_open_sizes_that_say_enough_are_kept() -> None:
    words = network("inputs = Input((maxlen,))\nmodel = Model(inputs, GlobalAveragePooling1D()(Embedding(10, 4)(inputs)))")
    assert layers(words)[0] == ("Input", {"shape": [None]})
    pictures = network("inputs = Input((height, width, 3))\nmodel = Model(inputs, Conv2D(4, 3)(inputs))")
    assert layers(pictures)[0] == ("Input", {"shape": [None, None, 3]})


def test_what_a_layer_made_for_itself_is_no_network_of_the_program() -> None:
    found = read_text("""
        class Gate(layers.Layer):
            def __init__(self):
                super().__init__()
                self.inner = keras.Sequential([layers.Dense(4), layers.Dense(4)])
                self.scale = self.add_weight(shape=(4,))
            def call(self, x):
                return self.inner(x) * self.scale
        inputs = keras.Input((4,))
        model = keras.Model(inputs, Gate()(inputs))
    """)
    assert [document.name for document in found.documents] == ["program"]


def test_an_architecture_of_which_only_the_front_is_used_is_no_network_of_its_own() -> None:
    found = read_text("""
        base = keras.applications.MobileNetV2(include_top=False, input_shape=(32, 32, 3))
        model = keras.Model(base.input, layers.Flatten()(base.get_layer("block_1_expand_relu").output))
    """)
    assert [document.nodes[-1].layer for document in found.documents] == ["Flatten"]


CAUSAL = """
    class Decoder(layers.Layer):
        def __init__(self):
            super().__init__()
            self.attention = layers.MultiHeadAttention(num_heads=2, key_dim=4, name="attention")
        def mask(self, batch, count):
            {mask}
            grown = {tf}.concat([{tf}.expand_dims(batch, -1), {tf}.constant([1, 1])], 0)
            return {tf}.tile(mask, grown)
        def call(self, x):
            shape = {tf}.shape(x)
            return self.attention(x, x, attention_mask=self.mask(shape[0], shape[1]))
    inputs = keras.Input(({length}, 8))
    model = keras.Model(inputs, Decoder()(inputs))
"""
COMPARED = """row, column = {tf}.range(count), {tf}.range(count)[:, None]
            mask = {tf}.reshape({tf}.cast(column >= row - count + count, "int32"), (1, count, count))"""
LOWER = "mask = {tf}.linalg.band_part({tf}.ones((count, count)), -1, 0)[None]"


@pytest.mark.parametrize("length", ["6", "None", "sequence_length"])
@pytest.mark.parametrize("mask", [COMPARED, LOWER])
def test_a_causal_mask_that_is_written_out_is_the_argument_of_attention(mask: str, length: str) -> None:
    (node,) = [node for node in network(CAUSAL.format(mask=mask.format(tf="tf"), tf="tf", length=length)).nodes if node.layer == "MultiHeadAttention"]
    assert node.call == {"use_causal_mask": True}


def test_a_mask_that_looks_ahead_is_not_taken_for_a_causal_one() -> None:
    ahead = "mask = tf.cast(tf.range(count)[:, None] >= tf.range(count) - 1, 'int32')"
    document = network(CAUSAL.format(mask=ahead, tf="tf", length=6))
    assert [node.layer for node in document.nodes] == ["Input", "Placeholder"]


@pytest.mark.parametrize(("first", "second"), [("0", "1"), ("'left'", "'right'")])
def test_a_model_class_that_picks_from_its_input_has_several(first: str, second: str) -> None:
    document = network(f"""
        class Pair(keras.Model):
            def __init__(self):
                super().__init__()
                self.a, self.b = layers.Dense(2), layers.Dense(3)
            def call(self, inputs):
                return layers.concatenate([self.a(inputs[{first}]), self.b(inputs[{second}])])
        model = Pair()
    """)
    assert [node.layer for node in document.nodes] == ["Input", "Input", "Dense", "Dense", "Concatenate"]


def test_names_under_which_tensorflow_keeps_what_is_keras_s() -> None:
    found = read_text("""
        import tensorflow as tf
        dense, start = tf.keras.layers.Dense, tf.random_normal_initializer(0., 0.02)
        model = tf.keras.Sequential([tf.keras.Input((4,)), dense(2, kernel_initializer=start, bias_initializer=tf.initializers.ones())])
        model.compile(tf.train.AdamOptimizer(0.1), "mse")
    """)
    config = found.documents[0].nodes[1].config
    assert config["kernel_initializer"] == {"class_name": "RandomNormal", "config": {"mean": 0.0, "stddev": 0.02}}
    assert "bias_initializer" in config
    assert found.documents[0].training.optimizer.config == {"learning_rate": 0.1}
    assert [note for note in found.report if note.kind == "unread"] == []


def test_layers_of_libraries_beside_keras_that_keras_has_by_now() -> None:
    document = network("""
        import tensorflow_addons as tfa
        from keras_contrib.layers import InstanceNormalization
        model = Sequential([Input((8, 8, 4)), InstanceNormalization(), tfa.layers.GELU(), tfa.layers.InstanceNormalization(axis=None)])
        model.compile(tfa.optimizers.AdamW(weight_decay=0.1, learning_rate=0.01), "mse")
    """)
    assert layers(document)[1:] == [
        ("GroupNormalization", {"groups": -1}),
        ("Activation", {"activation": "gelu"}),
        ("GroupNormalization", {"groups": 1}),
    ]
    assert document.training.optimizer.class_name == "AdamW"


def test_a_function_that_scikit_learn_is_given_is_followed_with_the_settings_beside_it() -> None:
    found = read_text("""
        def deep(units=3, rate=0.5):
            model = Sequential([Dense(units, input_dim=8), Dropout(rate), Dense(1)])
            model.compile(loss="mse", optimizer="sgd")
            return model
        scored = KerasRegressor(build_fn=deep, units=5, epochs=7, batch_size=4, verbose=0)
        other = Sequential([Dense(2, input_dim=3)])
    """).documents
    assert [document.name for document in found] == ["deep", "other"]
    assert layers(found[0])[1:] == [("Dense", {"units": 5}), ("Dropout", {"rate": 0.5}), ("Dense", {"units": 1})]
    assert (found[0].training.epochs, found[0].training.batch_size) == (7, 4)


def test_a_vocabulary_that_is_learnt_is_as_large_as_it_may_be() -> None:
    document = network("""
        words = layers.TextVectorization(max_tokens=500, output_sequence_length=7)
        words.adapt(texts)
        model = keras.Sequential([words, layers.Embedding(len(words.get_vocabulary()), 4), layers.Dense(words.vocabulary_size())])
    """)
    assert [node.config.get("input_dim", node.config.get("units")) for node in document.nodes[2:]] == [500, 500]


def test_patches_in_the_words_of_tensorflow() -> None:
    document = network("""
        inputs = keras.Input((8, 8, 3))
        patches = tf.image.extract_patches(images=inputs, sizes=[1, 4, 4, 1], strides=[1, 2, 2, 1], rates=[1, 1, 1, 1], padding="VALID")
        model = keras.Model(inputs, tf.linalg.matrix_transpose(patches))
    """)
    assert layers(document)[1:] == [("ops.image.extract_patches", {"size": [4, 4], "strides": [2, 2]}), ("ops.swapaxes", {"axis1": -2, "axis2": -1})]


def test_the_places_of_a_sequence_may_be_counted_outside_of_a_layer() -> None:
    document = network("""
        inputs = keras.Input((6, 8))
        x = layers.Dense(4)(inputs)
        x = x + layers.Embedding(6, 4)(tf.range(start=0, limit=6, delta=1))
        model = keras.Model(inputs, x)
    """)
    assert [node.layer for node in document.nodes] == ["Input", "Dense", "Formula", "Embedding", "ops.add"]


def test_a_method_that_a_decorator_adds_to_a_class_is_followed() -> None:
    document = network("""
        class Tower(keras.Model):
            @classmethod
            def adds(cls, function):
                setattr(cls, function.__name__, function)
                return function
            def __init__(self):
                super().__init__()
                self.head = layers.Dense(2)
        @Tower.adds
        def call(self, x):
            return self.head(x)
        tower = Tower()
    """)
    assert [node.layer for node in document.nodes] == ["Input", "Dense"]


def test_a_network_that_is_tried_on_data_is_no_part_of_another() -> None:
    found = read_text("""
        net = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
        print(net(next(iter(batches))))
    """)
    assert [(document.name, len(document.nodes)) for document in found.documents] == [("program", 2)]
    assert [note for note in found.report if note.kind == "unread"] == []


def test_data_is_as_long_as_its_first_axis() -> None:
    document = network("""
        (x, y), _ = keras.datasets.mnist.load_data()
        model = keras.Sequential([keras.Input((len(x[0]), 28)), layers.Flatten(), layers.Dense(len(np.unique(y)))])
    """)
    assert layers(document) == [("Input", {"shape": [28, 28]}), ("Flatten", {}), ("Dense", {"units": 10})]


def test_a_layer_that_cannot_be_followed_leaves_the_layers_around_it_whole() -> None:
    document = network("""
        class Scaled(layers.Layer):
            def call(self, x):
                return x * self.scale
        class Outer(layers.Layer):
            def __init__(self):
                super().__init__()
                self.inner, self.head = Scaled(), layers.Dense(2)
            def call(self, x):
                return self.head(self.inner(x))
        inputs = keras.Input((4,))
        model = keras.Model(inputs, Outer()(inputs))
    """)
    assert [(node.layer, node.config.get("class_name")) for node in document.nodes] == [("Input", None), ("Placeholder", "Scaled"), ("Dense", None)]


def test_a_file_that_imports_keras_from_the_folder_above_it() -> None:
    document = network("""
        from ..layers import Input, Dense
        from ..models import Model
        from .. import backend as K
        def Small(classes=5):
            inputs = Input(shape=(3, 8) if K.image_dim_ordering() == "th" else (8, 3))
            return Model(inputs, Dense(classes)(inputs))
    """)
    assert layers(document) == [("Input", {"shape": [8, 3]}), ("Dense", {"units": 5})]


def test_modules_of_keras_that_a_function_hands_to_the_program() -> None:
    document = network("""
        from .tools import get_modules
        def Small(classes=5, **kwargs):
            backend, layers, models, keras_utils = get_modules(kwargs)
            inputs = layers.Input(shape=(8,))
            return models.Model(inputs, layers.Dense(classes)(inputs))
    """)
    assert layers(document) == [("Input", {"shape": [8]}), ("Dense", {"units": 5})]


def test_what_a_network_is_tried_on_in_a_function_is_not_told_as_an_input() -> None:
    found = read_text("""
        class Small(keras.Model):
            def __init__(self):
                super().__init__()
                self.head = layers.Dense(2)
            def call(self, x):
                return self.head(x)
        model = Small()
        def step(images):
            return model(images)
        for images in batches:
            step(images)
    """)
    assert [note for note in found.report if note.kind == "unread"] == []


def test_an_architecture_says_for_which_pictures_it_was_made() -> None:
    document = network("""
        from .pictures import _obtain_input_shape
        def Small(input_shape=None):
            inputs = Input(shape=_obtain_input_shape(input_shape, default_size=96, min_size=32, require_flatten=True))
            return Model(inputs, Conv2D(4, 3)(inputs))
    """)
    assert layers(document)[0] == ("Input", {"shape": [96, 96, 3]})


def test_kernels_are_given_side_by_side_in_the_days_of_keras_1() -> None:
    own = network("""
        from ..layers import Input, Conv2D
        from ..models import Model
        inputs = Input((9, 9, 4))
        model = Model(inputs, Conv2D(2, 3, 3)(inputs))
    """)
    snippet = network("model = Sequential([Convolution2D(2, 3, 3, input_shape=(9, 9, 4))])")
    assert layers(own)[1] == layers(snippet)[1] == ("Conv2D", {"filters": 2, "kernel_size": [3, 3]})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("import torch.nn as nn\nmodel = nn.Sequential(nn.Linear(4, 2))", "PyTorch"),
        ("library(keras)\nmodel <- keras_model_sequential()\nmodel %>% layer_dense(units = 4)", "R"),
        ("const model = tf.sequential();\nmodel.add(tf.layers.dense({units: 4}));", "JavaScript"),
        ("x = tf.placeholder(tf.float32, [None, 4])\ny = tf.layers.dense(x, 2)", "TensorFlow without Keras"),
        ("from sklearn.neural_network import MLPClassifier\nmodel = MLPClassifier()", "scikit-learn"),
    ],
)
def test_a_program_of_something_else_is_told_what_it_is(text: str, kind: str) -> None:
    with pytest.raises(Unreadable, match=f"^This is {kind}"):
        read_text(text)


def test_what_is_only_half_typed_is_read_as_far_as_it_goes() -> None:
    document = network("model = keras.Sequential([\n    keras.Input((4,)),\n    layers.Dense(2, activation=\n")
    assert layers(document) == [("Input", {"shape": [4]}), ("Dense", {"units": 2})]


def test_spelling_errors_in_the_names_of_models_and_methods_are_mended_and_told() -> None:
    found = read_text("""
        from keras.models import Sequental
        model = Sequental()
        model.ad(Dense(3, input_dim=4))
        model.complie(loss="mse", optimizer="adam")
    """)
    assert [note.line for note in found.report if note.kind == "changed"] == [3, 4, 5]
    assert found.documents[0].training.outputs[0].loss.class_name == "MeanSquaredError"


def test_misspelt_arguments_are_read_as_what_was_meant_and_told() -> None:
    found = read_text("""
        model = Sequential([Dense(4, actvation="relu", input_shap=(20,)), Dense(1, nme="end")])
        model.compile(los="binary_crossentropy", optimiser=keras.optimizers.Adam(learing_rate=0.01), metrcs=["acuracy"])
        model.fit(x, y, epoch=7, batchsize=3)
    """)
    (document,) = found.documents
    assert layers(document) == [("Input", {"shape": [20]}), ("Dense", {"units": 4, "activation": "relu"}), ("Dense", {"units": 1})]
    assert document.nodes[-1].id == "end"
    training = document.training
    assert (training.optimizer.config, training.epochs, training.batch_size) == ({"learning_rate": 0.01}, 7, 3)
    (output,) = training.outputs
    assert output.loss.class_name == "BinaryCrossentropy"
    assert [metric.class_name for metric in output.metrics] == ["accuracy"]  # the word, whose meaning the loss decides, and not the class
    told = " ".join(note.message for note in found.report)
    assert all(f"{word};" in told for word in ("input_shap", "actvation", "nme", "los", "optimiser", "learing_rate", "metrcs", "epoch", "batchsize"))


def test_arguments_of_no_optimizer_are_told() -> None:
    (note,) = (
        note
        for note in read_text("""
        model = Sequential([Input((4,)), Dense(1)])
        model.compile(keras.optimizers.Adam(0.01, warmup=100), "mse")
    """).report
        if note.kind == "unread"
    )
    assert "warmup" in note.message


def test_a_networks_own_compile_may_take_two_optimizers() -> None:
    found = read_text("""
        model = Sequential([Input((4,)), Dense(1)])
        model.compile(optimizer="sgd", d_optimizer="adam", loss="mse")
    """)
    assert found.documents[0].training.optimizer.class_name == "SGD"


def test_the_tensors_of_a_dict_come_in_the_order_of_their_names_as_in_keras() -> None:
    document = network("""
        entered = keras.Input((4,))
        model = keras.Model(entered, {"b": layers.Dense(1, name="b")(entered), "a": layers.Dense(2, name="a")(entered)})
    """)
    assert document.outputs == (("a", 0), ("b", 0))

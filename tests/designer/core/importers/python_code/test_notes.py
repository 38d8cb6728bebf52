"""Programs as they are published: with long texts between the code, helpers of their own, and networks inside layers."""

from __future__ import annotations

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

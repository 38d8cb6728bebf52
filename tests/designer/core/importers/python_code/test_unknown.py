"""What cannot be known is told: conditions, loops, and what happens only while training."""

from __future__ import annotations

from tests.designer.core.importers.python_code.reading import layers, network, read_text


def told(text: str, kind: str) -> list[int | None]:
    """The lines of a report's notes of one kind."""
    return [note.line for note in read_text(text).report if note.kind == kind]


def test_a_loop_that_runs_no_one_knows_how_often_is_told_where_it_makes_layers() -> None:
    text = """
        model = keras.Sequential([keras.Input((4,))])
        for _ in range(int(input())):
            model.add(layers.Dense(2))
        for epoch in range(int(input())):
            model.train_on_batch(x, y)
    """
    assert told(text, "unread") == [3]


def test_a_value_that_depends_on_an_unknown_condition_is_told() -> None:
    text = """
        count = len(load())
        model = keras.Sequential([keras.Input((4,)), layers.Dense(count if count > 2 else 1)])
        backend = "gpu" if count else "cpu"
    """
    assert told(text, "changed") == [3]


def test_layers_that_are_made_in_build_are_found_by_its_input_shape() -> None:
    document = network("""
        class Residual(layers.Layer):
            def __init__(self, units):
                super().__init__()
                self.units, self.widen = units, None
            def build(self, input_shape):
                self.dense = layers.Dense(self.units)
                if input_shape[-1] != self.units:
                    self.widen = layers.Dense(self.units, use_bias=False)
                super().build(input_shape)
            def call(self, x):
                y = self.dense(x)
                return y + (x if self.widen is None else self.widen(x))
        model = keras.Sequential([keras.Input((4,)), Residual(8), Residual(8)])
    """)
    assert [layer for layer, _ in layers(document)] == ["Input", "Dense", "Dense", "ops.add", "Dense", "ops.add"]


def test_dropout_under_if_training_is_kept() -> None:
    document = network("""
        class Block(keras.Model):
            def __init__(self):
                super().__init__()
                self.dense, self.drop = layers.Dense(3), layers.Dropout(0.5)
            def call(self, x, training=False):
                x = self.dense(x)
                if training:
                    x = self.drop(x, training=training)
                return self.drop(x) if training else x
        model = Block()
        model.build((None, 4))
    """)
    assert [layer for layer, _ in layers(document)] == ["Input", "Dense", "Dropout", "Dropout"]


def test_anything_else_that_happens_only_while_training_is_told() -> None:
    text = """
        class Scaled(layers.Layer):
            def call(self, x, training=None):
                if training:
                    return x * 2
                return x
        inputs = keras.Input((4,))
        model = keras.Model(inputs, layers.Dense(2)(Scaled()(inputs)))
    """
    assert told(text, "unread") == [5]

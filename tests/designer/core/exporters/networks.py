"""Small networks of every kind, with samples to ask them; the kinds that a person exports."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
from keras import Input, layers

Made = tuple[keras.Model, list[np.ndarray]]
_drawn = np.random.default_rng(0)


def _numbers(*shape: int) -> np.ndarray:
    return _drawn.normal(size=(16, *shape)).astype("float32")


def _tokens(length: int, count: int) -> np.ndarray:
    return _drawn.integers(0, count, (16, length)).astype("int32")


def _stack(*parts: keras.Layer) -> keras.Model:
    return keras.Sequential(list(parts))


def mlp() -> Made:
    parts = [layers.Dense(16, activation="gelu"), layers.BatchNormalization(), layers.Dropout(0.5), layers.Dense(3, activation="softmax")]
    return _stack(Input((8,), name="row"), *parts), [_numbers(8)]


def cnn() -> Made:
    parts = [layers.Rescaling(0.5), layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D(2), layers.SeparableConv2D(6, 3), layers.LeakyReLU()]
    return _stack(Input((12, 12, 1)), *parts, layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax")), [_numbers(12, 12, 1)]


def lstm() -> Made:
    parts = [layers.Embedding(20, 6, mask_zero=True), layers.LSTM(5), layers.Dense(1, activation="sigmoid")]
    return _stack(Input((10,), dtype="int32"), *parts), [_tokens(10, 20)]


def gru() -> Made:
    parts = [layers.GRU(5, return_sequences=True), layers.GRU(4), layers.Dense(1)]
    return _stack(Input((10, 3)), *parts), [_numbers(10, 3)]


def bi_lstm() -> Made:
    parts = [layers.Bidirectional(layers.LSTM(4, return_sequences=True)), layers.Bidirectional(layers.LSTM(3), merge_mode="sum"), layers.Dense(2)]
    return _stack(Input((6, 3)), *parts), [_numbers(6, 3)]


def transformer() -> Made:
    start = Input((8,), dtype="int32")
    x = layers.Embedding(20, 8)(start)
    x = layers.LayerNormalization()(layers.Add()([x, layers.MultiHeadAttention(2, 4)(x, x)]))
    x = layers.LayerNormalization()(x + layers.Dense(8)(layers.Dense(16, activation="gelu")(x)))
    return keras.Model(start, layers.Dense(2, activation="softmax")(layers.GlobalAveragePooling1D()(x))), [_tokens(8, 20)]


def multi_io() -> Made:
    left, right = Input((4,), name="left"), Input((6,), name="right")
    x = layers.Concatenate()([layers.Dense(5, activation="relu")(left), layers.Dense(5)(right)])
    outputs = [layers.Dense(2, activation="softmax", name="kind")(x), layers.Dense(1, name="price")(x)]
    return keras.Model([left, right], outputs), [_numbers(4), _numbers(6)]


def augment() -> Made:
    parts = [layers.RandomFlip(), layers.RandomRotation(0.2), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(2)]
    return _stack(Input((8, 8, 3)), *parts), [_numbers(8, 8, 3)]


def seq2seq() -> Made:
    said, answer = Input((5, 3), name="said"), Input((4, 2), name="answer")
    _, h, c = layers.LSTM(4, return_state=True)(said)
    x = layers.LSTM(4, return_sequences=True)(answer, initial_state=[h, c])
    return keras.Model([said, answer], layers.Dense(2, activation="softmax")(x)), [_numbers(5, 3), _numbers(4, 2)]


def towers() -> Made:
    """A nested model that is used twice, and whose layers bear names that stand outside of it too."""
    start = Input((4,))
    tower = keras.Model(start, layers.Add()([layers.Dense(3, name="same")(start), layers.Dense(3)(start)]), name="tower")
    left, right = Input((4,), name="left"), Input((4,), name="right")
    return keras.Model([left, right], layers.Dense(1, name="same")(layers.Concatenate()([tower(left), tower(right)]))), [_numbers(4), _numbers(4)]


def many_layers() -> Made:
    """One of each of many: a chain in which two branches meet in every way."""
    x = start = Input((10, 10, 2))
    chain = [
        layers.ZeroPadding2D(), layers.DepthwiseConv2D(3), layers.BatchNormalization(), layers.ReLU(6), layers.Cropping2D(1),
        layers.PReLU(shared_axes=[1, 2]), layers.AveragePooling2D(2), layers.UpSampling2D(), layers.MaxPooling2D(2), layers.Permute((2, 1, 3)),
        layers.Conv2DTranspose(3, 2), layers.Reshape((25, 3)), layers.Conv1D(3, 2), layers.ELU(), layers.LayerNormalization(), layers.Softmax(),
    ]  # fmt: skip
    for layer in chain:
        x = layer(x)
    a, b = layers.GlobalAveragePooling1D()(x), layers.GlobalMaxPooling1D()(x)
    merged = [merge()([a, b]) for merge in (layers.Maximum, layers.Minimum, layers.Multiply, layers.Average, layers.Add)]
    x = layers.Concatenate()([*merged, layers.Dot(1)([a, b]), layers.Flatten()(layers.RepeatVector(2)(a))])
    return keras.Model(start, layers.Dense(2)(x)), [_numbers(10, 10, 2)]


def normalised() -> Made:
    """A layer that holds arrays which are no variables."""
    scale = layers.Normalization()
    scale.adapt(_numbers(5))
    return _stack(Input((5,)), scale, layers.Dense(1)), [_numbers(5)]


def activations() -> Made:
    start = Input((5,))
    names = ["elu", "gelu", "linear", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "tanh"]
    return keras.Model(start, layers.Concatenate()([layers.Activation(name)(start) for name in names])), [_numbers(5)]


NETWORKS: dict[str, Callable[[], Made]] = {
    make.__name__: make
    for make in (
        mlp, cnn, lstm, gru, bi_lstm, transformer, multi_io, augment, seq2seq, towers, many_layers, normalised, activations,
    )
}  # fmt: skip

"""Layers called in every way that their ports and settings allow: states, masks, attention scores, cells."""

from __future__ import annotations

from typing import Any

from .layer_cases import Arrival, LayerCase

STEPS = Arrival((5, 3))
STATE = Arrival((4,))
MASK = Arrival((5,), "bool")
FRAMES = Arrival((3, 6, 6, 2))
FRAME_STATE = Arrival((4, 4, 4))
FILM = Arrival((4, 6, 6, 2))


def _serialized(name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": name, "config": config}


STACK = _serialized("StackedRNNCells", cells=[_serialized("LSTMCell", units=4), _serialized("GRUCell", units=4)])
SELF: dict[str, tuple[Arrival, ...]] = {"query": (STEPS,), "value": (STEPS,)}

CALLS: dict[str, LayerCase] = {
    "lstm with states and a mask": LayerCase("LSTM", {"units": 4}, {"inputs": (STEPS,), "initial_state": (STATE, STATE), "mask": (MASK,)}),
    "gru with a state": LayerCase("GRU", {"units": 4, "dropout": 0.5, "seed": 1}, {"inputs": (STEPS,), "initial_state": (STATE,)}),
    "simple rnn that gives its state": LayerCase("SimpleRNN", {"units": 4, "return_state": True}, {"inputs": (STEPS,)}),
    "rnn of stacked cells": LayerCase("RNN", {"cell": STACK, "return_sequences": True, "return_state": True}, {"inputs": (STEPS,)}),
    "rnn with a state": LayerCase("RNN", {"cell": _serialized("SimpleRNNCell", units=4)}, {"inputs": (STEPS,), "initial_state": (STATE,)}),
    "bidirectional with four states": LayerCase(
        "Bidirectional",
        {"layer": _serialized("LSTM", units=4, return_state=True)},
        {"inputs": (STEPS,), "initial_state": (STATE,) * 4, "mask": (MASK,)},
    ),
    "convlstm with states": LayerCase(
        "ConvLSTM2D", {"filters": 4, "kernel_size": 3}, {"inputs": (FRAMES,), "initial_state": (FRAME_STATE, FRAME_STATE)}
    ),
    "attention with masks and scores": LayerCase(
        "Attention", {"dropout": 0.5}, {"inputs": (STEPS, STEPS), "mask": (MASK, MASK)}, {"return_attention_scores": True, "use_causal_mask": True}
    ),
    "additive attention with masks": LayerCase("AdditiveAttention", {}, {"inputs": (STEPS, STEPS, STEPS), "mask": (MASK, MASK)}),
    "multi-head attention with a key": LayerCase("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, SELF | {"key": (STEPS,)}),
    "multi-head attention with masks": LayerCase(
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3},
        SELF | {"query_mask": (MASK,), "value_mask": (MASK,), "attention_mask": (Arrival((5, 5), "bool"),)},
        {"use_causal_mask": True, "return_attention_scores": True, "training": True},
    ),
    "grouped attention, causal": LayerCase(
        "GroupQueryAttention", {"head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 2}, SELF, {"use_causal_mask": True}
    ),
    "softmax with a mask": LayerCase("Softmax", {}, {"inputs": (STEPS,), "mask": (Arrival((5, 3), "bool"),)}),
    "pooling with a mask": LayerCase("GlobalAveragePooling1D", {}, {"inputs": (STEPS,), "mask": (MASK,)}),
    "batch norm with a mask": LayerCase("BatchNormalization", {}, {"inputs": (STEPS,), "mask": (MASK,)}, {"training": False}),
    "time distributed": LayerCase("TimeDistributed", {"layer": _serialized("Conv2D", filters=2, kernel_size=3)}, {"inputs": (FILM,)}),
    "time distributed with a mask": LayerCase(
        "TimeDistributed", {"layer": _serialized("Dense", units=2)}, {"inputs": (STEPS,), "mask": (MASK,)}, {"training": True}
    ),
    "an embedding backwards": LayerCase("ReversibleEmbedding", {"input_dim": 10, "output_dim": 4}, {"inputs": (Arrival((5, 4)),)}, {"reverse": True}),
    "counted categories": LayerCase(
        "CategoryEncoding",
        {"num_tokens": 4, "output_mode": "count"},
        {"inputs": (Arrival((3,), "int32"),), "count_weights": (Arrival((3,)),)},
    ),
    "dropout that stays on": LayerCase("Dropout", {"rate": 0.5, "seed": 1}, {"inputs": (STEPS,)}, {"training": True}),
    "spectral normalization": LayerCase("SpectralNormalization", {"layer": _serialized("Dense", units=4)}, {"inputs": (STATE,)}, {"training": True}),
    "a formula": LayerCase("Formula", {"expression": "x * sigmoid(y) + mean(z, axis=-1, keepdims=True)"}, {"inputs": (STATE,) * 3}),
}

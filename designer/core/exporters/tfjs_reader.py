"""Reads our model.json and weights.bin again, into a Keras model, without looking at the model they were made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np

from designer.core.exporters.tfjs_config import MODELS
from designer.core.exporters.tfjs_table import RENAMED
from designer.core.exporters.tfjs_weights import named_variables


def read(model_json: Mapping[str, Any], weights: bytes) -> keras.Model:
    """The model that the files describe; raises KeyError or ValueError where they do not fit together."""
    model = _functional(model_json["modelTopology"]["model_config"]["config"])
    arrays = _arrays(model_json["weightsManifest"][0]["weights"], weights)
    for name, variable in named_variables(model, name_of=lambda _, name: name):  # nested names are whole here
        variable.assign(arrays.pop(name))
    if arrays:
        raise ValueError(f"No layer takes {', '.join(arrays)}.")
    return model


def _arrays(manifest: list[dict[str, Any]], data: bytes) -> dict[str, np.ndarray]:
    found, start = {}, 0
    for entry in manifest:
        size = 4 * math.prod(entry["shape"])
        found[entry["name"]] = np.frombuffer(data[start : start + size], "<f4").reshape(entry["shape"])
        start += size
    return found


def _functional(config: Mapping[str, Any]) -> keras.Model:
    entries = {entry["name"]: entry for entry in config["layers"]}
    layers = {name: _layer(entry) for name, entry in entries.items()}
    calls: dict[tuple[str, int], Any] = {}

    def tensor(name: str, node: int, place: int, *_: Any) -> Any:
        """An output of a call; calls are made in the order that they are asked for, each once."""
        if (name, node) not in calls:
            sources = entries[name]["inbound_nodes"][node - (entries[name]["class_name"] in MODELS)]
            calls[name, node] = _call(layers[name], [tensor(*source) for source in sources])
        answer = calls[name, node]
        return answer[place] if isinstance(answer, list | tuple) else answer

    for name, entry in entries.items():
        if not entry["inbound_nodes"]:
            calls[name, 0] = layers[name]
    inputs, outputs = ([tensor(*end) for end in config[ends]] for ends in ("input_layers", "output_layers"))
    return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0], name=config["name"])


def _call(layer: keras.Layer, tensors: list[Any]) -> Any:
    """Call a layer as Keras 2 did: what follows a recurrent layer's sequence is its initial state."""
    if isinstance(layer, keras.layers.RNN | keras.layers.Bidirectional) and len(tensors) > 1:
        return layer(tensors[0], initial_state=tensors[1:])
    return layer(tensors if len(tensors) > 1 else tensors[0])


def _layer(entry: Mapping[str, Any]) -> Any:
    class_name, config = entry["class_name"], entry["config"]
    if class_name == "Functional":
        return _functional(config)
    if class_name == "Sequential":
        return keras.Sequential([_layer(inner) for inner in config["layers"]], name=config["name"])
    renamed = {there: here for here, there in RENAMED.get(class_name, {}).items()}
    if "layer" in config:
        config = {**config, "layer": {**config["layer"], "module": "keras.layers", "registered_name": None}}
    arguments = {renamed.get(key, key): value for key, value in config.items()}
    if class_name == "InputLayer":
        return keras.Input(batch_shape=arguments["batch_shape"], dtype=arguments["dtype"], name=arguments["name"])
    return getattr(keras.layers, class_name).from_config(arguments)

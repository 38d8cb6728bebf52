"""A model's variables under the names that TensorFlow.js gives its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import keras

from designer.core.exporters.tfjs_config import WITHIN, nested_name
from designer.core.exporters.tfjs_table import WEIGHTS


def named_variables(model: keras.Model, prefix: str = "", name_of: Callable[[str, str], str] = nested_name) -> Iterator[tuple[str, Any]]:
    """Each variable with its name; `name_of` says what a layer of the model called `prefix` is called in the file."""
    for layer in model.layers:
        name = name_of(prefix, layer.name)
        if isinstance(layer, keras.Model):
            yield from named_variables(layer, name, name_of)
        for scope, owner in _scopes(layer, name):
            renamed = WEIGHTS.get(type(owner).__name__, {})
            yield from ((f"{scope}/{renamed.get(variable.name, variable.name)}", variable) for variable in owner.weights)


def _scopes(layer: keras.Layer, name: str) -> list[tuple[str, keras.Layer]]:
    """What holds a layer's variables, under which name: the layer itself, or both directions of a bidirectional one."""
    if isinstance(layer, keras.Model):
        return []
    if hasattr(layer, "backward_layer"):
        return [(f"{name}/forward_{WITHIN}", layer.forward_layer), (f"{name}/backward_{WITHIN}", layer.backward_layer)]
    return [(name, layer)]

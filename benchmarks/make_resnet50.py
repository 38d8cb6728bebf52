"""Writes tests/graphs/resnet50.json: keras.applications.ResNet50 as a document, for tests and benchmarks.

Run it as `python -m benchmarks.make_resnet50` from the top of the repository. Needs no net: the weights are not loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras

from designer.core import catalog as catalogue
from designer.core.catalog import LayerSpec

TARGET = Path(__file__).parents[1] / "tests" / "graphs" / "resnet50.json"
GRID = 120


def to_document(model: keras.Model, name: str) -> dict[str, Any]:
    """A Functional model without shared layers or nested models, as a document."""
    layers = model.get_config()["layers"]
    nodes = [_node(place, layer) for place, layer in enumerate(layers)]
    return {"version": 1, "name": name, "nodes": nodes, "edges": [edge for layer in layers for edge in _edges(layer)]}


def _node(place: int, layer: dict[str, Any]) -> dict[str, Any]:
    spec = catalogue.load().layers["Input" if layer["class_name"] == "InputLayer" else layer["class_name"]]
    return {"id": layer["name"], "layer": spec.name, "config": _config(layer["config"], spec), "at": [0, GRID * place]}


def _config(config: dict[str, Any], spec: LayerSpec) -> dict[str, Any]:
    """What differs from the defaults."""
    if spec.is_input:
        return {"shape": list(config["batch_shape"][1:])}
    named = {param.name: param.default for param in spec.params if param.name not in {"dtype", "trainable"}}
    return {key: plain for key, value in config.items() if key in named and (plain := _plain(value)) != named[key]}


def _plain(value: Any) -> Any:
    """Objects without arguments of their own as Keras's plain names."""
    if isinstance(value, dict) and not any(value["config"].values()):
        return "".join(f"_{char.lower()}" if char.isupper() else char for char in value["class_name"]).lstrip("_")
    return list(value) if isinstance(value, tuple) else value


def _edges(layer: dict[str, Any]) -> list[dict[str, Any]]:
    sources = [source for node in layer["inbound_nodes"] for source in _sources(node["args"])]
    return [{"from": [source[0], source[2]], "to": [layer["name"], "inputs", place]} for place, source in enumerate(sources)]


def _sources(value: Any) -> Iterator[Any]:
    """The (layer, call, output) of every tensor in a call's arguments."""
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield value["config"]["keras_history"]
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _sources(item)


def to_text(document: dict[str, Any]) -> str:
    """JSON with a line for each node and edge."""
    parts = [f"  {json.dumps(key)}: {_lines(value) if isinstance(value, list) else json.dumps(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(rows: list[Any]) -> str:
    return "[\n" + ",\n".join(f"    {json.dumps(row)}" for row in rows) + "\n  ]"


if __name__ == "__main__":
    TARGET.write_text(to_text(to_document(keras.applications.ResNet50(weights=None), "ResNet50")))

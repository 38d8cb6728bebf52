"""A model's configuration as TensorFlow.js reads it: that of Keras 2, with the layers and arguments that it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import keras

from designer.core.exporters.exported import CannotExport
from designer.core.exporters.serving import Serving, as_list
from designer.core.exporters.tfjs_table import ACTIVATIONS, CARRIES_MASK, CURES, LAYERS, RENAMED, SILENT, VERSION

Config: TypeAlias = dict[str, Any]

NESTED = "__"  # between a nested model's name and those of its layers: names of weights must differ over all models
MODELS = frozenset({"Functional", "Sequential"})
WITHIN = "inner"
NOT_NEEDED = ("_initializer", "_regularizer", "_constraint", "backward_layer")  # trained weights need none; a browser would compute them
ELSEWHERE = "Take ONNX, which browsers run by ONNX Runtime Web, or replace the layer."


def model_config(serving: Serving) -> Config:
    """The `model_config` of a model.json; raises CannotExport."""
    _refuse_masks(serving.model)
    return {"class_name": "Functional", "config": _functional(serving.model.get_config(), "")}


def nested_name(prefix: str, name: str) -> str:
    """The name of a layer of a nested model."""
    return f"{prefix}{NESTED}{name}" if prefix else name


def _refuse_masks(model: keras.Model) -> None:
    """Masked time steps are left out by fewer layers than in Keras."""
    for operation in model.operations:
        masked = any(getattr(tensor, "_keras_mask", None) is not None for tensor in _inputs(operation))
        if masked and type(operation).__name__ not in CARRIES_MASK and isinstance(operation, keras.Layer):
            message = (
                f"TensorFlow.js does not leave out masked time steps in {operation.name}. Take the mask off (mask_zero, Masking) and train again."
            )
            raise CannotExport(message, operation.name)


def _inputs(operation: keras.Operation) -> list[Any]:
    try:
        return as_list(operation.input)
    except (AttributeError, ValueError):  # called several times
        return []


def _functional(config: Mapping[str, Any], prefix: str) -> Config:
    entries = {entry["name"]: entry for entry in config["layers"]}
    outputs, inputs = _ends(config["output_layers"]), _ends(config["input_layers"])
    wanted = _reaching(entries, [name for name, *_ in outputs])
    wanted |= {name for name, *_ in inputs}

    def told(history: Sequence[Any]) -> list[Any]:
        """Where a tensor comes from: a nested model's first call is counted from 1 there, since its making counts too."""
        name, node, place = history
        return [nested_name(prefix, name), node + (entries[name]["class_name"] in MODELS), place]

    def called(entry: Mapping[str, Any]) -> Config:
        nodes = [[[*told(history), {}] for history in _tensors(node)] for node in entry["inbound_nodes"]]
        return {**_layer(entry, prefix), "name": nested_name(prefix, entry["name"]), "inbound_nodes": nodes}

    return {
        "name": config["name"],
        "trainable": True,
        "layers": [called(entry) for entry in config["layers"] if entry["name"] in wanted],
        "input_layers": [told(history) for history in inputs],
        "output_layers": [told(history) for history in outputs],
    }


def _ends(ends: Any) -> list[list[Any]]:
    """One end of a model, [name, 0, 0], or several, as several."""
    return [list(ends)] if ends and isinstance(ends[0], str) else [list(end) for end in (ends.values() if isinstance(ends, dict) else ends)]


def _reaching(entries: Mapping[str, Any], names: Sequence[str]) -> set[str]:
    """The layers that outputs are computed from; operations that only make masks are none of them, since layers make those themselves."""
    found, waiting = set(names), list(names)
    while waiting:
        for node in entries[waiting.pop()]["inbound_nodes"]:
            new = {history[0] for history in _tensors(node)} - found
            found |= new
            waiting += new
    return found


def _tensors(node: Mapping[str, Any]) -> list[list[Any]]:
    """Where the tensors of a call come from, in order, those of `initial_state` last, as Keras 2 took them."""
    return list(_histories([node["args"], {key: value for key, value in node["kwargs"].items() if key != "mask"}]))


def _histories(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield value["config"]["keras_history"]
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _histories(item)


def _layer(entry: Mapping[str, Any], prefix: str, owner: str | None = None) -> Config:
    """One layer, checked against the table; what is said of a layer within a wrapper is said of its owner."""
    class_name, config = entry["class_name"], entry["config"]
    name = nested_name(prefix, config["name"])
    if class_name == "Functional":
        return {"class_name": class_name, "config": {**_functional(config, name), "name": name}}
    if class_name == "Sequential":
        return {"class_name": class_name, "config": {"name": name, "layers": [_layer(inner, name) for inner in config["layers"]]}}
    if class_name in SILENT:
        return {"class_name": "Activation", "config": {"name": name, "activation": "linear"}}
    _check(class_name, config, owner or name)
    renamed = RENAMED.get(class_name, {})
    plain = {renamed.get(key, key): _plain(key, value, owner or name) for key, value in config.items() if not key.endswith(NOT_NEEDED)}
    return {"class_name": class_name, "config": {**plain, "name": name}}


def _check(class_name: str, config: Mapping[str, Any], name: str) -> None:
    if class_name not in LAYERS:
        raise CannotExport(f"TensorFlow.js {VERSION} has no {class_name}, which {name} is or holds. {ELSEWHERE}", name)
    for key, values in LAYERS[class_name].items():
        if key in config and _comparable(config[key]) not in values:
            cure = CURES.get((class_name, key), ELSEWHERE)
            raise CannotExport(f"TensorFlow.js {VERSION} does not know {key}={config[key]!r} of {name} ({class_name}). {cure}", name)


def _comparable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain(key: str, value: Any, name: str) -> Any:
    """An argument's value as Keras 2 wrote it."""
    if key == "dtype":
        return value if isinstance(value, str) else "float32"
    if key.endswith("activation"):
        return _activation(value, name)
    if key == "layer":  # what a wrapper holds; its weights bear this name there
        return _layer({**value, "config": {**value["config"], "name": WITHIN}}, "", name)
    return value


def _activation(value: Any, name: str) -> str:
    if not isinstance(value, str) or value not in ACTIVATIONS:
        said = value.get("class_name") if isinstance(value, dict) else value
        raise CannotExport(f"TensorFlow.js {VERSION} has no activation that computes what {said} of {name} does. Choose another, such as relu.", name)
    return ACTIVATIONS[value]

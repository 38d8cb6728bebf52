"""Masks that Keras writes into a saved model of its own accord, behind Embedding and Masking; it makes them again when the model is built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from designer.core.importers.keras_entries import LayerEntry, ModelEntry, Ref, refs


def is_mask(argument: str) -> bool:
    """Whether an argument of a call is a mask that layers hand on; an attention mask is one that a person gave."""
    return argument.endswith("mask") and argument not in ("attention_mask", "use_causal_mask")


def hidden_operations(model: ModelEntry) -> frozenset[str]:
    """The operations that nothing but masks comes of, where a layer makes masks."""
    if not any(_makes_masks(layer) for layer in model.layers):
        return frozenset()
    by_name = {layer.name: layer for layer in model.layers}
    waiting = [ref.layer for ref in model.outputs] + [layer.name for layer in model.layers if not layer.is_operation]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed and name in by_name:
            needed.add(name)
            waiting.extend(ref.layer for ref in _used(by_name[name]))
    return frozenset(layer.name for layer in model.layers if layer.is_operation and layer.name not in needed)


def _used(layer: LayerEntry) -> Iterator[Ref]:
    for call in layer.calls:
        yield from refs(call.args)
        yield from refs({key: value for key, value in call.kwargs.items() if not is_mask(key)})


def _makes_masks(layer: LayerEntry) -> bool:
    return layer.class_name == "Masking" or _says("mask_zero", layer.config) or any(_within(layer.config))


def _says(key: str, config: Any) -> bool:
    return isinstance(config, dict) and config.get(key) is True


def _within(config: Any, depth: int = 0) -> Iterator[bool]:
    """Whether a layer of a model inside makes masks."""
    layers = config.get("layers") if isinstance(config, dict) and depth < 12 else None
    for layer in layers if isinstance(layers, list) else ():
        if isinstance(layer, dict):
            yield layer.get("class_name") == "Masking" or _says("mask_zero", layer.get("config"))
            yield from _within(layer.get("config"), depth + 1)

"""TimeDistributed around a whole model, which a document does not hold -> TimeDistributed around each of its layers, which computes the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from designer.core.importers.keras_entries import LayerEntry, ModelEntry, Ref, read_model, refs

WRAPPERS: Final = frozenset({"TimeDistributed"})
ENTRANCES: Final = frozenset({"Input", "InputLayer"})
DEEPEST: Final = 12


def wrapped_model(entry: LayerEntry) -> LayerEntry | None:
    """The model that a wrapper holds; None for any other layer."""
    inner = entry.config.get("layer")
    if entry.class_name not in WRAPPERS or not isinstance(inner, dict) or not isinstance(inner.get("config"), dict | list):
        return None
    config = inner["config"] if isinstance(inner["config"], dict) else {"layers": inner["config"]}
    found = LayerEntry(str(config.get("name") or "model"), str(inner.get("class_name")), config)
    return found if found.is_model else None


def chain(entry: LayerEntry, depth: int = 0) -> list[LayerEntry] | None:
    """The layers of a model one behind the other, models in it unfolded; None for one that is no chain."""
    model = read_model(entry.class_name, dict(entry.config), entry.name)
    if depth > DEEPEST or not (model.is_sequential or _is_chain(model)):
        return None
    layers: list[LayerEntry] = []
    for layer in model.layers:
        if layer.class_name in ENTRANCES:
            continue
        inner = chain(layer, depth + 1) if layer.is_model else [layer]
        if inner is None:
            return None
        layers += inner
    return layers


def _is_chain(model: ModelEntry) -> bool:
    """Whether each layer is called once, on the one before it, and the last is the only output."""
    called = [layer for layer in model.layers if layer.calls]
    before = [next((layer.name for layer in model.layers if not layer.calls), ""), *(layer.name for layer in called[:-1])]
    return (
        len(model.layers) == len(called) + 1
        and all(
            len(layer.calls) == 1 and list(refs((layer.calls[0].args, layer.calls[0].kwargs))) == [Ref(name)]
            for layer, name in zip(called, before, strict=True)
        )
        and [ref.layer for ref in model.outputs] == [called[-1].name if called else ""]
    )


def unfolded(entry: LayerEntry, layers: list[LayerEntry]) -> Iterator[LayerEntry]:
    """A wrapper around each of some layers."""
    for layer in layers:
        held = {"class_name": layer.class_name, "config": {**layer.config, "name": layer.name}}
        config = {key: value for key, value in entry.config.items() if key not in ("layer", "name", "batch_input_shape")}
        yield LayerEntry(f"{entry.name}_{layer.name}", entry.class_name, {**config, "layer": held})

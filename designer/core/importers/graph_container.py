"""The Graph of Keras 0 and 1, a network told as named nodes with merges between them, as a Functional model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.core.importers.imported import Unreadable
from designer.core.importers.keras_entries import MOST_LAYERS, CallEntry, LayerEntry, ModelEntry, Ref, read_entry

PARTS = ("input_config", "node_config", "output_config")


def is_graph_container(config: Any) -> bool:
    """Whether a config is a Graph's."""
    return isinstance(config, dict) and all(isinstance(config.get(part), list) for part in PARTS) and isinstance(config.get("nodes"), dict)


def read_graph_container(config: Mapping[str, Any], name: str) -> ModelEntry:
    """The model of a Graph. Raises Unreadable."""
    return _Container(config).read(str(config.get("name") or name))


class _Container:
    def __init__(self, config: Mapping[str, Any]) -> None:
        if sum(len(config[part]) for part in PARTS) > MOST_LAYERS:
            raise Unreadable(f"This Graph has more than {MOST_LAYERS:,} nodes.")
        self._config = config
        self._layers: list[LayerEntry] = []
        self._refs: dict[str, Ref] = {}

    def read(self, name: str) -> ModelEntry:
        for item in self._items("input_config"):
            self._add_input(item)
        inputs = tuple(self._refs.values())
        outputs = []
        for item in self._items("node_config"):
            node = self._add_node(item)
            outputs += [node] if item.get("create_output") else []
        outputs += [
            self._source(item, f"{item['name']}_merge") for item in self._items("output_config") if item["name"] not in {ref.layer for ref in outputs}
        ]
        return ModelEntry(name, tuple(self._layers), inputs, tuple(outputs))

    def _items(self, part: str) -> list[dict[str, Any]]:
        items = self._config[part]
        if not all(isinstance(item, dict) and isinstance(item.get("name"), str) for item in items):
            raise Unreadable("A node of this Graph has no name.")
        return list(items)

    def _add_input(self, item: Mapping[str, Any]) -> None:
        shape = item.get("batch_input_shape") or ([None, *item["input_shape"]] if isinstance(item.get("input_shape"), list) else None)
        dtype = item.get("dtype")
        self._put(LayerEntry(item["name"], "InputLayer", {"batch_input_shape": shape, "dtype": "float32" if dtype == "float" else dtype}))

    def _add_node(self, item: Mapping[str, Any]) -> Ref:
        name = item["name"]
        given = self._config["nodes"].get(name)
        entry = read_entry({**given, "inbound_nodes": []} if isinstance(given, dict) else given, len(self._layers))
        sources = item.get("inputs") if isinstance(item.get("outputs"), list) else None  # a node that is shared, called on each
        refs = [self._found(source) for source in sources] if isinstance(sources, list) and sources else [self._source(item, f"{name}_merge")]
        self._put(LayerEntry(name, entry.class_name, entry.config, entry.module, tuple(CallEntry((ref,)) for ref in refs)))
        for place, output in enumerate(item.get("outputs") or ()):
            self._refs[str(output)] = Ref(name, place)
        return Ref(name)

    def _source(self, item: Mapping[str, Any], name: str) -> Ref:
        """What a node or an output reads: one node, or several merged."""
        several = item.get("inputs")
        if not isinstance(several, list) or not several:
            return self._found(item.get("input"))
        config = {"mode": item.get("merge_mode", "concat"), "concat_axis": item.get("concat_axis", -1), "dot_axes": item.get("dot_axes", -1)}
        self._put(LayerEntry(name, "Merge", {"name": name, **config}, "", (CallEntry(([self._found(source) for source in several],)),)))
        return Ref(name)

    def _found(self, name: Any) -> Ref:
        if not isinstance(name, str) or name not in self._refs:
            raise Unreadable(f"A node of this Graph reads {str(name)[:60]!r}, which is not in it.")
        return self._refs[name]

    def _put(self, entry: LayerEntry) -> None:
        self._layers.append(entry)
        self._refs[entry.name] = Ref(entry.name)

"""The ways in which Keras 1, 2 and 3 write down a model, as one: layers in order, each with its calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer.core.importers.imported import Unreadable

MOST_LAYERS = 3_000
MOST_PLACES: Final = 9_999  # calls of a layer, outputs of a call
MODEL_CLASSES: Final = frozenset({"Functional", "Model", "Sequential", "Container", "Network"})
CONSTANT: Final = "_CONSTANT_VALUE"


@dataclass(frozen=True, slots=True)
class Ref:
    """An output of a call of a layer."""

    layer: str
    call: int = 0
    output: int = 0


@dataclass(frozen=True, slots=True)
class CallEntry:
    """A call: values that hold Refs wherever a tensor stands."""

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """A layer as it stands in a file."""

    name: str
    class_name: str
    config: Mapping[str, Any]
    module: str = ""
    calls: tuple[CallEntry, ...] = ()

    @property
    def is_model(self) -> bool:
        """Whether it is a model of its own."""
        return isinstance(self.config.get("layers"), list) and (self.class_name in MODEL_CLASSES or "input_layers" in self.config)

    @property
    def is_operation(self) -> bool:
        """Whether it is an operation of Keras 3, which is no layer."""
        return self.module.startswith("keras.src.ops") or self.module.startswith("keras.ops")


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model as it stands in a file; `inputs` and `outputs` are empty for Sequential."""

    name: str
    layers: tuple[LayerEntry, ...]
    inputs: tuple[Ref, ...] = ()
    outputs: tuple[Ref, ...] = ()
    is_sequential: bool = False
    receives: tuple[Any, ...] = ()
    """What a Sequential was built on, where its first layer does not say."""


def read_model(class_name: str, config: Any, name: str = "") -> ModelEntry:
    """A model's config, of any Keras. Raises Unreadable."""
    if isinstance(config, list):
        config = {"layers": config}
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        raise Unreadable(f"This {class_name} does not say which layers it has.")
    items = config["layers"]
    if len(items) > MOST_LAYERS:
        raise Unreadable(f"This model has {len(items):,} layers; at most {MOST_LAYERS:,} are read.")
    title = str(config.get("name") or name or class_name)
    if class_name != "Sequential" and _is_graph(config):
        return _functional(title, config, items)
    layers = tuple(_unique(read_entry(item, place) for place, item in enumerate(items)))
    shape = config.get("build_input_shape")
    return ModelEntry(title, layers, is_sequential=True, receives=tuple(shape) if isinstance(shape, list | tuple) else ())


def _is_graph(config: Mapping[str, Any]) -> bool:
    return any(isinstance(item, dict) and "inbound_nodes" in item for item in config["layers"])


def _functional(name: str, config: Mapping[str, Any], items: list[Any]) -> ModelEntry:
    layers = tuple(read_entry(item, place) for place, item in enumerate(items))
    models = {layer.name for layer in layers if layer.is_model}
    is_modern = any(isinstance(node, dict) and "args" in node for item in items if isinstance(item, dict) for node in _nodes(item))
    inbound = _offsets(layers, models, is_modern=is_modern)
    outputs = list(_tensors(config.get("output_layers", ())))
    functional = {layer.name for layer in layers if layer.is_model and layer.class_name != "Sequential"}
    ends = dict.fromkeys(functional, 1) if is_modern else _from(outputs, models, inbound)
    return ModelEntry(
        name,
        tuple(LayerEntry(layer.name, layer.class_name, layer.config, layer.module, _shifted(layer.calls, inbound)) for layer in layers),
        tuple(_tensors(config.get("input_layers", ()))),
        tuple(_moved(ref, ends) for ref in outputs),
    )


def _offsets(layers: tuple[LayerEntry, ...], models: set[str], *, is_modern: bool) -> dict[str, int]:
    """Models whose first call is counted as the second: Keras 1 and 2 counted the making of a model as its first."""
    if is_modern:
        return {}
    return _from([ref for layer in layers for call in layer.calls for ref in refs((call.args, call.kwargs))], models, {})


def _from(found: list[Ref], models: set[str], known: Mapping[str, int]) -> dict[str, int]:
    lowest: dict[str, int] = {}
    for ref in found:
        lowest[ref.layer] = min(ref.call, lowest.get(ref.layer, ref.call))
    return {**{name: 1 for name, low in lowest.items() if name in models and low > 0}, **known}


def _moved(ref: Ref, offsets: Mapping[str, int]) -> Ref:
    return Ref(ref.layer, max(ref.call - offsets.get(ref.layer, 0), 0), ref.output)


def _shifted(calls: tuple[CallEntry, ...], offsets: Mapping[str, int]) -> tuple[CallEntry, ...]:
    return tuple(CallEntry(_map(call.args, offsets), _map(call.kwargs, offsets)) for call in calls)


def _map(value: Any, offsets: Mapping[str, int]) -> Any:
    if isinstance(value, Ref):
        return _moved(value, offsets)
    if isinstance(value, list | tuple):
        return type(value)(_map(item, offsets) for item in value)
    return {key: _map(item, offsets) for key, item in value.items()} if isinstance(value, dict) else value


def refs(value: Any) -> Iterator[Ref]:
    """Every Ref in a value, in order."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from refs(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from refs(item)


def read_entry(item: Any, place: int) -> LayerEntry:
    """A layer as any Keras writes it; `place` says where it stands. Raises Unreadable."""
    if not isinstance(item, dict):
        raise Unreadable(f"Layer {place + 1} of this model is not written as Keras writes a layer.")
    class_name, config = item.get("class_name"), item.get("config")
    if not isinstance(class_name, str):  # Keras 0 wrote a layer's arguments beside the name of its class
        class_name, config = str(item.get("name") or "?"), {key: value for key, value in item.items() if key not in ("name", "custom_name")}
        item = {"name": item.get("custom_name"), **({"inbound_nodes": item["inbound_nodes"]} if "inbound_nodes" in item else {})}
    if isinstance(config, list):
        config = {"layers": config}
    config = config if isinstance(config, dict) else {}
    name = item.get("name") or config.get("name")
    calls = tuple(_call(node) for node in _nodes(item))
    return LayerEntry(str(name or ""), class_name, config, str(item.get("module") or ""), calls)


def _nodes(item: Mapping[str, Any]) -> list[Any]:
    nodes = item.get("inbound_nodes")
    return nodes if isinstance(nodes, list) else []


def _unique(layers: Iterator[LayerEntry]) -> Iterator[LayerEntry]:
    """Layers of a Sequential under names of their own."""
    seen: set[str] = set()
    for layer in layers:
        base = layer.name or layer.class_name.lower()
        name, count = base, 0
        while name in seen:
            count += 1
            name = f"{base}_{count}"
        seen.add(name)
        yield LayerEntry(name, layer.class_name, layer.config, layer.module, layer.calls)


def _call(node: Any) -> CallEntry:
    if isinstance(node, dict) and "args" in node:
        args, kwargs = node["args"], node.get("kwargs")
        values = [modern_value(item) for item in args] if isinstance(args, list) else [modern_value(args)]
        return CallEntry(tuple(values), {key: modern_value(item) for key, item in kwargs.items()} if isinstance(kwargs, dict) else {})
    if isinstance(node, dict):
        return CallEntry(({key: _legacy_value(item) for key, item in node.items()},))
    if not isinstance(node, list) or not node:
        return CallEntry(())
    if isinstance(node[0], str):
        return CallEntry((_legacy_value(node[:3]),), _legacy_kwargs(node))
    found = [_legacy_value(item[:3] if _is_ref(item) or _is_constant(item) else item) for item in node]
    return CallEntry((found[0] if len(found) == 1 else found,), _legacy_kwargs(_first_ref(node)))


def _first_ref(value: Any) -> Any:
    while isinstance(value, list) and value and not isinstance(value[0], str):
        value = value[0]
    return value


def _legacy_kwargs(node: Any) -> dict[str, Any]:
    kwargs = node[3] if isinstance(node, list) and len(node) > 3 else None
    return {key: _legacy_value(value) for key, value in kwargs.items()} if isinstance(kwargs, dict) else {}


def _is_ref(value: Any) -> bool:
    if not isinstance(value, list) or len(value) not in (3, 4) or not isinstance(value[0], str):
        return False
    return all(isinstance(place, int) and 0 <= place <= MOST_PLACES for place in value[1:3])


def _is_constant(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= 3 and value[0] == CONSTANT


def _legacy_value(value: Any) -> Any:
    if _is_constant(value):
        return value[2]
    if _is_ref(value):
        return Ref(*value[:3])
    if isinstance(value, list):
        return [_legacy_value(item) for item in value]
    return {key: _legacy_value(item) for key, item in value.items()} if isinstance(value, dict) else value


def modern_value(value: Any) -> Any:
    """A value of a call as Keras 3 writes it."""
    if isinstance(value, list):
        return [modern_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    special = SPECIAL.get(str(value.get("class_name")))
    found = special(value.get("config"), value) if special else None
    return {key: modern_value(item) for key, item in value.items()} if found is None else found


def _keras_tensor(config: Any, _: Any) -> Ref | None:
    history = config.get("keras_history") if isinstance(config, dict) else None
    return Ref(*history[:3]) if isinstance(history, list) and _is_ref(history[:3]) else None


def _slice(config: Any, _: Any) -> slice | None:
    return slice(config.get("start"), config.get("stop"), config.get("step")) if isinstance(config, dict) else None


def _constant(config: Any, _: Any) -> Any:
    return config.get("value") if isinstance(config, dict) else None


SPECIAL: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "__ellipsis__": lambda *_: ...,
    "__keras_tensor__": _keras_tensor,
    "__numpy__": _constant,
    "__slice__": _slice,
    "__tensor__": _constant,
    "__tuple__": lambda _, value: [modern_value(item) for item in value.get("items") or ()],
}


def _tensors(value: Any) -> Iterator[Ref]:
    """The tensors of input_layers and output_layers, which may stand alone, in lists or in dicts."""
    if _is_ref(value):
        yield Ref(*value[:3])
    elif isinstance(value, list):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _tensors(item)

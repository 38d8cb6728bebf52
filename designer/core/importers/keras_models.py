"""A model as it stands in a file -> nodes and wires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from designer.core.arguments import Place, check_config
from designer.core.catalog import LayerSpec
from designer.core.document import Block
from designer.core.importers.drawing import Drawing, Tensor
from designer.core.importers.imported import Note, Unreadable
from designer.core.importers.keras_calls import keys, ordered_calls, wired
from designer.core.importers.keras_entries import CallEntry, LayerEntry, ModelEntry, Ref, read_model, refs
from designer.core.importers.keras_masks import hidden_operations
from designer.core.importers.keras_operations import is_operation, read_operation
from designer.core.importers.keras_replacements import replaced
from designer.core.importers.keras_wrapped import ENTRANCES, chain, unfolded, wrapped_model
from designer.core.importers.lean import lean_config, storable
from designer.core.importers.legacy import INPUT_SHAPE, PLACEHOLDER, modern_layer

UNKNOWN: Final = "unknown_object"  # a function or a class of the person's own
DEEPEST: Final = 12  # models within models
LONGEST_PORT: Final = 36  # and a number behind it
MOVED: Final[Mapping[str, str]] = {"causal": "use_causal_mask"}
"""Arguments of a layer that are its call's today."""
GIVEN: Final = ("string", "int32", "int64")
"""What layers of words and of whole numbers said that they give, which is no dtype policy."""
TOKENS: Final[Mapping[str, str]] = {"Embedding": "int32", "StringLookup": "string", "TextVectorization": "string", "IntegerLookup": "int64"}
"""What the Input of a Sequential holds where its first layer reads something else than numbers."""


@dataclass
class Names:
    """What the file's names became: (path of models, layer) -> node id, for the weights."""

    ids: dict[tuple[str, ...], str] = field(default_factory=dict)
    operations: set[str] = field(default_factory=set)
    """What Keras calls the operations that tf.keras called otherwise."""


@dataclass
class ModelReader:
    """Draws a model and the models within it."""

    drawing: Drawing
    dtype_policy: str = "float32"
    path: tuple[str, ...] = ()
    names: Names = field(default_factory=Names)
    told: dict[str, None] = field(default_factory=dict)

    def read(self, model: ModelEntry) -> tuple[list[str], list[Tensor]]:
        """Draw a model; returns the ids of its Inputs and its outputs, in order."""
        return self._stack(model) if model.is_sequential else self._graph(model)

    # -- Sequential ------------------------------------------------------------------------------------------------------------------------------

    def _stack(self, model: ModelEntry) -> tuple[list[str], list[Tensor]]:
        inputs: list[str] = []
        current: list[Tensor] = []
        for place, entry in enumerate(model.layers):
            if place == 0 and entry.class_name not in ENTRANCES:
                inputs, current = self._start(entry, model.receives)
            node = self._layer(entry, CallEntry((list(range(len(current))) if len(current) > 1 else 0,)), dict(enumerate(current)), None)
            inputs = inputs or [node]
            current = [Tensor(node)]
        return inputs, current

    def _start(self, entry: LayerEntry, receives: Sequence[Any]) -> tuple[list[str], list[Tensor]]:
        """What the first layer of a Sequential reads: an Input, or the branches of Keras 1's Merge."""
        branches = entry.config.get("layers")
        if isinstance(branches, list) and not entry.is_model:
            return self._branches(branches)
        node = self._entrance(entry, receives)
        return [node], [Tensor(node)]

    def _branches(self, branches: Sequence[Any]) -> tuple[list[str], list[Tensor]]:
        """The models that Keras 1's Merge joined, drawn side by side."""
        inputs: list[str] = []
        ends: list[Tensor] = []
        for branch in branches[:100]:
            if not isinstance(branch, dict) or not isinstance(branch.get("class_name"), str):
                raise Unreadable("A branch of Merge is not written as Keras writes a model.")
            if len(self.path) >= DEEPEST:
                raise Unreadable("Models stand inside one another too deeply.")
            inner = ModelReader(self.drawing, self.dtype_policy, self.path, self.names, self.told)
            entered, left = inner.read(read_model(branch["class_name"], branch.get("config")))
            inputs += entered
            ends += left
        return inputs, ends

    def _entrance(self, entry: LayerEntry, receives: Sequence[Any]) -> str:
        """An Input before the first layer, of the shape that the layer says it receives."""
        found = _received(entry)
        shape = found.get("shape") or list(receives)
        config: dict[str, Any] = {"shape": list(shape[1:])} if isinstance(shape, list | tuple) and shape else {}
        if config and isinstance(shape, list | tuple) and shape[0]:
            config["batch_size"] = shape[0]
        dtype = found.get("dtype")
        if dtype not in (None, "float32"):
            config["dtype"] = dtype
        if not config.get("shape") and "shape" not in config and not self.path:
            self._say("read", "The file does not say which shape enters the network: give it in the Input.")
        return self.drawing.add("Input", storable(config), {}, name=self._port_name(f"{entry.name}_input" if entry.name else "input_layer"))

    def _port_name(self, name: str) -> str:
        """The name of an Input: within a block it is a port's, which is shorter than a node's."""
        return name[-LONGEST_PORT:].lstrip("_0123456789") if self.path and len(name) > LONGEST_PORT else name

    # -- Functional ------------------------------------------------------------------------------------------------------------------------------

    def _graph(self, model: ModelEntry) -> tuple[list[str], list[Tensor]]:
        hidden = hidden_operations(model)
        done: dict[Ref, str] = {}
        for entry, place, call in ordered_calls(model, hidden):
            self._draw(entry, place, call, done, hidden)
        inputs = [done[Ref(ref.layer, ref.call)] for ref in model.inputs if Ref(ref.layer, ref.call) in done]
        outputs = [Tensor(done[Ref(ref.layer, ref.call)], ref.output) for ref in model.outputs if Ref(ref.layer, ref.call) in done]
        return inputs, outputs

    def _draw(self, entry: LayerEntry, place: int, call: CallEntry, done: dict[Ref, str], hidden: frozenset[str]) -> None:
        needed = [ref for ref in refs((call.args, call.kwargs)) if ref.layer not in hidden]
        found = {ref: Tensor(done[Ref(ref.layer, ref.call)], ref.output) for ref in needed if Ref(ref.layer, ref.call) in done}
        if len(found) < len(set(needed)):
            self._say("unread", f"{entry.name} receives something that the file does not hold.")
        shares = done.get(Ref(entry.name, 0)) if place else None
        done[Ref(entry.name, place)] = self._layer(entry, call, found, shares)

    # -- one layer -------------------------------------------------------------------------------------------------------------------------------

    def _layer(self, entry: LayerEntry, call: CallEntry, tensors: Mapping[Any, Tensor], shares: str | None) -> str:
        """The node of a call; `tensors` holds what each Ref (or place, in a Sequential) in the call stands for."""
        if entry.is_model and not is_operation(entry):
            return self._model(entry, call, tensors, shares)
        if is_operation(entry):
            return self._operation(entry, call, tensors)
        if (inner := wrapped_model(entry)) is not None:
            return self._wrapped(entry, inner, [tensors[key] for key in keys(call) if key in tensors], shares)
        name, config = modern_layer(entry.class_name, entry.config, lambda message: self._say("changed", message), saved=True)
        spec = self.drawing.catalog.layers.get(name)
        if spec is None and (made := replaced(entry.class_name, config)):
            self._say("changed", f"`{entry.class_name}`, which Keras 3 does not offer, became `{made[0]}`, which computes the same.")
            name, config = made
            spec = self.drawing.catalog.layers.get(name)
        arriving = [tensors[key] for key in keys(call) if key in tensors]
        if name == PLACEHOLDER or spec is None or spec.unavailable:
            return self._placeholder(entry, name, config, spec, arriving)
        return self._known(entry, spec, config, call, tensors, shares)

    def _wrapped(self, entry: LayerEntry, inner: LayerEntry, arriving: list[Tensor], shares: str | None) -> str:
        """A wrapper around a model, as the wrapper around each of its layers."""
        layers = chain(inner)
        if not layers or shares is not None:
            reason = f"{entry.class_name} holds a model that is no chain of layers. Make a block of it, and wrap its layers one by one."
            return self.drawing.placeholder(entry.class_name, storable(dict(entry.config)), arriving, reason, name=entry.name)
        self._say("changed", f"{entry.class_name} around a model became one around each of its layers, which computes the same.")
        self.names.ids[(*self.path, entry.name)] = ""
        for layer, held in zip(unfolded(entry, layers), layers, strict=True):
            node = self._layer(layer, CallEntry((0,)), dict(enumerate(arriving)), None)
            self.names.ids[(*self.path, entry.name, held.name)] = node
            arriving = [Tensor(node)]
        return arriving[0].node

    def _known(
        self, entry: LayerEntry, spec: LayerSpec, config: Mapping[str, Any], call: CallEntry, tensors: Mapping[Any, Tensor], shares: str | None
    ) -> str:
        kept, unknown = lean_config(config, spec, self.drawing.catalog)
        kept = {key: _of_policy(value, self.dtype_policy) for key, value in kept.items()}
        if kept.get("dtype") == self.dtype_policy or kept.get("dtype") in (("float32",) if spec.is_input else GIVEN):
            kept.pop("dtype")
        inputs, arguments = wired(spec, call, tensors)
        for old in [key for key in unknown if spec.call_param(MOVED.get(key, "")) is not None]:
            arguments[MOVED[old]] = config[old]
            unknown.remove(old)
            self._say("changed", f"`{old}` became `{MOVED[old]}`, an argument of the call.")
        if shares is not None:
            kept, unknown = {}, []
        name = self._port_name(entry.name) if spec.is_input else entry.name
        node = self.drawing.add(spec.name, kept, inputs, name=name or None, call=arguments, shares=shares)
        for key in unknown:
            self._say("changed", f"`{key}` was left out: {spec.name} has no such argument in Keras 3.")
        for fault in check_config(kept, spec, self.drawing.catalog, Place("", node)):
            if fault.code == UNKNOWN:
                self._say("unread", fault.message)
        if shares is None:
            self.names.ids[(*self.path, entry.name)] = node
        return node

    def _placeholder(self, entry: LayerEntry, name: str, config: Mapping[str, Any], spec: LayerSpec | None, arriving: list[Tensor]) -> str:
        if name == PLACEHOLDER:
            class_name, data, reason = config["class_name"], config["data"], config["reason"]
        else:
            reason = spec.unavailable if spec is not None else f"Keras 3 has no layer called {entry.class_name}."
            class_name, data = entry.class_name, entry.config
        return self.drawing.placeholder(str(class_name)[:100], storable(data), arriving, reason, name=entry.name or None)

    def _operation(self, entry: LayerEntry, call: CallEntry, tensors: Mapping[Any, Tensor]) -> str:
        found = read_operation(entry, call, self.drawing.catalog)
        if found is None:
            arriving = [tensors[ref] for ref in refs((call.args, call.kwargs)) if ref in tensors]
            what = str(entry.config.get("function") or entry.class_name)
            return self.drawing.placeholder(
                what[:100],
                storable(dict(entry.config)),
                arriving,
                "keras.ops has no operation that does the same.",
                name=entry.name,
            )
        spec = self.drawing.catalog.layers.get(found.layer)
        if spec is not None and not entry.is_operation:
            self.names.operations.add(spec.auto_name)
        inputs = {port: [tensors[ref] for ref in found if ref in tensors] for port, found in found.inputs.items()}
        return self.drawing.add(found.layer, storable(dict(found.config)), inputs, name=entry.name or None)

    # -- models within models --------------------------------------------------------------------------------------------------------------------

    def _model(self, entry: LayerEntry, call: CallEntry, tensors: Mapping[Any, Tensor], shares: str | None) -> str:
        arriving = [tensors[key] for key in keys(call) if key in tensors]
        if shares is not None:
            owner = self.drawing.nodes[shares]
            ports = self.drawing.blocks[owner.layer.removeprefix("block.")].inputs if owner.layer.startswith("block.") else ()
            return self.drawing.add(
                owner.layer, {}, dict(zip(ports, ([tensor] for tensor in arriving), strict=False)), name=entry.name, shares=shares
            )
        if len(self.path) >= DEEPEST:
            return self.drawing.placeholder(entry.class_name, None, arriving, "Models stand inside one another too deeply.", name=entry.name)
        block_name, ports = self._block(entry)
        call_arguments = {"training": call.kwargs["training"]} if isinstance(call.kwargs.get("training"), bool) else {}
        config = {"trainable": False} if entry.config.get("trainable") is False else {}
        inputs = dict(zip(ports, ([tensor] for tensor in arriving), strict=False))
        node = self.drawing.add(f"block.{block_name}", config, inputs, name=entry.name or block_name, call=call_arguments)
        self.names.ids[(*self.path, entry.name)] = node
        return node

    def _block(self, entry: LayerEntry) -> tuple[str, tuple[str, ...]]:
        """The block of a nested model, and its ports."""
        inner = ModelReader(Drawing(self.drawing.catalog), self.dtype_policy, (*self.path, entry.name), self.names, self.told)
        inner.drawing.blocks = self.drawing.blocks
        model = read_model(entry.class_name, dict(entry.config), entry.name)
        inputs, outputs = inner.read(model)
        self.drawing.notes += [Note(kind=note.kind, message=note.message, line=note.line) for note in inner.drawing.notes]
        block = Block(
            nodes=tuple(inner.drawing.nodes.values()),
            edges=tuple(inner.drawing.edges),
            inputs=tuple(inputs),
            outputs=tuple((tensor.node, tensor.output) for tensor in outputs),
            nested=True,
        )
        name = free_block_name(entry.name or entry.class_name, self.drawing.blocks)
        self.drawing.blocks[name] = block
        return name, block.inputs

    def _say(self, kind: str, message: str) -> None:
        """A line for the report, once."""
        if message not in self.told:
            self.told[message] = None
            self.drawing.note(kind, message)


def _of_policy(value: Any, policy: str) -> Any:
    """A value in which the layers inside do not say again that they follow the network's dtype policy."""
    if isinstance(value, list):
        return [_of_policy(item, policy) for item in value]
    inner = value.get("config") if isinstance(value, dict) else None
    if not isinstance(inner, dict):
        return value
    return {**value, "config": {key: _of_policy(item, policy) for key, item in inner.items() if (key, item) != ("dtype", policy)}}


def _received(entry: LayerEntry) -> dict[str, Any]:
    """The shape, and the dtype, that the first layer of a Sequential says it receives; of a model, that of its own first layer."""
    for _ in range(DEEPEST):
        if not entry.is_model:
            break
        model = read_model(entry.class_name, dict(entry.config), entry.name)
        if not model.layers:
            return {}
        first = next((layer for layer in model.layers for ref in model.inputs[:1] if layer.name == ref.layer), model.layers[0])
        entry = first
    name, config = modern_layer(entry.class_name, entry.config, lambda _: None, saved=True)
    if name == "Input":
        size = config.get("batch_size")
        return {"shape": [size, *config["shape"]] if "shape" in config else None, "dtype": config.get("dtype")}
    return {"shape": config.get(INPUT_SHAPE), "dtype": TOKENS.get(name) or entry.config.get("input_dtype")}


def free_block_name(wanted: str, taken: Iterable[str]) -> str:
    """A name for a block: small letters, and free."""
    base = "".join(char if char.isascii() and char.isalnum() else "_" for char in wanted.lower()).strip("_")[:34] or "model"
    base = base if base[0].isalpha() else f"model_{base}"[:34]
    used = Counter(taken)
    name, count = base, 0
    while used[name]:
        count += 1
        name = f"{base}_{count}"
    return name

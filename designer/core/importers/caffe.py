"""Caffe's prototxt: the structure of a network. Its layers are written as the operators of ONNX, which lie as Caffe's do, and drawn as those are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from designer.core.catalog import Catalog
from designer.core.importers.caffe_layers import TRANSLATIONS, Layer, Untranslated, initial
from designer.core.importers.caffe_operators import OPERATORS
from designer.core.importers.caffe_tables import DATA, DROPPED, LOSSES, OLD_TYPES
from designer.core.importers.imported import Imported, Note, Unreadable
from designer.core.importers.onnx_file import draw, draw_inputs, drawn_outputs, sketched
from designer.core.importers.onnx_file.model import Array, Info, OnnxModel, Operation
from designer.core.importers.onnx_file.sketch import Sketch
from designer.core.importers.prototxt import Message, parse

MOST_LAYERS = 5_000
_SIZES = {"mnist": (1, 28, 28), "cifar": (3, 32, 32), "ilsvrc": (3, 224, 224), "imagenet": (3, 224, 224)}  # of the data that Caffe's examples name


@dataclass
class _Net:
    """What a prototxt says, as operators."""

    name: str
    inputs: list[Info] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    constants: dict[str, Array] = field(default_factory=dict)
    configs: dict[int, dict[str, Any]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    blobs: dict[str, str] = field(default_factory=dict)
    unused: dict[str, None] = field(default_factory=dict)  # tensors that nobody took yet, in order: the outputs

    def note(self, kind: Any, message: str, line: int | None = None) -> None:
        """A line for the report."""
        self.notes.append(Note(kind=kind, message=message, line=line))


def read(name: str, data: bytes, catalog: Catalog) -> Imported:
    """The network that a prototxt describes. Raises Unreadable."""
    message = parse(data)
    layers = [_layer(part) for part in message.parts("layer", "layers")]
    if not layers:
        raise Unreadable("There are no layers in this prototxt. Drop the one that describes the network (train_val or deploy).")
    if len(layers) > MOST_LAYERS:
        raise Unreadable(f"This prototxt holds {len(layers):,} layers; at most {MOST_LAYERS:,} are read.")
    net = _Net(message.text("name") or name.rpartition("/")[2].removesuffix(".prototxt") or "Caffe")
    _read_inputs(net, message)
    for layer in _of_one_phase(net, layers):
        _translate(net, layer)
    if not net.inputs:
        raise Unreadable("Nothing in this prototxt says what enters the network: there is no input and no data layer.")
    return _drawn(net, catalog, len(layers))


def _layer(part: Message) -> Layer:
    inner = part.part("layer")  # the oldest form: layers { layer { name type … } bottom top }
    told = inner if inner.fields else part
    kind = str(told.get("type", ""))
    return Layer(told.text("name"), OLD_TYPES.get(kind, kind), _texts(part, "bottom"), _texts(part, "top"), told, part.line)


def _texts(part: Message, name: str) -> tuple[str, ...]:
    return tuple(value for value in part.all(name) if isinstance(value, str))


def _of_one_phase(net: _Net, layers: list[Layer]) -> Iterator[Layer]:
    """The layers of training; those of testing only where training has no twin of them."""
    trained = {layer.name for layer in layers if "TEST" not in _phases(layer)} | {
        top for layer in layers if "TRAIN" in _phases(layer) for top in layer.tops
    }
    for layer in layers:
        if "TEST" in _phases(layer) and (layer.name in trained or set(layer.tops) <= trained):
            continue
        if layer.type in DROPPED:
            net.note("changed", f"{layer.type} {layer.name} was left out: {DROPPED[layer.type]}", layer.line)
            continue
        yield layer


def _phases(layer: Layer) -> set[str]:
    return {part.text("phase") for part in layer.message.parts("include")}


def _read_inputs(net: _Net, message: Message) -> None:
    names = _texts(message, "input")
    shapes = [[int(size) for size in part.all("dim") if isinstance(size, int)] for part in message.parts("input_shape")]
    dims = [int(size) for size in message.all("input_dim") if isinstance(size, int)]
    shapes += [dims[start : start + 4] for start in range(0, len(dims) - 3, 4)]
    for place, name in enumerate(names):
        _input(net, name, shapes[place] if place < len(shapes) else None)


def _input(net: _Net, name: str, shape: list[int] | None) -> None:
    if shape is None or not 1 < len(shape) <= 5 or min(shape[1:]) < 1:
        net.note("unread", f"How large {name} is cannot be read; one sample was taken to be 224 × 224 × 3. Set the shape of the Input.")
        shape = [1, 3, 224, 224]
    net.inputs.append(Info(name, "float", tuple(shape)))
    net.blobs[name] = name


def _data(net: _Net, layer: Layer) -> None:
    """A layer that reads data: an Input, of a size that is told or known."""
    name = layer.tops[0] if layer.tops else layer.name
    shape = [int(size) for size in layer.message.part("input_param").part("shape").all("dim") if isinstance(size, int)]
    places = [layer.message, *layer.message.parts("transform_param", "data_param", "image_data_param", "window_data_param", "hdf5_data_param")]
    crop = int(next((part.number(key, 0) for part in places for key in ("crop_size", "cropsize") if key in part.fields), 0))
    source = " ".join(part.text("source") for part in places).lower()
    known = next((size for word, size in _SIZES.items() if word in f"{source} {net.name.lower()}"), None)
    memory = layer.message.part("memory_data_param")
    if shape:
        found: list[int] | None = shape
    elif memory.fields:
        found = [1, *(int(memory.number(side, 1)) for side in ("channels", "height", "width"))]
    elif crop:
        found = [1, known[0] if known else 3, crop, crop]
    else:
        found = [1, *known] if known else None
    _input(net, name, found)
    if not shape:
        net.note("changed", f"{layer.type} {layer.name} became an Input: choose the data set in Training.", layer.line)


def _translate(net: _Net, layer: Layer) -> None:
    if layer.type in DATA and not layer.bottoms:
        _data(net, layer)
        return
    unknown = [name for name in layer.bottoms[:1] if name not in net.blobs]
    if layer.type in LOSSES:
        _loss(net, layer)
        return
    if unknown:
        net.note("unread", f"{layer.type} {layer.name} was left out: it takes {unknown[0]}, which nothing gives.", layer.line)
        return
    if not layer.bottoms or not layer.tops:
        net.note("unread", f"{layer.type or 'A layer'} {layer.name} was left out: it takes nothing, or gives nothing.", layer.line)
        return
    inputs = [net.blobs[name] for name in layer.bottoms if name in net.blobs]
    outputs = [f"{top}@{len(net.operations)}.{place}" for place, top in enumerate(layer.tops)]
    try:
        operations = TRANSLATIONS.get(layer.type, _unknown)(layer, inputs, outputs, net.constants)
    except Untranslated as reason:
        operations = [Operation(layer.type, "", tuple(inputs), tuple(outputs), {"reason": str(reason)}, domain="caffe")]
    config = initial(layer)
    for operation in operations:
        named = replace(operation, name=f"{layer.name}/x", line=layer.line, title=layer.type)
        net.operations.append(named)
        net.configs[id(named)] = config
    for name in inputs:
        net.unused.pop(name, None)
    net.unused |= dict.fromkeys(outputs)
    net.blobs |= dict(zip(layer.tops, outputs, strict=True))


def _unknown(layer: Layer, inputs: list[str], outputs: list[str], constants: dict[str, Array]) -> list[Operation]:
    settings = {
        f"{name}.{key}": value[-1]
        for name, parts in layer.message.fields.items()
        for part in parts
        if isinstance(part, Message)
        for key, value in part.fields.items()
        if isinstance(value[-1], int | float | str)
    }
    return [Operation(layer.type or "?", "", tuple(inputs), tuple(outputs), settings, domain="caffe")]


def _loss(net: _Net, layer: Layer) -> None:
    """A loss: the activation in it becomes a layer, the loss itself is chosen in Training."""
    activation, loss = LOSSES[layer.type]
    taken = net.blobs.get(layer.bottoms[0]) if layer.bottoms else None
    if taken and activation and not any(operation.type == activation and taken in operation.inputs for operation in net.operations):
        made = f"{taken}@{activation}"
        net.operations.append(
            Operation(activation, f"{layer.name}/x", (taken,), (made,), {"axis": 1} if activation == "Softmax" else {}, "", layer.line)
        )
        net.unused.pop(taken, None)
        net.unused[made] = None
    net.note("changed", f"{layer.type} {layer.name} is no layer in Keras: choose {loss} as the loss in Training.", layer.line)


def _drawn(net: _Net, catalog: Catalog, count: int) -> Imported:
    labels = {info.name for info in net.inputs} - {name for operation in net.operations for name in operation.inputs}
    kept = tuple(info for info in net.inputs if info.name not in labels) or tuple(net.inputs)
    model = OnnxModel("", 12, net.name, kept, tuple(net.unused), tuple(net.operations), net.constants, {})
    sketch = sketched(catalog, model, keeps_weights=False)
    draw_inputs(sketch, net.operations)
    for operation in net.operations:
        before = len(sketch.nodes)
        draw(sketch, operation, OPERATORS)
        _configure(sketch, list(sketch.nodes)[before:], net.configs.get(id(operation), {}))
    outputs = drawn_outputs(sketch)
    document = sketch.document(net.name, outputs=outputs)
    first = Note(kind="read", message=f"{net.name}: {count} layers of Caffe became {len(sketch.nodes)} nodes. A prototxt holds no weights.")
    changes = (Note(kind="changed", message=message) for message in sketch.changes)
    return Imported((document,), (first, *net.notes, *changes, *sketch.notes))


def _configure(sketch: Sketch, nodes: list[str], config: dict[str, Any]) -> None:
    """Give a layer the initializers that the prototxt names."""
    for name in nodes:
        node = sketch.nodes[name]
        spec = sketch.catalog.layers.get(node.layer)
        taken = {key: value for key, value in config.items() if spec and spec.param(key) and node.shares is None}
        if node.config.get("use_bias") is False:
            taken.pop("bias_initializer", None)
        sketch.nodes[name] = node.model_copy(update={"config": {**node.config, **taken}})

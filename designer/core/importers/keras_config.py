"""The JSON and YAML that Keras 1, 2 and 3 write of a model -> a document. Nothing of Keras's own deserialisation is used."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from designer.core.catalog import Catalog
from designer.core.document import Document
from designer.core.importers.channels import turn
from designer.core.importers.clashes import renamed
from designer.core.importers.drawing import Drawing, Tensor
from designer.core.importers.graph_container import is_graph_container, read_graph_container
from designer.core.importers.imported import Imported, Note, Unreadable
from designer.core.importers.keras_entries import ModelEntry, read_model
from designer.core.importers.keras_models import ModelReader, Names
from designer.core.importers.keras_shared import sentence, shared_apart
from designer.core.importers.keras_training import read_training
from designer.core.importers.plain_text import read_plain

POLICIES: Final = ("mixed_float16", "mixed_bfloat16", "float16", "bfloat16", "float64")


@dataclass(frozen=True)
class Drawn:
    """A model that was drawn, with what its layers' names became, by the names of the models that they stand in."""

    document: Document
    notes: tuple[Note, ...]
    names: Mapping[tuple[str, ...], str]
    entry: ModelEntry
    shared: Sequence[tuple[tuple[str, ...], ...]] = ()
    """The places of each layer that stands in several of the models."""


def read(name: str, data: bytes, catalog: Catalog) -> Imported:
    """The network that a JSON or YAML text of Keras describes. Raises Unreadable."""
    drawn = draw(read_plain(data), catalog, title=name.rpartition("/")[2].rpartition(".")[0])
    return Imported((drawn.document,), drawn.notes)


def draw(found: Any, catalog: Catalog, *, title: str = "", training: Any = None) -> Drawn:
    """A model's config, as plain data, as a document; `training` says how it was compiled, where that stands elsewhere. Raises Unreadable."""
    class_name, config, compiled = _model_in(found)
    entry = read_graph_container(config, title) if is_graph_container(config) else read_model(class_name, config, title)
    drawing = Drawing(catalog)
    policy = _policy(config)
    reader = ModelReader(drawing, policy, names=Names())
    inputs, outputs = reader.read(entry)
    turn(drawing)
    if reader.names.operations:
        names = renamed(drawing, reader.names.operations, reader.names.ids)
        outputs = [Tensor(names.get(tensor.node, tensor.node), tensor.output) for tensor in outputs]
    ends = _end_names(drawing, outputs)
    _order(drawing, inputs)
    settings = read_training(training or compiled, ends, catalog, lambda message: drawing.note("changed", message))
    name = entry.name if entry.name not in ("Sequential", "Functional", "Model") else title or entry.name
    document = drawing.document(name, dtype_policy=policy, training=settings, outputs=_listed(drawing, outputs))
    count = len(document.nodes) + sum(len(block.nodes) for block in document.blocks.values())
    shared = shared_apart(config)
    told = [Note(kind="changed", message=sentence(paths)) for paths in shared]
    notes = (Note(kind="read", message=f"A {_kind(entry)} of {count} layers and operations was read."), *drawing.notes, *told)
    return Drawn(document, notes, reader.names.ids, entry, shared)


def _kind(entry: ModelEntry) -> str:
    return "Sequential model" if entry.is_sequential else "Functional model"


def _model_in(found: Any) -> tuple[str, Any, Any]:
    """Class, config and compile config of the model, wherever in a file it stands. Raises Unreadable."""
    compiled = None
    for _ in range(6):
        if isinstance(found, str):
            found = _json(found)
        if isinstance(found, list):
            return "Sequential", found, compiled
        if not isinstance(found, Mapping):
            break
        compiled = found.get("compile_config") or found.get("training_config") or (found if "optimizer" in found and "loss" in found else compiled)
        if isinstance(found.get("class_name"), str) and isinstance(found.get("config"), dict | list):
            return found["class_name"], found["config"], compiled
        if isinstance(found.get("layers"), list):
            name = "Functional" if any(isinstance(item, dict) and "inbound_nodes" in item for item in found["layers"]) else "Sequential"
            return name, dict(found) | ({"name": None} if found.get("name") == "Sequential" else {}), compiled
        inner = next((found[key] for key in ("modelTopology", "model_config", "model", "config", "architecture") if found.get(key)), None)
        if inner is None:
            break
        found = inner
    raise Unreadable("This is no Keras model: it expected class_name and config, as model.to_json() writes them.")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("This is no Keras model: a text stands where a model was expected.") from None


def _policy(config: Any) -> Any:
    """The dtype policy of most layers, where it is not float32."""
    counts = Counter(_dtypes(config, 0))
    most = counts.most_common(1)
    return most[0][0] if most and most[0][0] in POLICIES else "float32"


def _dtypes(config: Any, depth: int) -> Iterator[str]:
    layers = config if isinstance(config, list) else config.get("layers") if isinstance(config, dict) else None
    for layer in layers if isinstance(layers, list) and depth < 12 else ():
        inner = layer.get("config") if isinstance(layer, dict) else None
        if not isinstance(inner, dict):
            continue
        if isinstance(inner.get("layers"), list):
            yield from _dtypes(inner, depth + 1)
        elif layer.get("class_name") != "InputLayer":
            dtype = inner.get("dtype")
            name = dtype.get("config", {}).get("name") if isinstance(dtype, dict) and isinstance(dtype.get("config"), dict) else dtype
            if isinstance(name, str):
                yield name


def _listed(drawing: Drawing, outputs: list[Tensor]) -> list[tuple[str, int]]:
    """The outputs as a document lists them: where there are several, or where a wire leaves the one."""
    if len(outputs) == 1 and outputs[0].output == 0 and all(edge.source[0] != outputs[0].node for edge in drawing.edges):
        return []
    return [(tensor.node, tensor.output) for tensor in dict.fromkeys(outputs)]


def _end_names(drawing: Drawing, outputs: list[Tensor]) -> list[str]:
    """What the network calls its outputs: after their nodes, with a number behind further outputs of the same node."""
    names: list[str] = []
    for tensor in dict.fromkeys(outputs):
        name, count = tensor.node, 0
        while name in names or (name != tensor.node and name in drawing.nodes):
            count += 1
            name = f"{tensor.node}_{count}"
        names.append(name)
    return names


def _order(drawing: Drawing, inputs: list[str]) -> None:
    """The Inputs first, in the model's order."""
    known = drawing.catalog.layers
    first = {name: node for name in inputs if (node := drawing.nodes[name]).layer in known and known[node.layer].is_input}
    drawing.nodes = {**first, **drawing.nodes}

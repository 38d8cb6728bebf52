"""What is to be done to data before a network sees it, as Keras layers behind its Inputs: so the script and the saved model do it, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from designer.core.analyse import examine, oracle
from designer.core.choices import Augmentation, Offered, Preprocess
from designer.core.data import DataField, DataSpec
from designer.core.document import Document, patched
from designer.core.edits import Edit, NewLayer, edges_from
from designer.core.findings import Findings
from designer.core.problems import Node, Problem

AUGMENTATIONS: Mapping[Augmentation, NewLayer] = {
    "flip": ("RandomFlip", {"mode": "horizontal"}),
    "rotate": ("RandomRotation", {"factor": 0.1}),
    "zoom": ("RandomZoom", {"height_factor": 0.1}),
    "shift": ("RandomTranslation", {"height_factor": 0.1, "width_factor": 0.1}),
    "contrast": ("RandomContrast", {"factor": 0.2, "value_range": [0.0, 1.0]}),
    "brightness": ("RandomBrightness", {"factor": 0.2, "value_range": [0.0, 1.0]}),
}
PREPARING = frozenset(
    {
        "Resizing",
        "Rescaling",
        "Normalization",
        "StringLookup",
        "CategoryEncoding",
        "TextVectorization",
        *(layer for layer, _ in AUGMENTATIONS.values()),
    }
)
NUMBERS = frozenset({"vector", "series", "image", "value"})
INPUT = "Input"
BESIDE = 220.0  # from one Input to a new one beside it


@dataclass(frozen=True)
class Wanted:
    """A layer that does a part of what was chosen."""

    layer: str
    chosen: Mapping[str, Any] = field(default_factory=dict)
    """Arguments that the form asks for, None for those that it leaves to Keras: a layer that is there already is given them, too."""
    usual: Mapping[str, Any] = field(default_factory=dict)
    """Arguments that only a new layer is given."""

    @property
    def config(self) -> dict[str, Any]:
        """Of a new layer."""
        return {**self.usual, **{name: value for name, value in self.chosen.items() if value is not None}}

    def changed(self, node: Node) -> dict[str, Any]:
        """What is otherwise in a layer that is there."""
        return {name: value for name, value in self.chosen.items() if node.config.get(name) != value}


class Unfit(ValueError):
    """A choice that does not fit its field; the text says why."""


def preprocessing(document: Document, data: DataSpec, choices: Sequence[Preprocess]) -> Offered:
    """The layers that do what was chosen, as one patch. Raises Unfit."""
    known = {_kind(problem) for problem in examine(document, data, oracle()).problems}
    training = document.training if document.training.dataset == data.name else document.training.model_copy(update={"dataset": data.name})
    found = examine(document.model_copy(update={"training": training}), data, oracle())
    edit = Edit(found)
    fed = dict(found.bindings.inputs) if found.bindings else {}
    for choice in choices:
        fed[_laid(edit, found, data, choice, fed)] = choice.field
    if document.training.dataset != data.name:
        edit.train(dataset=data.name, outputs=[])
    if set(fed.values()) != {data.input}:
        edit.train(inputs=[{"node": node, "field": field} for node, field in fed.items()])
    patch = edit.fix("").patch
    added = {*(node.id for node in patch.add_nodes), *patch.set_config, *fed}
    after = [problem for problem in examine(patched(document, patch), data, oracle()).problems if problem.severity == "error"]
    fresh = [problem for problem in after if _kind(problem) not in known]
    broken = next((problem for problem in fresh if problem.node in added and problem.code not in {"no_output", "dangling"}), None)
    if broken is not None:
        raise Unfit(broken.message)
    return Offered(patch=patch, problems=tuple(fresh))


def _kind(problem: Problem) -> tuple[str, str | None]:
    return problem.code, problem.node


def _laid(edit: Edit, found: Findings, data: DataSpec, choice: Preprocess, fed: Mapping[str, str]) -> str:
    """Lay the layers of one choice behind its Input; returns the Input."""
    field = data.field(choice.field)
    if field is None:
        raise Unfit(f"{data.title} has no field called “{choice.field}”; it has {', '.join(each.name for each in data.fields)}.")
    layers = list(_layers(field, choice))
    entrance = choice.node or next((node for node, name in fed.items() if name == choice.field), None)
    told = {"shape": list(field.shape), **({"dtype": field.dtype} if field.dtype != "float32" else {})}
    if entrance is None:
        entrance = edit.add(INPUT, told, _beside(found))
        return _hung(edit, entrance, layers)
    node = found.by_id.get(entrance)
    if node is None or not _is_input(found, node):
        raise Unfit(f"{entrance} is no Input of this network.")
    if any(node.config.get(key) != value for key, value in told.items()):
        edit.set(entrance, **told)
    there: dict[str, Node] = {}
    for behind in _preparing(found, entrance):
        there.setdefault(behind.layer, behind)
    for wanted in layers:
        if wanted.layer in there and (changed := wanted.changed(there[wanted.layer])):
            edit.set(there[wanted.layer].id, **changed)
    fresh = [wanted for wanted in layers if wanted.layer not in there]
    edges = list(edges_from(found, entrance)) if fresh else []
    edit.cut(edges)
    last, (x, y) = entrance, node.at
    for step, wanted in enumerate(fresh, start=1):
        new = edit.add(wanted.layer, wanted.config, (x, y + step * BESIDE / 4))
        edit.wire(last, new)
        last = new
    for edge in edges:
        edit.wire(last, edge.target[0], port=edge.target[1], place=edge.target[2])
    return entrance


def _hung(edit: Edit, entrance: str, layers: Sequence[Wanted]) -> str:
    last = entrance
    for wanted in layers:
        x, y = edit.above(last)
        new = edit.add(wanted.layer, wanted.config, (x, y + 240.0))
        edit.wire(last, new)
        last = new
    return entrance


def _is_input(found: Findings, node: Node) -> bool:
    spec = found.catalog.layers.get(node.layer)
    return spec is not None and spec.is_input


def _beside(found: Findings) -> tuple[float, float]:
    places = [node.at for node in found.document.nodes if _is_input(found, node)]
    return (max(x for x, _ in places) + BESIDE, min(y for _, y in places)) if places else (0.0, 0.0)


def _preparing(found: Findings, node: str) -> Iterator[Node]:
    """The layers that prepare what comes from an Input: those that follow it while each has one follower, to the first that does something else."""
    reached = {node}
    while len(edges := edges_from(found, node)) == 1 and (node := edges[0].target[0]) not in reached:
        reached.add(node)
        follower = found.by_id[node]
        if follower.layer not in PREPARING:
            return
        yield follower


def _layers(field: DataField, choice: Preprocess) -> Iterator[Wanted]:
    is_image, is_text = field.kind == "image", field.dtype == "string"
    if (choice.resize or choice.augment or choice.rescale) and not is_image:
        raise Unfit(f"{field.title} is no image: it cannot be resized, augmented or rescaled.")
    if choice.normalise and field.kind not in NUMBERS:
        raise Unfit(f"{field.title} is no number: it cannot be normalised.")
    if choice.tokens and (not is_text or choice.encode):
        raise Unfit(f"{field.title} is {'encoded already' if is_text else 'no text'}: it cannot be told in tokens.")
    if choice.resize:
        yield Wanted("Resizing", {"height": choice.resize[0], "width": choice.resize[1]})
    for layer, usual in (AUGMENTATIONS[each] for each in choice.augment):
        yield Wanted(layer, usual=usual)
    if choice.rescale:
        yield Wanted("Rescaling", usual={"scale": 2.0, "offset": -1.0})
    if choice.normalise:
        yield Wanted("Normalization")
    if choice.encode:
        yield _encoding(field, choice.encode)
    if choice.tokens:
        is_bag = choice.tokens.length is None
        bag = {"output_mode": "multi_hot" if is_bag else None, "pad_to_max_tokens": True if is_bag else None}
        yield Wanted("TextVectorization", {"max_tokens": choice.tokens.most, "output_sequence_length": choice.tokens.length, **bag})


def _encoding(field: DataField, encode: Literal["one_hot", "index"]) -> Wanted:
    if not field.classes:
        raise Unfit(f"{field.title} is no category with known values: it cannot be encoded.")
    if field.dtype == "string":
        mode = "one_hot" if encode == "one_hot" else None
        return Wanted("StringLookup", {"vocabulary": [name for name in field.classes if name], "output_mode": mode})
    if encode == "index":
        raise Unfit(f"{field.title} is told by its index already.")
    return Wanted("CategoryEncoding", {"num_tokens": len(field.classes), "output_mode": "one_hot"})

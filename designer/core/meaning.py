"""What a document says of a network and of how it is trained: places, names, notes and marks for a search say nothing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from designer.core.document import Document

UNSAID = ("name", "notes", "blocks")


def means_the_same(one: Document, other: Document, *, epochs: bool = True) -> bool:
    """Whether two documents say the same network, trained in the same way; without `epochs`, for however long."""
    return _meaning(one, epochs=epochs) == _meaning(other, epochs=epochs)


def _meaning(document: Document, *, epochs: bool) -> dict[str, Any]:
    told = document.to_json()
    places = _places(told["nodes"])
    training = {name: value for name, value in told["training"].items() if name != "sweep" and (epochs or name != "epochs")}
    for kind in ("inputs", "outputs"):
        training[kind] = [binding | {"node": places.get(binding["node"], binding["node"])} for binding in training[kind]]
    return {name: value for name, value in told.items() if name not in UNSAID} | {
        **_drawn(told),
        "blocks": {name: {key: value for key, value in (block | _drawn(block)).items() if key != "help"} for name, block in told["blocks"].items()},
        "weights": told["weights"] and told["weights"]["digest"],
        "training": training,
    }


def _places(nodes: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {node["id"]: place for place, node in enumerate(nodes)}


def _drawn(level: Mapping[str, Any]) -> dict[str, Any]:
    """The nodes and wires of a level, with the place of each node for its name."""
    places = _places(level["nodes"])

    def named(end: Sequence[Any]) -> tuple[Any, ...]:
        return (places.get(end[0], end[0]), *end[1:])

    nodes = [
        {key: value for key, value in node.items() if key not in ("id", "at")} | {"shares": places.get(node["shares"], node["shares"])}
        for node in level["nodes"]
    ]
    edges = sorted((repr(named(edge["from"])), repr(named(edge["to"]))) for edge in level["edges"])
    ends = {key: [places.get(name, name) for name in level[key]] for key in ("inputs",) if key in level}
    return {"nodes": nodes, "edges": edges, "outputs": [named(end) for end in level["outputs"]], **ends}

"""Documents with blocks, for tests."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from designer.core.document import Document, parse

Wire = tuple[Any, ...]


def wires(*given: Wire) -> list[dict[str, Any]]:
    """Edges from (start, end), (start, end, port) or (start, end, port, place); a start may be "node:output"."""
    return [
        {"from": [start.partition(":")[0], int(start.partition(":")[2] or 0)], "to": [end, *place, *("inputs", 0)[len(place) :]]}
        for start, end, *place in given
    ]


def node(name: str, layer: str, **more: Any) -> dict[str, Any]:
    """A node; settings of the node itself (shares, repeat, call) by keyword, everything else is its config."""
    own: dict[str, Any] = {key: more.pop(key) for key in ("shares", "repeat", "call") if key in more}
    return {"id": name, "layer": layer, "config": more, **own}


def block(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], inputs: list[str], outputs: list[Any], **more: Any) -> dict[str, Any]:
    """A block; its outputs by name."""
    return {"nodes": nodes, "edges": edges, "inputs": inputs, "outputs": [[name, 0] if isinstance(name, str) else name for name in outputs], **more}


def residual(**more: Any) -> dict[str, Any]:
    """x + Dense(Dense(x)), with a parameter for the units between."""
    return block(
        [
            node("x", "Input"),
            node("first", "Dense", units={"$expr": "2 * units"}, activation="relu"),
            node("second", "Dense", units={"$expr": "units"}),
            node("add", "Add"),
        ],
        wires(("x", "first"), ("first", "second"), ("x", "add"), ("second", "add", "inputs", 1)),
        ["x"],
        ["add"],
        params=[{"name": "units", "default": 4}],
        **more,
    )


def document(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], blocks: dict[str, Any] | None = None, **more: Any) -> Document:
    """A document of nodes, wires and blocks."""
    return parse({"nodes": nodes, "edges": edges, "blocks": blocks or {}, **more})


def chain(*nodes: dict[str, Any], blocks: dict[str, Any] | None = None, ports: dict[str, str] | None = None, **more: Any) -> Document:
    """Nodes one behind the other; `ports` of those whose first port is not called inputs."""
    names = [each["id"] for each in nodes]
    edges = wires(*((start, end, (ports or {}).get(end, "inputs")) for start, end in pairwise(names)))
    return document(list(nodes), edges, blocks, **more)

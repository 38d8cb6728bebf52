"""Names of layers that operations of Keras 3 would take too: those that tf.keras called tf.math.add are called add, as the first Add is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping

from designer.core.importers.drawing import Drawing
from designer.core.problems import Edge, Node

MOST_TOLD = 3


def renamed(drawing: Drawing, roots: Iterable[str], ids: MutableMapping[tuple[str, ...], str]) -> dict[str, str]:
    """Give layers whose name begins an operation's another one, in the network and its blocks; returns what became of the network's own names."""
    starts = tuple(roots)
    names = _new_names(drawing.nodes, starts, drawing)
    drawing.nodes = {names.get(name, name): _node(node, names) for name, node in drawing.nodes.items()}
    drawing.edges[:] = [_edge(edge, names) for edge in drawing.edges]
    changed = dict(names)
    for name, block in drawing.blocks.items():
        inner = _new_names({node.id: node for node in block.nodes}, starts, drawing)
        drawing.blocks[name] = block.model_copy(
            update={
                "nodes": tuple(_node(node, inner) for node in block.nodes),
                "edges": tuple(_edge(edge, inner) for edge in block.edges),
                "outputs": tuple((inner.get(node, node), output) for node, output in block.outputs),
            }
        )
        changed |= inner
    for path, node in ids.items():
        ids[path] = changed.get(node, node)
    if changed:
        told = ", ".join(f"{old} is {new}" for old, new in list(changed.items())[:MOST_TOLD])
        more = f" and {len(changed) - MOST_TOLD} more" if len(changed) > MOST_TOLD else ""
        drawing.note("changed", f"Layers that bore the name of an operation got another: {told}{more}.")
    return names


def _new_names(nodes: Mapping[str, Node], roots: tuple[str, ...], drawing: Drawing) -> dict[str, str]:
    clashing = [node.id for node in nodes.values() if _is_layer(node, drawing) and node.id.rstrip("0123456789").rstrip("_") in roots]
    names: dict[str, str] = {}
    for name in clashing:
        wanted, count = f"{name}_layer", 0
        while wanted in nodes or wanted in names.values():
            count += 1
            wanted = f"{name}_layer_{count}"
        names[name] = wanted
    return names


def _is_layer(node: Node, drawing: Drawing) -> bool:
    spec = drawing.catalog.layers.get(node.layer)
    return spec is not None and spec.kind == "layer"


def _node(node: Node, names: Mapping[str, str]) -> Node:
    shares = names.get(node.shares, node.shares) if node.shares else None
    return node.model_copy(update={"id": names.get(node.id, node.id), "shares": shares})


def _edge(edge: Edge, names: Mapping[str, str]) -> Edge:
    (source, output), (target, port, place) = edge.source, edge.target
    return Edge(source=(names.get(source, source), output), target=(names.get(target, target), port, place))

"""Fixes of names that Keras takes for itself: the node gets another one, everywhere it is spoken of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, islice

from pydantic import JsonValue

from designer.core.document import Training
from designer.core.edits import Maker
from designer.core.findings import Findings
from designer.core.problems import Edge, Fix, Node, Patch, Problem

TRIED = 3  # names, should Keras take one of them too


def rename(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give the node a name that neither another node nor Keras bears."""
    node = found.by_id.get(problem.node or "")
    if node is None or any(name == node.id for name, _ in found.document.outputs):
        return
    free = (name for number in count(1) if (name := f"{node.id[:50]}_layer{'' if number == 1 else number}") not in found.by_id)
    for name in islice(free, TRIED):
        yield Fix(label=f"Rename {node.id} to {name}", patch=_renamed(found, node, name))


def _renamed(found: Findings, node: Node, name: str) -> Patch:
    """The node, and those that share its layer, removed and added again: a patch knows no other way to change them."""
    sharing = [other for other in found.document.nodes if other.shares == node.id]
    nodes = [node.model_copy(update={"id": name}), *(other.model_copy(update={"shares": name}) for other in sharing)]
    gone = {node.id, *(other.id for other in sharing)}
    wires = [edge for edge in dict.fromkeys(found.document.edges) if gone & {edge.source[0], edge.target[0]}]
    return Patch(
        remove_nodes=tuple(gone),
        add_nodes=tuple(nodes),
        add_edges=tuple(_rewired(edge, node.id, name) for edge in wires),
        set_training=_rebound(found.document.training, node.id, name),
    )


def _rewired(edge: Edge, old: str, name: str) -> Edge:
    (start, output), (end, port, place) = edge.source, edge.target
    return Edge(source=(name if start == old else start, output), target=(name if end == old else end, port, place))


def _rebound(training: Training, old: str, name: str) -> dict[str, JsonValue]:
    """The bindings and the marks of the training settings, where one speaks of the node."""
    given: Mapping[str, list[dict[str, JsonValue]]] = {
        "inputs": [binding.model_dump(mode="json") for binding in training.inputs],
        "outputs": [binding.model_dump(mode="json") for binding in training.outputs],
    }
    changed: dict[str, JsonValue] = {
        key: [{**binding, "node": name if binding["node"] == old else binding["node"]} for binding in bindings]
        for key, bindings in given.items()
        if any(binding["node"] == old for binding in bindings)
    }
    marked = training.sweep.fields if training.sweep else ()
    if training.sweep and any(field.node == old and field.block is None for field in marked):
        fields = [field.model_copy(update={"node": name}) if field.node == old and field.block is None else field for field in marked]
        changed["sweep"] = training.sweep.model_copy(update={"fields": tuple(fields)}).model_dump(mode="json")
    return changed


CURES: Mapping[str, tuple[Maker, ...]] = {"name_clash": (rename,)}

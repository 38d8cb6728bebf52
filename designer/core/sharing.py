"""Nodes that call the layer of another node again: whose layer that is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.core.catalog import LayerSpec
from designer.core.problems import Edge, Fix, Node, Patch, Problem

OF_ITS_OWN = frozenset({"layer", "block", "python"})  # kinds of nodes with weights or settings that another node can share


def owners_of(nodes: Sequence[Node], edges: Sequence[Edge], specs: Mapping[str, LayerSpec]) -> tuple[dict[str, str], list[Problem]]:
    """The node whose layer each sharing node calls in the end, and the nodes that share nothing that can be shared."""
    by_id = {node.id: node for node in nodes}
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    for node in nodes:
        if node.shares is None or node.id not in specs:
            continue
        owner = _last(node, by_id)
        problem = _fault(node, owner, by_id, specs)
        if problem is None and owner is not None:
            owners[node.id] = owner.id
            problem = _spare_config(node, owner)
        if problem is not None:
            wires = tuple(edge for edge in edges if node.id in (edge.source[0], edge.target[0]))
            problems.append(problem.model_copy(update={"fixes": (_on_its_own(node, wires),)}) if problem.severity == "error" else problem)
    return owners, problems


def _last(node: Node, by_id: Mapping[str, Node]) -> Node | None:
    """The node at the end of a chain of sharing nodes; None where the chain ends in nothing or in itself."""
    passed = set()
    while node.shares is not None:
        passed.add(node.id)
        after = by_id.get(node.shares)
        if after is None or after.id in passed:
            return None
        node = after
    return node


def _fault(node: Node, owner: Node | None, by_id: Mapping[str, Node], specs: Mapping[str, LayerSpec]) -> Problem | None:
    """Why a node cannot share the layer it names."""
    if owner is None:
        ends = node.shares if node.shares not in by_id else None
        reason = f"but there is no {ends}" if ends else "which leads back to itself"
    elif owner.layer != node.layer:
        reason = f"which is of another kind: {owner.layer}, not {node.layer}"
    elif specs[node.id].kind not in OF_ITS_OWN:
        reason = "which has nothing that could be shared"
    else:
        return None
    message = f"{node.id} shares the layer of {node.shares}, {reason}. Give {node.id} a layer of its own."
    return Problem(code="bad_share", node=node.id, message=message)


def _spare_config(node: Node, owner: Node) -> Problem | None:
    """Settings beside the shared ones, which nothing reads."""
    if not node.config:
        return None
    message = f"{node.id} shares the layer of {owner.id}, so its own settings ({', '.join(node.config)}) change nothing. Take them away."
    fix = Fix(label=f"Remove the settings of {node.id}", patch=Patch(set_config={node.id: dict.fromkeys(node.config)}))
    return Problem(code="spare_config", node=node.id, message=message, severity="warning", fixes=(fix,))


def _on_its_own(node: Node, wires: tuple[Edge, ...]) -> Fix:
    """The node removed and added again without sharing: a patch knows no other way to change it."""
    patch = Patch(remove_nodes=(node.id,), add_nodes=(node.model_copy(update={"shares": None}),), add_edges=tuple(dict.fromkeys(wires)))
    return Fix(label=f"Give {node.id} a layer of its own", patch=patch)

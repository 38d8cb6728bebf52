"""What is typed, merged onto the open document: what the text leaves alone stays as it is, and where it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count as count_from
from typing import NamedTuple

from designer.core.catalog import Catalog
from designer.core.document import Document, Training
from designer.core.problems import Edge, Node

STEP = (230.0, 118.0)  # from a node to the one beside it, and to the one below
CLOSE = (170.0, 80.0)  # nodes nearer to each other than this lie on one another


class Followed(NamedTuple):
    """The merged document; `names` maps the ids of what was read to its ids."""

    document: Document
    names: Mapping[str, str]


@dataclass
class Matching:
    """`partner` maps nodes of the new document to those of the old one; `names` maps every new id to its id in the merged document."""

    partner: dict[str, Node] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def follow(old: Document, new: Document, base: Document | None = None, catalog: Catalog | None = None) -> Document:
    """The old document with what the new one says differently; see `merge`."""
    return merge(old, new, base, catalog).document


def merge(old: Document, new: Document, base: Document | None = None, catalog: Catalog | None = None) -> Followed:
    """The old document with what the new one says differently, and how the new one's nodes are called in it.

    `base` is what was read of the text that the old document is written as: what new and base say alike was not touched. Without it, new is
    held against old itself. Ids that Keras chose (as far as the catalogue tells) move with the layers when one is put between them.
    """
    start = base if base is not None else old
    matching = _matched(start, new, catalog)
    before = {node.id: node for node in old.nodes}
    plain = {node.id: node for node in start.nodes}
    nodes: list[Node] = []
    for node in new.nodes:
        partner = matching.partner.get(node.id)
        kept = before.get(partner.id) if partner is not None else None
        nodes.append(_merged(node, kept, plain.get(partner.id) if partner is not None else None, matching.names))
    edges = tuple(_renamed(edge, matching.names) for edge in new.edges)
    placed = _placed(nodes, edges, {node.id for node in old.nodes})
    merged = old.model_copy(
        update={
            "nodes": _in_order(placed, old),
            "edges": _edges_in_order(edges, old),
            "blocks": {name: block if block != start.blocks.get(name) else old.blocks.get(name, block) for name, block in new.blocks.items()},
            "outputs": tuple((matching.names[node], index) for node, index in new.outputs) if new.outputs != start.outputs else _known(old, placed),
            "dtype_policy": new.dtype_policy if new.dtype_policy != start.dtype_policy else old.dtype_policy,
            "training": _training(old.training, new.training, start.training, matching.names),
        }
    )
    return Followed(merged, matching.names)


def _key(node: Node) -> str:
    return json.dumps([node.layer, node.config, node.call, node.repeat], sort_keys=True)


def _matched(start: Document, new: Document, catalog: Catalog | None) -> Matching:
    """Which node of the new document is which of the old one: by what follows what, then by id."""
    found = Matching()
    for rule in (_by_sequence, _by_id):
        used = {node.id for node in found.partner.values()}
        free = [node for node in start.nodes if node.id not in used]
        found.partner |= rule(free, [node for node in new.nodes if node.id not in found.partner])
    taken: set[str] = set()
    for node in new.nodes:
        partner = found.partner.get(node.id)
        wanted = partner.id if partner is not None and (node.id == partner.id or _is_automatic(node, catalog)) else node.id
        found.names[node.id] = wanted
        taken.add(wanted)
    _make_unique(found, taken)
    return found


def _by_sequence(free: Sequence[Node], nodes: Sequence[Node]) -> dict[str, Node]:
    matcher = SequenceMatcher(None, [_key(node) for node in free], [_key(node) for node in nodes], autojunk=False)
    return {nodes[run.b + step].id: free[run.a + step] for run in matcher.get_matching_blocks() for step in range(run.size)}


def _by_id(free: Sequence[Node], nodes: Sequence[Node]) -> dict[str, Node]:
    names = {node.id: node for node in free}
    return {node.id: names[node.id] for node in nodes if node.id in names}


def _is_automatic(node: Node, catalog: Catalog | None) -> bool:
    """Whether an id is one that Keras would choose, and so no one's choice."""
    spec = catalog.layers.get(node.layer) if catalog is not None else None
    prefix = spec.auto_name if spec is not None else ""
    return bool(prefix) and re.fullmatch(rf"{re.escape(prefix)}(_\d+)?", node.id) is not None


def _make_unique(found: Matching, taken: set[str]) -> None:
    """New nodes whose id an old one keeps get the next number."""
    seen: set[str] = set()
    partnered = {found.names[name] for name in found.partner}
    for name, wanted in list(found.names.items()):
        if wanted in seen or (name not in found.partner and wanted in partnered):
            found.names[name] = _next_free(wanted, taken | seen)
        seen.add(found.names[name])


def _next_free(wanted: str, taken: set[str]) -> str:
    base = re.sub(r"_\d+$", "", wanted)[:58]
    return next(name for count in count_from(1) if (name := f"{base}_{count}") not in taken)


def _merged(node: Node, kept: Node | None, plain: Node | None, names: Mapping[str, str]) -> Node:
    """A node as the text has it, with its place; wholly as it was where the text was not touched."""
    shares = names.get(node.shares, node.shares) if node.shares else None
    own = {"id": names[node.id], "shares": shares}
    if kept is None:
        return node.model_copy(update=own)
    if plain is not None and _key(plain) == _key(node):
        return kept.model_copy(update=own if (plain.shares is None) != (node.shares is None) else {"id": names[node.id]})
    return node.model_copy(update={**own, "at": kept.at})


def _renamed(edge: Edge, names: Mapping[str, str]) -> Edge:
    (start, index), (end, port, place) = edge.source, edge.target
    return Edge(source=(names.get(start, start), index), target=(names.get(end, end), port, place))


def _in_order(nodes: Iterable[Node], old: Document) -> tuple[Node, ...]:
    """Old nodes in their order, so that nothing counts as changed that is not, and new ones behind the node they were read behind."""
    rank = {node.id: place for place, node in enumerate(old.nodes)}
    last, keyed = -1, []
    for count, node in enumerate(nodes):
        last = rank.get(node.id, last)
        keyed.append(((last, 0 if node.id in rank else 1, count), node))
    return tuple(node for _, node in sorted(keyed, key=lambda pair: pair[0]))


def _edges_in_order(edges: Sequence[Edge], old: Document) -> tuple[Edge, ...]:
    now = set(edges)
    before = [edge for edge in old.edges if edge in now]
    known = set(before)
    return (*before, *(edge for edge in edges if edge not in known))


def _known(old: Document, nodes: Iterable[Node]) -> tuple[tuple[str, int], ...]:
    there = {node.id for node in nodes}
    return tuple(end for end in old.outputs if end[0] in there)


def _training(old: Training, new: Training, base: Training, names: Mapping[str, str]) -> Training:
    """The settings that the text changed; a setting that it stopped to say keeps its value."""
    said = new.model_fields_set
    changed = {name: getattr(new, name) for name in said if getattr(new, name) != getattr(base, name)}
    if "outputs" in changed:
        fields = [binding.field for binding in old.outputs]
        changed["outputs"] = tuple(
            binding.model_copy(
                update={"node": names.get(binding.node or "", binding.node), "field": binding.field or (fields[place : place + 1] or [""])[0]}
            )
            for place, binding in enumerate(new.outputs)
        )
    if "outputs" in changed and old.dataset is not None and not all(binding.field for binding in changed["outputs"]):
        del changed["outputs"]
    return old.model_copy(update=changed)


def _placed(nodes: Sequence[Node], edges: Sequence[Edge], known: set[str]) -> list[Node]:
    """New nodes near those they are wired to: halfway between two, or below or above one, where nothing else lies."""
    at = {node.id: node.at for node in nodes if node.id in known}
    made: list[Node] = []
    for node in nodes:
        if node.id in at:
            made.append(node)
            continue
        at[node.id] = _free(_wanted(node.id, edges, at), at.values())
        made.append(node.model_copy(update={"at": at[node.id]}))
    return made


def _wanted(name: str, edges: Sequence[Edge], at: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    above = [at[edge.source[0]] for edge in edges if edge.target[0] == name and edge.source[0] in at]
    below = [at[edge.target[0]] for edge in edges if edge.source[0] == name and edge.target[0] in at]
    if above and below:
        x, y = _middle([*above, *below])
        return (x, y) if min(y for _, y in below) - max(y for _, y in above) >= 2 * CLOSE[1] else (x + STEP[0], y)
    if above:
        x, y = _middle(above)
        return x, max(y for _, y in above) + STEP[1]
    if below:
        x, y = _middle(below)
        return x, min(y for _, y in below) - STEP[1]
    return (max((x for x, _ in at.values()), default=-STEP[0]) + STEP[0], min((y for _, y in at.values()), default=0.0))


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _free(wanted: tuple[float, float], others: Iterable[tuple[float, float]]) -> tuple[float, float]:
    taken = list(others)
    x, y = wanted
    while any(abs(x - a) < CLOSE[0] and abs(y - b) < CLOSE[1] for a, b in taken):
        x += STEP[0]
    return x, y

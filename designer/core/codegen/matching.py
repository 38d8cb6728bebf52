"""Which calls of a plan stand for which nodes of a block: what must hold before a use of it is written as a call of a function.

A use that is not as the block says (frozen as a whole, sharing its layers with another use, with layers that lead nowhere, with names that were
taken) has no match, and is written layer by layer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.core.blocks import arguments_of, block_name, with_arguments
from designer.core.catalog import Catalog
from designer.core.document import Block
from designer.core.plan import Call
from designer.core.problems import Node
from designer.core.scope import Scope as Level
from designer.core.scope import read_block


@dataclass
class Match:
    """A use of a block. `calls` and `uses` hold its nodes' calls and its inner uses, one for each copy."""

    name: str
    block: Block
    level: Level
    arguments: Mapping[str, Any]
    calls: dict[str, list[Call]] = field(default_factory=dict)
    uses: dict[str, list[Match]] = field(default_factory=dict)


class NoMatch(Exception):
    """The calls are not those that the block says."""


class Matcher:
    """Holds calls against the blocks of a document; `catalog` knows the blocks."""

    def __init__(self, blocks: Mapping[str, Block], catalog: Catalog) -> None:
        self._blocks = blocks
        self._catalog = catalog
        self._levels: dict[str, Level] = {}

    def match(self, name: str, arguments: Mapping[str, Any], prefix: str, calls: Iterable[Call], *, with_inputs: bool = False) -> Match | None:
        """The use of a block whose calls these are, all of them, named with a prefix; None where they are not as the block says."""
        queue = deque(calls)
        try:
            found = self._block(name, arguments, prefix, queue, with_inputs=with_inputs)
        except NoMatch:
            return None
        return None if queue else found

    def _block(self, name: str, arguments: Mapping[str, Any], prefix: str, queue: deque[Call], *, with_inputs: bool = False) -> Match:
        block = self._blocks[name]
        if name not in self._levels:
            self._levels[name] = read_block(name, block, self._catalog)
        found = Match(name, block, self._levels[name], arguments)
        for node in found.level.order:
            if not found.level.wiring.specs[node.id].is_input or with_inputs:
                self._node(node, found, prefix, queue)
        return found

    def _node(self, node: Node, found: Match, prefix: str, queue: deque[Call]) -> None:
        spec = found.level.wiring.specs[node.id]
        owner = found.level.wiring.owners.get(node.id)
        if spec.kind != "block":
            found.calls[node.id] = [self._call(node, owner, found, prefix, queue)]
            return
        inner = block_name(node.layer)
        nested = self._blocks[inner].nested
        if owner is not None and (node.repeat > 1 or not nested):
            raise NoMatch  # the layers of another use called again
        called = with_arguments(node, found.arguments)
        if not nested and called.config.get("trainable") is False:
            raise NoMatch
        for copy in range(1, node.repeat + 1):
            place = f"{node.id}_{copy}" if node.repeat > 1 else node.id
            if nested:
                found.calls.setdefault(node.id, []).append(self._call(node, owner, found, prefix, queue, place))
            else:
                use = self._block(inner, arguments_of(called, self._blocks[inner]), f"{prefix}{place}_", queue)
                found.uses.setdefault(node.id, []).append(use)

    def _call(self, node: Node, owner: str | None, found: Match, prefix: str, queue: deque[Call], place: str = "") -> Call:
        if not queue:
            raise NoMatch
        call = queue.popleft()
        name = f"{prefix}{place or node.id}"
        config = next(other for other in found.level.nodes if other.id == owner).config if owner else node.config
        said = with_arguments(node.model_copy(update={"config": config}), found.arguments)
        layer = f"{prefix}{owner}" if owner else name
        if (call.node.id, call.owner, call.node.layer) != (name, layer, node.layer):
            raise NoMatch
        if call.spec.kind != "input" and (call.node.config, call.node.call) != (said.config, said.call):
            raise NoMatch
        return call

"""A part of a script: lines under a heading, and which of them speak of which node."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from designer.core.codegen.expressions import modules


@dataclass(slots=True)
class Part:
    """Lines of code; `nodes` counts from the part's own first line, which is 0. A node of several lines has all from its first to its last."""

    title: str
    lines: list[str] = field(default_factory=list)
    nodes: dict[str, tuple[int, int]] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)

    def add(self, lines: Iterable[str], node: str | None = None) -> None:
        """Append lines, which speak of a node."""
        first = len(self.lines)
        self.lines.extend(lines)
        if node is not None:
            self.nodes[node] = (self.nodes.get(node, (first, 0))[0], len(self.lines) - 1)

    def extend(self, other: Part) -> None:
        """Append another part."""
        first = len(self.lines)
        self.lines.extend(other.lines)
        self.imports |= other.imports
        for node, (start, end) in other.nodes.items():
            self.nodes[node] = (self.nodes.get(node, (first + start, 0))[0], first + end)

    def use(self, expression: Any) -> Any:
        """The expression, with the modules it calls noted for the imports."""
        self.imports |= modules(expression)
        return expression

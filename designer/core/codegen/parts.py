"""A part of a script: lines under a heading, and which of them speak of which node."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from designer.core.codegen.expressions import modules


@dataclass(slots=True)
class Part:
    """Lines of code; `nodes` counts from the part's own first line, which is 0."""

    title: str
    lines: list[str] = field(default_factory=list)
    nodes: dict[str, tuple[int, int]] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)

    def add(self, lines: Iterable[str], node: str | None = None) -> None:
        """Append lines, which speak of a node."""
        first = len(self.lines)
        self.lines.extend(lines)
        if node is not None:
            self.nodes[node] = (first, len(self.lines) - 1)

    def use(self, expression: Any) -> Any:
        """The expression, with the modules it calls noted for the imports."""
        self.imports |= modules(expression)
        return expression

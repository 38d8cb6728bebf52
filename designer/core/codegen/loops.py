"""Copies of a block one behind the other: a loop, or where there is one copy a statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from designer.core.codegen.expressions import INDENT, Expression, flat, laid_out
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import noted
from designer.core.codegen.scope import Scope

COUNTER = "number"


@dataclass(frozen=True)
class Copies:
    """`count` calls, each on what the one before gave: variables of the inputs and outputs, and how a copy is called."""

    count: int
    inputs: list[str]
    outputs: list[str]
    call: Callable[[list[str], str], Expression]
    note: str = ""


def write_copies(part: Part, copies: Copies, scope: Scope, node: str) -> None:
    """The statement or loop; its lines are said to be of `node`."""
    target = ", ".join(copies.outputs)
    if copies.count == 1:
        lines = laid_out(f"{target} = ", part.use(copies.call(copies.inputs, "")), indent=scope.indent)
        part.add(noted(lines, copies.note, scope.indent), node=node)
        return
    call = part.use(copies.call(copies.outputs, COUNTER))
    counts = COUNTER in flat(call)
    head = f"for {COUNTER} in range(1, {copies.count + 1}):" if counts else f"for _ in range({copies.count}):"
    inside = scope.indent + INDENT
    lines = noted(laid_out(f"{target} = ", call, indent=inside), copies.note, inside)
    part.add([f"{scope.indent}{target} = {', '.join(copies.inputs)}", f"{scope.indent}{head}", *lines], node=node)

"""A chain of layers as `keras.Sequential([...])`."""

from __future__ import annotations

from collections.abc import Iterable

from designer.core.codegen.expressions import INDENT, Expression, laid_out
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import noted
from designer.core.codegen.scope import Scope
from designer.core.codegen.statements import constructor, shapes_of
from designer.core.plan import Call

Item = tuple[str, Call, Expression | None]
"""Whose the lines are, the call, and what has a variable of its own already."""


def write_stack(part: Part, target: str, items: Iterable[Item], name: str, scope: Scope) -> None:
    """`target` and the model of a chain of calls; `name` is written as it stands."""
    part.add([f"{scope.indent}{target}keras.Sequential(", f"{scope.indent}{INDENT}["])
    inside = scope.indent + INDENT * 2
    for key, call, made in items:
        lines = laid_out("", made or part.use(constructor(call, scope)), ",", inside)
        part.add(noted(lines, shapes_of(scope.known.outputs[call.node.id], scope), inside), node=key)
    part.add([f"{scope.indent}{INDENT}],", f"{scope.indent}{INDENT}name={name},", f"{scope.indent})"])

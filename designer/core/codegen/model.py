"""The part of a script that makes the model."""

from __future__ import annotations

from dataclasses import replace

from designer.core.catalog import Catalog
from designer.core.codegen.expressions import INDENT, Call, Expression, Name, laid_out, quoted
from designer.core.codegen.naming import Naming, variables
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import docstring, noted
from designer.core.codegen.scope import Scope, rest
from designer.core.codegen.statements import constructor, said, statement
from designer.core.plan import Plan

FUNCTION = "make_model"


def model_part(plan: Plan, naming: Naming, catalog: Catalog, taken: set[str], *, shapes: bool = False) -> Part:
    """`model = …` and its summary; `taken` are the names that the rest of the script uses."""
    part = Part("Model")
    write_model(part, _scope(plan, naming, catalog, taken, shapes=shapes), "model = ")
    part.add(["model.summary()"])
    return part


def module_part(plan: Plan, naming: Naming, catalog: Catalog, taken: set[str], *, shapes: bool = False) -> Part:
    """`def make_model()`, which returns the model; run by itself, the module shows it."""
    part = Part("")
    scope = replace(_scope(plan, naming, catalog, {*taken, FUNCTION}, shapes=shapes), indent=INDENT)
    part.add([f"def {FUNCTION}():", *(f"{INDENT}{line}" for line in docstring(f"Return {plan.name}, untrained."))])
    write_model(part, scope, "return ")
    part.add(["", "", 'if __name__ == "__main__":', f"{INDENT}model = {FUNCTION}()", f"{INDENT}model.summary()"])
    return part


def _scope(plan: Plan, naming: Naming, catalog: Catalog, taken: set[str], *, shapes: bool) -> Scope:
    wanted = {call.node.id: call.node.id for call in plan.calls}
    wanted |= {rest(name): f"{name}_states" for name, tensors in naming.outputs.items() if len(tensors) > 1}  # an LSTM's are its states
    names = variables(wanted, taken)
    return Scope(plan, naming, catalog, names, shapes=shapes)


def write_model(part: Part, scope: Scope, target: str) -> None:
    """The statements that make a plan's model; `target` is what stands before it: `model = `, or `return `."""
    (_write_sequential if scope.plan.is_stack else _write_functional)(part, scope, target)


def _write_sequential(part: Part, scope: Scope, target: str) -> None:
    indent = scope.indent
    part.add([f"{indent}{target}keras.Sequential(", f"{indent}{INDENT}["])
    inside = indent + INDENT * 2
    for call in scope.plan.calls:
        lines = laid_out("", part.use(constructor(call, scope)), ",", inside)
        part.add(noted(lines, said(call, scope), inside), node=call.node.id)
    part.add([f"{indent}{INDENT}],", f"{indent}{INDENT}name={quoted(scope.plan.name)},", f"{indent})"])


def _write_functional(part: Part, scope: Scope, target: str) -> None:
    for call in scope.plan.calls:
        statement(part, call, scope)
    ends = [_one_or_list([Name(scope.names[name]) for name in ends]) for ends in (scope.plan.inputs, scope.plan.outputs)]
    part.add(laid_out(target, Call("keras.Model", tuple(ends), (("name", scope.plan.name),)), indent=scope.indent))


def _one_or_list(items: list[Name]) -> Expression:
    return items[0] if len(items) == 1 else items

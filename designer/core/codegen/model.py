"""The part of a script that makes the model."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from designer.core.codegen.adapting import Learning
from designer.core.codegen.constructors import CannotWrite
from designer.core.codegen.expressions import INDENT, Call, Expression, Name, laid_out, quoted
from designer.core.codegen.functions import BlockFunctions
from designer.core.codegen.naming import naming
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import docstring
from designer.core.codegen.python_classes import classes_of, write_class
from designer.core.codegen.scope import Scope, before, layer
from designer.core.codegen.stack import write_stack
from designer.core.codegen.statements import constructor, statement
from designer.core.codegen.swept import Swept
from designer.core.codegen.uses import USE, Written, written_uses
from designer.core.findings import Findings

FUNCTION = "make_model"


def model_part(found: Findings, taken: set[str], learning: Learning | None = None, *, shapes: bool = False) -> Part:
    """`model = …` and its summary, behind the functions of blocks; `taken` are the names that the rest of the script uses."""
    writer = _Writer(found, taken, learning, shapes=shapes)
    body = Part("")
    writer.write(body, "model = ", "")
    body.add(["model.summary()"])
    return writer.whole("Model", body)


def module_part(found: Findings, taken: set[str], *, shapes: bool = False) -> Part:
    """`def make_model()`, which returns the model; run by itself, the module shows it."""
    writer = _Writer(found, {*taken, FUNCTION}, None, shapes=shapes)
    body = Part("")
    body.add([f"def {FUNCTION}():", *(f"{INDENT}{line}" for line in docstring(f"Return {found.plan.name}, untrained."))])
    writer.write(body, "return ", INDENT)
    body.add(["", "", 'if __name__ == "__main__":', f"{INDENT}model = {FUNCTION}()", f"{INDENT}model.summary()"])
    return writer.whole("", body)


def swept_model_part(
    found: Findings, taken: set[str], swept: Swept, learning: Learning, started: Iterable[str], *, shapes: bool
) -> tuple[Part, Call]:
    """`def make_model(…)`, whose parameters are what a sweep tries, and its call; `started` are lines for the model before it is returned."""
    writer = _Writer(found, taken, learning, shapes=shapes, swept=swept)
    body = Part("")
    started = [f"{INDENT}{line}" for line in started]
    writer.write(body, "model = " if started else "return ", INDENT)
    body.add([*started, f"{INDENT}return model"] if started else [])
    part = Part("Model")
    swept.add_tables(part, of_nodes=True)
    inside = Part("")
    writer.define(part, None if swept.is_inside else part)
    if swept.is_inside:
        writer.define_functions(inside, INDENT)
    spoken = _names_in([*inside.lines, *body.lines])
    params = [Name(each.variable) for each in swept.marked if each.variable in spoken]
    part.add(laid_out("def ", Call(FUNCTION, tuple(params)), ":"))
    note = "; the shapes beside its layers are those of the default settings" if shapes else ""
    part.add(f"{INDENT}{line}" for line in docstring(f"Return {found.plan.name}, untrained{note}."))
    part.add([""] if inside.lines else [])
    part.extend(inside)
    part.extend(body)
    return part, Call(FUNCTION, tuple(params))


def _names_in(lines: Iterable[str]) -> set[str]:
    """The variables that the lines of a function's body speak of."""
    tree = ast.parse("\n".join(["def body():", *lines]))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


class _Writer:
    """Writes a plan's model, and first the functions that it calls."""

    def __init__(self, found: Findings, taken: set[str], learning: Learning | None, *, shapes: bool, swept: Swept | None = None) -> None:
        if found.walked is None:
            raise CannotWrite(found.problems)
        self.plan = plan = swept.plan if swept else found.plan
        blocks = (swept.document if swept else found.document).blocks
        ids = {call.node.id for call in plan.calls} | {use.path[0] for use in plan.uses}
        self.classes = classes_of(plan, taken)
        taken = {*taken, *self.classes}
        self.functions = BlockFunctions(blocks, found.catalog, taken, ids)
        self.scope = Scope(found.catalog, self.functions, naming(found.plan, found.walked), learning=learning, shapes=shapes)
        self.uses = written_uses(plan, self.functions, self.scope)
        inside = {name for use in self.uses.values() for name in use.calls}
        own = [call for call in plan.calls if call.node.id not in inside]
        self.scope.declare(own, {USE + use.node: use.node for use in self.uses.values()}, taken)

    def write(self, part: Part, target: str, indent: str) -> None:
        """The statements; `target` is what stands before the model: `model = `, or `return `."""
        self.scope = replace(self.scope, indent=indent)
        (self._sequential if self.plan.is_stack else self._functional)(part, target)

    def whole(self, title: str, body: Part) -> Part:
        """The classes of Python layers, the functions, and behind them the rest."""
        part = Part(title)
        self.define(part, part)
        part.extend(body)
        return part

    def define(self, part: Part, functions: Part | None) -> None:
        """The classes of Python layers, and the functions where these stand beside them."""
        for own in self.classes.values():
            write_class(part, own)
        if functions is not None:
            self.define_functions(functions, "")

    def define_functions(self, part: Part, indent: str) -> None:
        """The functions of blocks, one behind the other."""
        for function in self.functions.parts:
            lines = [f"{indent}{line}" if line else line for line in function.lines]
            part.extend(replace(function, lines=lines))
            part.add([""] if indent else ["", ""])

    def _sequential(self, part: Part, target: str) -> None:
        own = self._standing_alone(part)
        items = [(call.node.id, call, own.get(call.node.id)) for call in self.plan.calls]
        write_stack(part, target, items, quoted(self.plan.name), self.scope)

    def _standing_alone(self, part: Part) -> dict[str, Name]:
        """The layers that learn from the data, and those before them, in variables of their own; those before only where they change the data."""
        calls, scope = self.plan.calls, self.scope
        last = max((place for place, call in enumerate(calls) if scope.learns(call)), default=0)
        own: dict[str, Name] = {}
        for call in calls[1 : last + 1] if last == 1 else calls[: last + 1 if last else 0]:
            variable = scope.names[layer(call.owner) if scope.learns(call) else call.node.id]
            lines = laid_out(f"{variable} = ", part.use(constructor(call, scope)), indent=scope.indent)
            if scope.learning is not None and scope.learns(call):
                model = Call("keras.Sequential", (list(own.values()),))
                lines += scope.learning.lines(call, variable, scope.names[before(call.owner)], model, scope.indent)
            part.add(lines, node=call.node.id)
            own[call.node.id] = Name(variable)
        return own

    def _functional(self, part: Part, target: str) -> None:
        done: set[Written] = set()
        by_call = {name: use for use in self.uses.values() for name in use.calls}
        for call in self.plan.calls:
            use = by_call.get(call.node.id)
            if use is None:
                statement(part, call, self.scope)
            elif use not in done:
                done.add(use)
                use.write(part, self.scope)
        inputs = [Name(self.scope.names[name]) for name in self.plan.inputs]
        outputs = [self.scope.name(end) for end in self.plan.ends]
        model = Call("keras.Model", (_one_or_list(inputs), _one_or_list(outputs)), (("name", self.plan.name),))
        part.add(laid_out(target, model, indent=self.scope.indent))


def _one_or_list(items: list[Name]) -> Expression:
    return items[0] if len(items) == 1 else items

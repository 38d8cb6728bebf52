"""Python layers in a script: the class as it stands, before the model, and its constructor call."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from designer.core.codegen.constructors import CannotWrite, bound
from designer.core.codegen.expressions import Call
from designer.core.codegen.parts import Part
from designer.core.codegen.scope import Scope
from designer.core.plan import Call as PlanCall
from designer.core.plan import Plan
from designer.core.problems import Problem
from designer.core.python_checks import class_clashes, classes
from designer.core.python_source import PythonClass, read


def classes_of(plan: Plan, taken: Collection[str]) -> dict[str, PythonClass]:
    """The classes that a script needs, by name. Raises CannotWrite where two bear one name, or one that the script uses for something else."""
    clashes = tuple(class_clashes(plan))
    if clashes:
        raise CannotWrite(clashes)
    found = classes(plan)
    for name in found.keys() & taken:
        message = f"The class {name} bears a name that the script uses for something else. Give it another one."
        raise CannotWrite((Problem(code="class_clash", message=message),))
    return found


def write_class(part: Part, own: PythonClass) -> None:
    """The class as it was typed."""
    part.imports |= own.speaks_of
    part.add([*own.text.lstrip("\n").split("\n"), "", ""])


def python_constructor(call: PlanCall, scope: Scope) -> Call:
    """`Scaled(start=0.5, name="scaled")`: Keras would name it otherwise, or not as the canvas does."""
    given: Any = bound(call.node.config.get("arguments") or {}, scope.arguments)
    own = read(str(call.node.config["source"]))
    more = (("trainable", False),) if call.node.config.get("trainable") is False else ()
    return Call(own.name, (), (*given.items(), *more, ("name", scope.label(call.owner))))

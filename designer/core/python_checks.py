"""What is wrong with the Python layers of a network as a whole. Their texts are read, never executed."""

from __future__ import annotations

from collections.abc import Iterator

from designer.core.calls import Call, Plan
from designer.core.problems import Problem
from designer.core.python_source import PythonClass, SourceError, read


def switched_off(plan: Plan) -> Iterator[Problem]:
    """Each Python layer, where the owner of the installation has not switched them on."""
    for path in dict.fromkeys(path for path, _ in plan.python_calls()):
        message = (
            f"{' in '.join(reversed(path))} is a Python layer, and these are switched off on this server. Its owner switches them on by starting it "
            "with PYTHON_LAYERS=1. A Formula or a block needs no leave."
        )
        yield Problem(code="python_off", node=path[0], inside=path[1:], message=message)


def classes(plan: Plan) -> dict[str, PythonClass]:
    """The classes of a plan's Python layers by their names, in the order of their use; those that cannot be read are left out."""
    found: dict[str, PythonClass] = {}
    for _, call in plan.python_calls():
        read_class = class_of(call)
        if read_class is not None:
            found.setdefault(read_class.name, read_class)
    return found


def class_clashes(plan: Plan) -> Iterator[Problem]:
    """Python layers whose class bears the name of another one's that is not the same."""
    known = classes(plan)
    for path in dict.fromkeys(path for path, call in plan.python_calls() if (own := class_of(call)) and own.text != known[own.name].text):
        message = f"Another Python layer has a class of the same name as that of {' in '.join(reversed(path))}, and it is not the same. Rename one."
        yield Problem(code="class_clash", node=path[0], inside=path[1:], param="source", message=message)


def class_of(call: Call) -> PythonClass | None:
    """The class of a Python layer, where it can be read."""
    try:
        return read(str(call.node.config.get("source")))
    except SourceError:
        return None

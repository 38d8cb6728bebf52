"""keras.applications: the architectures that Keras brings, followed in Keras's own source like the program itself, without weights."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path as File
from typing import Any, Final

from designer.core.importers.python_code.graph import Network
from designer.core.importers.python_code.plain import tensors_in
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Function, Scope, Unknown

WEIGHTS: Final = "weights"
OTHER_NAMES: Final[Mapping[str, str]] = {"_obtain_input_shape": "obtain_input_shape"}
STEPS_MORE: Final = 600_000  # that an architecture may take on top of the program's own


def application(run: Run, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`keras.applications.VGG16(…)`, or one of the functions beside it."""
    function = _function(run, OTHER_NAMES.get(name, name))
    if function is None:
        return Unknown(f"{name}(…)", line, tensors_in([*positional, *named.values()]))
    arguments = dict(named)
    wanted = arguments.get(WEIGHTS, "imagenet") if name[:1].isupper() else None
    if name[:1].isupper() and any(argument.arg == WEIGHTS for argument in function.arguments.args):
        arguments[WEIGHTS] = None
        positional = [positional[0], None, *positional[2:]] if len(positional) > 1 else positional
        arguments = {key: value for key, value in arguments.items() if key != WEIGHTS or len(positional) < 2}
    told = run.report.mark()
    found = run.call(function, positional, arguments, line)
    run.report.hush(told)  # Keras's own source has lines of its own, which say nothing of the program's
    if isinstance(found, Network):
        _settle(run, found, name, wanted, line)
    return found


def _settle(run: Run, network: Network, name: str, wanted: Any, line: int) -> None:
    network.line = line
    network.is_borrowed = True
    for call in [call for tensor in network.outputs for call in [tensor.call]]:
        call.line = line
    if isinstance(wanted, str) and not network.weights:
        network.weights = wanted
        run.note("changed", f"{name} was drawn without its weights ({wanted}), which are not available here; it starts untrained.", line)


def _function(run: Run, name: str) -> Function | None:
    """A function of keras.applications, as its source says it."""
    module = _modules().get(name)
    if module is None:
        return None
    if module not in run.library:
        scope = Scope()
        run.library[module] = scope
        run.budget.allow(STEPS_MORE)
        text = File(module).read_text(encoding="utf-8")
        run.execute(ast.parse(text).body, scope)
    found = run.library[module].names.get(name)
    return found if isinstance(found, Function) else None


@cache
def _modules() -> Mapping[str, str]:
    """Which file of the installed Keras holds a function."""
    spec = find_spec("keras")
    folder = File(spec.origin).parent / "src" / "applications" if spec is not None and spec.origin else None
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.py")) if folder is not None else []:
        if not file.stem.endswith("_test"):
            for name in re.findall(r"^def (\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE):
                found.setdefault(name, str(file))
    return found

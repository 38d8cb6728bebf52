"""Plan, training settings and data set -> the whole training script, as a teacher would write it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from designer.core.adapting import learning_calls
from designer.core.analyse import examine, oracle
from designer.core.backends import DEFAULT, PACKAGES, Backend
from designer.core.catalog import Catalog
from designer.core.codegen.adapting import Learning
from designer.core.codegen.backends import backend_note
from designer.core.codegen.by_hand import OF_NO_RUN, ByHand, OfRun
from designer.core.codegen.constructors import CannotWrite
from designer.core.codegen.expressions import INDENT, flat, quoted
from designer.core.codegen.model import FUNCTION, model_part, module_part, swept_model_part
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import comment, docstring, one_line
from designer.core.codegen.search import NAMES as SEARCHING
from designer.core.codegen.search import search_part, trained_best
from designer.core.codegen.swept import swept
from designer.core.codegen.training import NAMES, data_part, evaluation_part, feeding, swept_training_part, training_part, untrained_part
from designer.core.data import DataSpec
from designer.core.document import Document, Sweep
from designer.core.findings import Findings
from designer.core.fitting import resolve
from designer.core.layers import dtype_policy
from designer.core.plan import Plan, weights_name
from designer.core.problems import Problem
from designer.core.sweep_checks import active, sweep_problems

KERAS_MODULES = frozenset({"layers", "ops", "initializers", "regularizers", "constraints"})
IMPORTS = {  # what parts speak of besides Keras's modules
    "np": "import numpy as np",
    "Layer": "from keras.layers import Layer",
    **{name: f"import {name}" for name in ("itertools", "math", "random", "optuna")},
}
DEFAULT_POLICY = "float32"
DEEPER = "sys.setrecursionlimit(100_000)  # Keras walks a network this deep recursively"
DEEP = 900  # keras.Model walks a chain of layers recursively, and Python stops at about 985 of them


@dataclass(frozen=True, slots=True)
class Script:
    """A script. `lines` maps a node to the first and last line (from 1) that speak of it; `parts` are its text in pieces, the head apart."""

    name: str
    title: str
    text: str
    lines: Mapping[str, tuple[int, int]]
    files: tuple[str, ...]
    packages: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def install(self) -> str:
        """The command that installs what the script needs."""
        return _install(self.packages)


def write_script(plan: Plan, document: Document, data: DataSpec | None, catalog: Catalog, *, shapes: bool = False, run: OfRun = OF_NO_RUN) -> Script:
    """The script of a document; without a data set it makes the model and says that there is nothing to train it on.

    With `shapes`, a comment tells the shape of what each layer gives; with `run`, it is the script of that run. Raises CannotWrite for a network
    that is not sound, or whose arguments the catalogue or Keras refuses.
    """
    found = _sound(document, data)
    sweep = active(document) if data is not None else None
    if sweep is not None and data is not None:
        parts = _swept_parts(found, data, catalog, _sound_sweep(found, sweep), shapes=shapes)
    else:
        parts = _parts(found, data, catalog, run.done, shapes=shapes)
    parts = [_setup(parts, data, document, plan, run.backend), *parts]
    title = one_line(document.name) or plan.name
    files, packages = (data.loader.files, data.loader.packages) if data else ((), ())
    packages = (*packages, *(["optuna"] if any("optuna" in part.imports for part in parts) else []))
    files = (*files, *([weights_name(plan.name)] if document.weights else []))
    text, lines = _assembled(_head(title, files, _install(packages, run.backend, data), backend_note(plan)), parts)
    return Script(plan.name, title, text, lines, files, packages, tuple(parts))


def _sound(document: Document, data: DataSpec | None) -> Findings:
    """What cannot be made is not tried: an examination knows it, and knows what is too large to try."""
    found = examine(document, data, oracle())
    errors = tuple(problem for problem in found.problems if problem.severity == "error")
    if not found.plan.is_sound or any(call.node.id not in found.nodes for call in found.plan.calls):
        raise CannotWrite(errors)
    unbound = tuple(problem for problem in errors if (problem.param or "").startswith("training"))
    if data is not None and unbound:
        raise CannotWrite(unbound)
    return found


def write_module(plan: Plan, document: Document, *, shapes: bool = False) -> Script:
    """A module with nothing but the model: `make_model()` returns it. Raises CannotWrite as `write_script` does."""
    found = _sound(document, None)
    with _refused_by_keras(), dtype_policy(found.plan.dtype_policy):
        part = module_part(found, {"model", "sys", *KERAS_MODULES, "keras"}, shapes=shapes)
    setup = Part("Setup", _grouped(_imports([part], None, plan)))
    if settings := _settings(found.plan):
        setup.add(["", *settings])
    title = one_line(document.name) or plan.name
    text, lines = _assembled(docstring(f"{title}: a network drawn in Layerloom.", f"Needs: {_install(())}"), [setup, part])
    return Script(plan.name, title, text, lines, (), (), (setup, part))


def _parts(found: Findings, data: DataSpec | None, catalog: Catalog, done: ByHand, *, shapes: bool) -> list[Part]:
    plan, document = found.plan, found.document
    imported = {"np", "sys", *_imported_names(data), *KERAS_MODULES, "keras"}
    with _refused_by_keras(), dtype_policy(plan.dtype_policy):
        if data is None:
            return [_started(model_part(found, NAMES | imported, shapes=shapes), found), untrained_part(plan.name, document.training)]
        fitting = resolve(plan, document.training, data)
        learning = Learning(plan, feeding(fitting, data), document.training.batch_size, data.loader.streams)
        model = model_part(found, NAMES | imported, learning, shapes=shapes)
        training = training_part(plan.name, fitting, data, catalog, done)
        return [data_part(data), _started(model, found), training, evaluation_part(plan.name, fitting, data)]


def _sound_sweep(found: Findings, sweep: Sweep) -> Sweep:
    """A sweep with nothing wrong. Raises CannotWrite."""
    faults = sweep_problems(found, lambda changed: examine(changed, found.data, oracle()))
    errors = tuple(problem for problem in faults if problem.severity == "error")
    if errors:
        raise CannotWrite(errors)
    return sweep


def _swept_parts(found: Findings, data: DataSpec, catalog: Catalog, sweep: Sweep, *, shapes: bool) -> list[Part]:
    """A function that makes the model, one that trains it, and what tries their arguments."""
    taken = NAMES | SEARCHING | {"np", "sys", *_imported_names(data), *KERAS_MODULES, "keras", FUNCTION}
    with _refused_by_keras(), dtype_policy(found.plan.dtype_policy):
        written = swept(found.document, sweep, found.catalog, taken)
        taken |= {name for each in written.marked for name in (each.variable, each.table)}
        training = written.training()
        fitting = resolve(found.plan, training, data)
        learning = Learning(written.plan, feeding(fitting, data), training.batch_size, data.loader.streams)
        model, made = swept_model_part(found, taken, written, learning, _start_lines(found), shapes=shapes)
        first = [*_policy(found.plan), f"keras.utils.set_random_seed({flat(training.seed)})", f"model = {flat(made)}"]
        trained = swept_training_part(found.plan.name, fitting, data, catalog, written, first)
        drawn = resolve(found.plan, found.document.training, data)
        evaluation = evaluation_part(found.plan.name, drawn, data)
        return [data_part(data), model, trained, search_part(written), trained_best(), evaluation]


def _started(model: Part, found: Findings) -> Part:
    """The model's part, with the weights that it starts from."""
    model.add(_start_lines(found))
    return model


def _start_lines(found: Findings) -> list[str]:
    if found.document.weights is None:
        return []
    of = one_line(found.document.weights.title)
    learns = bool(learning_calls(found.plan))
    return [
        *(comment(f"The weights it starts from: {of}.") if of else []),
        *(comment("A layer that the file does not hold keeps what it learnt from the data.") if learns else []),
        f"model.load_weights({quoted(weights_name(found.plan.name))}{', skip_mismatch=True' if learns else ''})",
    ]


@contextmanager
def _refused_by_keras() -> Iterator[None]:
    """What Keras refuses inside is CannotWrite."""
    try:
        yield
    except CannotWrite:
        raise
    except (ValueError, TypeError) as error:
        raise CannotWrite((Problem(code="refused_by_keras", message=str(error)),)) from error


def _head(title: str, files: Iterable[str], install: str, notes: Iterable[str]) -> list[str]:
    names = ", ".join(files)
    reads = [f"Reads: {names}, which must lie beside this file"] if names else []
    return docstring(f"{title}: a network drawn in Layerloom.", f"Needs: {install}", *reads, *notes)


def _install(packages: Iterable[str], backend: Backend = DEFAULT, data: DataSpec | None = None) -> str:
    """The command that installs what a script needs; some loaders read by TensorFlow on every back end."""
    reads_by_tensorflow = data is not None and any("tensorflow" in line for line in data.loader.imports)
    on_tensorflow = backend == DEFAULT or reads_by_tensorflow
    needed = ["tensorflow" if on_tensorflow else "keras", *(PACKAGES[backend] if backend != DEFAULT else ())]
    return " ".join(["pip install", *needed, *packages])


def _setup(parts: list[Part], data: DataSpec | None, document: Document, plan: Plan, backend: Backend) -> Part:
    """Imports, and the seed."""
    imports = _imports(parts, data, plan)
    part = Part("Setup", _grouped(imports) if backend == DEFAULT else _grouped_on(backend, imports))
    part.add(["", f"keras.utils.set_random_seed({document.training.seed})", *_settings(plan)])
    return part


def _settings(plan: Plan) -> list[str]:
    """What Keras and Python must be told before the model is made."""
    return [*_policy(plan), *([DEEPER] if _is_deep(plan) else [])]


def _policy(plan: Plan) -> list[str]:
    return [] if plan.dtype_policy == DEFAULT_POLICY else [f"keras.config.set_dtype_policy({quoted(plan.dtype_policy)})"]


def _imports(parts: list[Part], data: DataSpec | None, plan: Plan) -> list[str]:
    used = sorted(KERAS_MODULES.intersection(name for part in parts for name in part.imports))
    needed = ["import keras", *(data.loader.imports if data else ())]
    needed += [line for name, line in IMPORTS.items() if any(name in part.imports for part in parts)]
    needed += [f"from keras import {', '.join(used)}"] if used else []
    return [*needed, "import sys"] if _is_deep(plan) else needed


def _is_deep(plan: Plan) -> bool:
    return len(plan.calls) > DEEP


def _grouped(imports: Iterable[str]) -> list[str]:
    """Import lines as isort orders them: the standard library first, `import` before `from`."""
    groups: dict[bool, set[str]] = {True: set(), False: set()}
    for line in imports:
        groups[_module(line) in sys.stdlib_module_names].add(line)
    ordered = [sorted(groups[standard], key=lambda line: (line.startswith("from"), line.lower())) for standard in (True, False)]
    return [*ordered[0], *([""] if ordered[0] else []), *ordered[1]]


def _grouped_on(backend: Backend, imports: Iterable[str]) -> list[str]:
    """The same, with the choice of a back end before Keras is imported, which looks at it then."""
    lines = _grouped([*imports, "import os"])
    others = lines.index("") + 1
    return [*lines[:others], f'os.environ["KERAS_BACKEND"] = {quoted(backend)}', "", *lines[others:]]


def _module(line: str) -> str:
    return line.split()[1].partition(".")[0]


def _imported_names(data: DataSpec | None) -> set[str]:
    """What the loader's imports and its function are called in the script."""
    if data is None:
        return set()
    tree = ast.parse("\n".join(data.loader.imports))
    aliases = (alias for line in tree.body if isinstance(line, ast.Import | ast.ImportFrom) for alias in line.names)
    functions = (line.name for line in ast.parse(data.loader.source).body if isinstance(line, ast.FunctionDef))
    return {*functions, *((alias.asname or alias.name).split(".")[0] for alias in aliases)}


def _assembled(head: list[str], parts: list[Part]) -> tuple[str, dict[str, tuple[int, int]]]:
    lines = [*head, ""]
    nodes: dict[str, tuple[int, int]] = {}
    for place, part in enumerate(parts):
        if place:
            is_behind_function = lines[-1].startswith(INDENT)
            lines += ["", *([""] if is_behind_function or _starts_with_function(part) else []), *([f"# {part.title}"] if part.title else [])]
        nodes |= {name: (len(lines) + first + 1, len(lines) + last + 1) for name, (first, last) in part.nodes.items()}
        lines += part.lines
    return "\n".join(lines) + "\n", nodes


def _starts_with_function(part: Part) -> bool:
    return next((line for line in part.lines if not line.startswith("#")), "").startswith(("def ", "class ", "@"))

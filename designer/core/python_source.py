"""The text of a Python layer: one class, read by its syntax alone. Nothing here, or anywhere in this package, ever executes it."""

from __future__ import annotations

import ast
import builtins
import keyword
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MOST_LETTERS = 20_000
GIVEN: tuple[str, ...] = ("keras", "layers", "ops", "np", "Layer")  # what the text may speak of without importing it
BASES = frozenset({"keras.layers.Layer", "keras.Layer", "layers.Layer", "Layer"})
TAKEN = frozenset({*GIVEN, *dir(builtins), *keyword.kwlist, "train", "test", "model", "history", "results", "make_model", "sys"})
UNREADABLE = "Python cannot read this: it is nested too deeply, or holds characters that are none."
OF_THE_NODE = ("name", "trainable")  # what every class is given besides its own arguments
OF_THE_CALL = frozenset({"training", "mask"})  # what Keras gives by itself


class SourceError(ValueError):
    """The text is no layer; `line` says where that shows, where it shows in one."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(f"Line {line}: {sentence}" if line else sentence)


@dataclass(frozen=True, slots=True)
class PythonClass:
    """What can be seen of a class without executing it."""

    name: str
    text: str
    line: int
    """Where `class` stands."""
    required: tuple[str, ...]
    """The arguments that its constructor cannot do without."""
    speaks_of: frozenset[str]
    """The names of GIVEN that it uses."""

    def refusal(self, given: Mapping[str, Any]) -> str:
        """What is wrong with arguments for its constructor, as far as its syntax tells; empty where nothing is."""
        missing = [name for name in self.required if name not in given]
        if missing:
            return f"{self.name} needs {', '.join(missing)}."
        doubled = [name for name in OF_THE_NODE if name in given]
        return f"{doubled[0]} is given by the node itself. Take it away." if doubled else ""


@lru_cache(maxsize=500)
def read(text: str) -> PythonClass:
    """The class that a text defines. Raises SourceError."""
    if len(text) > MOST_LETTERS:
        raise SourceError(f"The class holds {len(text):,} characters; at most {MOST_LETTERS:,} are read.")
    try:
        return _read(text.replace("\r\n", "\n").replace("\r", "\n").rstrip())
    except (RecursionError, MemoryError):
        raise SourceError(UNREADABLE) from None


def _read(text: str) -> PythonClass:
    found = _only_class(_tree(text))
    _check_name(found)
    _check_base(found)
    methods = {item.name: item for item in found.body if isinstance(item, ast.FunctionDef)}
    if "call" not in methods:
        raise SourceError(f"{found.name} has no method called `call`, which says what the layer does: def call(self, inputs).", found.lineno)
    _check_call(methods["call"])
    names = {node.id for node in ast.walk(found) if isinstance(node, ast.Name)}
    return PythonClass(found.name, text, found.lineno, _required(methods.get("__init__")), frozenset(names.intersection(GIVEN)))


def _tree(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings(action="ignore"):  # of escapes in strings, which are the class's own affair
            return ast.parse(text)
    except SyntaxError as error:
        raise SourceError(f"Python cannot read this: {error.msg}.", error.lineno) from None
    except ValueError:
        raise SourceError(UNREADABLE) from None


def _only_class(tree: ast.Module) -> ast.ClassDef:
    found = [item for item in tree.body if isinstance(item, ast.ClassDef)]
    other = next((item for item in tree.body if not isinstance(item, ast.ClassDef)), None)
    if other is not None:
        raise SourceError(f"Only the class stands here; {', '.join(GIVEN[:-1])} are there without an import. Move this into the class.", other.lineno)
    if len(found) != 1:
        raise SourceError("One class stands here, such as: class Scaled(layers.Layer).", found[1].lineno if found else None)
    return found[0]


def _check_name(found: ast.ClassDef) -> None:
    if found.name in TAKEN or not found.name.isascii():
        raise SourceError(f"The class cannot be called {found.name}, which means something else already. Give it another name.", found.lineno)


def _check_base(found: ast.ClassDef) -> None:
    bases = [ast.unparse(base) for base in found.bases]
    if len(bases) != 1 or bases[0] not in BASES or found.keywords:
        raise SourceError(f"{found.name} must derive from keras.layers.Layer: class {found.name}(layers.Layer).", found.lineno)


def _check_call(call: ast.FunctionDef) -> None:
    """One argument for what arrives, besides those that have a default or come from Keras."""
    taken = [argument.arg for argument in (*call.args.posonlyargs, *call.args.args)]
    needed = [name for name in _needed(call.args) if name not in OF_THE_CALL]
    if len(taken) < 2 or len(needed) > 2:
        what = "takes what arrives as its one argument (several wires arrive as a list)"
        raise SourceError(f"`call` {what}: def call(self, inputs). It has {', '.join(taken) or 'none'}.", call.lineno)


def _needed(arguments: ast.arguments) -> Iterator[str]:
    """The arguments without a default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    yield from (argument.arg for argument in positional[: len(positional) - len(arguments.defaults)])
    yield from (argument.arg for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default is None)


def _required(init: ast.FunctionDef | None) -> tuple[str, ...]:
    """The arguments that a constructor needs."""
    if init is None:
        return ()
    if init.args.kwarg is None:
        more = "def __init__(self, …, **kwargs), and in it super().__init__(**kwargs)"
        raise SourceError(f"The constructor must hand on what every layer takes, such as its name: {more}.", init.lineno)
    return tuple(_needed(init.args))[1:]

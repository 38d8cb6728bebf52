"""What names of a program can stand for, beside Python's own numbers, texts, lists and the like."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from designer.core.importers.python_code.graph import Tensor

Shape = tuple[int | None, ...]
Order = Literal["", "row", "column", "causal", "size", "training"]
MARK = "\N{SYMBOL FOR NULL}"
"""Stands for the name of a block's use while the block's function is read; no program of ours holds it."""


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Unknown:
    """What cannot be known without running the program: `what` names it, and `tensors` are those it was made of."""

    what: str
    line: int = 0
    tensors: tuple[Tensor, ...] = ()
    counts: bool = False
    """Whether it is 0, 1, 2 … along the tensor's second axis: the places of a sequence."""
    order: Order = ""
    """Of numbers that say which places may see which: 0, 1, 2 … in a row, the same in a column, or the comparison of both, a causal mask.
    The size of a tensor is none of a network's values either, nor is whether it trains."""
    shift: int = 0
    """What was added to numbers in a row or a column."""


@dataclass(frozen=True, slots=True)
class Path:
    """Something of a library, by its dotted path: keras.layers.Dense, tensorflow.nn.relu, numpy.prod."""

    dotted: str

    @property
    def last(self) -> str:
        """The name behind the last dot."""
        return self.dotted.rpartition(".")[2]

    def inside(self, name: str) -> Path:
        """What stands there under a name."""
        return Path(f"{self.dotted}.{name}")


@dataclass(frozen=True, slots=True)
class Builtin:
    """A function of Python's own."""

    name: str


@dataclass(eq=False, slots=True, repr=False)
class Scope:
    """Names and their values; a function's scope looks into the one it was written in."""

    names: dict[str, Any] = field(default_factory=dict)
    outer: Scope | None = None
    is_class: bool = False
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    yielded: list[Any] | None = None
    """Of a generator: what it has given so far."""
    owner: Any = None
    """Of a method: (class it stands in, its first argument), which `super()` asks for."""

    def holder(self, name: str) -> Scope | None:
        """The scope that a name is read from, or None."""
        scope: Scope | None = self.elsewhere.get(name, self)
        while scope is not None:
            if name in scope.names and (scope is self or not scope.is_class):
                return scope
            scope = scope.outer
        return None

    def assign(self, name: str, value: Any) -> None:
        """Let a name stand for a value."""
        self.elsewhere.get(name, self).names[name] = value

    @property
    def outermost(self) -> Scope:
        """The program's own scope."""
        scope = self
        while scope.outer is not None:
            scope = scope.outer
        return scope


@dataclass(eq=False, slots=True, repr=False)
class Function:
    """A function of the program."""

    name: str
    arguments: ast.arguments
    body: Sequence[ast.stmt] | ast.expr
    scope: Scope
    defaults: Sequence[Any]
    keyword_defaults: Mapping[str, Any]
    line: int
    kind: str = ""
    """property, staticmethod or classmethod, where it is decorated so."""
    home: Class | None = None


@dataclass(eq=False, slots=True, repr=False)
class Bound:
    """A function together with its first argument."""

    function: Function
    owner: Any


@dataclass(eq=False, slots=True, repr=False)
class Partial:
    """functools.partial."""

    function: Any
    positional: tuple[Any, ...]
    named: Mapping[str, Any]


@dataclass(eq=False, slots=True, repr=False)
class Class:
    """A class of the program."""

    name: str
    bases: tuple[Any, ...]
    members: dict[str, Any]
    line: int
    fields: tuple[str, ...] = ()
    """The names that its body states with a type, in order: what a data class takes."""
    is_tuple: bool = False
    """Whether its objects are named tuples."""

    def lineage(self) -> list[Class]:
        """The class and those it inherits from, as far as the program tells them, nearest first."""
        found: list[Class] = [self]
        for base in self.bases:
            if isinstance(base, Class):
                found += [other for other in base.lineage() if other not in found]
        return found

    def member(self, name: str) -> Any:
        """A member, its own or an inherited one; raises KeyError."""
        for owner in self.lineage():
            if name in owner.members:
                return owner.members[name]
        raise KeyError(name)

    @property
    def foreign_bases(self) -> tuple[Path, ...]:
        """The classes of libraries it inherits from."""
        return tuple(base for owner in self.lineage() for base in owner.bases if isinstance(base, Path))


@dataclass(eq=False, slots=True, repr=False)
class Instance:
    """An object of a class of the program."""

    cls: Class
    attributes: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    variable: str = ""


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Method:
    """A method of something that Python or Keras brings."""

    owner: Any
    name: str


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Super:
    """What `super()` gives: the members behind those of a class."""

    instance: Any
    behind: Class


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Array:
    """Data: of a known shape, perhaps of a data set of Keras's; `classes` is the number of classes of labels."""

    shape: Shape
    dataset: str | None = None
    role: str = ""
    classes: int | None = None
    dtype: str = "float32"


@dataclass(eq=False, slots=True, repr=False)
class Parser:
    """An argparse.ArgumentParser, with the defaults of its arguments."""

    defaults: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Native:
    """Something callable of the reader's own."""

    function: Any


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Symbol:
    """A parameter of a block that is being read, or an expression over such."""

    node: ast.expr


@dataclass(frozen=True, slots=True)
class Split:
    """What a loader of one of our own data sets gives: the half to train with, or that to test with."""

    dataset: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of one of our own data sets."""

    dataset: str
    name: str


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Described:
    """An object of Keras that is no layer: an optimizer, a loss, an initializer and so on, with its arguments as given."""

    group: str
    class_name: str
    arguments: Mapping[str, Any]
    line: int = 0

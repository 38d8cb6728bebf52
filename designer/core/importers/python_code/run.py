"""One reading of a program: what its parts share, and the verbs they call each other by."""

from __future__ import annotations

import ast
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from designer.core.catalog import Catalog
from designer.core.importers.legacy_tables import CLASSES
from designer.core.importers.python_code.budget import Budget
from designer.core.importers.python_code.graph import Call, Definition, Layer, Network, Tensor, Use
from designer.core.importers.python_code.names import MODELS
from designer.core.importers.python_code.report import Report
from designer.core.importers.python_code.values import Function, Instance, Scope, Unknown


class Raised(Exception):
    """The program raises an exception of its own."""


class SeveralInputs(Exception):
    """The call of a model class takes its input apart: it wants so many, or those that it names."""

    def __init__(self, count: int = 0) -> None:
        self.count = count
        super().__init__()


class Run(ABC):
    """The state of one reading."""

    def __init__(self, catalog: Catalog, budget: Budget, text: str) -> None:
        self.catalog = catalog
        self.budget = budget
        self.text = text
        self.report = Report()
        self.networks: list[Network] = []
        self.instances: list[Instance] = []
        self.layers: list[Layer] = []
        self.taken: Counter[str] = Counter()
        self.order = 0
        self.uses: list[Use] = []
        self.depth = 0
        self.dataset: str | None = None
        self.seed: int | None = None
        self.policy: str | None = None
        self.is_ours = "drawn in Layerloom" in text[:1000]
        """Whether Layerloom wrote the program, so that its loaders are those of our data sets."""
        self.definitions: dict[Function, Definition] = {}
        """The blocks of a program that Layerloom wrote, by their functions."""
        self.nodes: dict[str, ast.FunctionDef] = {}
        self.reading_blocks = 0
        self.is_old = False
        """Whether the program speaks to a Keras of its own, before Keras 3."""
        self.stood_in: dict[Unknown, Tensor] = {}
        """The tensors that stand for what is not known."""
        self.unsure = 0
        """How many loops are being followed of which it is not known how often they run."""
        self._doubtful: dict[int, Any] = {}
        self.calls: list[Call] = []
        self.lost = 0
        """How many placeholders were made."""
        self.data_format = "channels_last"
        self.turns_channels = False
        """Whether networks with channels first are turned, as those of files are; not while someone is typing."""
        self.entrance: Tensor | None = None
        """The Input in front of a model class that is being followed."""
        self.library: dict[str, Scope] = {}
        """The names in files of Keras itself that are followed."""
        self.guessed: set[Layer] = set()
        """Inputs, and layers that say what they receive, of which no size is known."""

    @cached_property
    def layers_in_small_letters(self) -> dict[str, str]:
        """Every layer and model class by its name in small letters."""
        known = [layer for layer, spec in self.catalog.layers.items() if spec.kind in ("layer", "input")] + [*CLASSES, *MODELS]
        return {layer.lower(): layer for layer in known}

    @abstractmethod
    def evaluate(self, node: ast.expr, scope: Scope) -> Any:
        """What an expression stands for."""

    @abstractmethod
    def execute(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Follow statements."""

    @abstractmethod
    def call(self, function: Any, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
        """What calling something gives."""

    @abstractmethod
    def followed(self, function: Function, scope: Scope) -> Any:
        """What a function gives in a scope that holds its arguments."""

    @abstractmethod
    def attribute(self, owner: Any, name: str, line: int) -> Any:
        """What stands behind a dot."""

    @abstractmethod
    def operate(self, operation: str, operands: Sequence[Any], line: int) -> Any:
        """What an operator gives where one of its operands is a tensor."""

    @abstractmethod
    def assign_attribute(self, owner: Any, name: str, value: Any) -> None:
        """`owner.name = value`."""

    @abstractmethod
    def shape_of(self, tensor: Tensor) -> tuple[int | None, ...] | None:
        """The shape of a tensor, as Keras says it; None where it is not known."""

    @abstractmethod
    def items(self, value: Any) -> list[Any] | None:
        """What a loop over one of Keras's own goes through; None for other values."""

    @abstractmethod
    def unpacked(self, value: Any, count: int) -> Sequence[Any] | None:
        """A value taken apart into so many; None where that is not known."""

    @abstractmethod
    def start(self, instance: Instance, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> None:
        """What a class of Keras does when an object of it is made."""

    def named(self, value: Any, variable: str) -> None:
        """A value gets a name of the program."""
        if not variable:
            return
        if isinstance(value, Network | Instance):
            value.variable = value.variable or variable
        elif isinstance(value, Tensor) and not value.call.name:
            value.call.name = variable
            self._rename(value.call.target, variable)
        elif isinstance(value, Layer):
            self._rename(value, variable)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Tensor):
            self.named(value[0], variable)

    def _rename(self, target: Layer | Network, variable: str) -> None:
        """A layer whose variable is called as Keras calls layers of its class, bears that name."""
        if isinstance(target, Layer) and not target.is_named:
            spec = self.catalog.layers.get(target.layer)
            if spec is not None and spec.auto_name and re.fullmatch(rf"{spec.auto_name}(_\d+)?", variable):
                target.name = variable

    def note(self, kind: Any, message: str, line: int | None = None) -> None:
        """A line for the report, each once."""
        self.report.add(kind, message, line)

    def note_placeholder(self, what: str, layer: Layer, line: int) -> None:
        """A line for the report on what stands as a placeholder; it is told only if the placeholder stands in a network that is drawn."""
        self.note_drawn(f"{what} stands as a placeholder: {layer.reason}", layer, line)

    def note_drawn(self, message: str, layer: Layer | Network, line: int) -> None:
        """A line for the report that is told only if what it is about is drawn."""
        self.report.add_about(layer, message, line)

    def doubt(self, container: Any) -> None:
        """A list or the like was changed; in a loop that runs no one knows how often, what it holds is not known from then on."""
        if self.unsure:
            self._doubtful[id(container)] = container

    def is_doubtful(self, container: Any) -> bool:
        """Whether it is not known how much a list or the like holds."""
        return self._doubtful.get(id(container)) is container

    def event(self) -> int:
        """Something happens to a network; the number of what happens next."""
        self.budget.events += 1
        self.order += 1
        return self.order

    def automatic(self, prefix: str) -> str:
        """What Keras names the next thing of a kind."""
        count = self.taken[prefix]
        self.taken[prefix] += 1
        return f"{prefix}_{count}" if count else prefix

    @contextmanager
    def using(self, use: Use | None) -> Iterator[None]:
        """Calls made inside belong to a run of a function."""
        if use is not None:
            self.uses.append(use)
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            if use is not None:
                self.uses.pop()

"""What an examination of a document found: the plan, Keras's answers, the problems. Checks and fixes read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from designer.core.analysis import NodeAnalysis
from designer.core.bindings import Bindings, bind
from designer.core.catalog import Catalog
from designer.core.data import DataField, DataSpec
from designer.core.document import Document, KerasObject
from designer.core.infer import Answer, Oracle
from designer.core.plan import Plan
from designer.core.problems import Edge, Node, Problem
from designer.core.wording import Shape


@dataclass(frozen=True)
class Findings:
    """A document, how it is planned, and what Keras says of its nodes."""

    document: Document
    plan: Plan
    answers: Mapping[str, Answer]
    data: DataSpec | None
    catalog: Catalog
    problems: tuple[Problem, ...] = ()
    oracle: Oracle | None = None

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The document's nodes by their id."""
        return {node.id: node for node in self.document.nodes}

    @cached_property
    def leaving(self) -> Mapping[str, Sequence[Edge]]:
        """Every wire of the document by the node it leaves."""
        return _grouped(self.document.edges, lambda edge: edge.source[0])

    @cached_property
    def arriving(self) -> Mapping[str, Sequence[Edge]]:
        """Every wire of the document by the node it arrives at."""
        return _grouped(self.document.edges, lambda edge: edge.target[0])

    @cached_property
    def nodes(self) -> dict[str, NodeAnalysis]:
        """The analysis of every node that has one."""
        return {name: answer.analysis for name, answer in self.answers.items() if answer.analysis is not None}

    @cached_property
    def loose(self) -> frozenset[str]:
        """Nodes that touch no wire."""
        return frozenset(problem.node for problem in self.plan.problems if problem.code == "unconnected" and problem.node)

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The nodes that are part of the network, in the plan's order."""
        return tuple(call.node.id for call in self.plan.calls if call.node.id not in self.loose)

    @cached_property
    def bindings(self) -> Bindings | None:
        """Which field of the data set meets which node; None without a data set."""
        return bind(self.plan, self.document.training, self.data) if self.data else None

    def feeding(self, node: str) -> DataField | None:
        """The field that feeds an Input; None where there is none, or no data set."""
        return self.data.field(self.bindings.inputs.get(node, "")) if self.data and self.bindings else None

    def shape(self, node: str, output: int = 0) -> Shape | None:
        """A sample's shape at an output of a node, without the batch axis; None where it is not known."""
        specs = self.answers[node].specs if node in self.answers else ()
        return specs[output][0][1:] if output < len(specs) else None

    def judge(self, node: str, loss: KerasObject, field: DataField) -> str:
        """What Keras has against judging an output by a loss; empty where it takes it."""
        return self.oracle.judge(node, loss, self.answers[node].specs[0], ((None, *field.shape), field.dtype)) if self.oracle else ""

    def can_measure(self, node: str, metric: KerasObject, field: DataField) -> bool:
        """Whether a metric can compare an output with a field."""
        return self.oracle is None or self.oracle.can_measure(metric, self.answers[node].specs[0], ((None, *field.shape), field.dtype))

    def has(self, code: str, node: str | None) -> bool:
        """Whether a node has a problem of that code."""
        return any(problem.code == code and problem.node == node for problem in self.problems)


def _grouped(edges: Iterable[Edge], end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[end(edge)].append(edge)
    return dict(groups)

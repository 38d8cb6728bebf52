"""What an examination of a document found: the plan, Keras's answers, the problems. Checks and fixes read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from designer.core.analysis import NodeAnalysis
from designer.core.bindings import Bindings, bind
from designer.core.catalog import Catalog, LayerSpec
from designer.core.data import DataField, DataSpec
from designer.core.document import Document, KerasObject
from designer.core.infer import Answer, Oracle
from designer.core.plan import Call, Plan, Source
from designer.core.problems import Edge, Node, Problem
from designer.core.tensors import Spec
from designer.core.walk import Walked
from designer.core.wording import Shape


@dataclass(frozen=True)
class Findings:
    """A document, how it is planned, and what Keras says of its calls, and of the uses of its blocks, by their ids."""

    document: Document
    plan: Plan
    answers: Mapping[str, Answer]
    data: DataSpec | None
    catalog: Catalog
    problems: tuple[Problem, ...] = ()
    oracle: Oracle | None = None
    walked: Walked | None = None

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
        """The analysis of every call and use that has one."""
        return {name: answer.analysis for name, answer in self.answers.items() if answer.analysis is not None}

    @cached_property
    def loose(self) -> frozenset[str]:
        """Nodes that touch no wire."""
        problems = (problem for problem in self.plan.problems if problem.code == "unconnected" and not problem.inside)
        return frozenset(problem.node for problem in problems if problem.node)

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The calls that are part of the network, in the plan's order."""
        return tuple(call.node.id for call in self.plan.calls if call.path[0] not in self.loose)

    @cached_property
    def bindings(self) -> Bindings | None:
        """Which field of the data set meets which node; None without a data set."""
        return bind(self.plan, self.document.training, self.data) if self.data else None

    def feeding(self, node: str) -> DataField | None:
        """The field that feeds an Input; None where there is none, or no data set."""
        return self.data.field(self.bindings.inputs.get(node, "")) if self.data and self.bindings else None

    @cached_property
    def ends(self) -> Mapping[str, Source]:
        """Where each output of the network comes from, by its name."""
        return dict(zip(self.plan.outputs, self.plan.ends, strict=True))

    def producing(self, name: str) -> Call:
        """The call of a node, or the one that an output of the network comes from; raises KeyError."""
        return self.plan.call(self.ends[name].node if name in self.ends else name)

    def spec(self, node: str, output: int = 0) -> Spec | None:
        """What leaves an output of a node, or an output of the network; None where it is not known."""
        if node in self.ends and output == 0:
            node, output = self.ends[node].node, self.ends[node].output
        specs = self.answers[node].specs if node in self.answers else ()
        return specs[output] if output < len(specs) else None

    def shape(self, node: str, output: int = 0) -> Shape | None:
        """A sample's shape at an output of a node, without the batch axis; None where it is not known."""
        spec = self.spec(node, output)
        return None if spec is None else spec.shape[1:]

    def judge(self, node: str, loss: KerasObject, field: DataField) -> str:
        """What Keras has against judging an output by a loss; empty where it takes it."""
        spec = self.spec(node)
        return self.oracle.judge(node, loss, spec, _target(field)) if self.oracle and spec else ""

    def can_measure(self, node: str, metric: KerasObject, field: DataField) -> bool:
        """Whether a metric can compare an output with a field."""
        spec = self.spec(node)
        return self.oracle is None or spec is None or self.oracle.can_measure(metric, spec, _target(field))

    def place(self, name: str) -> dict[str, Any]:
        """Where a problem of a call, or of an output of the network, stands: its node, and the path within it."""
        if name in self.ends:
            return {"node": self.drawn_as(name)[0]}
        path = self.plan.call(name).path
        return {"node": path[0], "inside": path[1:]}

    def drawn_as(self, name: str) -> tuple[str, int]:
        """The node, and the index of its output, that an output of the network is; a node's first output for its own name."""
        return dict(zip(self.plan.outputs, self.plan.drawn_as, strict=True)).get(name, (name, 0))

    def layer(self, node: str) -> LayerSpec | None:
        """What the catalogue says of a node's layer; None for a node or a layer that is not known."""
        return self.catalog.layers.get(self.by_id[node].layer) if node in self.by_id else None

    def has(self, code: str, node: str | None) -> bool:
        """Whether a node has a problem of that code."""
        return any(problem.code == code and problem.node == node for problem in self.problems)


def _target(field: DataField) -> Spec:
    return Spec((None, *field.shape), field.dtype)


def _grouped(edges: Iterable[Edge], end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[end(edge)].append(edge)
    return dict(groups)

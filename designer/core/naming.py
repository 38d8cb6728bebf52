"""Which names Keras would choose while a plan's model is made, and which of them would meet.

Keras counts its automatic names as layers are made and called: a MultiHeadAttention that is called takes "softmax", a Bidirectional takes "lstm", and
each operation of keras.ops takes a name of its own; so do those that Keras adds for masks and casts. No two of a model may bear one name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from designer.core.calls import NAMED_KINDS, Call, Plan
from designer.core.names import next_name
from designer.core.tensors import Trace
from designer.core.walk import Walked


@dataclass(frozen=True, slots=True)
class Clash:
    """A node, by its path, and an operation of Keras's own choice (its class in snake_case) that would bear the node's name."""

    path: tuple[str, ...]
    kind: str


@dataclass(slots=True)
class Names:
    """Of a plan's layers: those that Keras names by itself, and the clashes, those within nested models too."""

    automatic: set[str] = field(default_factory=set)
    clashes: list[Clash] = field(default_factory=list)
    is_open: bool = False
    """Whether names were taken that nobody knows of: a Python layer may make layers within."""


def automatic_names(plan: Plan, walked: Walked) -> Names:
    """Go through the plan as a fresh process would."""
    names = Names()
    _Run(plan, walked, Counter(), ()).go(names)
    return names


def has_operations(walked: Walked) -> bool:
    """Whether Keras makes operations of its own anywhere, without which no names can meet."""
    traces = (trace for answer in walked.answers.values() for pair in answer.traces for trace in pair if trace is not None)
    return any(trace.operations for trace in traces) or any(map(has_operations, walked.inner.values()))


class _Run:
    def __init__(self, plan: Plan, walked: Walked, taken: Counter[str], above: tuple[str, ...]) -> None:
        self._plan = plan
        self._walked = walked
        self._taken = taken
        self._above = above
        self._counts: dict[str, Mapping[str, int]] = {}

    def go(self, names: Names) -> None:
        """Make and call; a Sequential calls its layers when all of them are made."""
        made: set[str] = set()
        for call in self._plan.calls:
            if call.owner not in made:
                made.add(call.owner)
                self._make(call, names)
            if not self._plan.is_stack:
                self._call(call)
        for call in self._plan.calls if self._plan.is_stack else ():
            self._call(call)
        names.clashes.extend(self._clashes())

    def _make(self, call: Call, names: Names) -> None:
        inner = self._walked.inner.get(call.node.id)
        if call.inner is not None and inner is not None:
            _Run(call.inner, inner, self._taken, (*self._above, *call.path)).go(names)
            return
        before = next_name(call.spec.auto_name, self._taken)
        self._taken.update(self._walked.answers[call.node.id].made)
        names.is_open = names.is_open or call.spec.kind == "python"
        is_free = not names.is_open and not self._above and len(call.path) == 1 and call.spec.kind in {"layer", "input"}
        if is_free and before == call.owner == next_name(call.spec.auto_name, self._taken):
            names.automatic.add(call.owner)
            self._taken[call.spec.auto_name] += 1

    def _call(self, call: Call) -> None:
        answer = self._walked.answers[call.node.id]
        if answer.traces:
            self._counts[call.node.id] = dict(self._taken)
        self._taken.update(answer.called)

    def _clashes(self) -> Iterator[Clash]:
        by_name = {call.owner: call for call in self._plan.calls if call.spec.kind in NAMED_KINDS}
        for name, kind in self._operations().items():
            if name in by_name:
                yield Clash((*self._above, *by_name[name].path), kind)

    def _operations(self) -> dict[str, str]:
        """The names of the operations that the outputs hang on, each with its kind."""
        found: dict[str, str] = {}
        passed: set[tuple[str, int, bool]] = set()
        waiting = [(end.node, end.output, False) for end in self._plan.ends]
        while waiting:
            here = waiting.pop()
            if here in passed:
                continue
            passed.add(here)
            name, output, is_mask = here
            call = self._plan.call(name)
            trace = self._trace(name, output, is_mask=is_mask)
            counts = self._counts.get(name, {})
            for kind, count in trace.operations if trace else ():
                found[next_name(kind, {kind: counts.get(kind, 0) + count})] = kind
            waiting.extend(self._before(call, trace))
        return found

    def _trace(self, name: str, output: int, *, is_mask: bool) -> Trace | None:
        traces = self._walked.answers[name].traces
        return traces[output][int(is_mask)] if traces else None

    def _before(self, call: Call, trace: Trace | None) -> Iterator[tuple[str, int, bool]]:
        """The tensors, and masks of tensors, that a tensor hangs on."""
        if trace is None:
            yield from ((source.node, source.output, False) for source in call.sources)
            return
        for leaf in trace.leaves:
            source = call.inputs[leaf.port][leaf.place]
            yield source.node, source.output, leaf.is_mask

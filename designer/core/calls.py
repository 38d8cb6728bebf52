"""A plan and its parts: the ordered calls that the analyser, the builder and the code writer all read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from designer.core.catalog import LayerSpec
from designer.core.document import DtypePolicy
from designer.core.problems import Node, Problem

NAMED_KINDS = frozenset({"layer", "block", "input", "python"})  # operations are named by Keras


@dataclass(frozen=True, slots=True)
class Source:
    """An output of a call."""

    node: str
    output: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One layer, operation or nested model called on the outputs of others; `inputs` maps a port's name to its sources in order.

    `node` bears the call's own id (within an unfolded block that of the use goes before it), and its arguments with every expression worked out;
    where it calls the layer of another node again, the arguments are that layer's.
    """

    node: Node
    spec: LayerSpec
    inputs: Mapping[str, tuple[Source, ...]]
    owner: str
    """The call whose layer is called: its own id, unless the layer is shared."""
    path: tuple[str, ...]
    """The node of the document, and behind it the nodes within blocks that lead to this call."""
    inner: Plan | None = None
    """What a nested model is made of."""
    is_whole: bool = True
    """Whether all that must arrive is wired; of a call that is not whole, Keras can be asked about the arguments alone."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, over all ports."""
        return tuple(source for sources in self.inputs.values() for source in sources)

    @property
    def is_shared(self) -> bool:
        """Whether it calls the layer of another call again."""
        return self.owner != self.node.id

    @property
    def holds_python(self) -> bool:
        """Whether it is a Python layer, or a nested model with one inside."""
        return self.spec.kind == "python" or (self.inner is not None and any(call.holds_python for call in self.inner.calls))

    @property
    def title(self) -> str:
        """What a person calls it: its node's id, and the uses of blocks that it stands in."""
        return " in ".join(reversed(self.path))


@dataclass(frozen=True, slots=True)
class Use:
    """One unfolding of a block: with `repeat`, each copy is a use of its own, `copy` from 1."""

    path: tuple[str, ...]
    block: str
    arguments: Mapping[str, JsonValue]
    """Each parameter of the block with its value, defaults included."""
    copy: int
    repeat: int
    calls: tuple[str, ...]
    """The ids of its calls, in order; those of uses within it too."""
    inputs: Mapping[str, tuple[Source, ...]]
    outputs: tuple[Source | None, ...]
    """Where each output of the block comes from; None where it comes from nowhere, which a problem tells of."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A network in the order in which Keras would be told of it."""

    name: str
    calls: tuple[Call, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    """A name for each output of the network: the node it comes from, followed by _1, _2 … for further outputs of the same node."""
    problems: tuple[Problem, ...] = ()
    is_stack: bool = False
    """Whether it is one chain from one input to one output, so that Sequential says it best."""
    ends: tuple[Source, ...] = ()
    """Where each of `outputs` comes from."""
    drawn_as: tuple[tuple[str, int], ...] = ()
    """The node of the document, and the index of its output, that each of `outputs` is."""
    uses: tuple[Use, ...] = ()
    dtype_policy: DtypePolicy = "float32"
    _by_id: Mapping[str, Call] = field(default_factory=dict, repr=False, compare=False)

    def python_calls(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Call]]:
        """Every call of a Python layer with its path, those within nested models too."""
        for call in self.calls:
            if call.spec.kind == "python":
                yield (*above, *call.path), call
            elif call.inner is not None:
                yield from call.inner.python_calls((*above, *call.path))

    def call(self, call_id: str) -> Call:
        """The call of that id; raises KeyError."""
        return self._by_id[call_id]

    @property
    def has_named_outputs(self) -> bool:
        """Whether each output bears, in Keras too, the name that it has here."""
        return all(end.output == 0 and self._by_id[end.node].owner == name for name, end in zip(self.outputs, self.ends, strict=True)) and all(
            self._by_id[end.node].spec.kind in NAMED_KINDS for end in self.ends
        )

    @property
    def is_sound(self) -> bool:
        """Whether the graph can be built, as far as its wiring tells."""
        return not any(problem.severity == "error" for problem in self.problems)

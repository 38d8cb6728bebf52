"""What a program makes of Keras: layers, their calls, the tensors between them, and networks; documents are drawn from these.

None of them tells itself as text: each holds all that came before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from designer.core.document import BlockParam

Size = int | None


@dataclass(eq=False, slots=True, repr=False)
class Layer:
    """A layer as the program makes it: a node's layer and config, and under which name."""

    layer: str
    config: dict[str, JsonValue]
    name: str
    line: int
    is_named: bool = False
    """Whether the program says its name, so that it is not Keras's choice."""
    calls: list[Call] = field(default_factory=list)
    receives: tuple[Size, ...] | None = None
    """The shape that it says it receives (input_shape), without the batch."""
    dtype: str | None = None
    """The type of what it receives, where it says that."""
    function: Any = None
    """Of a Lambda, or of a layer that the program wrote itself: what is called in its place."""
    afterwards: Any = None
    """A function of the program that is its activation: called on what it gives."""
    branches: tuple[Any, ...] = ()
    """Of the Merge of Keras 1: the networks that it joins."""
    reason: str = ""
    """Why it stands as a placeholder."""
    stack: Network | None = None
    """The Sequential that it was added to, which is worked out when the program asks what the layer receives or gives."""

    @property
    def output(self) -> Tensor | None:
        """Its first output, where it was called."""
        return self.calls[0].tensor(0) if self.calls else None


@dataclass(eq=False, slots=True, repr=False)
class Tensor:
    """An output of a call."""

    call: Call
    index: int = 0
    shape: tuple[Size, ...] | None = None


@dataclass(eq=False, slots=True, repr=False)
class Call:
    """A layer, an operation or a network called; `order` counts the calls of a program."""

    target: Layer | Network
    inputs: Mapping[str, tuple[Tensor, ...]]
    arguments: Mapping[str, JsonValue]
    order: int
    line: int
    name: str = ""
    """Of an operation: what its variable is called."""
    outputs: dict[int, Tensor] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    """The functions of the program that were running, outermost first."""

    def tensor(self, index: int = 0) -> Tensor:
        """One of its outputs."""
        return self.outputs.setdefault(index, Tensor(self, index))

    @property
    def sources(self) -> tuple[Tensor, ...]:
        """Every tensor that arrives."""
        return tuple(tensor for tensors in self.inputs.values() for tensor in tensors)


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Use:
    """One run of a function of the program."""

    function: str
    number: int
    arguments: Mapping[str, Any]


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Definition:
    """A block of a program that Layerloom wrote: the network within, of which every use makes its own."""

    name: str
    network: Network
    nested: bool
    params: tuple[BlockParam, ...]
    help: str


@dataclass(eq=False, slots=True, repr=False)
class Network:
    """A keras.Model: a stack of layers (Sequential), or what lies between inputs and outputs."""

    name: str
    line: int
    is_named: bool = False
    stack: list[Layer | Network] | None = None
    inputs: list[Tensor] = field(default_factory=list)
    outputs: list[Tensor] = field(default_factory=list)
    trace: Callable[[Network, int], None] | None = None
    """Of a Sequential, or of a class of the program: what gives its inputs and outputs when they are first asked for."""
    receives: tuple[Size, ...] | None = None
    variable: str = ""
    compiled: Mapping[str, Any] | None = None
    fitted: Mapping[str, Any] | None = None
    is_part: bool = False
    """Whether a layer of the program's own made it for itself."""
    named: dict[str, Tensor] = field(default_factory=dict)
    """Of the Graph of Keras's first versions: what its nodes give, by their names."""
    is_used_alone: bool = False
    """Whether it is trained, asked for predictions, shown or saved by itself."""
    calls: list[Call] = field(default_factory=list)
    trainable: bool = True
    definition: Definition | None = None
    """The block that it is a use of, in a program that Layerloom wrote."""
    arguments: Mapping[str, JsonValue] = field(default_factory=dict)
    """What it gives to the block's parameters."""
    is_wrapped: bool = False
    """Whether another layer was wrapped around its layers."""
    is_borrowed: bool = False
    """Whether it is one of Keras's own architectures."""
    weights: str = ""
    """Where the program takes its weights from."""

    def add(self, layer: Layer | Network) -> None:
        """Put a layer on the stack."""
        if self.stack is not None:
            self.stack.append(layer)
            if isinstance(layer, Layer) and layer.stack is None:
                layer.stack = self
            self.inputs, self.outputs = [], []

    def settle(self, line: int) -> None:
        """Work out its inputs and outputs, if they are not known yet."""
        if not self.outputs and self.trace is not None:
            self.trace(self, line)

    @property
    def output(self) -> Tensor | None:
        """Its first output."""
        return self.outputs[0] if self.outputs else None


def behind(outputs: Iterable[Tensor], inputs: Iterable[Tensor]) -> list[Call]:
    """Every call between inputs and outputs, in the program's order; those that give the inputs are not among them."""
    ends = {(tensor.call, tensor.index) for tensor in inputs}
    found: set[Call] = set()
    waiting = list(outputs)
    while waiting:
        tensor = waiting.pop()
        if tensor.call not in found and (tensor.call, tensor.index) not in ends:
            found.add(tensor.call)
            waiting.extend(tensor.call.sources)
    return sorted(found, key=lambda call: call.order)

"""Where statements of a script stand: what its calls give, what its variables are called, how far they are indented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from designer.core.catalog import Catalog
from designer.core.codegen.adapting import Learning
from designer.core.codegen.expressions import Expression, Name
from designer.core.codegen.naming import Naming, variables
from designer.core.plan import Call, Source


class Functions(Protocol):
    """Where the functions of blocks come from."""

    def constructor(self, call: Call, scope: Scope, data: Expression | None = None) -> Expression:
        """What makes the nested model of a call; `data` is what its layers learn from."""

    def taken(self) -> set[str]:
        """Names that no variable may bear."""


@dataclass
class Scope:
    """A script, or a function of it."""

    catalog: Catalog
    functions: Functions
    known: Naming
    """What arrives at each call, and comes out of it."""
    prefix: str = ""
    """What stands before the names of layers, as in an f-string: `{name}_`."""
    arguments: Mapping[str, Any] | None = None
    """Of the block whose function this is, in the use that is looked at."""
    names: Mapping[str, str] = field(default_factory=dict)
    values: dict[Source, str] = field(default_factory=dict)
    """Outputs that bear other variables than their calls': those of blocks."""
    hoisted: frozenset[str] = frozenset()
    """The layers that are called more than once, and stand in a variable of their own."""
    learning: Learning | None = None
    """What its layers learn from before training."""
    made: set[str] = field(default_factory=set)
    indent: str = ""
    shapes: bool = False

    def name(self, source: Source) -> Name:
        """The variable of an output."""
        if source in self.values:
            return Name(self.values[source])
        return Name(f"{self.names[rest(source.node)]}[{source.output - 1}]" if source.output else self.names[source.node])

    def label(self, owner: str, counter: str = "") -> Expression:
        """The name of a layer as it is said; `counter` is the variable that a loop over copies counts with."""
        text = f"{self.prefix}{owner}{f'_{{{counter}}}' if counter else ''}"
        return Name(f'f"{text}"') if "{" in text else text

    def has_rest(self, call_id: str) -> bool:
        """Whether a call gives several outputs."""
        return len(self.known.outputs[call_id]) > 1

    def learns(self, call: Call) -> bool:
        """Whether the layer of a call is adapted to the training data."""
        return self.learning is not None and call.node.id in self.learning.calls

    def declare(self, calls: Iterable[Call], more: Mapping[str, str], taken: Iterable[str]) -> None:
        """Choose the variables: of calls, and of `more` things."""
        calls = list(calls)
        counts = Counter(call.owner for call in calls)
        self.hoisted = frozenset(call.owner for call in calls if counts[call.owner] > 1 or is_frozen_model(call) or self.learns(call))
        wanted = {layer(owner): owner for owner in dict.fromkeys(call.owner for call in calls) if owner in self.hoisted}
        for call in calls:
            name = call.node.id
            wanted[name] = f"{name}_output" if name in self.hoisted else name
        wanted |= {before(call.owner): f"before_{call.owner}" for call in calls if self.learns(call)}
        wanted |= {rest(call.node.id): f"{call.node.id}_states" for call in calls if self.has_rest(call.node.id)}  # an LSTM's are its states
        self.names = variables({**more, **wanted}, {*taken, *self.functions.taken()})


def is_frozen_model(call: Call) -> bool:
    """Whether a call is of a nested model with `trainable` switched off, which is said of a model after it is made."""
    return call.inner is not None and call.node.config.get("trainable") is False and call.spec.param("trainable") is None


def rest(call_id: str) -> str:
    """The key in `names` of a call's outputs behind its first one; no id of a call looks like it."""
    return f"{call_id}*"


def layer(owner: str) -> str:
    """The key in `names` of a layer that is called more than once."""
    return f"{owner}()"


def before(owner: str) -> str:
    """The key in `names` of the model that makes of the data what a layer learns from."""
    return f"before {owner}"

"""What the walk over a plan tells the writer: names that Keras chooses by itself, what flows where; and what the script's variables are called."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from designer.core.naming import automatic_names
from designer.core.plan import Plan
from designer.core.tensors import Inputs, Spec
from designer.core.walk import Walked


@dataclass(frozen=True)
class Naming:
    """Of a plan's calls: those whose layer Keras names by itself, what arrives at each and what comes out; of nested models the same."""

    automatic: frozenset[str]
    inputs: Mapping[str, Inputs]
    outputs: Mapping[str, tuple[Spec, ...]]
    inner: Mapping[str, Naming] = field(default_factory=dict)


def naming(plan: Plan, walked: Walked) -> Naming:
    """What a walk over a plan found; layers within nested models always say their names."""
    return _naming(plan, walked, frozenset(automatic_names(plan, walked).automatic))


def _naming(plan: Plan, walked: Walked, automatic: frozenset[str]) -> Naming:
    outputs = {name: answer.specs for name, answer in walked.answers.items()}
    arriving = {
        call.node.id: {port: tuple(outputs[source.node][source.output] for source in sources) for port, sources in call.inputs.items()}
        for call in plan.calls
    }
    nested = ((call.node.id, call.inner, walked.inner[call.node.id]) for call in plan.calls if call.inner is not None)
    return Naming(automatic, arriving, outputs, {name: _naming(inner, within, frozenset()) for name, inner, within in nested})


def variables(wanted: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """A variable for each key: what is wanted for it, unless Python or the script needs that for something else."""
    used = {*taken, *keyword.kwlist, *dir(builtins)}
    found: dict[str, str] = {}
    for key, variable in wanted.items():
        while variable in used:
            variable += "_"  # noqa: PLW2901
        used.add(variable)
        found[key] = variable
    return found

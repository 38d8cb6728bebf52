"""Names: which ones a script must say because Keras would choose another, and what its variables are called.

Keras counts its automatic names as layers are made and called: a MultiHeadAttention that is called takes "softmax", a Bidirectional takes "lstm".
So each call is tried, on tensors without values and under a name of its own, and what it takes is noted. Answers are kept by class, config and
inputs.
"""

from __future__ import annotations

import builtins
import json
import keyword
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import keras
from keras.src.backend.common import global_state, masking  # masks and counters of names have no public way in

from designer.core.build import NAME_COUNTERS, fresh_names
from designer.core.catalog import Catalog
from designer.core.kept import Kept
from designer.core.layers import STAND_IN, call_layer, make_layer, unallocated
from designer.core.plan import Call, Plan

Shape = tuple[int | None, ...]
KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Tensor:
    """What flows through a wire: with the mask's shape where it carries one."""

    shape: Shape
    dtype: str
    mask: Shape | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a call gives, and the automatic names that are taken while the layer is made and while it is called."""

    outputs: tuple[Tensor, ...]
    made: Mapping[str, int]
    called: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Naming:
    """Of a plan's nodes: those that Keras names by itself, and what comes out of each."""

    automatic: frozenset[str]
    outputs: Mapping[str, tuple[Tensor, ...]]


_trials = Kept[Trial](KEPT)


def naming(plan: Plan, catalog: Catalog) -> Naming:
    """Go through the plan as a fresh process would. Raises what Keras raises."""
    trials: dict[str, Trial] = {}
    for call in plan.calls:
        inputs = {port: tuple(trials[source.node].outputs[source.output] for source in sources) for port, sources in call.inputs.items()}
        trials[call.node.id] = _trial(call, inputs, catalog)
    automatic: set[str] = set()
    taken: Counter[str] = Counter()
    for call in plan.calls:
        trial = trials[call.node.id]
        before = _next(call.spec.auto_name, taken)
        taken.update(trial.made)
        if before == call.node.id == _next(call.spec.auto_name, taken):
            automatic.add(call.node.id)
            taken[call.spec.auto_name] += 1
        if not plan.is_stack:  # a Sequential calls its layers when all of them are made
            taken.update(trial.called)
    return Naming(frozenset(automatic), {name: trial.outputs for name, trial in trials.items()})


def _next(prefix: str, taken: Mapping[str, int]) -> str:
    return f"{prefix}_{taken[prefix]}" if taken.get(prefix) else prefix


def _trial(call: Call, inputs: Mapping[str, tuple[Tensor, ...]], catalog: Catalog) -> Trial:
    key = (catalog.keras, call.spec.name, json.dumps(call.node.config, sort_keys=True), tuple(inputs.items()))
    return _trials.get(key, lambda: _tried(call, inputs, catalog))


def _tried(call: Call, inputs: Mapping[str, tuple[Tensor, ...]], catalog: Catalog) -> Trial:
    node = call.node.model_copy(update={"id": STAND_IN})
    with fresh_names(), unallocated():
        layer = make_layer(node, call.spec, catalog)
        made = _taken()
        outputs = call_layer(layer, call.spec, {port: [_tensor(tensor) for tensor in tensors] for port, tensors in inputs.items()})
        return Trial(tuple(_seen(output) for output in outputs), made, _taken() - made)


def _taken() -> Counter[str]:
    return Counter(global_state.get_global_attribute(NAME_COUNTERS) or {})


def _tensor(tensor: Tensor) -> Any:
    made = keras.KerasTensor(tensor.shape, tensor.dtype)
    if tensor.mask is not None:
        masking.set_keras_mask(made, keras.KerasTensor(tensor.mask, "bool"))
    return made


def _seen(tensor: Any) -> Tensor:
    mask = masking.get_keras_mask(tensor)
    return Tensor(tuple(tensor.shape), str(tensor.dtype), None if mask is None else tuple(mask.shape))


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

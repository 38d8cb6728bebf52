"""Whether calls are one chain of layers, so that Sequential says it best."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pydantic import JsonValue

from designer.core.calls import Call, Source

SEVERAL_OUTPUTS = "return_state"  # the argument by which a layer gives several outputs, which Sequential does not take
STACKED = frozenset({"input", "layer"})  # kinds of nodes that Sequential takes


def is_stack(calls: Sequence[Call], inputs: Sequence[str], ends: Sequence[Source | None]) -> bool:
    """Whether each call takes the one output of the call before it, from the one Input to the one output."""
    if len(inputs) != 1 or len(ends) != 1 or len(calls) < 2:
        return False
    return all(_follows(call, before) for before, call in pairwise(calls)) and ends[0] == Source(calls[-1].node.id)


def _follows(call: Call, before: Call) -> bool:
    """Whether a call takes the one output of the call before it, and nothing else."""
    if call.spec.kind not in STACKED or call.spec.is_input or call.is_shared or call.node.call or _has(SEVERAL_OUTPUTS, call.node.config):
        return False
    first = call.spec.inputs[0]
    return not first.many and dict(call.inputs) == {first.name: (Source(before.node.id),)}


def _has(key: str, config: JsonValue) -> bool:
    """Whether an argument is switched on in a config, or in the config of an inner layer."""
    if isinstance(config, list):
        return any(_has(key, item) for item in config)
    return isinstance(config, dict) and (bool(config.get(key)) or any(_has(key, item) for item in config.values()))

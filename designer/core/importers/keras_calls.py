"""The calls of a saved model: in which order they are made, and which tensor goes into which port."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from designer.core.catalog import LayerSpec
from designer.core.importers.drawing import Tensor
from designer.core.importers.keras_entries import CallEntry, LayerEntry, ModelEntry, Ref, refs
from designer.core.importers.keras_masks import is_mask
from designer.core.importers.lean import storable

RECORDED: Final[Mapping[str, Mapping[str, Any]]] = {"Recurrent": {"training": False}}
"""Arguments that Keras writes down for every call of a family of layers, and that change nothing."""

Made = tuple[LayerEntry, int, CallEntry]


def ordered_calls(model: ModelEntry, hidden: frozenset[str]) -> list[Made]:
    """Every call of a model, each behind those that it reads, else as in the file; at the end those that read themselves."""
    calls = list(_calls(model, hidden))
    places = {(entry.name, call): place for place, (entry, call, _) in enumerate(calls)}
    needs: dict[int, set[int]] = {}
    readers: dict[int, list[int]] = defaultdict(list)
    for place, (entry, index, call) in enumerate(calls):
        before = {places[ref.layer, ref.call] for ref in refs((call.args, call.kwargs)) if (ref.layer, ref.call) in places}
        needs[place] = before | ({places[entry.name, 0]} if index else set())
        for other in needs[place]:
            readers[other].append(place)
    ready = [place for place, before in needs.items() if not before]
    order: list[int] = []
    while ready:
        place = heapq.heappop(ready)
        order.append(place)
        for reader in readers[place]:
            needs[reader].discard(place)
            if not needs[reader]:
                heapq.heappush(ready, reader)
    left = sorted(set(needs) - set(order))
    return [calls[place] for place in [*order, *left]]


def _calls(model: ModelEntry, hidden: frozenset[str]) -> Iterator[tuple[LayerEntry, int, CallEntry]]:
    """Every call of a model; a layer without inbound nodes is an Input."""
    for entry in model.layers:
        if entry.name not in hidden:
            for place, call in enumerate(entry.calls or (CallEntry(()),)):
                yield entry, place, call


def keys(call: CallEntry) -> list[Any]:
    """What the arguments of a call name, in order: Refs, or places in a Sequential."""
    found: list[Any] = list(refs((call.args, {key: value for key, value in call.kwargs.items() if not is_mask(key)})))
    return found or [place for value in call.args for place in (value if isinstance(value, list) else [value]) if isinstance(place, int)]


def wired(spec: LayerSpec, call: CallEntry, tensors: Mapping[Any, Tensor]) -> tuple[dict[str, list[Tensor]], dict[str, Any]]:
    """The tensors of a call by port, and its other arguments as far as they change something."""
    inputs: dict[str, list[Tensor]] = {}
    for port, value in _positional(spec, call):
        found = [tensors[key] for key in _flat(value) if key in tensors]
        if found:
            inputs[port] = found
    arguments: dict[str, Any] = {}
    recorded = RECORDED.get(spec.family, {})
    for key, value in call.kwargs.items():
        found = [tensors[item] for item in _flat(value) if item in tensors and isinstance(item, Ref)]
        param = spec.call_param(key)
        if found and spec.port(key) is not None:
            inputs[key] = found
        elif param is not None and value is not None and value != param.default and recorded.get(key, ...) != value and not found:
            arguments[key] = storable(value)
    return inputs, arguments


def _positional(spec: LayerSpec, call: CallEntry) -> Iterator[tuple[str, Any]]:
    """The positional arguments by port. Keras 1 and 2 gave a list where there are ports of their own: [x, h, c] is an input with its states."""
    if not call.args or not spec.inputs:
        return
    first, *others = spec.inputs
    head = call.args[0]
    if isinstance(head, Mapping):
        yield from ((str(key), value) for key, value in head.items() if spec.port(str(key)))
    elif isinstance(head, list) and len(head) > 1 and not first.many and others and len(call.args) == 1:
        yield first.name, head[0]
        rest = head[1:]
        for port in others:
            if rest:
                taken, rest = (rest, []) if port.many else (rest[:1], rest[1:])
                yield port.name, taken
    else:
        yield from ((port.name, value) for port, value in zip(spec.inputs, call.args, strict=False))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, Ref | int) and not isinstance(value, bool):
        yield value

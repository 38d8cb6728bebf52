"""A plan's layers made and called: the part of building that the analyser needs too, for nested models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import keras

from designer.core.adapting import Adapt, learns
from designer.core.calls import Call, Plan
from designer.core.catalog import Catalog
from designer.core.layers import call_node, make_layer, refuse_wrong
from designer.core.problems import Node
from designer.core.stated import PythonMaker, refuse
from designer.core.tensors import Arriving, Spec, seen

Naming = Callable[[Call], str | None]
"""The name of a call's layer; None where Keras chooses."""


@dataclass(frozen=True, slots=True)
class Making:
    """How layers are made: `prefix` goes before the names within a nested model; `python` makes Python layers, which nothing does unless told."""

    catalog: Catalog
    prefix: str = ""
    python: PythonMaker = refuse
    is_asked: bool = False
    """Whether layers are asked for shapes alone, and make no states that are kept between batches: Keras makes those of values."""
    adapt: Adapt | None = None
    """What adapts layers that learn from the data; without it they learn nothing."""


def functional(plan: Plan, catalog: Catalog, make: Callable[[Call, Arriving], Any], name: str) -> keras.Model:
    """The model of a plan whose layers `make` makes, each once, for its first call."""
    layers: dict[str, Any] = {}
    tensors: dict[str, list[Any]] = {}
    for call in plan.calls:
        arriving = {port: [tensors[source.node][source.output] for source in sources] for port, sources in call.inputs.items()}
        if call.owner not in layers:
            layers[call.owner] = make(call, arriving)
        tensors[call.node.id] = call_node(call.node, call.spec, catalog, layers[call.owner], arriving)
    inputs = [tensors[name][0] for name in plan.inputs]
    outputs = [tensors[end.node][end.output] for end in plan.ends]
    return keras.Model(inputs[0] if len(inputs) == 1 else inputs, outputs[0] if len(outputs) == 1 else outputs, name=name)


def layer_of(call: Call, arriving: Arriving, making: Making, name: str | None) -> Any:
    """What a call calls: a layer or a nested model; None for an operation and a formula."""
    if call.inner is not None:
        refuse_wrong(call.node.model_copy(update={"config": {}}), call.spec.model_copy(update={"params": ()}), making.catalog)
        return _nested(call, call.inner, arriving, making, str(name))
    if call.spec.kind == "python":
        refuse_wrong(call.node, call.spec, making.catalog)
        return making.python(call, name)
    node = _without_states(call.node, arriving) if making.is_asked else call.node
    return make_layer(node, call.spec, making.catalog, name=name) if call.spec.kind in {"layer", "input"} else None


def _without_states(node: Node, arriving: Arriving) -> Node:
    """A layer that keeps no states between batches, which gives the same; where a batch size is open, Keras says itself that it may not be."""
    if any(tensor.shape[:1] == (None,) for tensors in arriving.values() for tensor in tensors):
        return node
    return node.model_copy(update={"config": _dropped(node.config, KEEPS_STATES)})


KEEPS_STATES: Final = "stateful"


def _dropped(config: Any, key: str) -> Any:
    """A config without an argument, in the layers that it wraps too."""
    if isinstance(config, dict):
        return {name: _dropped(value, key) for name, value in config.items() if name != key}
    return [_dropped(value, key) for value in config] if isinstance(config, list) else config


def _nested(call: Call, inner: Plan, arriving: Arriving, making: Making, name: str) -> keras.Model:
    """The model that a nested block is, its Inputs shaped by what arrives where they say nothing of their own."""
    given = {port: seen(tensors[0]) for port, tensors in arriving.items()}

    adapt = None if making.adapt is None else _within(making.adapt, arriving, making.prefix)
    inside = replace(making, adapt=adapt)

    def make(within: Call, tensors: Arriving) -> Any:
        return adapted(layer_of(with_input(within, given), tensors, inside, making.prefix + within.owner), within, tensors, inside)

    if inner.is_stack:
        model = keras.Sequential([make(within, {}) for within in inner.calls], name=name)
    else:
        model = functional(inner, making.catalog, make, name)
    if call.node.config.get("trainable") is False and call.spec.param("trainable") is None:
        model.trainable = False
    return model


def adapted(layer: Any, call: Call, arriving: Arriving, making: Making) -> Any:
    """The layer of a call, adapted to what arrives where it learns; a nested model adapts its layers while it is made."""
    if making.adapt is not None and call.inner is None and learns(call):
        making.adapt(layer, arriving[call.spec.inputs[0].name][0])
    return layer


def _within(adapt: Adapt, arriving: Arriving, prefix: str) -> Adapt:
    """`adapt` for the layers of a nested model: what arrives at them, as made of what arrives at the model."""

    def adapt_within(layer: Any, tensor: Any) -> None:
        sources = keras.utils.get_source_inputs(tensor)
        given = [arriving[source._keras_history.operation.name.removeprefix(prefix)][0] for source in sources]  # noqa: SLF001  (Keras's own name for it)
        adapt(layer, given[0] if sources[0] is tensor else keras.Model(sources, tensor)(given))

    return adapt_within


def with_input(call: Call, given: Mapping[str, Spec]) -> Call:
    """An Input of a nested model with the shape and dtype of what arrives, as far as it has none of its own."""
    spec = given.get(call.node.id)
    if not call.spec.is_input or spec is None:
        return call
    config = {"dtype": spec.dtype, **call.node.config}
    if not config.keys() & {"shape", "batch_shape"}:
        config["shape"] = list(spec.shape[1:])
    node: Node = call.node.model_copy(update={"config": config})
    return Call(node, call.spec, call.inputs, call.owner, call.path, call.inner, is_whole=call.is_whole)

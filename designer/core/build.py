"""Plan -> keras.Model."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
from keras.src.backend.common import global_state  # Keras offers no public way to set its name counters back

from designer.core import catalog as catalogue
from designer.core.adapting import Adapt, learns
from designer.core.assemble import Making, adapted, functional, layer_of
from designer.core.calls import Call, Plan
from designer.core.catalog import Catalog
from designer.core.layers import dtype_policy, make_layer
from designer.core.names import NAME_COUNTERS, fresh_names, next_name, taken_names
from designer.core.stated import PythonMaker, refuse
from designer.core.tensors import Arriving

__all__ = ["NAME_COUNTERS", "build", "deep_recursion", "fresh_names"]

DEEP_ENOUGH = 100_000  # keras.Model walks a chain of layers recursively: Python's own limit ends at about 985 of them


def build(plan: Plan, catalog: Catalog | None = None, adapt: Adapt | None = None, python: PythonMaker = refuse) -> keras.Model:
    """The model of a plan: Sequential for a stack, Functional otherwise, each layer named after its node.

    `adapt` receives each layer that learns from the data and the tensor that arrives at it, before the layer is called.
    `python` makes Python layers; without it they are refused.
    Raises ValueError for a plan with errors, WrongArguments for a config the catalogue refuses, and whatever Keras raises for the rest.
    """
    errors = [problem.message for problem in plan.problems if problem.severity == "error"]
    if errors:
        raise ValueError(" ".join(errors))
    known = catalog or catalogue.load()
    making = Making(known, python=python, adapt=adapt)
    with fresh_names(), deep_recursion(), dtype_policy(plan.dtype_policy):
        if plan.is_stack:
            return keras.Sequential(_stacked(plan, making), name=plan.name)
        return functional(plan, known, lambda call, arriving: adapted(_named_layer(call, arriving, making), call, arriving, making), plan.name)


def _stacked(plan: Plan, making: Making) -> list[Any]:
    layers: list[Any] = []
    for call in plan.calls:
        layer = _named_layer(call, {}, making)
        if making.adapt is not None and learns(call):
            making.adapt(layer, layers[0].output if len(layers) == 1 else keras.Sequential(layers).outputs[0])
        layers.append(layer)
    return layers


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Room for Keras to walk a long chain of layers, while a model is made or loaded; afterwards deep JSON must again end in RecursionError."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEP_ENOUGH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _named_layer(call: Call, arriving: Arriving, making: Making) -> Any:
    """The layer of a call. Keras is left to name it where it chooses the node's id, as in a script that leaves `name` out.

    This keeps the counters of a class where the script has them, and with them the names of layers inside layers. Layers of blocks are always named.
    """
    before = taken_names()
    if call.spec.kind == "layer" and len(call.path) == 1 and next_name(call.spec.auto_name, before) == call.owner:
        layer = make_layer(call.node, call.spec, making.catalog, name=None)
        if layer.name == call.owner:
            return layer
        global_state.set_global_attribute(NAME_COUNTERS, defaultdict(int, before))  # a layer inside it took the name
    return layer_of(call, arriving, making, call.owner)

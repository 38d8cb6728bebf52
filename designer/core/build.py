"""Plan -> keras.Model."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import keras
from keras.src.backend.common import global_state  # Keras offers no public way to set its name counters aside

from designer.core import catalog as catalogue
from designer.core.catalog import Catalog
from designer.core.layers import call_layer, make_layer
from designer.core.plan import Call, Plan

DEEP_ENOUGH = 100_000  # keras.Model walks a chain of layers recursively: Python's own limit ends at about 985 of them
NAME_COUNTERS = "object_name_uids"


def build(plan: Plan, catalog: Catalog | None = None) -> keras.Model:
    """The model of a plan: Sequential for a stack, Functional otherwise, each layer named after its node.

    Raises ValueError for a plan with errors, WrongArguments for a config the catalogue refuses, and whatever Keras raises for the rest.
    """
    errors = [problem.message for problem in plan.problems if problem.severity == "error"]
    if errors:
        raise ValueError(" ".join(errors))
    known = catalog or catalogue.load()
    with fresh_names(), deep_recursion():
        return _sequential(plan, known) if plan.is_stack else _functional(plan, known)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Room for Keras to walk a long chain of layers, while a model is made or loaded; afterwards deep JSON must again end in RecursionError."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEP_ENOUGH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def fresh_names() -> Iterator[None]:
    """Names given inside are those of a fresh process, so that the same plan gives the same inner names every time."""
    before = global_state.get_global_attribute(NAME_COUNTERS)
    global_state.set_global_attribute(NAME_COUNTERS, None)
    try:
        yield
    finally:
        global_state.set_global_attribute(NAME_COUNTERS, before)


def _named_layer(call: Call, catalog: Catalog) -> Any:
    """The layer of a call. Keras is left to name it where it chooses the node's id, as in a script that leaves `name` out.

    This keeps the counters of a class where the script has them, and with them the names of layers inside layers.
    """
    counters: dict[str, int] = global_state.get_global_attribute(NAME_COUNTERS) or {}
    before = dict(counters)
    if not call.spec.is_input and _next_name(call, counters) == call.node.id:  # an Input's tensor is named only where the layer was
        layer = make_layer(call.node, call.spec, catalog, name=None)
        if layer.name == call.node.id:
            return layer
        global_state.set_global_attribute(NAME_COUNTERS, defaultdict(int, before))  # a layer inside it took the name
    return make_layer(call.node, call.spec, catalog)


def _next_name(call: Call, counters: Mapping[str, int]) -> str:
    """What Keras would call the next layer of a class."""
    count = counters.get(call.spec.auto_name, 0)
    return f"{call.spec.auto_name}_{count}" if count else call.spec.auto_name


def _sequential(plan: Plan, catalog: Catalog) -> keras.Model:
    return keras.Sequential([_named_layer(call, catalog) for call in plan.calls], name=plan.name)


def _functional(plan: Plan, catalog: Catalog) -> keras.Model:
    tensors: dict[str, list[Any]] = {}
    for call in plan.calls:
        arriving = {port: [tensors[source.node][source.output] for source in sources] for port, sources in call.inputs.items()}
        tensors[call.node.id] = call_layer(_named_layer(call, catalog), call.spec, arriving)
    inputs, outputs = ([tensors[name][0] for name in names] for names in (plan.inputs, plan.outputs))
    return keras.Model(inputs[0] if len(inputs) == 1 else inputs, outputs[0] if len(outputs) == 1 else outputs, name=plan.name)

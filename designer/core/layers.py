"""Makes and calls the layers of nodes: one function for the analyser, the builder and whoever else needs a layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import keras
from keras.src.backend.common import global_state  # the list of uninitialised variables has no public way to be emptied

from designer.core.arguments import Place, check_config
from designer.core.catalog import Catalog, LayerSpec
from designer.core.objects import arguments, layer_class
from designer.core.problems import Node, Problem


@contextmanager
def unallocated() -> Iterator[None]:
    """Layers made and called inside are asked for shapes alone: their variables get no value, and Keras is not left waiting to give them one."""
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute("uninitialized_variables", [])


class WrongArguments(ValueError):
    """A node's config holds what its layer does not take; `problems` says what."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in problems))


STAND_IN = "layerloom_node"  # a layer's name where Keras is asked about its class, config and inputs alone: the answer holds for every such node


def check_node(node: Node, spec: LayerSpec, catalog: Catalog) -> list[Problem]:
    """Everything wrong with a node's config, as far as the catalogue tells."""
    faults = check_config(node.config, spec, catalog, Place("", node.id))
    return [Problem(code=fault.code, node=node.id, param=fault.param, message=fault.message) for fault in faults]


def make_layer(node: Node, spec: LayerSpec, catalog: Catalog, *, name: str | None = "") -> Any:
    """The layer of a node, named after it; `name=None` lets Keras choose. Raises WrongArguments, or what Keras's constructor raises."""
    problems = check_node(node, spec, catalog)
    if problems:
        raise WrongArguments(problems)
    owner = keras.layers.InputLayer if spec.is_input else layer_class(spec)
    return owner(**arguments(node.config, spec, catalog), name=node.id if name == "" else name)


def call_layer(layer: Any, spec: LayerSpec, inputs: Mapping[str, Sequence[Any]]) -> list[Any]:
    """The outputs of a layer called on tensors by port, in order."""
    if spec.is_input:
        return [layer.output]
    first = spec.inputs[0]
    values = {port.name: list(inputs[port.name]) if port.many else inputs[port.name][0] for port in spec.inputs if port.name in inputs}
    outputs = layer(values.pop(first.name), **values)
    return list(keras.tree.flatten(outputs))

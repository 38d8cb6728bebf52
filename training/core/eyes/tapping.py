"""A plan's calls found again in the model that was built of it, so that what each gives can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core.build import deep_recursion
from designer.core.calls import NAMED_KINDS, Call, Plan
from training.core.datasets.registry import Arrays

NUMBERS = ("float", "bfloat", "int", "uint", "bool")


@dataclass(frozen=True)
class Tap:
    """A call and the symbolic tensor that it gives, its first where it gives several."""

    layer: str
    path: tuple[str, ...]
    title: str
    tensor: Any
    node: Any
    """Keras's own record of the call: operation, arguments, tensors."""

    @property
    def operation(self) -> Any:
        """The layer, or the operation, that is called."""
        return self.node.operation

    @property
    def told(self) -> dict[str, Any]:
        """How a look names it."""
        return {"layer": self.layer, "path": list(self.path), "title": self.title}


def taps_of(plan: Plan, model: keras.Model) -> list[Tap]:
    """The calls in order. A formula of several operations, and what lies within a nested model, is not found and left out."""
    by_depth = graph_of(model)._nodes_by_depth  # noqa: SLF001  (Keras has no public list of its calls)
    nodes = [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]
    tensors: dict[tuple[str, int], Any] = {}
    taps = []
    for call in plan.calls:
        node = _node_of(call, nodes, tensors)
        if node is None:
            continue
        nodes.remove(node)
        outputs = list(node.output_tensors)
        tensors |= {(call.node.id, place): output for place, output in enumerate(outputs)}
        if keras.backend.standardize_dtype(outputs[0].dtype).startswith(NUMBERS):
            taps.append(Tap(call.node.id, call.path, call.spec.name, outputs[0], node))
    return taps


def _node_of(call: Call, nodes: Sequence[Any], tensors: Mapping[tuple[str, int], Any]) -> Any:
    """The call's record: known by its layer's name, and, of what is called several times or has no name, by what arrives."""
    arriving = {id(tensors[key]) for source in call.sources if (key := (source.node, source.output)) in tensors}
    named = [node for node in nodes if call.spec.kind not in NAMED_KINDS or node.operation.name == call.owner]
    if call.spec.kind in NAMED_KINDS and len(named) == 1:
        return named[0]
    return next((node for node in named if arriving and {id(tensor) for tensor in node.input_tensors} == arriving), None)


def graph_of(model: keras.Model) -> Any:
    """The model as a graph of calls; a Sequential holds one."""
    return getattr(model, "_functional", None) or model


def input_names(graph: Any) -> list[str]:
    """The Inputs in their order."""
    return [tensor._keras_history.operation.name for tensor in graph.inputs]  # noqa: SLF001  (Keras's own name for it)


class Reading:
    """A model that gives the tensors of its taps, for samples of a data set."""

    def __init__(self, model: keras.Model, inputs: Mapping[str, str], tensors: Sequence[Any]) -> None:
        graph = graph_of(model)
        self._fields = [inputs[name] for name in input_names(graph)]
        with deep_recursion():
            self._model = keras.Model(graph.inputs, list(tensors))

    def __call__(self, arrays: Arrays) -> list[Any]:
        """The tensors; nothing learns by it, and nothing random moves on."""
        return list(keras.tree.flatten(self._model([given(arrays[field]) for field in self._fields], training=False)))

    def numbers(self, arrays: Arrays) -> list[NDArray[Any]]:
        """The tensors as arrays of floats."""
        return [as_numbers(tensor) for tensor in self(arrays)]


def given(array: NDArray[Any]) -> Any:
    """A field's values as a model takes them when it is called: tensors all, since Keras mixes none with arrays; texts are strings."""
    return keras.ops.convert_to_tensor(array, dtype="string" if array.dtype == object else None)


def as_numbers(tensor: Any) -> NDArray[Any]:
    """A tensor as an array of floats."""
    return np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(tensor, "float32")))

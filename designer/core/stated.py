"""Python layers as their nodes state them: what stands in for one where it is not executed, and what is said where it would have to be.

Whoever makes layers says what makes Python ones (`PythonMaker`); who says nothing gets `refuse`. The one maker that executes them is
training.core.python_layers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras

from designer.core.calls import Call, Plan
from designer.core.problems import Node
from designer.core.tensors import Shape
from designer.core.wording import matches, shape_text

PythonMaker = Callable[[Call, str | None], Any]
"""Makes the layer of a Python layer's call, under a name."""


class PythonFault(ValueError):
    """A Python layer cannot be made, called, or does not give what is stated; the message is a sentence, `call` the id of its call."""

    def __init__(self, message: str, call: str) -> None:
        self.call = call
        super().__init__(message)


class PythonRefused(PythonFault):
    """A Python layer would have to be executed where that is not done."""


def refuse(call: Call, name: str | None) -> Any:
    """Make no Python layer; raises PythonRefused."""
    message = f"{call.title} is a Python layer, whose code runs only in a training. Nothing else builds this network, so this cannot be done for it."
    raise PythonRefused(message, call.node.id)


def refuse_python(plan: Plan, what: str) -> None:
    """Raise PythonRefused for a plan with Python layers; `what` says what is not done, as the start of a sentence."""
    for path, call in plan.python_calls():
        title = " in ".join(reversed(path))
        raise PythonRefused(f"{what}: {title} is a Python layer, whose code runs only in a training.", path[0] if path else call.node.id)


class Stated(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Gives what a node states, and does nothing."""

    def __init__(self, node: Node, **more: Any) -> None:
        super().__init__(**more)
        self._node = node

    def call(self, inputs: Any) -> Any:
        """Never reached with numbers: networks with such a layer are only looked at."""
        raise NotImplementedError

    def compute_output_spec(self, inputs: Any) -> Any:
        """A tensor of the stated shape and dtype."""
        return keras.KerasTensor(*stated(self._node, keras.tree.flatten(inputs)))


def stand_in(call: Call, name: str | None) -> Any:
    """What a Python layer is for the analysis."""
    return Stated(call.node, name=name)


def stated(node: Node, arriving: Sequence[Any]) -> tuple[Shape, str]:
    """The shape with the batch axis, and the dtype, that a node states for its output."""
    first, shape, dtype = arriving[0], node.config.get("shape"), node.config.get("dtype")
    whole = tuple(first.shape) if shape is None else (*first.shape[:1], *shape)  # type: ignore[misc]  # the catalogue's check says that it is a list
    return whole, str(dtype or _as_first(str(first.dtype)))


def _as_first(dtype: str) -> str:
    """The dtype of an input once Keras has brought it to the policy's."""
    return str(keras.config.dtype_policy().compute_dtype) if "float" in dtype else dtype


def refuse_other(node: Node, output: Any, arriving: Sequence[Any]) -> None:
    """Raise PythonFault where an output is not what its node states."""
    shape, dtype = stated(node, arriving)
    if not keras.utils.is_keras_tensor(output):
        raise PythonFault(f"{node.id} must give one tensor; its class gives {type(output).__name__}.", node.id)
    given = tuple(output.shape)
    if not matches(shape, given):
        where = "as its first input" if node.config.get("shape") is None else "as stated"
        wanted = f"{node.id} should give {shape_text(shape[1:])} for each sample, {where}"
        raise PythonFault(f"{wanted}; its class gives {_said(given)}. Change its shape, or the class.", node.id)
    if str(output.dtype) != dtype:
        raise PythonFault(f"{node.id} should give {dtype}; its class gives {output.dtype}. Change its dtype, or the class.", node.id)


def _said(given: Shape) -> str:
    return shape_text(given[1:]) if given and given[0] is None else f"{shape_text(given)} without a batch"

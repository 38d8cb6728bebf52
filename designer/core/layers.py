"""Makes and calls the layers, operations and formulas of nodes: one way for the analyser, the builder and whoever else needs one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

import keras
from keras.src.backend.common import global_state  # the list of uninitialised variables has no public way to be emptied

from designer.core import formula
from designer.core.arguments import BASE_PARAMS, Fault, Place, check_config
from designer.core.catalog import Catalog, LayerSpec, NodeKind, Param
from designer.core.objects import arguments, layer_class
from designer.core.problems import Node, Problem
from designer.core.python_source import SourceError, read
from designer.core.stated import refuse_other
from designer.core.tensors import Arriving

OPERATIONS = "ops."  # what the names of operations in the catalogue begin with
BASE: Mapping[NodeKind, Mapping[str, Param]] = {"operation": {}, "formula": {}, "python": {}}  # arguments beside their own; layers have BASE_PARAMS


@contextmanager
def unallocated() -> Iterator[None]:
    """Layers made and called inside are asked for shapes alone: their variables get no value, and Keras is not left waiting to give them one."""
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute("uninitialized_variables", [])


@contextmanager
def dtype_policy(name: str) -> Iterator[None]:
    """Layers made inside have this policy where they name none; the process is left as it was."""
    before = keras.config.dtype_policy()
    if before.name == name:
        yield
        return
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


class WrongArguments(ValueError):
    """A node's config holds what its layer does not take; `problems` says what."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in problems))


STAND_IN = "layerloom_node"  # a layer's name where Keras is asked about its class, config and inputs alone: the answer holds for every such node


def check_node(node: Node, spec: LayerSpec, catalog: Catalog, wired: Collection[str] = ()) -> list[Problem]:
    """Everything wrong with a node's arguments, as far as the catalogue tells; those that are `wired` need no value."""
    faults = check_config(node.config, spec, catalog, Place("", node.id), base=BASE.get(spec.kind, BASE_PARAMS))
    faults = [fault for fault in faults if fault.code != "missing_argument" or fault.param not in wired]
    if spec.kind == "python":
        faults += _check_python(node)
    if node.call:
        faults += check_config(node.call, _call_spec(spec), catalog, Place("call", f"the call of {node.id}"), base={})
    return [Problem(code=fault.code, node=node.id, param=fault.param, message=fault.message) for fault in faults]


def _check_python(node: Node) -> list[Fault]:
    """The arguments of a Python layer held against its class, as far as both can be read."""
    given = node.config.get("arguments") or {}
    try:
        refusal = read(str(node.config.get("source"))).refusal(given) if isinstance(given, dict) else ""
    except SourceError:
        return []  # which is said of the source
    return [Fault("bad_python", "arguments", f"The arguments of {node.id} are not those of its class: {refusal}")] if refusal else []


def refuse_wrong(node: Node, spec: LayerSpec, catalog: Catalog, wired: Collection[str] = ()) -> None:
    """Raise WrongArguments for a node with arguments that its layer does not take."""
    problems = check_node(node, spec, catalog, wired)
    if problems:
        raise WrongArguments(problems)


def make_layer(node: Node, spec: LayerSpec, catalog: Catalog, *, name: str | None = "") -> Any:
    """The layer of a node, named after it; `name=None` lets Keras choose. Raises WrongArguments, or what Keras's constructor raises."""
    refuse_wrong(node, spec, catalog)
    owner = keras.layers.InputLayer if spec.is_input else layer_class(spec)
    return owner(**arguments(node.config, spec, catalog), name=node.id if name == "" else name)


def call_node(node: Node, spec: LayerSpec, catalog: Catalog, layer: Any, arriving: Arriving) -> list[Any]:
    """The outputs of a node on tensors by port, in order; `layer` is what `make_layer` or a nested model's builder made, None for operations."""
    outputs = list(keras.tree.flatten(CALLS[spec.kind](node, spec, catalog, layer, arriving)))
    if not all(keras.utils.is_keras_tensor(output) or keras.ops.is_tensor(output) for output in outputs):
        raise ValueError(f"{node.id} gives no tensor.")
    return outputs


def _call_input(node: Node, spec: LayerSpec, catalog: Catalog, layer: Any, arriving: Arriving) -> Any:
    return layer.output


def _call_layer(node: Node, spec: LayerSpec, catalog: Catalog, layer: Any, arriving: Arriving) -> Any:
    values = _by_port(spec, arriving)
    return layer(values.pop(spec.inputs[0].name), **values, **_settings(node, spec, catalog))


def _call_model(node: Node, spec: LayerSpec, catalog: Catalog, layer: Any, arriving: Arriving) -> Any:
    tensors = [arriving[port.name][0] for port in spec.inputs]
    return layer(tensors[0] if len(tensors) == 1 else tensors, **_settings(node, spec, catalog))


def _call_operation(node: Node, spec: LayerSpec, catalog: Catalog, layer: Any, arriving: Arriving) -> Any:
    """A function of keras.ops, found by the catalogue's own name for it."""
    refuse_wrong(node, spec, catalog, arriving)
    function = attrgetter(spec.name.removeprefix(OPERATIONS))(keras.ops)
    values = {**arguments(node.config, spec, catalog), **_by_port(spec, arriving)}
    spread = next((port.name for port in spec.inputs if port.spread), None)
    if spread is None:
        return function(**values)
    names = list(inspect.signature(function).parameters)
    first = [values.pop(name) for name in names[: names.index(spread)] if name in values]
    return function(*first, *values.pop(spread, ()), **values)


def _call_formula(node: Node, spec: LayerSpec, catalog: Catalog, layer: Any, arriving: Arriving) -> Any:
    refuse_wrong(node, spec, catalog)
    read = formula.parse(str(node.config["expression"]))
    tensors = arriving.get(spec.inputs[0].name, ())
    spare = [name for name in formula.INPUT_NAMES[: len(tensors)] if name not in read.inputs]
    if spare:  # what hangs on the wire would not become part of the network
        message = f"{node.id} does not use its input {spare[0]}. Take the wire away, or speak of {spare[0]} in the expression."
        raise WrongArguments([Problem(code="spare_wire", node=node.id, message=message)])
    return formula.evaluate(read, tensors)


def _call_python(node: Node, spec: LayerSpec, catalog: Catalog, layer: Any, arriving: Arriving) -> Any:
    tensors = arriving[spec.inputs[0].name]
    output = layer(tensors[0] if len(tensors) == 1 else list(tensors))
    refuse_other(node, output, tensors)
    return output


Called = Callable[[Node, LayerSpec, Catalog, Any, Arriving], Any]
CALLS: Mapping[NodeKind, Called] = {
    "input": _call_input,
    "layer": _call_layer,
    "block": _call_model,
    "operation": _call_operation,
    "formula": _call_formula,
    "python": _call_python,
}


def _by_port(spec: LayerSpec, arriving: Arriving) -> dict[str, Any]:
    return {port.name: list(arriving[port.name]) if port.many else arriving[port.name][0] for port in spec.inputs if port.name in arriving}


def _settings(node: Node, spec: LayerSpec, catalog: Catalog) -> dict[str, Any]:
    """The arguments of a call that are no tensors."""
    return arguments(node.call, _call_spec(spec), catalog) if node.call else {}


def _call_spec(spec: LayerSpec) -> LayerSpec:
    return spec.model_copy(update={"params": spec.call_params})

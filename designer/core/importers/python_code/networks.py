"""Sequential, Model and Keras 1's Merge, as a program makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code.calling import as_tensors
from designer.core.importers.python_code.config_values import arguments_by_name
from designer.core.importers.python_code.graph import Layer, Network
from designer.core.importers.python_code.layers_made import make_layer
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.stacks import FUNCTION, add, layers_in, trace_stack
from designer.core.importers.python_code.values import Function, Unknown

MERGING: Final = "Merge"
MODEL_ORDER: Final = ("inputs", "outputs", "name")
OLD: Final[Mapping[str, str]] = {"input": "inputs", "output": "outputs"}
MODELS: Final = frozenset(("Model", "Sequential", "Functional"))


def make_model(run: Run, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Network | Unknown:
    """`Model(inputs, outputs)`, in the words of any Keras."""
    arguments = {OLD.get(key, key): value for key, value in arguments_by_name(MODEL_ORDER, positional, named).items()}
    outputs = as_tensors(run, arguments.get("outputs"), line)
    inputs = as_tensors(run, arguments.get("inputs"), line)
    if not outputs:
        return Unknown("Model(…)", line)
    made = new_network(run, arguments.get("name"), "functional", line)
    made.inputs, made.outputs = inputs, list(dict.fromkeys(outputs))
    if len(made.outputs) < len(outputs):
        run.note("changed", "This network names the same output more than once; it stands once.", line)
    return made


def new_network(run: Run, name: Any, prefix: str, line: int) -> Network:
    """A network that the program has made, still empty."""
    is_named = isinstance(name, str) and bool(name)
    made = Network(str(name) if is_named else run.automatic(prefix), line, is_named)
    run.networks.append(made)
    run.event()
    return made


def make_sequential(run: Run, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Network:
    """`Sequential([…])`."""
    arguments = arguments_by_name(("layers", "name"), positional, named)
    made = new_network(run, arguments.get("name"), "sequential", line)
    made.stack = []
    made.trace = lambda network, at: trace_stack(run, network, at)
    given = arguments.get("layers")
    for layer in given if isinstance(given, list | tuple) else []:
        add(run, made, layer, line)
    return made


UNTRAINED: Final = frozenset(("Input", "Formula"))


def freeze(target: Layer | Network, value: Any) -> None:
    """`target.trainable = value`, with all that is in it."""
    if not isinstance(value, bool):
        return
    if isinstance(target, Network):
        target.trainable = value
        for layer in layers_in(target):
            freeze(layer, value)
    elif target.layer not in UNTRAINED and not target.layer.startswith("ops.") and not target.reason:
        target.config = {key: item for key, item in target.config.items() if key != "trainable"} | ({} if value else {"trainable": False})


def merge(run: Run, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Layer:
    """Keras 1's Merge layer, of networks or tensors."""
    arguments = arguments_by_name(("layers", "mode", "concat_axis", "dot_axes"), positional, named)
    branches = arguments.pop("layers", None)
    mode = arguments.get("mode")
    if isinstance(mode, Function):
        arguments = {"function": mode, **({"name": arguments["name"]} if "name" in arguments else {})}
    made = make_layer(run, MERGING if not isinstance(mode, Function) else FUNCTION, [], arguments, line)
    made.branches = tuple(branches) if isinstance(branches, list | tuple) else ()
    return made

"""The methods of a network: what is built, compiled, fitted and asked for by its name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code import old_graph
from designer.core.importers.python_code.calling import call_network
from designer.core.importers.python_code.config_values import arguments_by_name
from designer.core.importers.python_code.graph import Network
from designer.core.importers.python_code.misspelt import respelt
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.stacks import add, layers_in
from designer.core.importers.python_code.values import Array, Unknown

ALONE: Final = frozenset(
    [
        "compile",
        "fit",
        "fit_generator",
        "train_on_batch",
        "evaluate",
        "evaluate_generator",
        "predict",
        "predict_generator",
        "predict_on_batch",
        "predict_classes",
        "predict_proba",
        "save",
        "to_json",
        "to_yaml",
        "test_on_batch",
        "export",
    ]
)
COMPILE_ORDER: Final = ("optimizer", "loss", "metrics")
FIT_ORDER: Final = ("x", "y", "batch_size", "epochs")
COMPILE_ARGUMENTS: Final = (*COMPILE_ORDER, "loss_weights", "weighted_metrics", "steps_per_execution", "jit_compile", "auto_scale_loss")
FIT_ARGUMENTS: Final = (
    *(*FIT_ORDER, "nb_epoch", "verbose", "callbacks", "validation_split", "validation_data", "validation_batch_size", "validation_steps"),
    *("validation_freq", "shuffle", "class_weight", "sample_weight", "initial_epoch", "steps_per_epoch"),
)


def shape_given(value: Any) -> tuple[int | None, ...] | None:
    """The shape that `build((None, 28, 28))` names."""
    if isinstance(value, list | tuple) and value and not isinstance(value[0], list | tuple):
        return tuple(item if isinstance(item, int) else None for item in value)
    return None


def network_method(run: Run, network: Network, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`network.name(…)`."""
    name = _spelt(run, name, line)
    if name in ALONE:
        network.is_used_alone = True
    rule = METHODS.get(name)
    return (
        rule(run, network, list(positional), dict(named), line)
        if rule is not None
        else Unknown(f"{network.variable or network.name}.{name}(…)", line)
    )


def _spelt(run: Run, name: str, line: int) -> str:
    """The method's name, mended where it is misspelt."""
    if name in METHODS or name in ALONE or name in OTHERS:
        return name
    close = difflib.get_close_matches(name.lower(), MENDED, n=1, cutoff=0.8)
    if close:
        run.note("misspelt", f"A network has no method {name}; it was read as {close[0]}.", line)
    return close[0] if close else name


MENDED: Final = ("add", "compile", "fit", "summary", "build", "pop")
"""Methods that are worth more than a guess."""
OTHERS: Final = frozenset(("built", "add_metric", "add_weight", "get_weights", "compiled", "fit_on_texts"))


def _add(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    for layer in positional[:1] or list(named.values())[:1]:
        add(run, network, layer, line)


def _pop(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    network.inputs, network.outputs = [], []
    return network.stack.pop() if network.stack else None


def _compile(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    network.compiled = {**respelt(run, "compile", arguments_by_name(COMPILE_ORDER, positional, named), COMPILE_ARGUMENTS, line), "line": line}


def _fit(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> Unknown:
    network.fitted = {**respelt(run, "fit", arguments_by_name(FIT_ORDER, positional, named), FIT_ARGUMENTS, line), "line": line}
    data = network.fitted.get("x")
    if isinstance(data, Array) and network.receives is None and network.stack:
        network.receives = (None, *data.shape[1:])
    return Unknown("history")


def _fit_generator(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> Unknown:
    order = ("generator", "samples_per_epoch", "epochs") if "samples_per_epoch" in named else ("generator", "steps_per_epoch", "epochs")
    network.fitted = {**arguments_by_name(order, positional, named), "line": line}
    return Unknown("history")


def _build(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    shape = shape_given(positional[0] if positional else named.get("input_shape"))
    network.receives = network.receives or shape


def _get_layer(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    arguments = arguments_by_name(("name", "index"), positional, named)
    found = layers_in(network)
    index = arguments.get("index")
    if isinstance(arguments.get("name"), int):
        index = arguments["name"]
    if isinstance(index, int):
        return found[index] if -len(found) <= index < len(found) else Unknown("get_layer(…)", line)
    return next((layer for layer in found if layer.name == arguments.get("name")), Unknown("get_layer(…)", line))


def _load_weights(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    """Not unread: the script of a network with weights loads them too, and what is typed into it is to be followed."""
    run.note("changed", "The weights that the program loads were left out. Drop their file onto the open network.", line)


def _call(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    return call_network(run, network, positional, named, line)


def _add_loss(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    run.note("unread", "The loss of add_loss was left out: it is Python code. Choose a loss in the training settings.", line)


def _nothing(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    return None


def _add_input(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    old_graph.add_input(run, network, arguments_by_name(("name", "input_shape", "batch_input_shape", "dtype"), positional, named), line)


def _add_node(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    order = ("layer", "name", "input", "inputs", "merge_mode", "concat_axis", "dot_axes", "create_output")
    old_graph.add_node(run, network, arguments_by_name(order, positional, named), line)


def _add_output(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    order = ("name", "input", "inputs", "merge_mode", "concat_axis", "dot_axes")
    old_graph.add_output(run, network, arguments_by_name(order, positional, named), line)


METHODS: Final[Mapping[str, Callable[[Run, Network, list[Any], dict[str, Any], int], Any]]] = {
    "add": _add,
    "add_input": _add_input,
    "add_loss": _add_loss,
    "add_node": _add_node,
    "add_output": _add_output,
    "build": _build,
    "call": _call,
    "compile": _compile,
    "fit": _fit,
    "fit_generator": _fit_generator,
    "get_layer": _get_layer,
    "load_weights": _load_weights,
    "pop": _pop,
    "summary": _nothing,
    "save": _nothing,
    "set_weights": _nothing,
}

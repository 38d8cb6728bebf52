"""The methods of a network: what is built, compiled, fitted and asked for by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code.calling import call_network
from designer.core.importers.python_code.config_values import arguments_by_name
from designer.core.importers.python_code.graph import Network
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


def shape_given(value: Any) -> tuple[int | None, ...] | None:
    """The shape that `build((None, 28, 28))` names."""
    if isinstance(value, list | tuple) and value and not isinstance(value[0], list | tuple):
        return tuple(item if isinstance(item, int) else None for item in value)
    return None


def network_method(run: Run, network: Network, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`network.name(…)`."""
    if name in ALONE:
        network.is_used_alone = True
    rule = METHODS.get(name)
    return (
        rule(run, network, list(positional), dict(named), line)
        if rule is not None
        else Unknown(f"{network.variable or network.name}.{name}(…)", line)
    )


def _add(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    for layer in positional[:1] or list(named.values())[:1]:
        add(run, network, layer, line)


def _pop(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    network.inputs, network.outputs = [], []
    return network.stack.pop() if network.stack else None


def _compile(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> None:
    network.compiled = {**arguments_by_name(COMPILE_ORDER, positional, named), "line": line}


def _fit(run: Run, network: Network, positional: list[Any], named: dict[str, Any], line: int) -> Unknown:
    network.fitted = {**arguments_by_name(FIT_ORDER, positional, named), "line": line}
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


METHODS: Final[Mapping[str, Callable[[Run, Network, list[Any], dict[str, Any], int], Any]]] = {
    "add": _add,
    "add_loss": _add_loss,
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

"""Sequential, Model and classes of the program that are models: what lies between their inputs and outputs, and their methods."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import JsonValue

from designer.core.importers.drawing import PLACEHOLDER
from designer.core.importers.python_code.calling import as_tensors, call_layer, call_network, followed_or_placed, materialized, new_input, source_line
from designer.core.importers.python_code.config_values import arguments_by_name
from designer.core.importers.python_code.graph import Layer, Network, Tensor, behind
from designer.core.importers.python_code.layers_made import FUNCTION_LAYERS, make_layer
from designer.core.importers.python_code.run import Run, SeveralInputs
from designer.core.importers.python_code.values import Array, Bound, Class, Function, Instance, Path, Unknown

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
    made = _network(run, arguments.get("name"), "functional", line)
    made.inputs, made.outputs = inputs, list(dict.fromkeys(outputs))
    if len(made.outputs) < len(outputs):
        run.note("changed", "This network names the same output more than once; it stands once.", line)
    return made


def _network(run: Run, name: Any, prefix: str, line: int) -> Network:
    is_named = isinstance(name, str) and bool(name)
    made = Network(str(name) if is_named else run.automatic(prefix), line, is_named)
    run.networks.append(made)
    run.event()
    return made


def make_sequential(run: Run, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Network:
    """`Sequential([…])`."""
    arguments = arguments_by_name(("layers", "name"), positional, named)
    made = _network(run, arguments.get("name"), "sequential", line)
    made.stack = []
    made.trace = lambda network, at: trace_stack(run, network, at)
    given = arguments.get("layers")
    for layer in given if isinstance(given, list | tuple) else []:
        add(run, made, layer, line)
    return made


def add(run: Run, network: Network, layer: Any, line: int) -> None:
    """`network.add(layer)`; a layer that is not known is named."""
    run.event()
    if isinstance(layer, Tensor):
        layer = layer.call.target
    if isinstance(layer, Path | Class):
        layer = run.call(layer, [], {}, line)
    if isinstance(layer, Layer | Network):
        network.add(_placeholder(run, Unknown("the network itself", line), line) if contains(layer, network) else layer)
    elif isinstance(layer, Instance):
        network.add(layer_of(run, layer))
    elif isinstance(layer, list | tuple):
        for item in layer:
            add(run, network, item, line)
    elif layer is not None:
        network.add(_placeholder(run, layer, line))


def contains(outer: Layer | Network, inner: Network) -> bool:
    """Whether a network stands in a layer or network, or is it."""
    waiting: list[Any] = [outer]
    seen: set[Any] = set()
    while waiting:
        item = waiting.pop()
        if item is inner:
            return True
        if item in seen:
            continue
        seen.add(item)
        if isinstance(item, Network):
            waiting += item.stack if item.stack is not None else (call.target for call in behind(item.outputs, item.inputs))
        elif isinstance(item, Layer):
            waiting += [branch for branch in item.branches if isinstance(branch, Layer | Network)]
    return False


def _placeholder(run: Run, value: Any, line: int) -> Layer:
    """What stands on a stack for something that is no layer."""
    what = (value.what if isinstance(value, Unknown) and value.what != "…" else "Layer").removesuffix("(…)")
    reason = "It is no layer of Keras, or cannot be known without running the program. Replace it with one from the palette."
    config: dict[str, JsonValue] = {"class_name": what, "data": {"source": source_line(run, line)}, "reason": reason}
    made = Layer(PLACEHOLDER, config, run.automatic("placeholder"), line, reason=reason)
    run.note_placeholder(what, made, line)
    return made


FUNCTION: Final = next(iter(FUNCTION_LAYERS))


def layer_of(run: Run, instance: Instance) -> Layer:
    """An object of a class of the program, as a layer whose function is followed."""
    name = instance.attributes.get("name")
    is_named = isinstance(name, str)
    return Layer(FUNCTION, {}, str(name) if is_named else instance.cls.name.lower(), instance.line, is_named, function=instance)


def trace_stack(run: Run, network: Network, line: int) -> None:
    """Call the layers of a Sequential one behind the other."""
    stack = list(network.stack or [])
    if stack and isinstance(stack[0], Layer) and stack[0].layer == "Input" and not stack[0].branches:
        first = stack.pop(0)
        tensor = first.calls[0].tensor() if isinstance(first, Layer) and first.calls else new_input(run, None, line=line)
        inputs = [tensor]
        value: Any = tensor
    elif stack and isinstance(stack[0], Layer) and stack[0].branches:
        inputs, value = _merged(run, stack.pop(0), line)
    else:
        inputs = [_entrance(run, stack, network, line)]
        value = inputs[0]
    network.inputs = inputs
    for layer in stack:
        value = (
            call_layer(run, layer, [value], {}, layer.line) if isinstance(layer, Layer) else call_network(run, layer, [value], {}, layer.line or line)
        )
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, Unknown):
            value = materialized(run, value, layer.line)
    network.outputs = as_tensors(run, value, line)


def _merged(run: Run, layer: Any, line: int) -> tuple[list[Tensor], Any]:
    """Keras 1's Merge of networks, at the start of a Sequential."""
    inputs: list[Tensor] = []
    outputs: list[Tensor] = []
    for branch in layer.branches:
        if isinstance(branch, Network):
            branch.settle(line)
            branch.is_used_alone = False
            branch.calls.append(branch.outputs[0].call) if branch.outputs else None
            inputs += [tensor for tensor in branch.inputs if tensor not in inputs]
            outputs += branch.outputs
        elif isinstance(branch, Layer):
            entrance = _entrance(run, [branch], None, line)
            inputs.append(entrance)
            outputs += as_tensors(run, call_layer(run, branch, [entrance], {}, line), line)
    return inputs, call_layer(run, layer, [outputs], {}, line)


def _entrance(run: Run, stack: Sequence[Layer | Network], network: Network | None, line: int) -> Tensor:
    """The Input in front of a stack: in the shape that its first layer says it receives."""
    first = stack[0] if stack else None
    shape = network.receives if network is not None else None
    dtype: Any = None
    while first is not None and shape is None:
        if isinstance(first, Layer):
            shape = first.receives
            source = first.stack
            if shape is None and source is not None and source is not network and first in layers_in(source)[:1]:
                entrance = source.stack[0] if source.stack else None
                if isinstance(entrance, Layer) and entrance is not first:
                    return _like(run, entrance, line)
            dtype = first.config.get("dtype") if first.layer in TOKENS else None
            break
        if first.stack:
            first = first.stack[0]
            if isinstance(first, Layer) and first.layer == "Input":
                return _like(run, first, line)
        else:
            first.settle(line)
            inner = first.inputs[0].call.target if first.inputs else None
            return _like(run, inner, line) if isinstance(inner, Layer) else new_input(run, None, line=line)
    made = new_input(run, shape[1:] if shape is not None else None, batch=shape[0] if shape else None, dtype=dtype, line=line)
    if first in run.guessed and isinstance(made.call.target, Layer):
        run.guessed.add(made.call.target)
    return made


TOKENS: Final = frozenset(("TextVectorization", "StringLookup"))


def _like(run: Run, layer: Layer, line: int) -> Tensor:
    """An Input as another one."""
    made = new_input(run, None, line=line)
    if isinstance(made.call.target, Layer):
        made.call.target.config = dict(layer.config)
    return made


def start_instance(run: Run, instance: Instance, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> None:
    """`super().__init__(…)` of a class that is a Keras model: with inputs and outputs it is a functional one, of Sequential a stack."""
    bases = {path.last for path in instance.cls.foreign_bases}
    if "Sequential" in bases:
        instance.attributes[NETWORK] = make_sequential(run, positional, named, line)
    elif bases & MODELS and (len(positional) > 1 or {"inputs", "outputs", "input", "output"} & named.keys()):
        made = make_model(run, positional, named, line)
        if isinstance(made, Network):
            instance.attributes[NETWORK] = made
    if isinstance(named.get("name"), str):
        instance.attributes["name"] = named["name"]


NETWORK: Final = "(network)"


def network_of(instance: Instance) -> Network | None:
    """The network that an object of the program is, where it said so when it was made."""
    found = instance.attributes.get(NETWORK)
    return found if isinstance(found, Network) else None


def call_instance(run: Run, instance: Instance, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """An object of the program called: its layers are followed where they stand."""
    network = network_of(instance)
    if network is not None:
        return call_network(run, network, positional, named, line)
    for name in ("call", "__call__", "forward"):
        try:
            member = instance.cls.member(name)
        except KeyError:
            continue
        if isinstance(member, Function):
            takes_training = any(argument.arg == TRAINING for argument in (*member.arguments.args, *member.arguments.kwonlyargs))
            free = {TRAINING: None} if takes_training and len(positional) < 2 else {}  # Keras says whether it trains, whatever the default
            return followed_or_placed(run, Bound(member, instance), (positional, {**free, **named}), instance.cls.name, line)
    return Unknown(f"{instance.cls.name}(…)", line)


def is_model(instance: Instance) -> bool:
    """Whether an object's class is a Keras model of the program's own."""
    return any(path.last in MODELS for path in instance.cls.foreign_bases)


def network_from(run: Run, instance: Instance) -> Network | None:
    """The network of a model class: its call, followed from an Input of unknown shape."""
    if network_of(instance) is not None:
        return None
    try:
        member = instance.cls.member("call")
    except KeyError:
        return None
    if not isinstance(member, Function):
        return None
    name = instance.attributes.get("name")
    shape = instance.attributes.get(RECEIVES)
    entrances, found = _followed(run, instance, shape[1:] if isinstance(shape, tuple) else None)
    outputs = as_tensors(run, found, instance.line) if not isinstance(found, Unknown) else []
    if not outputs or not any(entrances[0].call in behind([tensor], []) for tensor in outputs):
        return None
    made = _network(run, name, instance.cls.name.lower(), instance.line)
    made.inputs, made.outputs, made.variable = entrances, outputs, instance.variable
    made.compiled, made.fitted = instance.attributes.get(COMPILED), instance.attributes.get(FITTED)
    return made


def _followed(run: Run, instance: Instance, shape: Sequence[int | None] | None) -> tuple[list[Tensor], Any]:
    """The Inputs in front of a model class, and what its call gives on them."""
    run.entrance = new_input(run, shape, line=instance.line)
    try:
        return [run.entrance], call_instance(run, instance, [run.entrance], {}, instance.line)
    except SeveralInputs as several:
        keys = range(several.count) if several.count else _keys(instance)
        named = any(isinstance(key, str) for key in keys)
        made = {key: new_input(run, None, name=key if isinstance(key, str) else None, line=instance.line) for key in list(keys)[:MOST_INPUTS]}
        return list(made.values()), call_instance(run, instance, [made if named else list(made.values())], {}, instance.line)
    finally:
        run.entrance = None


def _keys(instance: Instance) -> list[int | str]:
    """What the call of a model class picks out of its input: names, or as many as the highest number asks for."""
    member = instance.cls.member("call")
    body = member.body if not isinstance(member.body, ast.expr) else []
    argument = next((argument.arg for argument in member.arguments.args[1:]), "")
    picks = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)]
    found = [pick.slice.value for pick in picks if isinstance(pick.value, ast.Name) and pick.value.id == argument]  # type: ignore[attr-defined]
    names = [key for key in found if isinstance(key, str)]
    return list(dict.fromkeys(names)) if names else list(range(max((key for key in found if isinstance(key, int)), default=0) + 1))


MOST_INPUTS: Final = 20


TRAINING: Final = "training"
RECEIVES: Final = "(receives)"
COMPILED: Final = "(compiled)"
FITTED: Final = "(fitted)"
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


def layers_in(network: Network) -> list[Layer | Network]:
    """A network's layers in order, its Inputs among them where it is functional."""
    if network.stack is not None:
        return network.stack[1:] if _starts_with_input(network) else list(network.stack)
    network.settle(network.line)
    return list(dict.fromkeys(call.target for call in [*(tensor.call for tensor in network.inputs), *behind(network.outputs, network.inputs)]))


def _starts_with_input(network: Network) -> bool:
    first = network.stack[0] if network.stack else None
    return isinstance(first, Layer) and first.layer == "Input" and not first.branches


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

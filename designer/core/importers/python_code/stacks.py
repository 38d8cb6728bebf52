"""What stands on a Sequential, and how it is called one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import JsonValue

from designer.core.importers.drawing import PLACEHOLDER
from designer.core.importers.python_code.calling import as_tensors, call_layer, call_network, materialized, new_input, source_line
from designer.core.importers.python_code.graph import Layer, Network, Tensor, behind
from designer.core.importers.python_code.layers_made import FUNCTION_LAYERS
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Class, Instance, Path, Unknown


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


def layers_in(network: Network) -> list[Layer | Network]:
    """A network's layers in order, its Inputs among them where it is functional."""
    if network.stack is not None:
        return network.stack[1:] if _starts_with_input(network) else list(network.stack)
    network.settle(network.line)
    return list(dict.fromkeys(call.target for call in [*(tensor.call for tensor in network.inputs), *behind(network.outputs, network.inputs)]))


def _starts_with_input(network: Network) -> bool:
    first = network.stack[0] if network.stack else None
    return isinstance(first, Layer) and first.layer == "Input" and not first.branches

"""Layers, networks and operations called on tensors: the wires of the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import JsonValue

from designer.core.catalog import LayerSpec, Port
from designer.core.importers.drawing import PLACEHOLDER
from designer.core.importers.python_code.causal import SWITCH, switched
from designer.core.importers.python_code.config_values import NotKnown, plain_value, words_for
from designer.core.importers.python_code.graph import Call, Layer, Network, Tensor
from designer.core.importers.python_code.plain import tensors_in
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Array, Bound, Instance, Unknown

STATES: Final[Mapping[str, int]] = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1, "ConvLSTM1D": 2, "ConvLSTM2D": 2, "ConvLSTM3D": 2}
CELL_STATES: Final[Mapping[str, int]] = {"LSTMCell": 2, "GRUCell": 1, "SimpleRNNCell": 1}
TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "MultiHeadAttention": ("softmax", "dropout"),
    "GroupQueryAttention": ("softmax", "dropout"),
    "Masking": ("not_equal", "any"),
}
"""Names of Keras's own that a layer takes for what it makes when it is first called."""
SCORES: Final = "return_attention_scores"
INPUT: Final = "Input"


def new_input(
    run: Run, shape: Sequence[int | None] | None, *, name: str | None = None, dtype: JsonValue = None, batch: JsonValue = None, line: int = 0
) -> Tensor:
    """What an Input gives."""
    config: dict[str, JsonValue] = {} if shape is None else {"shape": list(shape)}
    config |= {"batch_size": batch} if batch else {}
    config |= {"dtype": dtype} if dtype and dtype != "float32" else {}
    layer = Layer(INPUT, config, name or run.automatic("input_layer"), line, name is not None)
    return called(run, layer, {}, {}, line).tensor()


def called(run: Run, target: Layer | Network, inputs: Mapping[str, Sequence[Tensor]], arguments: Mapping[str, JsonValue], line: int) -> Call:
    """A call, noted with its target."""
    made = Call(target, {port: tuple(tensors) for port, tensors in inputs.items()}, dict(arguments), run.event(), line, uses=tuple(run.uses))
    target.calls.append(made)
    run.calls.append(made)
    return made


def materialized(run: Run, value: Unknown, line: int) -> Tensor:
    """The tensor that something unknown has to be: a placeholder behind what it was made of, or an Input where it was made of nothing."""
    known = run.stood_in.get(value)
    if known is not None:
        return known
    if value.counts:
        run.stood_in[value] = places(run, value.tensors[0], line)
        return run.stood_in[value]
    what = value.what.replace("(…)", "") if value.what != "…" else "this"
    if value.tensors:
        reason = "It cannot be known without running the program."
        tensor = placeholder(run, what, {"source": source_line(run, value.line or line)}, value.tensors, reason, value.line or line)
    else:
        tensor = new_input(run, None, line=line)
        message = f"{what} is not known without running the program; an Input without a shape stands for it."
        run.note_drawn(message, tensor.call.target, line)
    run.stood_in[value] = tensor
    return tensor


def places(run: Run, tensor: Tensor, line: int) -> Tensor:
    """0, 1, 2 … along the second axis of a tensor, as a Formula."""
    shape = run.shape_of(tensor) or (None, None)
    first = "x" + "".join("[..., 0]" for _ in shape[2:])
    layer = Layer("Formula", {"expression": f"cumsum(ones_like({first}), axis=1) - 1"}, run.automatic("formula"), line)
    return called(run, layer, {"inputs": [tensor]}, {}, line).tensor()


def placeholder(run: Run, class_name: str, data: JsonValue, tensors: Sequence[Tensor], reason: str, line: int) -> Tensor:
    """What a placeholder gives."""
    run.lost += 1
    config: dict[str, JsonValue] = {"class_name": class_name[:100], "data": data, "reason": reason}
    layer = Layer(PLACEHOLDER, config, run.automatic(_slug(class_name)), line, reason=reason)
    run.note_placeholder(class_name.removeprefix("ops."), layer, line)
    return called(run, layer, {"inputs": tensors}, {}, line).tensor()


def _slug(text: str) -> str:
    return "".join(char if char.isalnum() else "_" for char in text.rpartition(".")[2]).strip("_").lower() or "placeholder"


def source_line(run: Run, line: int) -> str:
    """A line of the program, as it stands there."""
    lines = run.text.split("\n")
    return lines[line - 1].strip()[:400] if 0 < line <= len(lines) else ""


def as_tensors(run: Run, value: Any, line: int) -> list[Tensor]:
    """A value that should be one tensor or several, as tensors."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, Unknown):
        return [materialized(run, value, line)]
    if isinstance(value, list | tuple):
        return [tensor for item in value for tensor in as_tensors(run, item, line)]
    named = sorted(value, key=str) if isinstance(value, dict) else []  # Keras takes the tensors of a dict in the order of their names
    return [tensor for name in named for tensor in as_tensors(run, value[name], line)]


def call_layer(run: Run, layer: Layer, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`layer(tensor, …)`: a tensor, or a list of them where the layer gives several."""
    named = dict(named)
    if not positional and named:
        key = next(iter(named))
        positional = [named.pop("inputs", None) or named.pop(key)]
    if not positional or isinstance(positional[0], Array):
        return Unknown(f"{layer.name}(…)", line)
    if layer.function is not None:
        return _call_function(run, layer, positional, named, line)
    spec = run.catalog.layers.get(layer.layer)
    named = switched(named, takes=spec is not None and any(param.name == SWITCH for param in spec.call_params))
    ports = spec.inputs if spec is not None else (Port(name="inputs", many=True),)
    if spec is not None and not layer.calls:
        for prefix in TAKES.get(layer.layer, ()):
            run.automatic(prefix)
    inputs = _by_port(run, layer, ports, positional, named, line)
    arguments = _arguments(run, layer, spec, positional[len(ports) :], named, line)
    made = called(run, layer, inputs, arguments, line)
    count = _outputs(layer, arguments)
    first = made.tensor()
    if layer.afterwards is not None:
        first = followed_or_placed(run, layer.afterwards, ([first], {}), "activation", line)
    return first if count == 1 else [first, *(made.tensor(index) for index in range(1, count))]


def _by_port(run: Run, layer: Layer, ports: Sequence[Port], positional: Sequence[Any], named: dict[str, Any], line: int) -> dict[str, list[Tensor]]:
    """The tensors that arrive at each port; arguments that are ports are taken out of `named`."""
    inputs: dict[str, list[Tensor]] = {}
    values = dict(zip((port.name for port in ports), positional, strict=False))
    values |= {port.name: named.pop(port.name) for port in ports if port.name in named}
    for port in ports:
        value = values.get(port.name)
        if value is None or value is False or value is True:
            continue
        tensors = as_tensors(run, value, line)
        if tensors:
            inputs[port.name] = tensors
    first = inputs.get(ports[0].name, [])
    if len(first) > 1 and not ports[0].many:
        inputs |= _spread(ports, first)
    return inputs


def _spread(ports: Sequence[Port], tensors: Sequence[Tensor]) -> dict[str, list[Tensor]]:
    """A list given to a layer that takes one tensor: the first is its input, and the rest its states, as Keras 1 and 2 allowed."""
    second = next((port for port in ports[1:] if port.many), None)
    if second is not None:
        return {ports[0].name: [tensors[0]], second.name: list(tensors[1:])}
    return {port.name: [tensor] for port, tensor in zip(ports, tensors, strict=False)}


def _arguments(run: Run, layer: Layer, spec: LayerSpec | None, rest: Sequence[Any], named: Mapping[str, Any], line: int) -> dict[str, JsonValue]:
    """The other arguments of a call: those that Keras knows, and that are known."""
    known = {param.name: param for param in spec.call_params} if spec is not None else {}
    arguments: dict[str, JsonValue] = {}
    for key, value in named.items():
        if value is None or isinstance(value, Unknown):
            continue
        if key not in known:
            run.note("unread", f"The argument {key} of the call of {layer.name} was left out: {layer.layer} does not take it.", line)
            continue
        try:
            given = plain_value(run, value)
        except NotKnown:
            run.note("unread", f"The argument {key} of the call of {layer.name} is not known: {words_for(value)}.", line)
            continue
        if given != known[key].default:
            arguments[key] = given
    return arguments


def _outputs(layer: Layer, arguments: Mapping[str, JsonValue]) -> int:
    """How many tensors a call gives."""
    return 2 if arguments.get(SCORES) else outputs_of(layer.layer, layer.config)


def outputs_of(name: str, config: Mapping[str, Any]) -> int:
    """How many tensors a layer gives, by its states; a layer around another gives what that one gives, twice the states for both directions."""
    inner = config.get("layer")
    if isinstance(inner, dict):
        states = outputs_of(str(inner.get("class_name")), inner.get("config", {})) - 1
        return 1 + 2 * states
    if not config.get("return_state"):
        return 1
    return 1 + (STATES.get(name) or _cell_states(config.get("cell")))


def _cell_states(cell: Any) -> int:
    if isinstance(cell, list):
        return sum(_cell_states(item) for item in cell)
    if not isinstance(cell, dict):
        return 1
    inner = cell.get("config", {}).get("cells")
    return _cell_states(inner) if inner else CELL_STATES.get(str(cell.get("class_name")), 1)


def followed_or_placed(run: Run, function: Any, arguments: tuple[Sequence[Any], Mapping[str, Any]], name: str, line: int) -> Any:
    """What a function of the program gives on tensors; one placeholder for the whole where part of it cannot be known."""
    positional, named = arguments
    tensors = tensors_in([*positional, *named.values()])
    lost, told = run.lost, run.report.mark()
    found = run.call(function, positional, named, line)
    if not tensors or (run.lost == lost and found is not None and not isinstance(found, Unknown)):
        return found
    run.report.take_back(told)
    reason = "What it computes cannot be known without running the program. Put layers, operations or a Formula in its place."
    made = placeholder(run, name, {"source": source_line(run, line)}, tensors, reason, line)
    if isinstance(function, Bound | Instance):  # a layer of its own, which leaves the one around it whole
        run.lost = lost
    return made


def _own_name(layer: Layer) -> str:
    """What the program calls a layer of its own: the class, or what runs a function."""
    return layer.function.cls.name if isinstance(layer.function, Instance) else layer.layer


def _call_function(run: Run, layer: Layer, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """A layer that the program wrote itself, followed; where that gives no tensor, a placeholder stands for it."""
    given = [materialized(run, value, line) if isinstance(value, Unknown) else value for value in positional]
    found = followed_or_placed(run, layer.function, (given, named), layer.name if layer.is_named else _own_name(layer), line)
    if isinstance(found, Tensor):
        run.named(found, layer.name if layer.is_named else "")
        layer.calls.append(found.call)
    return found


def call_network(run: Run, network: Network, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`network(tensor)`: what it gives, as one layer."""
    value = positional[0] if positional else next(iter(named.values()), None)
    if isinstance(value, Array) or (isinstance(value, Unknown) and not value.tensors and not run.depth):
        network.is_used_alone = True
        network.receives = network.receives or ((None, *value.shape[1:]) if isinstance(value, Array) else None)
        return Unknown(f"{network.name}(…)", line)
    tensors = as_tensors(run, value, line)
    network.settle(line)
    arguments: dict[str, JsonValue] = {"training": named["training"]} if isinstance(named.get("training"), bool) else {}
    names = input_names(network)
    inputs = {name: [tensor] for name, tensor in zip(names, _ordered(value, tensors, names), strict=False)}
    made = called(run, network, inputs, arguments, line)
    made.outputs |= {index: Tensor(made, index) for index in range(max(len(network.outputs), 1))}
    outputs = [made.tensor(index) for index in range(max(len(network.outputs), 1))]
    return outputs[0] if len(outputs) == 1 else outputs


def _ordered(value: Any, tensors: list[Tensor], names: Sequence[str]) -> list[Tensor]:
    if isinstance(value, dict) and all(isinstance(value.get(name), Tensor) for name in names):
        return [value[name] for name in names]
    return tensors


def input_names(network: Network) -> list[str]:
    """The names of a network's inputs."""
    return [tensor.call.target.name for tensor in network.inputs] or ["inputs"]

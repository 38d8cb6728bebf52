"""LSTM, GRU and RNN: the gates of ONNX and Keras stand in different orders, and ONNX puts the time first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from designer.core.importers.drawing import Tensor
from designer.core.importers.onnx_file.axes import Atom, Axis, Unsupported, Value
from designer.core.importers.onnx_file.model import Array, Operation
from designer.core.importers.onnx_file.sketch import Sketch

_LAYERS = {"LSTM": "LSTM", "GRU": "GRU", "RNN": "SimpleRNN"}
_GATES = {"LSTM": (0, 2, 3, 1), "GRU": (0, 1, 2), "RNN": (0,)}  # Keras's gates, by their place in ONNX (iofc; zrh)
_ACTIVATIONS = {"LSTM": ["Sigmoid", "Tanh", "Tanh"], "GRU": ["Sigmoid", "Tanh"], "RNN": ["Tanh"]}


def recurrent(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    """A recurrent layer: with return_sequences for its first output, with return_state for the others."""
    _check(sketch, operation)
    value = sketch.value(operation.input(0))
    if value.rank != 3:
        raise Unsupported("what comes in is no sequence")
    batch_last = (1, 0) if not operation.get("layout", 0) else (0, 1)
    value = sketch.arranged(value, tuple(value.logical[axis] for axis in (*batch_last, 2)))
    directions = ["forward", "reverse"] if operation.get("direction", "forward") == "bidirectional" else [operation.get("direction", "forward")]
    weights = [array for place, _ in enumerate(directions) for array in _weights(sketch, operation, place, value.shape[2])]
    units = weights[1].shape[0]
    outputs = [bool(name) for name in (*operation.outputs, "", "", "")[:3]]
    config: dict[str, Any] = {"units": units} | _activation(operation)
    config |= {"reset_after": False} if operation.type == "GRU" and not operation.get("linear_before_reset", 0) else {}
    config |= {"use_bias": False} if not operation.input(3) else {}
    config |= ({"return_sequences": True} if outputs[0] else {}) | ({"return_state": True} if _needs_state(outputs) else {})
    inputs = {"inputs": [value]} | _states(sketch, operation, len(directions), units)
    if len(directions) == 2:
        layer = {"class_name": _LAYERS[operation.type], "config": config}
        tensor = sketch.layer(operation, "Bidirectional", {"layer": layer}, inputs, weights)
    else:
        config |= {"go_backwards": True} if directions == ["reverse"] else {}
        tensor = sketch.layer(operation, _LAYERS[operation.type], config, inputs, weights)
    return _outputs(sketch, operation, value, tensor, directions, units)


def _needs_state(outputs: list[bool]) -> bool:
    """Whether more is asked for than what the layer gives anyway: every step, or the last."""
    return outputs[2] or outputs[:2] == [True, True]


def _check(sketch: Sketch, operation: Operation) -> None:
    if operation.input(7) or operation.get("clip", None) or operation.get("input_forget", 0):
        raise Unsupported("it has peepholes or clips its numbers, which Keras's layer does not")
    if operation.input(4) and not sketch.is_constant(operation.input(4)):
        raise Unsupported("it takes the length of each sequence; Keras's layer takes a mask")
    given = operation.get("activations", None)
    expected = _ACTIVATIONS[operation.type]
    if given and operation.type != "RNN" and any(name.lower() != expected[place % len(expected)].lower() for place, name in enumerate(given)):
        raise Unsupported(f"its activations are {', '.join(given)}")


def _activation(operation: Operation) -> dict[str, Any]:
    if operation.type != "RNN":
        return {}
    names = {name.lower() for name in operation.get("activations", None) or ["Tanh"]}
    if len(names) != 1 or not names <= {"tanh", "relu", "sigmoid"}:
        raise Unsupported(f"its activations are {', '.join(names)}")
    return {} if names == {"tanh"} else {"activation": names.pop()}


def _weights(sketch: Sketch, operation: Operation, place: int, features: int) -> list[Array]:
    """Kernel, recurrent kernel and bias of one direction in Keras's order of gates."""
    kernel, recurrent_kernel = (np.asarray(sketch.constant(operation.input(number))) for number in (1, 2))
    gates = _GATES[operation.type]
    if kernel.ndim != 3 or recurrent_kernel.ndim != 3 or kernel.shape[2] != features or place >= kernel.shape[0] or kernel.shape[1] % len(gates):
        raise Unsupported("its weights do not fit what comes in")
    units = kernel.shape[1] // len(gates)
    if recurrent_kernel.shape != (kernel.shape[0], kernel.shape[1], units):
        raise Unsupported("its weights do not fit each other")
    order = [gate * units + unit for gate in gates for unit in range(units)]
    found = [kernel[place][order].T, recurrent_kernel[place][order].T]
    if operation.input(3):
        bias = np.asarray(sketch.constant(operation.input(3)))[place].reshape(2, -1)
        if bias.shape[1] != kernel.shape[1]:
            raise Unsupported("its bias does not fit its weights")
        both = bias[:, order]
        keeps_both = operation.type == "GRU" and operation.get("linear_before_reset", 0)
        found.append(both if keeps_both else both.sum(axis=0))
    return found


def _states(sketch: Sketch, operation: Operation, directions: int, units: int) -> dict[str, list[Value]]:
    """The states it starts from, where they are not zero."""
    names = [operation.input(5), operation.input(6)] if operation.type == "LSTM" else [operation.input(5)]
    if not any(names) or all(not name or (sketch.is_constant(name) and not np.any(sketch.constant(name))) for name in names):
        return {}
    if directions == 2 or not all(names):
        raise Unsupported("its two directions start from states of their own")
    states = []
    for name in names:
        state = sketch.value(name)
        logical = tuple(axis for axis in state.logical if axis)
        if len(logical) != 2 or state.shape[-1] != units:
            raise Unsupported("the state it starts from has another shape than its units")
        states.append(sketch.arranged(replace(state, logical=logical), logical))
    return {"initial_state": states}


def _outputs(sketch: Sketch, operation: Operation, value: Value, tensor: Tensor, directions: list[str], units: int) -> tuple[Value, ...]:
    time, batch = (1, 0) if operation.get("layout", 0) else (0, 1)
    both: Axis = (Atom(2),) if len(directions) == 2 else ()
    width: Axis = (Atom(units),) if units > 1 else ()
    steps, samples = value.logical[time], value.logical[batch]
    logical = (steps, both, samples, width) if not operation.get("layout", 0) else (samples, steps, both, width)
    physical = (samples, steps, (*both, *width))
    every = Value(tensor, logical, physical)
    if directions == ["reverse"] and operation.outputs[0]:
        flipped = sketch.add("ops.flip", {"axis": 1}, {"x": [tensor]})
        every = replace(every, tensor=Tensor(flipped))
    given = [bool(name) for name in (*operation.outputs, "", "", "")[:3]]
    if not _needs_state(given):
        return (every, _state(operation, tensor, samples, both, width, (samples, (*both, *width))))
    last = _last_states(sketch, operation, tensor, samples, width, len(directions))
    return (every, *last)


def _last_states(sketch: Sketch, operation: Operation, tensor: Tensor, samples: Axis, width: Axis, directions: int) -> list[Value]:
    """Y_h, and Y_c of an LSTM: Keras gives a state for each direction in turn."""
    kinds = 2 if operation.type == "LSTM" else 1
    found = []
    for kind in range(kinds):
        states = [Tensor(tensor.node, 1 + kind + direction * kinds) for direction in range(directions)]
        if directions == 1:
            found.append(_state(operation, states[0], samples, (), width, (samples, width)))
            continue
        if not operation.outputs[kind + 1 : kind + 2] or not operation.outputs[kind + 1]:
            found.append(_state(operation, states[0], samples, (), width, (samples, width)))
            continue
        joined = sketch.add("Concatenate", {}, {"inputs": states})
        both: Axis = (Atom(2),)
        found.append(_state(operation, Tensor(joined), samples, both, width, (samples, (*both, *width))))
    return found


def _state(operation: Operation, tensor: Tensor, samples: Axis, both: Axis, width: Axis, physical: tuple[Axis, ...]) -> Value:
    logical = (both, samples, width) if not operation.get("layout", 0) else (samples, both, width)
    return Value(tensor, logical, physical)


OPERATORS: dict[str, Callable[[Sketch, Operation], tuple[Value, ...]]] = {"LSTM": recurrent, "GRU": recurrent, "RNN": recurrent}

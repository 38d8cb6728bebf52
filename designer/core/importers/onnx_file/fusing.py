"""Operators that were one layer before they were written as ONNX: a product and its bias, a normalization, gelu in its parts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from designer.core.importers.onnx_file.model import OnnxModel, Operation


class Web(NamedTuple):
    """The operators by what they give, and how often that is taken."""

    makers: Mapping[str, Operation]
    uses: Mapping[str, int]
    model: OnnxModel

    def maker(self, name: str, *types: str) -> Operation | None:
        """What gives a tensor, where it is an operator of these types that nobody else takes from."""
        found = self.makers.get(name)
        return found if found and found.type in types and not found.domain and self.uses[name] == 1 else None

    def number(self, name: str) -> float | None:
        """A constant of one number."""
        found = self.makers.get(name)
        if found and found.type == "Constant" and (value := found.get("value", None)) is not None:
            array = np.asarray(value)
        elif name in self.model.constants:
            array = self.model.constants[name]
        else:
            return None
        return float(array.item()) if array.size == 1 and array.dtype.kind in "fiu" else None

    def is_weight(self, name: str) -> bool:
        """Whether a name is an array of the file."""
        return name in self.model.constants


def fused(model: OnnxModel) -> tuple[Operation, ...]:
    """The operators of a file, those that belong together as one."""
    makers = {name: operation for operation in model.operations for name in operation.outputs if name}
    uses = Counter(name for operation in model.operations for name in operation.inputs if name) + Counter(model.outputs)
    web = Web(makers, uses, model)
    gone: set[int] = set()
    made: dict[int, Operation] = {}
    for operation in model.operations:
        found = _whole(web, operation)
        if found:
            made[id(operation)], parts = found
            gone |= {id(part) for part in parts}
    return tuple(made.get(id(operation), operation) for operation in model.operations if id(operation) not in gone)


def needed(operations: Sequence[Operation], outputs: Iterable[str]) -> tuple[Operation, ...]:
    """The operators that lead to an output, without the outputs of theirs that nobody takes."""
    wanted = {name for name in outputs if name}
    found: list[Operation] = []
    for operation in reversed(operations):
        taken = tuple(name if name in wanted else "" for name in operation.outputs)
        if any(taken):  # the names of inputs that are not given are empty, and wanted by nobody
            wanted |= set(operation.inputs) - {""}
            found.append(replace(operation, outputs=taken))
    return tuple(reversed(found))


Found = tuple[Operation, tuple[Operation, ...]]


def _whole(web: Web, operation: Operation) -> Found | None:
    if operation.domain or len(operation.inputs) != 2:
        return None
    for recogniser in _RECOGNISERS.get(operation.type, ()):
        found = recogniser(web, operation)
        if found:
            return found
    return None


def _bias(web: Web, operation: Operation) -> Found | None:
    """MatMul or Conv, then Add of weights: one layer with a bias."""
    for place in (0, 1):
        before, weight = web.maker(operation.inputs[place], "MatMul", "Conv", "ConvTranspose"), operation.inputs[1 - place]
        if before is None or len(before.inputs) != 2 or not web.is_weight(weight) or not web.is_weight(before.inputs[1]):
            continue
        kernel, bias = web.model.constants[before.inputs[1]], web.model.constants[weight]
        if _is_bias(before.type, kernel, bias):
            return replace(before, inputs=(*before.inputs, weight), outputs=operation.outputs), (before,)
    return None


def _is_bias(kind: str, kernel: np.ndarray, bias: np.ndarray) -> bool:
    if kind == "MatMul":
        return kernel.ndim == 2 and bias.shape[-1:] == kernel.shape[1:] and bias.size == kernel.shape[1]
    channels = kernel.shape[0] if kind == "Conv" else kernel.shape[1]
    spatial = (1,) * (kernel.ndim - 2)
    return bias.shape in ((channels, *spatial), (1, channels, *spatial)) and channels > 1


def _layer_normalization(web: Web, operation: Operation) -> Found | None:
    """(x - mean) / sqrt(mean((x - mean)²) + epsilon) * scale + bias, as it was written before opset 17."""
    for place in (0, 1):
        scaled, bias = web.maker(operation.inputs[place], "Mul"), operation.inputs[1 - place]
        if scaled is None or not web.is_weight(bias):
            continue
        for side in (0, 1):
            normal, scale = web.maker(scaled.inputs[side], "Div"), scaled.inputs[1 - side]
            found = _normal(web, normal) if normal and web.is_weight(scale) else None
            if normal and found:
                data, epsilon, parts = found
                attributes = {"epsilon": epsilon, "axis": -1}
                whole = Operation("LayerNormalization", operation.name, (data, scale, bias), operation.outputs, attributes)
                return whole, (scaled, normal, *parts)
    return None


def _normal(web: Web, divided: Operation) -> tuple[str, float, tuple[Operation, ...]] | None:
    centred = web.makers.get(divided.inputs[0])
    root = web.maker(divided.inputs[1], "Sqrt")
    added = root and web.maker(root.inputs[0], "Add")
    if not (centred and centred.type == "Sub" and root and added):
        return None
    mean = web.maker(centred.inputs[1], "ReduceMean")
    for place in (0, 1):
        variance, epsilon = web.maker(added.inputs[place], "ReduceMean"), web.number(added.inputs[1 - place])
        squared = variance and web.maker(variance.inputs[0], "Pow", "Mul")
        if not (variance and squared and mean and epsilon is not None):
            continue
        is_square = set(squared.inputs) == set(centred.outputs) or (squared.inputs[0] == centred.outputs[0] and web.number(squared.inputs[1]) == 2)
        if is_square and mean.inputs[0] == centred.inputs[0] and _is_last(mean) and _is_last(variance) and web.uses[centred.outputs[0]] <= 3:
            return centred.inputs[0], epsilon, (centred, root, added, mean, variance, squared)
    return None


def _is_last(mean: Operation) -> bool:
    return mean.get("axes", None) == [-1] and bool(mean.get("keepdims", 1))


def _gelu(web: Web, operation: Operation) -> Found | None:
    """The product x * (1 + erf(x / √2)) * 0.5, in either order."""
    parts: list[Operation] = [operation]
    factors = list(operation.inputs)
    for name in operation.inputs:
        inner = web.maker(name, "Mul")
        if inner:
            parts.append(inner)
            factors.remove(name)
            factors += inner.inputs
    if len(factors) != 3 or len(parts) != 2:
        return None
    halves = [name for name in factors if web.number(name) == 0.5]
    plus = next((found for name in factors if (found := web.maker(name, "Add"))), None)
    if len(halves) != 1 or plus is None:
        return None
    data = next((name for name in factors if name not in halves and name != plus.outputs[0]), None)
    inner_parts = _erf(web, plus, data) if data else None
    if data is None or inner_parts is None:
        return None
    return Operation("Gelu", operation.name, (data,), operation.outputs), (parts[1], plus, *inner_parts)


def _erf(web: Web, plus: Operation, data: str) -> tuple[Operation, ...] | None:
    for place in (0, 1):
        erf = web.maker(plus.inputs[place], "Erf")
        scaled = erf and web.maker(erf.inputs[0], "Div", "Mul")
        if erf and scaled and web.number(plus.inputs[1 - place]) == 1 and scaled.inputs[0] == data:
            factor = web.number(scaled.inputs[1]) or 0.0
            if math.isclose(factor if scaled.type == "Div" else 1 / (factor or 1), math.sqrt(2), rel_tol=1e-3):
                return erf, scaled
    return None


def _swish(web: Web, operation: Operation) -> Found | None:
    """The products x * sigmoid(x) and x * hard_sigmoid(x)."""
    names = {"Sigmoid": "Swish", "HardSigmoid": "HardSwish"}
    for place in (0, 1):
        gate = web.maker(operation.inputs[place], *names)
        if gate and gate.inputs[0] == operation.inputs[1 - place]:
            if gate.type == "HardSigmoid" and not math.isclose(gate.get("alpha", 0.2), 1 / 6, rel_tol=1e-4):
                continue
            return Operation(names[gate.type], operation.name, gate.inputs[:1], operation.outputs), (gate,)
    return None


_RECOGNISERS: dict[str, tuple[Callable[[Web, Operation], Found | None], ...]] = {
    "Add": (_bias, _layer_normalization),
    "Mul": (_gelu, _swish),
}

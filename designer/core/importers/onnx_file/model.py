"""An ONNX file as plain data: its graph, checked, with the arrays in it read when they are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto, numpy_helper

from designer.core.importers.imported import Unreadable

MOST_OPERATIONS = 20_000
MOST_NUMBERS = 300_000_000  # in one array
Array: TypeAlias = np.ndarray[Any, Any]
STANDARD = ("", "ai.onnx")

_KINDS: dict[int, str] = {TensorProto.BOOL: "bool", TensorProto.STRING: "string"}
_FLOATS = (TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.BFLOAT16)


@dataclass(frozen=True)
class Operation:
    """A node of the file's graph."""

    type: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    domain: str = ""
    line: int | None = None
    title: str = ""  # what it was called where it came from, if not by its type

    def input(self, place: int) -> str:
        """The name of an input; empty where it is not given."""
        return self.inputs[place] if place < len(self.inputs) else ""

    def get(self, name: str, default: Any) -> Any:
        """An attribute, or what ONNX takes where it is not given."""
        return self.attributes.get(name, default)


@dataclass(frozen=True)
class Branch:
    """One of the two graphs of an If."""

    operations: tuple[Operation, ...]
    outputs: tuple[str, ...]
    constants: Mapping[str, Array]

    def taken(self) -> Iterator[str]:
        """The tensors that it takes from the graph around it."""
        made = {name for operation in self.operations for name in operation.outputs} | set(self.constants)
        yield from (name for operation in self.operations for name in operation.inputs if name not in made)
        yield from (name for name in self.outputs if name not in made)


@dataclass(frozen=True)
class Info:
    """What a file says of a tensor: a length is a number, a name, or not told."""

    name: str
    kind: str
    shape: tuple[int | str | None, ...] | None


@dataclass(frozen=True)
class OnnxModel:
    """The main graph of a file."""

    producer: str
    opset: int
    name: str
    inputs: tuple[Info, ...]
    outputs: tuple[str, ...]
    operations: tuple[Operation, ...]
    constants: Mapping[str, Array]
    infos: Mapping[str, Info]


class Constants(Mapping[str, Array]):
    """The arrays of a file by name; each is read when it is first asked for."""

    def __init__(self, tensors: Mapping[str, TensorProto]) -> None:
        self._tensors = tensors
        self._read: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._read:
            self._read[name] = array_of(self._tensors[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)


def parse(data: bytes) -> OnnxModel:
    """The graph in a file; raises Unreadable for what is no ONNX file, or keeps its weights elsewhere."""
    proto = ModelProto()
    try:
        proto.ParseFromString(data)
    except (DecodeError, RecursionError, ValueError, MemoryError) as error:
        raise Unreadable("This is no ONNX file, or a damaged one. Write it again where it came from.") from error
    graph = proto.graph
    if not graph.node:
        raise Unreadable("There is no network in this ONNX file: its graph holds no operators.")
    if len(graph.node) > MOST_OPERATIONS:
        raise Unreadable(f"This ONNX file holds {len(graph.node):,} operators; at most {MOST_OPERATIONS:,} are read.")
    _check_arrays(graph)
    constants = {_text(tensor.name): tensor for tensor in graph.initializer}
    aliases = {node.output[0] for node in graph.node if node.op_type == "Identity" and _is_alias(node, constants)}
    opset = max((entry.version for entry in proto.opset_import if entry.domain in STANDARD), default=1)
    return OnnxModel(
        producer=f"{_text(proto.producer_name)} {_text(proto.producer_version)}".strip()[:80],
        opset=opset,
        name=_text(graph.name)[:100],
        inputs=tuple(_info(value) for value in graph.input if _text(value.name) not in constants),
        outputs=tuple(_text(value.name) for value in graph.output),
        operations=tuple(_operation(node) for node in graph.node if not aliases.issuperset(node.output) or not node.output),
        constants=Constants(constants),
        infos={_text(value.name): _info(value) for value in [*graph.value_info, *graph.output]},
    )


def _is_alias(node: NodeProto, constants: dict[str, TensorProto]) -> bool:
    """Whether an Identity gives weights another name, as PyTorch does with those that are alike; then it is known by that name too."""
    if len(node.input) != 1 or len(node.output) != 1 or _text(node.input[0]) not in constants:
        return False
    constants[_text(node.output[0])] = constants[_text(node.input[0])]
    return True


def _check_arrays(graph: GraphProto) -> None:
    if graph.sparse_initializer:
        raise Unreadable("This ONNX file keeps weights in a sparse form, which is not read. Write it with ordinary weights.")
    for tensor in graph.initializer:
        if tensor.data_location == TensorProto.EXTERNAL:
            raise Unreadable(
                "This ONNX file keeps its weights in a file beside it. Write it as one file (onnx.save_model with save_as_external_data=False)."
            )


def array_of(tensor: TensorProto) -> Array:
    """A tensor of the file as an array. Raises Unreadable where its data is not what its shape says."""
    if tensor.data_location == TensorProto.EXTERNAL or math.prod(max(0, size) for size in tensor.dims) > MOST_NUMBERS:
        raise Unreadable(f"The array {tensor.name[:80]!r} of this ONNX file is too large, or not in it.")
    try:
        return numpy_helper.to_array(tensor)
    except (ValueError, TypeError, KeyError, OverflowError, AttributeError, MemoryError) as error:
        raise Unreadable(f"The array {tensor.name[:80]!r} of this ONNX file is damaged.") from error


def _text(value: str | bytes) -> str:
    """A name; protobuf gives one that is no UTF-8 as bytes."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _operation(node: NodeProto) -> Operation:
    attributes = {_text(attribute.name): _attribute(attribute) for attribute in node.attribute}
    branches = [value for value in attributes.values() if isinstance(value, Branch)]
    return Operation(
        type=_text(node.op_type),
        name=_text(node.name),
        inputs=(*(_text(name) for name in node.input), *dict.fromkeys(name for branch in branches for name in branch.taken())),
        outputs=tuple(_text(name) for name in node.output),
        attributes=attributes,
        domain="" if node.domain in STANDARD else _text(node.domain),
    )


def _attribute(attribute: AttributeProto) -> Any:
    if attribute.type == AttributeProto.TENSOR:
        return array_of(attribute.t)
    if attribute.type == AttributeProto.GRAPH:
        return _branch(attribute.g)
    try:
        return _plain(onnx.helper.get_attribute_value(attribute))
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """A number, a text, or a list of them; None for what no operator here takes."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, int | float):
        return value
    return [_plain(part) for part in value] if isinstance(value, Sequence) and not isinstance(value, str) else None


def _branch(graph: GraphProto) -> Branch:
    _check_arrays(graph)
    return Branch(
        operations=tuple(_operation(node) for node in graph.node[:MOST_OPERATIONS]),
        outputs=tuple(_text(value.name) for value in graph.output),
        constants={_text(tensor.name): array_of(tensor) for tensor in graph.initializer},
    )


def _info(value: ValueInfoProto) -> Info:
    tensor = value.type.tensor_type
    kind = "float" if tensor.elem_type in _FLOATS else _KINDS.get(tensor.elem_type, "int")
    if not value.type.HasField("tensor_type") or not tensor.HasField("shape"):
        return Info(_text(value.name), kind, None)
    shape = tuple(dim.dim_value if dim.HasField("dim_value") else (_text(dim.dim_param) or None) for dim in tensor.shape.dim)
    return Info(_text(value.name), kind, tuple(None if size == 0 or (isinstance(size, int) and size < 0) else size for size in shape))

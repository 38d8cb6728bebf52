"""The network document: nodes, edges and training settings, as versioned JSON.

Two kinds of wrong are kept apart. A *malformed* document (not this schema, over the limits, duplicate ids, NaN) cannot be addressed
and is refused with MalformedDocument. A document whose *content* is wrong (unknown layer, bad argument, cycle, loose wire) still
opens and saves; the analyser reports every problem on its node.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field, JsonValue, ValidationError, ValidationInfo, field_validator, model_validator

from designer.core.faults import fault_sentence
from designer.core.problems import Edge, Frozen, Index, Node, NodeId, Patch, Problem

VERSION: Final = 4
MAX_BYTES = 5_000_000
MAX_NODES = 3_000
MAX_EDGES = 12_000
MAX_DEPTH = 24
MAX_BLOCKS = 200
MAX_NUMBER = 2**53  # what JavaScript keeps exactly
MAX_DIGITS = 40  # of a number that is read at all, to be judged afterwards
MAX_FAULTS = 100
MOST_STEPS = 12  # of the path to a fault: deeper ones say nothing to a person

_NODE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_UNWRITABLE = re.compile("[\\x00\\ud800-\\udfff]")  # what JSON can spell and a database or a file cannot hold

BlockName = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
DtypePolicy = Literal["float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16"]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Bound = Annotated[float, Field(ge=-MAX_NUMBER, le=MAX_NUMBER)]
ClassWeights = Annotated[dict[Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,6})$")], Annotated[float, Field(ge=0)]], Field(max_length=10_000)]


class MalformedDocument(ValueError):
    """The document cannot be read at all; `problems` says where and why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


class KerasObject(Frozen):
    """An object in Keras's serialized form, e.g. {"class_name": "Adam", "config": {"learning_rate": 0.01}}."""

    class_name: Annotated[str, Field(min_length=1, max_length=100)]
    config: dict[str, JsonValue] = Field(default_factory=dict)


class InputBinding(Frozen):
    """Which field of the data set feeds an Input node; without a node, the next Input in the document's order."""

    node: NodeId | None = None
    field: Annotated[str, Field(max_length=64)]


class OutputBinding(Frozen):
    """Which field an output is compared with, by which loss and metrics; without a node, the next output in order."""

    node: NodeId | None = None
    field: Annotated[str, Field(max_length=64)]
    loss: KerasObject
    metrics: tuple[KerasObject, ...] = Field(default=(), max_length=20)
    weight: Annotated[float, Field(ge=0)] | None = Field(
        default=None, description="How much its loss counts beside those of other outputs; 1 unless set."
    )


class SweptField(Frozen):
    """A field that a sweep tries several values in: a list of `values`, or a range from `low` to `high`, both ends included."""

    name: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z][A-Za-z0-9_]*$", description="Its parameter in tables and in the written code.")]
    node: NodeId | None = Field(default=None, description="The node whose config it stands in; none for a training setting.")
    block: BlockName | None = Field(default=None, description="The block in which the node stands; none for the network itself.")
    path: tuple[Annotated[str, Field(max_length=100)] | Index, ...] = Field(
        min_length=1,
        max_length=12,
        description='Where the value stands within the config, ["units"], or the training, ["optimizer", "config", "learning_rate"].',
    )
    values: Annotated[tuple[JsonValue, ...], Field(max_length=100)] | None = Field(default=None, description="What is tried; none for a range.")
    low: Bound | None = None
    high: Bound | None = None
    step: Bound | None = Field(default=None, description="How far apart the values of the range lie; none for any number, or for steps of 1.")
    log: bool = Field(default=False, description="Whether each power of ten in the range is as likely as the next.")
    integer: bool = Field(default=False, description="Whether the range holds whole numbers only.")


class Sweep(Frozen):
    """How good values are searched for in the fields that are marked; without fields nothing is."""

    method: Literal["grid", "random", "optuna"] = "grid"
    trials: Annotated[int, Field(ge=1, le=1_000)] = Field(default=12, description="How many are made; of a grid at most so many.")
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    objective: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        default="val_loss", description="The logged number that tells a good trial."
    )
    direction: Literal["min", "max"] = Field(default="min", description="Whether less or more of the objective is better.")
    pruning: Literal["none", "median", "hyperband"] = Field(
        default="none", description="How trials that look hopeless are ended early; those of a grid never are."
    )
    fields: tuple[SweptField, ...] = Field(default=(), max_length=12)

    @field_validator("pruning")
    @classmethod
    def _grids_are_gone_through_whole(cls, pruning: str, info: ValidationInfo) -> str:
        return "none" if info.data.get("method") == "grid" else pruning


class Training(Frozen):
    """How the network is trained: the arguments of compile and fit, and where the data comes from."""

    dataset: Annotated[str, Field(max_length=64)] | None = None
    inputs: tuple[InputBinding, ...] = Field(default=(), max_length=100)
    outputs: tuple[OutputBinding, ...] = Field(default=(), max_length=100)
    optimizer: KerasObject = KerasObject(class_name="Adam")
    epochs: Count = 5
    batch_size: Count = 32
    validation_split: Annotated[float, Field(ge=0, lt=1)] = 0.1
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    callbacks: tuple[KerasObject, ...] = Field(default=(), max_length=20, description="What acts while it trains, of the catalogue's callbacks.")
    class_weight: Literal["balanced"] | ClassWeights | None = Field(
        default=None, description="How much a sample of each class counts: balanced gives rare classes more, by the training data."
    )
    jit_compile: bool | None = Field(default=None, description="Whether XLA compiles the training; null leaves that to Keras.")
    sweep: Sweep | None = Field(default=None, description="Which fields are searched for good values, and how.")


class BlockParam(Frozen):
    """A parameter of a block. Configs within the block name it in an expression: {"$expr": "4 * filters"}."""

    name: Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
    kind: Literal["int", "float", "bool", "string", "activation", "int_or_tuple"] = "int"
    default: JsonValue = None
    help: Annotated[str, Field(max_length=500)] = ""


class Block(Frozen):
    """A network inside the network, used by the nodes whose layer is `block.` and its name.

    Its inputs are its Input nodes (which need no shape: what arrives tells it); a port of the block bears the Input's id.
    """

    nodes: tuple[Node, ...] = Field(default=(), max_length=MAX_NODES)
    edges: tuple[Edge, ...] = Field(default=(), max_length=MAX_EDGES)
    inputs: tuple[NodeId, ...] = Field(default=(), max_length=100, description="Its Input nodes, in the order of its ports.")
    outputs: tuple[tuple[NodeId, Index], ...] = Field(default=(), max_length=100, description="(node, index of its output), in order.")
    params: tuple[BlockParam, ...] = Field(default=(), max_length=50)
    nested: bool = Field(
        default=False, description="Whether each use is one layer, a nested keras.Model; otherwise its layers stand in the network itself."
    )
    help: Annotated[str, Field(max_length=2_000)] = ""

    @field_validator("nodes")
    @classmethod
    def _ids_are_unique(cls, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return _unique(nodes)


class WeightsRef(Frozen):
    """The weights a network starts from: kept under their digest, named after where they came from."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="What designer.core.weights.digest says of them.")]
    title: Annotated[str, Field(max_length=200)] = ""


class Document(Frozen):
    """A network and how it is trained."""

    version: Literal[4] = VERSION
    name: Annotated[str, Field(min_length=1, max_length=120)] = "Untitled"
    nodes: tuple[Node, ...] = Field(default=(), max_length=MAX_NODES)
    edges: tuple[Edge, ...] = Field(default=(), max_length=MAX_EDGES)
    outputs: tuple[tuple[NodeId, Index], ...] = Field(
        default=(),
        max_length=100,
        description="(node, index of its output) of outputs whose order matters, or that wires leave too. "
        "What no wire leaves is an output without being listed, unless another output of its node is listed.",
    )
    blocks: dict[BlockName, Block] = Field(default_factory=dict, max_length=MAX_BLOCKS)
    dtype_policy: DtypePolicy = Field(default="float32", description="Keras's dtype policy for every layer that names none.")
    weights: WeightsRef | None = None
    training: Training = Training()
    notes: tuple[dict[str, JsonValue], ...] = Field(default=(), max_length=1_000)

    @field_validator("nodes")
    @classmethod
    def _ids_are_unique(cls, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return _unique(nodes)

    @model_validator(mode="before")
    @classmethod
    def _values_are_bounded(cls, value: Any) -> Any:
        _check_bounds(value, 0)
        return upgraded(value)

    @model_validator(mode="after")
    def _size_is_bounded(self) -> Document:
        nodes = len(self.nodes) + sum(len(block.nodes) for block in self.blocks.values())
        if nodes > MAX_NODES:
            raise ValueError(f"A document holds at most {MAX_NODES:,} nodes, those in its blocks among them; received {nodes:,}.")
        return self

    def node(self, node_id: str) -> Node | None:
        """The node of that id, or None."""
        return next((node for node in self.nodes if node.id == node_id), None)

    def to_json(self) -> dict[str, Any]:
        """The document as plain JSON data, as it is stored."""
        return self.model_dump(mode="json", by_alias=True)


def _unique(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    double = [name for name, count in Counter(node.id for node in nodes).items() if count > 1]
    if double:
        raise ValueError(f"Every node needs an id of its own; {', '.join(sorted(double)[:5])} stands more than once.")
    return nodes


def _check_bounds(value: Any, depth: int) -> None:
    """Refuse nesting and numbers that no network needs and that break readers of JSON elsewhere."""
    if depth > MAX_DEPTH:
        raise ValueError(f"The document is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, dict):
        _check_items(value, depth)
        _check_items(value.values(), depth + 1)
    elif isinstance(value, list | tuple):
        _check_items(value, depth + 1)
    else:
        _check_single(value)


def _check_items(values: Iterable[Any], depth: int) -> None:
    """Most are short words and small numbers, which need no call each: a large document is checked at each edit."""
    for value in values:
        kind = type(value)
        if kind is int and -MAX_NUMBER <= value <= MAX_NUMBER:
            continue
        if kind is str and value.isascii() and "\x00" not in value:
            continue
        _check_bounds(value, depth)


def _check_single(value: Any) -> None:
    if isinstance(value, str):
        if _UNWRITABLE.search(value):
            raise ValueError("Text must not hold the character NUL or half of a surrogate pair.")
    elif isinstance(value, int):
        if abs(value) > MAX_NUMBER:
            raise ValueError(f"Whole numbers must lie within ±2**53; received one of {value.bit_length()} bits.")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"Numbers must be finite; received {value}.")


def upgraded(data: Any) -> Any:
    """A document of an earlier version as one of this version; tests/graphs/v*.json are kept of each."""
    version = data.get("version", 2) if isinstance(data, dict) else None
    if version not in (1, 2, 3):
        return data
    # Version 2 added blocks, shared layers, call arguments, weights and the dtype policy; version 3 made early stopping one of the callbacks;
    # version 4 added sweeps.
    training = data.get("training")
    stops = version != 3 and isinstance(training, dict) and "early_stopping" in training
    return {**data, "version": VERSION, **({"training": _with_callbacks(training)} if stops else {})}


def _with_callbacks(training: Any) -> dict[str, Any]:
    """Training settings of version 2: early stopping had defaults of its own, which are written out."""
    found = training["early_stopping"]
    config = {"patience": 3, "restore_best_weights": True, **found} if isinstance(found, dict) else {}
    callbacks = [] if found is None else [{"class_name": "EarlyStopping", "config": config}]
    return {"callbacks": callbacks, **{key: value for key, value in training.items() if key != "early_stopping"}}


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"Numbers must be finite; received {name}.")


def _parse_int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"Whole numbers must lie within ±2**53; received one of {len(text)} digits.")
    return int(text)


def parse_json(data: bytes | str) -> Any:
    """JSON text to plain data; raises MalformedDocument for bad JSON, NaN and Infinity, and bodies over MAX_BYTES."""
    size = len(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise MalformedDocument([Problem(code="too_large", message=f"A document holds at most {MAX_BYTES:,} bytes; received {size:,}.")])
    try:
        return json.loads(data, parse_constant=_refuse_constant, parse_int=_parse_int)
    except ValueError as error:
        raise MalformedDocument([Problem(code="bad_json", message=f"This cannot be read as JSON. {str(error).rstrip('.')}.")]) from error
    except RecursionError:
        raise MalformedDocument([Problem(code="bad_json", message=f"The document is nested deeper than {MAX_DEPTH} levels.")]) from None


def parse(data: Any) -> Document:
    """Plain JSON data to a Document; raises MalformedDocument with every fault found, up to MAX_FAULTS."""
    try:
        return Document.model_validate(data)
    except ValidationError as error:
        raise MalformedDocument(fault_problems(error.errors(include_url=False), data)) from None


def fault_problems(faults: Sequence[Mapping[str, Any]], data: Any) -> list[Problem]:
    """The faults that pydantic found in data as problems, each on its node where that can be read; the first MAX_FAULTS of them."""
    return [_problem(fault, data) for fault in faults[:MAX_FAULTS]]


def _problem(fault: Mapping[str, Any], data: Any) -> Problem:
    where = ".".join(str(part) for part in fault["loc"][:MOST_STEPS])
    message = fault_sentence(fault)
    return Problem(code="malformed", message=f"{where}: {message}" if where else message, node=_node_at(fault["loc"], data))


def _node_at(loc: Sequence[int | str], data: Any) -> str | None:
    """The id of the node a fault lies in, where it can be read."""
    if "nodes" not in loc[:-1] or loc[0] == "blocks":
        return None
    try:
        for part in (*loc[: loc.index("nodes") + 2], "id"):
            data = data[part]
    except (TypeError, KeyError, IndexError):
        return None
    return data if isinstance(data, str) and _NODE_ID.fullmatch(data) else None


def patched(document: Document, patch: Patch) -> Document:
    """The document after a patch that is known to be sound: nothing is checked, nodes and edges that stay are shared."""
    gone = set(patch.remove_nodes)
    removed = set(patch.remove_edges)
    nodes = [node for node in document.nodes if node.id not in gone]
    edges = [edge for edge in document.edges if edge not in removed and edge.source[0] not in gone and edge.target[0] not in gone]
    training = document.training
    if patch.set_training:
        training = Training.model_validate({**training.model_dump(), **patch.set_training})
    training = _without_marks(training, gone - {node.id for node in patch.add_nodes})
    return document.model_copy(
        update={
            "nodes": tuple(_configured(node, patch.set_config.get(node.id)) for node in [*nodes, *patch.add_nodes]),
            "edges": (*edges, *patch.add_edges),
            "training": training,
        }
    )


def _without_marks(training: Training, gone: set[str]) -> Training:
    """The settings without the marks of a sweep on nodes that are gone."""
    sweep = training.sweep
    if sweep is None or all(field.node not in gone or field.block is not None for field in sweep.fields):
        return training
    fields = tuple(field for field in sweep.fields if field.node not in gone or field.block is not None)
    return training.model_copy(update={"sweep": sweep.model_copy(update={"fields": fields})})


def _configured(node: Node, changes: dict[str, JsonValue] | None) -> Node:
    if not changes:
        return node
    config = {**node.config, **changes}
    return node.model_copy(update={"config": {key: value for key, value in config.items() if value is not None or key not in changes}})

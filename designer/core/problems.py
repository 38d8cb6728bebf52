"""Problems: what is wrong with a document, as values that every part can read.

A problem carries a stable code (tests and fixes key on it), the node and parameter it belongs to, a sentence for a person,
and, where there is one, the fix: a patch of the document that cures it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Severity = Literal["error", "warning"]


class Frozen(BaseModel):
    """A value: immutable, and with no field that was not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


NodeId = Annotated[
    str,
    Field(min_length=1, max_length=64, pattern=r"^[A-Za-z][A-Za-z0-9_]*$", description="The node's name, and its Keras layer's name."),
]
Index = Annotated[int, Field(ge=0, le=9_999)]
Coordinate = Annotated[float, Field(ge=-1e7, le=1e7)]


class Node(Frozen):
    """One call on the canvas; `config` and `call` hold only what differs from Keras's defaults, in Keras's serialized form."""

    id: NodeId
    layer: Annotated[
        str,
        Field(
            min_length=1,
            max_length=100,
            description="A class of keras.layers (Conv2D), a function of keras.ops (ops.matmul), a block of the document (block.residual), "
            "Formula, Placeholder, or Python.",
        ),
    ]
    config: dict[str, JsonValue] = Field(default_factory=dict)
    call: dict[str, JsonValue] = Field(default_factory=dict, description="Arguments of the call, such as training or use_causal_mask.")
    shares: NodeId | None = Field(default=None, description="The node whose layer is called again here, with the same weights; config stays empty.")
    repeat: Annotated[int, Field(ge=1, le=1_000, description="How many times a block follows itself, each time with weights of its own.")] = 1
    at: tuple[Coordinate, Coordinate] = (0.0, 0.0)


class Edge(Frozen):
    """A wire from an output of one node to a place in an input port of another."""

    source: tuple[NodeId, Index] = Field(alias="from", description="(node, index of its output)")
    target: tuple[NodeId, Annotated[str, Field(max_length=40)], Index] = Field(
        alias="to", description="(node, port, place within the port: the order of a merge layer's inputs)"
    )


class Patch(Frozen):
    """A change of a document. Applied in this order: removals, additions, configs, training settings."""

    remove_edges: tuple[Edge, ...] = ()
    remove_nodes: tuple[NodeId, ...] = ()
    add_nodes: tuple[Node, ...] = ()
    add_edges: tuple[Edge, ...] = ()
    set_config: dict[NodeId, dict[str, JsonValue]] = Field(
        default_factory=dict, description="Config keys to set on a node; null takes the key away, back to Keras's default."
    )
    set_training: dict[str, JsonValue] = Field(default_factory=dict, description="Training settings to replace, by their name.")


class Fix(Frozen):
    """A one-click cure."""

    label: str = Field(description="What the button says, e.g. 'Insert Flatten before dense_1'.")
    patch: Patch


class Problem(Frozen):
    """Something wrong, where, and what to do."""

    code: str
    message: str
    node: NodeId | None = None
    inside: tuple[NodeId, ...] = Field(default=(), description="Where `node` is a block: the node within it, and within that, outermost first.")
    param: str | None = None
    severity: Severity = "error"
    fixes: tuple[Fix, ...] = ()

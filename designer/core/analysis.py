"""The answer of the analyser, as the browser receives it."""

from __future__ import annotations

from pydantic import Field

from designer.core.problems import Frozen, Problem


class TensorSpec(Frozen):
    """What flows through a wire; None stands for a size known only when data arrives (the batch)."""

    shape: tuple[int | None, ...]
    dtype: str


class NodeAnalysis(Frozen):
    """What Keras says of one node."""

    outputs: tuple[TensorSpec, ...]
    trainable: int = Field(description="Parameters that training changes.")
    non_trainable: int
    is_counted: bool = Field(default=True, description="Whether all its parameters are known; those of a Python layer only a training knows.")
    flops: int | None = Field(default=None, description="Multiply and add operations of one sample's forward pass; None where no formula is known.")
    arithmetic: str = Field(default="", description="How the parameter count comes about, e.g. '3 · 3 · 1 · 32 + 32 = 320'.")


class Totals(Frozen):
    """What the status line shows."""

    layers: int
    trainable: int
    non_trainable: int
    weight_bytes: int
    is_counted: bool = Field(default=True, description="Whether these are all parameters; those of Python layers are not among them.")
    flops: int


class Analysis(Frozen):
    """All that is known of a document."""

    nodes: dict[str, NodeAnalysis]
    problems: tuple[Problem, ...]
    totals: Totals
    inputs: tuple[str, ...] = Field(description="The Input nodes, in the model's order.")
    outputs: tuple[str, ...] = Field(description="The nodes whose outputs are the model's, in order.")

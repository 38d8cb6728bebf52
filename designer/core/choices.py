"""What a person may choose to be done to data before a network sees it: values, for the form and for `preprocessing`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from designer.core.problems import Frozen, NodeId, Patch, Problem

Augmentation = Literal["flip", "rotate", "zoom", "shift", "contrast", "brightness"]


class Tokens(Frozen):
    """How a text becomes numbers: the most frequent words, as a row of so many places or as a bag."""

    most: Annotated[int, Field(ge=2, le=1_000_000)] = 10_000
    length: Annotated[int, Field(ge=1, le=10_000)] | None = Field(default=100, description="Places of a row; None: a bag of words.")


class Preprocess(Frozen):
    """What is to be done to one field."""

    field: Annotated[str, Field(max_length=64)]
    node: NodeId | None = Field(default=None, description="The Input; None: the one that the field feeds, or a new one.")
    resize: tuple[Annotated[int, Field(ge=1, le=4_096)], Annotated[int, Field(ge=1, le=4_096)]] | None = Field(
        default=None, description="Of images: height and width."
    )
    augment: Annotated[tuple[Augmentation, ...], Field(max_length=6)] = Field(default=(), description="Of images: while training.")
    rescale: bool = Field(default=False, description="Of images: from 0..1 to -1..1.")
    normalise: bool = Field(default=False, description="Of numbers: mean 0 and deviation 1, learned from the training part.")
    encode: Literal["one_hot", "index"] | None = Field(default=None, description="Of categories.")
    tokens: Tokens | None = Field(default=None, description="Of texts.")


class Offered(Frozen):
    """A patch that was tried; `problems` are errors that it leads to further on, which are then to be cured on the canvas."""

    patch: Patch
    problems: tuple[Problem, ...] = ()

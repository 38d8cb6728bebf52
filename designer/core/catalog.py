"""What the installed Keras offers, as plain data.

`keras.json` beside this file is read from Keras itself by `catalog_reader.py` (run by `manage.py read_catalog`) and completed by `overlay/*.toml`
with what cannot be read; it is kept in the repository so that the web process knows every layer without importing Keras, and a test
reads Keras again and compares.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, JsonValue

from designer.core.problems import Frozen

ParamKind = Literal[
    "int",
    "float",
    "number",
    "bool",
    "choice",
    "string",
    "tuple",
    "floats",
    "int_or_tuple",
    "int_or_pairs",
    "float_or_range",
    "activation",
    "initializer",
    "regularizer",
    "constraint",
    "layer",
    "layers",
    "dtype",
    "shape",
    "schedule",
    "list",
    "json",
    "formula",
    "python",
    "arguments",
]
"""
- number: an int or a float; float_or_range: a number, or the lower and upper end of a range
- floats: any number of floats
- int_or_pairs: an int, a number an axis, or a pair (before, after) an axis, as ZeroPadding2D takes it
- choice, dtype: one of `choices`; shape: a list of ints and nulls; json: any JSON
- list: a list of strings or of numbers, and never a string, which Keras would read as the path of a file
- formula: an expression over the inputs, see formula.py
- python: the text of a class, see python_source.py; arguments: those of its constructor, by name, as JSON
- layer, layers: other layers as {"class_name", "config"}, of the classes in `choices` where any are given
"""


NodeKind = Literal["layer", "input", "operation", "formula", "block", "placeholder", "python"]
"""What a node of the palette stands for: an operation is a function of keras.ops; a placeholder keeps what an importer could not read; python is a
class of a person's own, which only a training ever executes."""

Target = Literal["index", "one_hot", "binary", "numbers"]
"""What a loss compares with: class numbers, one column a class, 0 or 1, or numbers of the output's own shape."""


class Param(Frozen):
    """One argument of a layer, an optimizer, a loss or the like."""

    name: str
    kind: ParamKind
    required: bool = False
    default: JsonValue = None
    start: JsonValue = Field(default=None, description="What a new layer gets for an argument it needs: something that works, to be changed.")
    nullable: bool = Field(default=False, description="Whether None is a meaningful value.")
    choices: tuple[str, ...] = ()
    length: int | None = Field(default=None, description="How many numbers a tuple holds, e.g. 2 for Conv2D.kernel_size.")
    minimum: float | None = None
    maximum: float | None = None
    common: bool = Field(default=False, description="Shown first in the form, and on the node.")
    help: str = ""


class Port(Frozen):
    """A place where wires arrive. `inputs` is the layer's first argument."""

    name: str
    many: bool = Field(default=False, description="Takes several wires, in order (merge layers).")
    required: bool = True
    minimum: int = Field(default=1, description="How many wires it needs when it is used.")
    spread: bool = Field(default=False, description="Its wires are arguments of their own in the call, not a list: einsum(subscripts, x, y).")
    maximum: int | None = Field(default=None, description="How many wires it takes at most, where it takes many; None for any number.")


class ObjectSpec(Frozen):
    """A class with arguments: a layer, an initializer, an optimizer or the like."""

    name: str
    summary: str = ""
    description: str = ""
    params: tuple[Param, ...] = ()

    def param(self, name: str) -> Param | None:
        """The parameter of that name, or None."""
        return next((param for param in self.params if param.name == name), None)


class LayerSpec(ObjectSpec):
    """A layer of the palette."""

    family: str
    inputs: tuple[Port, ...] = (Port(name="inputs"),)
    keywords: tuple[str, ...] = Field(default=(), description="Other words a person may search for.")
    kind: NodeKind = "layer"
    call_params: tuple[Param, ...] = Field(default=(), description="Arguments of its call that are no tensors, such as training.")
    is_cell: bool = Field(default=False, description="Stands only inside another layer, as the cell of RNN.")
    auto_name: str = Field(default="", description="What Keras names the first layer of this class: conv2d; the next are conv2d_1, conv2d_2 …")
    adapts: bool = Field(default=False, description="Learns from the training data before fit, by its `adapt` (Normalization, TextVectorization …).")
    unavailable: str = Field(default="", description="Why it cannot be drawn (abstract base, wraps foreign code); empty where it can.")

    @property
    def is_input(self) -> bool:
        """Whether data enters the network here."""
        return self.kind == "input"

    def may_be_value(self, port: str) -> bool:
        """Whether a plain value in the config can stand for a wire into this port, as the 2 of x * 2."""
        return self.port(port) is not None and self.param(port) is not None

    def port(self, name: str) -> Port | None:
        """The input port of that name, or None."""
        return next((port for port in self.inputs if port.name == name), None)

    def call_param(self, name: str) -> Param | None:
        """The argument of its call of that name, or None."""
        return next((param for param in self.call_params if param.name == name), None)


class LossSpec(ObjectSpec):
    """A loss."""

    target: Target | None = Field(default=None, description="What it compares an output with, where that is known.")


class Catalog(Frozen):
    """Everything the installed Keras offers."""

    keras: str = Field(description="The version of Keras it was read from.")
    families: tuple[str, ...]
    layers: dict[str, LayerSpec]
    activations: tuple[str, ...]
    initializers: dict[str, ObjectSpec]
    regularizers: dict[str, ObjectSpec]
    constraints: dict[str, ObjectSpec]
    optimizers: dict[str, ObjectSpec]
    losses: dict[str, LossSpec]
    metrics: dict[str, ObjectSpec]
    schedules: dict[str, ObjectSpec]
    callbacks: dict[str, ObjectSpec]


KERAS_JSON = Path(__file__).with_name("keras.json")


@cache
def load() -> Catalog:
    """The catalogue kept in the repository."""
    return Catalog.model_validate_json(KERAS_JSON.read_bytes())


@cache
def packed() -> bytes:
    """The catalogue's file under gzip, an eighth of its size, for browsers."""
    return gzip.compress(KERAS_JSON.read_bytes(), mtime=0)


@cache
def digest() -> str:
    """A fingerprint of the catalogue kept in the repository, for caches."""
    return hashlib.sha256(KERAS_JSON.read_bytes()).hexdigest()[:16]

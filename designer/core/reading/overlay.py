"""The tables in designer/core/overlay: what Keras's signatures and docstrings do not tell."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, JsonValue

from designer.core.catalog import LayerSpec, ParamKind, Port
from designer.core.formula_functions import FUNCTIONS
from designer.core.problems import Frozen

OVERLAY = Path(__file__).parent.parent / "overlay"


class ParamOverlay(Frozen):
    """What to say of a parameter instead of what was read; a field left out changes nothing."""

    kind: ParamKind | None = None
    required: bool | None = None
    nullable: bool | None = None
    default: JsonValue = None
    start: JsonValue = None
    choices: tuple[str, ...] | None = None
    length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    common: bool | None = None
    help: str | None = None


class Params(Frozen):
    """The tables of params.toml."""

    hidden: tuple[str, ...] = Field(description="Arguments that no form shows: 'name' everywhere, 'Class.name' in one class.")
    suffixes: dict[str, ParamOverlay] = Field(description="By how the parameter's name ends.")
    names: dict[str, ParamOverlay] = Field(description="By the parameter's name, in any class.")
    only: dict[str, ParamOverlay] = Field(description="By 'Class.name'.")
    base: dict[str, ParamOverlay] = Field(description="Arguments that layers pass on to their base class, which stand in no signature of their own.")

    def is_hidden(self, owner: str, name: str) -> bool:
        """Whether a class's argument is kept out of the catalogue."""
        return name in self.hidden or f"{owner}.{name}" in self.hidden

    def changes(self, owner: str, name: str) -> dict[str, Any]:
        """Everything the tables say of a parameter, the most particular last."""
        rows = [row for suffix, row in self.suffixes.items() if name.endswith(suffix)]
        rows += [table[key] for table, key in ((self.names, name), (self.only, f"{owner}.{name}")) if key in table]
        return {key: value for row in rows for key, value in row.model_dump(exclude_unset=True).items()}


class Family(Frozen):
    """A group of the palette: the layers whose module starts with one of `modules`."""

    title: str
    modules: tuple[str, ...]
    first: tuple[str, ...] = Field(default=(), description="The layers that stand first; the others follow by name.")


class LayerOverlay(Frozen):
    """What to say of a layer."""

    summary: str | None = None
    description: str | None = None
    common: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    ports: tuple[Port, ...] | None = None
    base: tuple[str, ...] = Field(default=(), description="Arguments of its base class that it takes too.")


class Layers(Frozen):
    """The tables of layers.toml."""

    families: tuple[Family, ...]
    ports: dict[str, Port] = Field(description="Arguments of `call` that are ports of their own.")
    call: dict[str, ParamOverlay] = Field(description="Arguments of `call` that are settings of the node.")
    call_hidden: dict[str, str] = Field(description="Arguments of `call`, as 'Class.name', that change nothing, and why.")
    unavailable: dict[str, str] = Field(description="Layers that cannot be drawn, and why.")
    cells: dict[str, str] = Field(description="Layers that stand only inside another, and where.")
    layers: dict[str, LayerOverlay]


class Operations(Frozen):
    """The tables of operations.toml."""

    unavailable: dict[str, str] = Field(description="Functions that cannot be drawn, and why.")
    summaries: dict[str, str]
    keywords: dict[str, tuple[str, ...]]
    auto_names: dict[str, str] = Field(description="What Keras calls the operation's node, where the source does not tell.")
    tensors: dict[str, tuple[str, ...]] = Field(description="The arguments that are tensors, where the source does not tell.")
    many: dict[str, tuple[str, ...]] = Field(description="The arguments that are lists of tensors.")
    counts: dict[str, int] = Field(description="How many tensors such a list holds, where it is a certain number.")
    values: dict[str, ParamOverlay] = Field(description="Tensors that may be a plain value instead, as 'function.argument', or 'argument' in any.")
    plain: tuple[str, ...] = Field(description="Arguments, as 'function.argument', that are tensors only, whatever `values` says of their name.")
    helps: dict[str, str] = Field(description="The help of arguments of which the docstring says nothing.")
    params: Params

    def value(self, function: str, argument: str) -> ParamOverlay | None:
        """What a tensor argument may be instead of a tensor; None where only a wire will do."""
        if f"{function}.{argument}" in self.plain or function in self.plain:
            return None
        return self.values.get(f"{function}.{argument}") or self.values.get(argument)


class Objects(Frozen):
    """The tables of objects.toml."""

    hidden: tuple[str, ...] = Field(description="Arguments that no form shows.")
    left_out: dict[str, str] = Field(description="Public classes that nobody can choose in a form, and why.")
    added: dict[str, dict[str, str]] = Field(description="Names that Keras takes besides its classes, by group, with their summary.")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((OVERLAY / name).read_text(encoding="utf-8"))


@cache
def params() -> Params:
    """The table of parameters."""
    return Params.model_validate(_table("params.toml"))


@cache
def layers() -> Layers:
    """The table of layers."""
    return Layers.model_validate(_table("layers.toml"))


@cache
def operations() -> Operations:
    """The table of the functions of keras.ops."""
    return Operations.model_validate(_table("operations.toml"))


@cache
def objects() -> Objects:
    """The table of initializers, optimizers, losses and their like."""
    return Objects.model_validate(_table("objects.toml"))


@cache
def own() -> dict[str, LayerSpec]:
    """The nodes that stand for no class of Keras."""
    words = {"functions": ", ".join(sorted(FUNCTIONS))}
    rows = _table("own.toml")
    return {name: LayerSpec(name=name, **{**row, "description": row["description"].format_map(words)}) for name, row in rows.items()}

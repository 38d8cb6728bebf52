"""The blocks of a document as layers of the palette, and what the nodes within them are for the arguments of one use."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from designer.core.arithmetic import ExpressionError, filled_in
from designer.core.catalog import Catalog, LayerSpec, Param, Port
from designer.core.document import Block, BlockParam, Document
from designer.core.problems import Node

PREFIX = "block."
FAMILY = "Blocks"
TRAINING = Param(name="training", kind="bool", nullable=True, help="Whether its layers behave as while training; None leaves it to Keras.")


def known(document: Document, catalog: Catalog) -> Catalog:
    """The catalogue with the document's blocks as layers of their own: `block.` and the name."""
    if not document.blocks:
        return catalog
    blocks = {PREFIX + name: _spec(name, block) for name, block in document.blocks.items()}
    return catalog.model_copy(update={"layers": {**catalog.layers, **blocks}})


def block_name(layer: str) -> str:
    """The name of the block that a layer `block.NAME` stands for."""
    return layer.removeprefix(PREFIX)


def _spec(name: str, block: Block) -> LayerSpec:
    return LayerSpec(
        name=PREFIX + name,
        summary=block.help or "A block of this network.",
        family=FAMILY,
        kind="block",
        inputs=tuple(Port(name=port) for port in block.inputs),
        params=tuple(_param(param) for param in block.params),
        call_params=(TRAINING,) if block.nested else (),
        auto_name=name,
    )


def _param(param: BlockParam) -> Param:
    return Param(name=param.name, kind=param.kind, required=param.default is None, default=param.default, common=True, help=param.help)


def arguments_of(node: Node, block: Block) -> dict[str, JsonValue]:
    """Each parameter of a block with the value that a use gives it, or its default."""
    return {param.name: node.config.get(param.name, param.default) for param in block.params}


class BadExpression(ValueError):
    """An argument within a block cannot be worked out; `param` says which."""

    def __init__(self, param: str, sentence: str) -> None:
        self.param = param
        super().__init__(sentence)


def with_arguments(node: Node, arguments: Mapping[str, JsonValue]) -> Node:
    """A node of a block with its expressions worked out. Raises BadExpression."""
    return node.model_copy(update={"config": _filled(node.config, "", arguments), "call": _filled(node.call, "call.", arguments)})


def _filled(config: Mapping[str, JsonValue], prefix: str, arguments: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    done: dict[str, JsonValue] = {}
    for name, value in config.items():
        try:
            done[name] = filled_in(value, arguments)
        except ExpressionError as error:
            raise BadExpression(f"{prefix}{name}", str(error)) from error
    return done

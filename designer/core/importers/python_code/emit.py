"""Networks of a program -> documents."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from designer.core.catalog import Catalog
from designer.core.document import MAX_BLOCKS, MAX_NODES, Block, Document, Training
from designer.core.importers.drawing import Drawing
from designer.core.importers.drawing import Tensor as Wire
from designer.core.importers.python_code.config_values import writable
from designer.core.importers.python_code.graph import Call, Definition, Layer, Network, Tensor, behind

LONGEST_NAME = 40


class TooBig(ValueError):
    """The network has more nodes than a document holds."""


@dataclass
class Drawn:
    """A network as nodes: the node of each tensor, and the lines of the program that speak of each node."""

    drawing: Drawing
    wires: dict[Tensor, Wire] = field(default_factory=dict)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    outputs: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Chain:
    """Uses of one block one behind the other: the last of them, how many there are, and what they are called together."""

    last: Call
    repeat: int = 1
    name: str = ""


class Painter:
    """Draws the networks of one document; networks inside become its blocks."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.blocks: dict[str, Block] = {}
        self.drawn: set[Layer | Network] = set()
        self._names: dict[Network | Definition, str] = {}

    def draw(self, network: Network) -> Drawn:
        """The nodes and wires of a network."""
        network.settle(network.line)
        calls = behind(network.outputs, network.inputs)
        chains = repeated(calls, network.outputs)
        if len(calls) > MAX_NODES:
            raise TooBig(f"{network.variable or network.name} has {len(calls):,} layers; a document holds {MAX_NODES:,}.")
        drawn = Drawn(Drawing(self.catalog))
        named: dict[Layer | Network, str] = {}
        for tensor in network.inputs:
            if tensor not in drawn.wires:
                drawn.wires[tensor] = Wire(self._entrance(drawn, tensor))
            drawn.inputs.append(drawn.wires[tensor].node)
        for call in calls:
            if call in chains:
                self._place(drawn, call, named, chains[call])
        drawn.outputs = [(wire.node, wire.output) for wire in (drawn.wires[tensor] for tensor in network.outputs)]
        return drawn

    def _entrance(self, drawn: Drawn, tensor: Tensor) -> str:
        """The Input node of a network's input, which may lie in the middle of another network."""
        layer = tensor.call.target
        is_input = isinstance(layer, Layer) and layer.layer == "Input"
        known: dict[str, JsonValue] = {"shape": list(tensor.shape[1:])} if tensor.shape else {}
        config = layer.config if isinstance(layer, Layer) and is_input else known
        node = drawn.drawing.add("Input", config, {}, name=layer.name if is_input else "input_layer")
        drawn.lines[node] = (layer.line or tensor.call.line, tensor.call.line)
        self.drawn.add(layer)
        return node

    def _place(self, drawn: Drawn, call: Call, named: dict[Layer | Network, str], chain: Chain) -> None:
        target = call.target
        shares = named.get(target)
        inputs = {port: [drawn.wires[tensor] for tensor in tensors] for port, tensors in call.inputs.items()}
        if isinstance(target, Network):
            block = self._block(target)
            ports = self.blocks[block].inputs
            inputs = dict(zip(ports, inputs.values(), strict=False))
            config = self._arguments(block, target) if shares is None else {}
            wanted = chain.name or (call.name if shares or not target.is_named else "") or target.name
            node = drawn.drawing.add(f"block.{block}", config, inputs, name=wanted, call=call.arguments, shares=shares)
            if chain.repeat > 1:
                drawn.drawing.nodes[node] = drawn.drawing.nodes[node].model_copy(update={"repeat": chain.repeat})
        else:
            is_operation = target.layer.startswith("ops.") or target.layer == "Formula"
            name = (call.name if is_operation or shares else "") or target.name
            config = {} if shares else target.config
            node = drawn.drawing.add(target.layer, config, inputs, name=name, call=call.arguments, shares=shares)
        named.setdefault(target, node)
        self.drawn.add(target)
        lines = [line for line in (target.line if isinstance(target, Layer) else 0, call.line, chain.last.line) if line]
        drawn.lines[node] = (min(lines, default=1), max(lines, default=1))
        for index, tensor in chain.last.outputs.items():
            drawn.wires.setdefault(tensor, Wire(node, index))

    def _block(self, network: Network) -> str:
        """The block of a network that is called as a layer."""
        key = network.definition or network
        if key not in self._names:
            self._names[key] = self._free(key.name)
            if len(self._names) > MAX_BLOCKS:
                raise TooBig(f"The program has more than {MAX_BLOCKS} networks inside others.")
            drawn = self.draw(key.network if isinstance(key, Definition) else key)
            own = {"params": key.params, "nested": key.nested, "help": _help(key)} if isinstance(key, Definition) else {"nested": True}
            self.blocks[self._names[key]] = Block.model_validate(
                {
                    "nodes": tuple(drawn.drawing.nodes.values()),
                    "edges": tuple(drawn.drawing.edges),
                    "inputs": tuple(drawn.inputs),
                    "outputs": tuple(drawn.outputs),
                    **own,
                }
            )
        return self._names[key]

    def _arguments(self, block: str, network: Network) -> dict[str, JsonValue]:
        """What a use gives to its block's parameters, where that is not their default."""
        defaults = {param.name: param.default for param in self.blocks[block].params}
        return {name: value for name, value in network.arguments.items() if defaults.get(name) != value}

    def _free(self, name: str) -> str:
        base = re.sub(r"[^a-z0-9_]+", "_", name.lower())[: LONGEST_NAME - 4].strip("_") or "network"
        base = base if base[0].isalpha() else f"network_{base}"[: LONGEST_NAME - 4]
        found, count = base, 1
        while found in self._names.values():
            count += 1
            found = f"{base}_{count}"
        return found


def _help(definition: Definition) -> str:
    said = definition.help
    return "" if said == f"The block {definition.name}." else said


def repeated(calls: Sequence[Call], outputs: Iterable[Tensor]) -> dict[Call, Chain]:
    """The calls that are nodes: of a block that follows itself, the first, which stands for all of them."""
    takers = Counter(tensor for call in calls for tensor in call.sources) + Counter(outputs)
    taker = {tensor: call for call in calls for tensor in call.sources}
    chains: dict[Call, Chain] = {}
    inside: set[Call] = set()
    for call in calls:
        if call in inside:
            continue
        last, count = call, 1
        while (following := _follower(last, call, count, taker, takers)) is not None:
            inside.add(following)
            last, count = following, count + 1
        chains[call] = Chain(last, count, _common_name(call, last) if count > 1 else "")
    return chains


def _follower(last: Call, first: Call, count: int, taker: Mapping[Tensor, Call], takers: Mapping[Tensor, int]) -> Call | None:
    """The next use of the same block, where it takes all that the last one gives, and nothing else does."""
    target, given = last.target, [last.outputs[index] for index in sorted(last.outputs)]
    following = taker.get(given[0]) if given else None
    if following is None or not isinstance(target, Network) or not isinstance(following.target, Network):
        return None
    same = target.definition is not None and following.target.definition is target.definition and following.target.arguments == target.arguments
    fits = same and following.target is not target and list(following.sources) == given and all(takers[tensor] == 1 for tensor in given)
    return following if fits and _is_next(first, following, count) else None


def _is_next(first: Call, following: Call, count: int) -> bool:
    """Whether the names say that a loop made them: name_1, name_2 …, or one variable for all."""
    start, name = first.target.name, following.target.name
    if first.target.is_named:
        return start.endswith("_1") and name == f"{start[:-2]}_{count + 1}"
    return bool(first.name) and first.name == following.name


def _common_name(first: Call, last: Call) -> str:
    return first.target.name[:-2] if first.target.is_named else first.name


def ends(drawn: Drawn) -> tuple[tuple[str, int], ...]:
    """What the document must say of its outputs: nothing where they are simply the nodes that no wire leaves, in order."""
    left = {edge.source[0] for edge in drawn.drawing.edges}
    plain = [(name, 0) for name in drawn.drawing.nodes if name not in left and name not in drawn.inputs]
    return () if plain == drawn.outputs else tuple(drawn.outputs)


def document_of(drawn: Drawn, blocks: Mapping[str, Block], name: str, training: Training, **more: Any) -> Document:
    """The document of a drawing."""
    nodes, edges = tuple(drawn.drawing.nodes.values()), tuple(drawn.drawing.edges)
    return Document(
        name=writable(name)[:120] or "Untitled", nodes=nodes, edges=edges, blocks=dict(blocks), outputs=ends(drawn), training=training, **more
    )


def alike(document: Document) -> str:
    """A text that is the same for networks that differ only in names: the same function called twice makes such."""
    places = {node.id: place for place, node in enumerate(document.nodes)}
    nodes = [(node.layer, node.config, node.call) for node in document.nodes]
    edges = sorted((places[edge.source[0]], edge.source[1], places[edge.target[0]], edge.target[2]) for edge in document.edges)
    outputs = [(places[name], index) for name, index in document.outputs]
    return json.dumps([nodes, edges, outputs, sorted(document.blocks)], sort_keys=True)


def used_networks(networks: Iterable[Network]) -> set[Network]:
    """The networks that stand inside others."""
    found: set[Network] = set()
    for network in networks:
        targets: Sequence[Any] = [call.target for call in behind(network.outputs, network.inputs)]
        found |= {target for target in targets if isinstance(target, Network)}
        found |= {layer for layer in network.stack or [] if isinstance(layer, Network)}
        for layer in network.stack or []:
            found |= {branch for branch in getattr(layer, "branches", ()) if isinstance(branch, Network)}
    return found

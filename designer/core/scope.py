"""One level of nodes, the network's own or a block's: in which order they are called, and what is wrong with how they are wired."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from designer.core.catalog import Catalog, LayerSpec, Port
from designer.core.document import Block
from designer.core.problems import Edge, Fix, Node, Patch, Problem
from designer.core.wiring import Wiring, read_wiring, removal, rings

MOST_CYCLES = 20
LONG_RING = 8


@dataclass(frozen=True, slots=True)
class Scope:
    """Nodes with their wires; `order` are those that can be called, each behind what it depends on."""

    nodes: tuple[Node, ...]
    wiring: Wiring
    order: tuple[Node, ...]
    loose: frozenset[str]
    """Nodes that touch no wire, where there are wires."""
    problems: tuple[Problem, ...]

    @property
    def is_ordered(self) -> bool:
        """Whether every node can be called."""
        return len(self.order) == len(self.nodes)


def read_scope(nodes: tuple[Node, ...], edges: tuple[Edge, ...], catalog: Catalog, marked: Collection[str] = ()) -> Scope:
    """The nodes in order; `marked` are outputs of a block, which are connected without a wire."""
    wiring = read_wiring(nodes, edges, catalog)
    order = tuple(_order(nodes, wiring))
    loose = frozenset() if wiring.is_empty else frozenset(node.id for node in nodes if not wiring.touches(node.id) and node.id not in marked)
    called = {node.id for node in order}
    problems = (
        *wiring.problems,
        *_cycle_problems(nodes, edges, wiring, called),
        *(problem for node in nodes if node.id in wiring.specs for problem in _arity_problems(node, wiring, loose)),
    )
    return Scope(nodes, wiring, order, loose, problems)


def read_block(name: str, block: Block, catalog: Catalog) -> Scope:
    """The level of a block, with what is wrong with its ports and outputs."""
    scope = read_scope(block.nodes, block.edges, catalog, {node for node, _ in block.outputs})
    return Scope(scope.nodes, scope.wiring, scope.order, scope.loose, (*scope.problems, *_port_problems(name, block, scope)))


def _order(nodes: Sequence[Node], wiring: Wiring) -> list[Node]:
    """The nodes that can be called, depth first, which is the order in which a person would write the calls."""
    by_id = {node.id: node for node in nodes}
    rank = {name: place for place, name in enumerate(by_id)}
    waiting = {name: len({edge.source[0] for edge in wiring.arriving.get(name, ())}) for name in wiring.specs}
    ready = [name for name in reversed(list(wiring.specs)) if waiting[name] == 0]
    order: list[Node] = []
    while ready:
        name = ready.pop()
        order.append(by_id[name])
        ends = {edge.target[0] for edge in wiring.leaving.get(name, ())} & wiring.specs.keys()
        for end in sorted(ends, key=rank.__getitem__, reverse=True):
            waiting[end] -= 1
            if waiting[end] == 0:
                ready.append(end)
    return order


def _cycle_problems(nodes: Sequence[Node], edges: Sequence[Edge], wiring: Wiring, called: Collection[str]) -> Iterator[Problem]:
    """A problem for each wire that closes a cycle, seen from where the network enters it."""
    left = [node.id for node in nodes if node.id in wiring.specs and node.id not in called]
    entered = [name for name in left if any(edge.source[0] in called for edge in wiring.arriving[name])]
    for ring in islice(rings([*entered, *left], wiring.leaving), MOST_CYCLES):
        closing = [edge for edge in edges if (edge.source[0], edge.target[0]) == (ring[-1], ring[0])]  # unusable ones would take their place
        message = f"{_path(ring)} is a cycle: a layer's input cannot depend on its own output. Remove one of its wires."
        fix = removal(closing, f"Remove the wire from {ring[-1]} to {ring[0]}")
        yield Problem(code="cycle", node=ring[0], message=message, fixes=(fix,))


def _path(ring: tuple[str, ...]) -> str:
    """A ring in words, its middle left out where it is long."""
    shown = ring if len(ring) <= LONG_RING else (*ring[: LONG_RING - 3], f"… ({len(ring) - LONG_RING + 1} more)", *ring[-2:])
    return " → ".join([*shown, ring[0]])


def _arity_problems(node: Node, wiring: Wiring, loose: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the number of wires into a node."""
    name, spec = node.id, wiring.specs[node.id]
    if name in loose:
        yield Problem(code="unconnected", node=name, message=f"{name} is not connected. Wire it to the network, or delete it.")
        return
    for port in spec.inputs:
        count = wiring.counts.get((name, port.name), 0)
        if count == 0 and needs_value(node, port, spec):
            message = f"{name} expects a wire or a value for {port.name} and received none."
            yield Problem(code="missing_input", node=name, param=port.name, message=message)
        elif count == 0 and port.required:
            what = "its input" if len(spec.inputs) == 1 else f"its input {port.name}"
            yield Problem(code="missing_input", node=name, param=port.name, message=f"{name} expects a wire into {what} and received none.")
        elif 0 < count < port.minimum:
            message = f"{name} merges at least {port.minimum} inputs and received {count}. Wire another output to it."
            yield Problem(code="too_few_inputs", node=name, param=port.name, message=message)
        if count and port.name in node.config and spec.param(port.name):
            yield _given_twice(node, port.name)


def needs_value(node: Node, port: Port, spec: LayerSpec) -> bool:
    """Whether a port without a wire lacks a value in its place, as x2 of an addition does."""
    param = spec.param(port.name)
    return param is not None and not param.nullable and param.default is None and node.config.get(port.name) is None


def _given_twice(node: Node, name: str) -> Problem:
    """An argument that is a value in the form and a wire on the canvas."""
    message = f"{name} of {node.id} is given twice, by a wire and as a value. Take the value away."
    fix = Fix(label=f"Remove the value of {name}", patch=Patch(set_config={node.id: {name: None}}))
    return Problem(code="given_twice", node=node.id, param=name, message=message, fixes=(fix,))


def _port_problems(name: str, block: Block, scope: Scope) -> Iterator[Problem]:
    """Inputs of a block that are no Input nodes, Inputs that are no port, outputs that name nothing. Those of the block as a whole have no node."""
    specs = scope.wiring.specs
    nodes = {node.id for node in block.nodes}
    for port in block.inputs:
        if port not in nodes or (port in specs and not specs[port].is_input):
            message = f"The block {name} says that its input {port} is one of its nodes, and there is no Input of that name in it."
            yield Problem(code="block_port", message=message)
    for node in block.nodes:
        if node.id in specs and specs[node.id].is_input and node.id not in block.inputs:
            message = f"{node.id} is an Input within the block {name}, and none of the block's inputs. Make it one, or delete it."
            yield Problem(code="block_port", node=node.id, message=message)
    for output, _ in block.outputs:
        if output not in nodes:
            message = f"The block {name} says that its output is {output}, and there is no such node in it."
            yield Problem(code="block_port", message=message)
    if not block.outputs:
        message = f"The block {name} has no output. Choose which of its nodes give its outputs."
        yield Problem(code="block_port", message=message)

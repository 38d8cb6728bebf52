"""Fixes of the wiring: loose nodes, missing inputs and outputs, cycles, unknown layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from designer.core.cures.shapes import into_one_row
from designer.core.edits import Edit, Maker, behind, edges_into
from designer.core.findings import Findings
from designer.core.problems import Fix, Node, Problem
from designer.core.wording import close_to, joined, shape_text

EXAMPLE_SHAPES: tuple[tuple[int, ...], ...] = ((28, 28, 1), (10, 8), (16,), (16, 16, 16, 1))  # tried in order where no data set says which
MERGES = ("Concatenate", "Add")


def connect(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Wire a loose node behind the last one, or into the wire before it."""
    name = problem.node or ""
    spec = found.layer(name)
    if spec and spec.is_input:
        yield from _feed_a_hungry_node(found, name)
    else:
        for output in _near(found, name, _ends(found) or found.plan.inputs):
            yield Edit(found).wire(output, name).fix(f"Connect {name} behind {output}")
            for edge in edges_into(found, output)[:1]:
                start = edge.source[0]
                edit = Edit(found).cut([edge]).wire(start, name, output=edge.source[1])
                yield edit.wire(name, output, port=edge.target[1], place=edge.target[2]).fix(f"Put {name} between {start} and {output}")
    yield from delete(found, problem)


def _feed_a_hungry_node(found: Findings, name: str) -> Iterator[Fix]:
    for problem in found.problems:
        if problem.code == "missing_input" and problem.node:
            yield Edit(found).wire(name, problem.node, port=problem.param).fix(f"Connect {name} to {problem.node}")


def _near(found: Findings, name: str, others: Iterable[str], most: int = 2) -> list[str]:
    """The closest of other nodes on the canvas."""
    here = found.by_id.get(name)

    def distance(other: str) -> float:
        there = found.by_id.get(other)
        return abs(here.at[0] - there.at[0]) + abs(here.at[1] - there.at[1]) if here and there else 0.0

    return sorted((other for other in others if other != name), key=distance)[:most]


def delete(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Take the node away."""
    if problem.node:
        yield Edit(found).remove(problem.node).fix(f"Delete {problem.node}")


def feed(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Wire something into a port that waits: the end of what stands before the node, or an Input."""
    name, port = problem.node or "", problem.param or ""
    later = behind(found, name)
    ends = [other for other in (*_ends(found), *_lost_inputs(found), *found.plan.inputs) if other not in later]
    place = len(edges_into(found, name, port))
    for start in _near(found, name, dict.fromkeys(ends)):
        yield Edit(found).wire(start, name, port=port, place=place).fix(f"Connect {start} to {name}")


def _ends(found: Findings) -> list[str]:
    """The nodes that give the network's outputs by their first one."""
    return [node for node, output in found.plan.drawn_as if output == 0]


def _lost_inputs(found: Findings) -> list[str]:
    return [name for name in found.loose if (spec := found.layer(name)) and spec.is_input]


def insert_input(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Put an Input before the nodes that wait for one, of the data set's shape or of one that the layer takes."""
    waiting = [other.node for other in found.problems if other.code == "missing_input" and other.node]
    first = next((name for name in waiting if not edges_into(found, name)), None)
    shapes = [field.shape for field in [found.data.field(found.data.input)] if field] if found.data else list(EXAMPLE_SHAPES)
    for shape in shapes:
        edit = Edit(found)
        name = edit.add("Input", {"shape": list(shape)}, edit.above(first) if first else (0.0, 0.0))
        if first:
            edit.wire(name, first)
        yield edit.fix(f"Insert an Input of {shape_text(shape)}" + (f" before {first}" if first else ""))


def add_output(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Hang the data set's last layer behind the Input."""
    for name in found.plan.inputs[:1]:
        units, activation = (found.data.last_layer.units, found.data.last_layer.activation) if found.data else (1, None)
        config = {"units": units or 1, **({"activation": activation} if activation else {})}
        flat = into_one_row(found.shape(name) or ())[:1]
        layers = [*flat, ("Dense", config)]
        yield Edit(found).after(name, layers).fix(f"Add {' and '.join(layer for layer, _ in layers)} behind {name}")


def join_wires(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Bring all the wires that arrive at a port made for one together in a merge layer."""
    name, port = problem.node or "", problem.param or ""
    edges = edges_into(found, name, port)
    for layer in MERGES if len(edges) > 1 else ():
        edit = Edit(found).cut(edges)
        merge = edit.add(layer, {}, edit.above(name))
        for place, edge in enumerate(edges):
            edit.wire(edge.source[0], merge, place=place, output=edge.source[1])
        yield edit.wire(merge, name, port=port).fix(f"Join the wires with {layer} before {name}")


def first_output(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Take the first output instead of one that is not there."""
    for edge in edges_into(found, problem.node or ""):
        if edge.source[1] and found.shape(*edge.source) is None:
            edit = Edit(found).cut([edge]).wire(edge.source[0], edge.target[0], port=edge.target[1], place=edge.target[2])
            yield edit.fix(f"Connect the first output of {edge.source[0]}")


def drop_spare_wires(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Take the last of a Formula's wires away, or all but the first."""
    edges = edges_into(found, problem.node or "")
    for spare in (edges[-1:], edges[1:]):
        yield (
            Edit(found)
            .cut(spare)
            .fix(f"Remove the {'wire' if len(spare) == 1 else 'wires'} from {joined([edge.source[0] for edge in spare] or ['nothing'])}")
        )


def replace_layer(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Use the layer whose name is close, keeping the node's wires and arguments."""
    node = found.by_id.get(problem.node or "")
    usable = [name for name, spec in found.catalog.layers.items() if not spec.unavailable]
    meant = close_to(node.layer, usable) if node else None
    if node and meant:
        yield _replaced(found, node, meant)
    yield from delete(found, problem)


def _replaced(found: Findings, node: Node, layer: str) -> Fix:
    """The node removed and added again as another layer: a patch knows no other way to change a node's class."""
    fix = Edit(found).remove(node.id).fix(f"Use {layer} instead of {node.layer}")
    wires = tuple(edge for edge in found.document.edges if node.id in (edge.source[0], edge.target[0]))
    patch = fix.patch.model_copy(update={"add_nodes": (node.model_copy(update={"layer": layer}),), "add_edges": wires})
    return fix.model_copy(update={"patch": patch})


CURES: Mapping[str, tuple[Maker, ...]] = {
    "unconnected": (connect,),
    "missing_input": (feed,),
    "too_few_inputs": (feed,),
    "input_count": (feed,),
    "no_input": (insert_input,),
    "empty": (insert_input,),
    "no_output": (add_output,),
    "too_many_inputs": (join_wires,),
    "unknown_output": (first_output,),
    "unknown_layer": (replace_layer,),
    "unavailable_layer": (delete,),
    "placeholder": (delete,),
    "spare_wire": (drop_spare_wires,),
    "block_in_itself": (delete,),
}

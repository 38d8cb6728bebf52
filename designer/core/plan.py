"""Document -> plan: the ordered calls that the analyser, the builder and the code writer all read.

Planning knows the graph (order, ports, cycles, loose ends, blocks) and nothing of Keras: no shape is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designer.core.blocks import known
from designer.core.calls import Call, Plan, Source, Use
from designer.core.catalog import Catalog
from designer.core.document import Document
from designer.core.problems import Node, Problem
from designer.core.reach import finished
from designer.core.scope import Scope, read_scope
from designer.core.stack import is_stack
from designer.core.unfold import Frame, Unfolding, Values

__all__ = ["Call", "Plan", "Source", "Use", "model_name", "plan", "weights_name"]

TOP = Frame()


def plan(document: Document, catalog: Catalog) -> Plan:
    """Order the document's calls; everything wrong with its wiring is in the plan's `problems`.

    Nodes that cannot be called (of an unknown layer, in a cycle, or behind one of these) are left out of `calls`. Nodes that touch no wire, in
    a document that has wires, are reported and left out of `inputs` and `outputs`, so that a draft beside the network does not become part of it.
    """
    offered = known(document, catalog)
    marked = {node for node, _ in document.outputs}
    scope = read_scope(document.nodes, document.edges, offered, marked)
    unfolding = Unfolding(document, offered)
    values = unfolding.unfold(scope, TOP, {})
    calls = tuple(unfolding.calls)
    inputs = tuple(call.node.id for call in calls if call.spec.is_input and call.node.id not in scope.loose)
    given = _outputs(document, scope, values)
    ends = {name: unfolding.source(output, TOP, values) for name, output in given.items()}
    outputs = {name: end for name, end in ends.items() if end is not None}
    problems = (
        *scope.problems,
        *unfolding.problems,
        *_whole_problems(document, scope, inputs, tuple(given), is_ordered=scope.is_ordered and len(ends) == len(outputs)),
    )
    stacked = not unfolding.uses and is_stack(calls, inputs, tuple(outputs.values()))
    drawn_as = tuple(given[name] for name in outputs)
    drawn = Plan(model_name(document.name), calls, inputs, tuple(outputs), problems, stacked, drawn_as=drawn_as, uses=tuple(unfolding.uses))
    return finished(drawn, tuple(outputs.values()), document)


def model_name(name: str) -> str:
    """A document's name as Keras's model name: words joined by _, starting with a letter."""
    slug = "_".join("".join(char if char.isascii() and char.isalnum() else " " for char in name.lower()).split())
    return slug if slug[:1].isalpha() else f"model_{slug}".rstrip("_")


def weights_name(model: str) -> str:
    """The file beside a script with the weights that its model starts from."""
    return f"{model}.weights.h5"


def _outputs(document: Document, scope: Scope, values: Values) -> dict[str, tuple[str, int]]:
    """The network's outputs by name: those that the document lists, then those of other nodes that no wire leaves.

    Of a layer that nothing follows, the first output is meant; of a block every output that no wire leaves.
    """
    called = {node.id for node in scope.order}
    listed = [(node, index) for node, index in document.outputs if node in called]
    told = {node for node, _ in listed}
    ends = [output for node in scope.nodes if node.id in called - told for output in _ends(node, scope, values)]
    named: dict[str, tuple[str, int]] = {}
    taken = {node.id for node in document.nodes}
    for node, index in dict.fromkeys([*listed, *ends]):
        named[_free(f"{node}_{index}", taken) if index else node] = (node, index)
    return named


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _ends(node: Node, scope: Scope, values: Values) -> Iterator[tuple[str, int]]:
    """The outputs of a node that end the network."""
    if node.id in scope.loose or scope.wiring.specs[node.id].is_input:
        return
    leaving = scope.wiring.leaving.get(node.id, ())
    count = len(values.get(node.id, ()))  # of a block; of a layer only Keras knows how many outputs it has
    if count:
        used = {edge.source[1] for edge in leaving}
        yield from ((node.id, index) for index in range(count) if index not in used)
    elif not leaving:
        yield (node.id, 0)


def _whole_problems(document: Document, scope: Scope, inputs: Sequence[str], outputs: Sequence[str], *, is_ordered: bool) -> Iterator[Problem]:
    """What is wrong with the network as a whole; no output is missed while some nodes cannot be called, for one of them may be it."""
    if not document.nodes:
        yield Problem(code="empty", message="The network is empty. Drag a layer from the palette, or start from a template.")
    elif not any(spec.is_input for spec in scope.wiring.specs.values()):
        message = "The network has no Input: it does not say which shape enters. Add an Input before its first layer."
        yield Problem(code="no_input", message=message)
    if inputs and not outputs and is_ordered:
        yield Problem(code="no_output", message="The network has no output: no layer follows its Input. Add a layer behind it.")

"""The shape of a tensor, asked of the analyser: what K.int_shape(x) and x.shape are."""

from __future__ import annotations

from designer.core.analyse import analyse
from designer.core.document import Document, Training
from designer.core.importers.python_code.emit import Painter, TooBig, document_of
from designer.core.importers.python_code.graph import Layer, Network, Tensor, behind
from designer.core.importers.python_code.run import Run

Shape = tuple[int | None, ...]
COST = 200  # steps that a question counts for, and as many for each layer before it


def shape_of(run: Run, tensor: Tensor) -> Shape | None:
    """The shape of a tensor with the batch first; None where Keras cannot say it."""
    if tensor.shape is None:
        known = _known_before(tensor)
        calls = behind([tensor], known)
        run.budget.steps += COST + 10 * len(calls)
        run.budget.step()
        inputs = [*known, *(call.tensor() for call in calls if isinstance(call.target, Layer) and call.target.layer == "Input")]
        if any(isinstance(call.target, Layer) and call.target.reason for call in calls):
            return None
        _ask(run, Network("shapes", tensor.call.line, inputs=inputs, outputs=[tensor]))
    return tensor.shape


def _known_before(tensor: Tensor) -> list[Tensor]:
    """The nearest tensors before one whose shapes are known already: what lies before them need not be asked about again."""
    found: list[Tensor] = []
    seen = {tensor}
    waiting = [tensor]
    while waiting:
        for source in waiting.pop().call.sources:
            if source in seen:
                continue
            seen.add(source)
            if source.shape is not None:
                found.append(source)
            else:
                waiting.append(source)
    return found


def _ask(run: Run, network: Network) -> None:
    """Fill in the shapes of all that a network is made of."""
    painter = Painter(run.catalog)
    try:
        drawn = painter.draw(network)
        document: Document = document_of(drawn, painter.blocks, "shapes", Training())
    except (TooBig, ValueError):
        return
    found = analyse(document, None).nodes
    for tensor, wire in drawn.wires.items():
        node = found.get(wire.node)
        if node is not None and wire.output < len(node.outputs):
            tensor.shape = tuple(node.outputs[wire.output].shape)

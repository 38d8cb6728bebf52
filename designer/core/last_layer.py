"""Which layer gives an output its size and activation: found by walking back from the output, by tables and the catalogue's parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.core.catalog import LayerSpec
from designer.core.findings import Findings
from designer.core.plan import Call

SIZE_PARAMS = ("units", "filters")  # the argument that sets an output's last axis
FIXED_ACTIVATIONS: Mapping[str, str] = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "PReLU": "leaky_relu"}
PASSES_ON = frozenset(  # layers that change neither which numbers there are nor what they mean
    ("Reshape", "Flatten", "Permute", "Dropout", "Identity", "ActivityRegularization", "GaussianNoise", "GaussianDropout", "AlphaDropout")
)
ON_LAST_AXIS = frozenset({"Dense"})  # layers that work on the last axis alone and keep all others


def chain_back(found: Findings, node: str) -> Iterator[Call]:
    """A node, the one before it, and so on while each has a single source."""
    while True:
        call = found.producing(node)
        yield call
        sources = call.sources
        if len(sources) != 1:
            return
        node = sources[0].node


def size_setter(found: Findings, node: str) -> tuple[str, str] | None:
    """(node, argument) that set the last axis of an output: the first on the way back of those that keep it."""
    shape = found.shape(node)
    for call in chain_back(found, node):
        own = found.shape(call.node.id)
        if not shape or not own or own[-1] != shape[-1]:
            return None
        for name in SIZE_PARAMS:
            if call.spec.param(name) is not None:
                return call.node.id, name
    return None


def activation_setter(found: Findings, node: str) -> tuple[Call, str] | None:
    """The call that gives an output its activation, and the activation's name; None where a layer without one comes first."""
    for call in chain_back(found, node):
        fixed = _own_activation(call.spec)
        if fixed is not None:
            return call, fixed
        param = call.spec.param("activation")
        if param is not None:
            given = call.node.config.get("activation", param.default)
            return (call, given or "linear") if given is None or isinstance(given, str) else None
        if call.spec.name not in PASSES_ON:
            return None
    return None


def _own_activation(spec: LayerSpec) -> str | None:
    return FIXED_ACTIVATIONS.get(spec.name)


def first_on_last_axis(found: Findings, node: str) -> str:
    """The first of the layers before (and including) a node that keep all axes but the last: where a Flatten belongs."""
    place = node
    for call in chain_back(found, node):
        if call.spec.name in ON_LAST_AXIS:
            place = call.node.id
        elif call.spec.name not in PASSES_ON and _own_activation(call.spec) is None:
            break
    return place

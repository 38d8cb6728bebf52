"""Graph(), the functional network of Keras's first versions: `add_input`, `add_node` and `add_output` name what they join."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from designer.core.importers.python_code.calling import materialized, new_input
from designer.core.importers.python_code.config_values import as_size
from designer.core.importers.python_code.graph import Layer, Network, Tensor
from designer.core.importers.python_code.networks import merge, new_network
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Unknown

JOINING: Final = ("concat_axis", "dot_axes")


def make_graph(run: Run, line: int) -> Network:
    """`Graph()`."""
    return new_network(run, None, "graph", line)


def add_input(run: Run, network: Network, given: Mapping[str, Any], line: int) -> None:
    """`graph.add_input(name, input_shape)`."""
    whole = given.get("batch_input_shape")
    shape = whole[1:] if isinstance(whole, list | tuple) else given.get("input_shape")
    dtype = given.get("dtype")
    sizes = [as_size(size) for size in shape] if isinstance(shape, list | tuple) else None
    name = str(given.get("name", ""))
    tensor = new_input(run, sizes, name=name or None, dtype="int32" if dtype in ("int", "int32") else None, line=line)
    network.inputs.append(tensor)
    network.named[name] = tensor


def add_node(run: Run, network: Network, given: Mapping[str, Any], line: int) -> None:
    """`graph.add_node(layer, name, input)`, or with several `inputs` that a merge_mode joins."""
    layer, name = given.get("layer"), str(given.get("name", ""))
    if isinstance(layer, Layer) and name and not layer.is_named:
        layer.name, layer.is_named = name, True
    found = run.call(layer, [_joined(run, network, given, line)], {}, line)
    network.named[name] = found if isinstance(found, Tensor) else materialized(run, Unknown(name, line), line)
    if given.get("create_output") is True:
        network.outputs.append(network.named[name])


def add_output(run: Run, network: Network, given: Mapping[str, Any], line: int) -> None:
    """`graph.add_output(name, input)`."""
    tensor = _joined(run, network, given, line)
    if tensor not in network.outputs:
        network.outputs.append(tensor)


def _joined(run: Run, network: Network, given: Mapping[str, Any], line: int) -> Tensor:
    """What a node takes, by the names of those before it."""
    names = given.get("inputs") or [given.get("input")]
    tensors = [network.named.get(str(name)) or materialized(run, Unknown(str(name), line), line) for name in names]
    if len(tensors) == 1:
        return tensors[0]
    arguments = {"mode": given.get("merge_mode", "concat"), **{key: given[key] for key in JOINING if key in given}}
    found = run.call(merge(run, [], arguments, line), [tensors], {}, line)
    return found if isinstance(found, Tensor) else tensors[0]

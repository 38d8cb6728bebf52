"""What calling something of keras.layers gives: a layer, an Input, or what the old merging functions made at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from designer.core.importers.python_code.calling import call_layer, new_input
from designer.core.importers.python_code.config_values import arguments_by_name, as_size
from designer.core.importers.python_code.graph import Layer, Tensor
from designer.core.importers.python_code.layers_made import make_layer
from designer.core.importers.python_code.misspelt import respelt
from designer.core.importers.python_code.names import MERGES
from designer.core.importers.python_code.networks import merge
from designer.core.importers.python_code.other_libraries import Named, Positional
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Array, Path, Unknown

INPUT_ORDER: Final = ("shape", "batch_size", "dtype")
INPUT_ARGUMENTS: Final = (*INPUT_ORDER, "name", "batch_shape", "batch_input_shape", "tensor", "sparse", "ragged", "optional")


def of_layers(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    """What a class or function of keras.layers gives."""
    if name == "Input":
        return _input(run, positional, named, line)
    if name == "InputLayer":
        return _input_layer(run, positional, named, line)
    if name in {"Merge", "merge"} and (name == "Merge" or positional or "inputs" in named):
        return merge(run, positional, named, line) if name == "Merge" else _merged(run, positional, named, line)
    if name in MERGES:
        return _merge_function(run, MERGES[name], positional, named, line)
    return make_layer(run, name, positional, named, line)


def _input(run: Run, positional: Positional, named: Named, line: int) -> Any:
    arguments = respelt(run, "Input", arguments_by_name(INPUT_ORDER, positional, named), INPUT_ARGUMENTS, line)
    if isinstance(arguments.get("tensor"), Tensor):
        return arguments["tensor"]
    shape, batch = arguments.get("shape"), arguments.get("batch_size")
    batched = arguments.get("batch_shape", arguments.get("batch_input_shape"))
    if isinstance(batched, list | tuple) and batched:
        batch, shape = batched[0], batched[1:]
    name = arguments.get("name")
    dtype = arguments.get("dtype")
    sizes = _sizes(run, shape, line)
    made = new_input(
        run,
        sizes,
        name=name if isinstance(name, str) and name else None,
        dtype=dtype.last if isinstance(dtype, Path) else dtype if isinstance(dtype, str) else None,
        batch=batch if isinstance(batch, int) else None,
        line=line,
    )
    if isinstance(made.call.target, Layer):
        run.layers.append(made.call.target)
        if sizes and not any(sizes) and any(isinstance(item, Unknown) for item in _listed(shape)):
            run.guessed.add(made.call.target)
    return made


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _sizes(run: Run, shape: Any, line: int) -> list[int | None] | None:
    shape = (shape,) if isinstance(shape, int) else shape
    if isinstance(shape, Array):
        return None
    if not isinstance(shape, list | tuple):
        if shape is not None:
            run.note("unread", "The shape of this Input is not known without running the program; the canvas asks for it.", line)
        return None
    if any(not (item is None or isinstance(item, int)) for item in shape):
        run.note("unread", "Not every size of this Input is known without running the program; those are left open.", line)
    return [as_size(item) for item in shape]


def _input_layer(run: Run, positional: Positional, named: Named, line: int) -> Layer:
    renamed = {"input_shape": "shape", "batch_input_shape": "batch_shape", "input_dtype": "dtype"}
    tensor = _input(run, positional, {renamed.get(key, key): value for key, value in named.items()}, line)
    layer = tensor.call.target
    return layer if isinstance(layer, Layer) else make_layer(run, "Identity", [], {}, line)


def _merged(run: Run, positional: Positional, named: Named, line: int) -> Any:
    """Keras 1's merge(): the layer, called at once."""
    arguments = arguments_by_name(("layers", "mode", "concat_axis", "dot_axes"), positional, named)
    tensors = arguments.pop("layers", arguments.pop("inputs", None))
    layer = merge(run, [], arguments, line)
    return run.call(layer, [tensors], {}, line)


def _merge_function(run: Run, layer: str, positional: Positional, named: Named, line: int) -> Any:
    named = dict(named)
    tensors = positional[0] if positional else named.pop("inputs", named.pop("tensors", None))
    return call_layer(run, make_layer(run, layer, positional[1:], named, line), [tensors], {}, line)

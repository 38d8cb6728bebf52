"""The functions of keras.ops, keras.backend and tensorflow on tensors: operations, or layers and formulas that do the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code import causal
from designer.core.importers.python_code.calling import call_layer
from designer.core.importers.python_code.graph import Tensor, behind
from designer.core.importers.python_code.layers_made import make_layer
from designer.core.importers.python_code.operation_names import DEFAULTS, LAYERS, OPERATIONS
from designer.core.importers.python_code.operations import apply
from designer.core.importers.python_code.plain import tensors_in
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Array, Unknown

NOISE: Final = "GaussianNoise"


def call_operation(run: Run, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int, *, is_today: bool = False) -> Any:
    """A function of keras.ops (`is_today`), keras.backend or tensorflow on tensors."""
    named = {key: value for key, value in named.items() if not (key == "name" and not isinstance(value, str))}
    if name in SPECIAL:
        return SPECIAL[name](run, list(positional), dict(named), line)
    if is_today:
        return apply(run, name, positional, named, line)
    if name in LAYERS:
        layer, order = LAYERS[name]
        return _as_layer(run, layer, order, list(positional), dict(named), line)
    place, key, value = DEFAULTS.get(name, (0, "", None))
    if key and len(positional) <= place:
        named = {key: value, **named}
    return apply(run, OPERATIONS.get(name, name), positional, named, line)


def _as_layer(run: Run, name: str, order: Sequence[str], positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """A function that a layer of Keras stands for: its first argument is the layer's input."""
    tensors = positional[0] if positional else named.pop("x", named.pop("inputs", None))
    arguments = {**dict(zip(order, positional[1:], strict=False)), **{key: value for key, value in named.items() if key != "name"}}
    given = named.get("name")
    layer = make_layer(run, name, [], arguments | ({"name": given} if isinstance(given, str) else {}), line)
    return call_layer(run, layer, [tensors], {}, line)


def _same(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    return positional[0] if positional else next(iter(named.values()), None)


def _dot(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """K.batch_dot, which is the layer Dot."""
    axes = positional[2] if len(positional) > 2 else named.get("axes", (2, 1))
    layer = make_layer(run, "Dot", [], {"axes": axes}, line)
    return call_layer(run, layer, [positional[:2]], {}, line)


def _noise(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """Random numbers in the shape of a tensor: noise on zeros, which Keras adds only while it trains."""
    tensors = tensors_in([*positional, *named.values()])
    scale = named.get("stddev", positional[2] if len(positional) > 2 else 1.0)
    if not tensors or not isinstance(scale, int | float) or scale <= 0:
        return Unknown("random_normal(…)", line, tensors)
    run.note("changed", "Random numbers became GaussianNoise on zeros, which adds noise while training and none afterwards.", line)
    zeros = apply(run, "zeros_like", [tensors[0]], {}, line)
    return call_layer(run, make_layer(run, NOISE, [float(scale)], {}, line), [zeros], {}, line)


def _product(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """tf.matmul, which turns the last two axes of what it multiplies where it is told to."""
    for place, name in enumerate("ab"):
        if len(positional) <= place and name in named:
            positional.append(named.pop(name))
    flags = [*positional[2:4], False, False][:2]
    for place, name in enumerate("ab"):
        turns = named.pop(f"transpose_{name}", named.pop(f"adjoint_{name}", flags[place]))
        if turns is True and place < len(positional):
            positional[place] = apply(run, "swapaxes", [positional[place]], {"axis1": -2, "axis2": -1}, line)
    return apply(run, "matmul", positional[:2], named, line)


def _squared_difference(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    pair = [*positional, *(named[name] for name in ("x", "y") if name in named)][:2]
    return apply(run, "square", [apply(run, "subtract", pair, {}, line)], {}, line)


def _reshaped(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """`reshape(x, (batch, -1, 4))`: of two sizes that are left open the first is the batch's, which the layer Reshape keeps."""
    shape = positional[1] if len(positional) > 1 else named.get("newshape", named.get("shape"))
    sizes = list(shape) if isinstance(shape, list | tuple) else []
    if sizes and isinstance(sizes[0], Unknown) and sizes[0].order == "size" and all(isinstance(size, int) for size in sizes[1:]) and -1 in sizes:
        tensors = positional[:1] or [next(iter(named.values()))]
        return call_layer(run, make_layer(run, "Reshape", [sizes[1:]], {}, line), tensors, {}, line)
    return apply(run, "reshape", positional, named, line)


def _sources(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Tensor]:
    """get_source_inputs: the Inputs that a tensor comes from."""
    return [call.tensor() for call in behind(tensors_in(positional), []) if not call.sources]


def _shape(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """K.shape and tf.shape: the sizes that are known, and what remembers its tensor for the others."""
    tensor = positional[0] if positional else None
    if not isinstance(tensor, Tensor):
        return Unknown("shape(…)", line, tensors_in(positional))
    shape = run.shape_of(tensor)
    if shape is None:
        return Unknown("shape(…)", line, (tensor,), order="size")
    return tuple(Unknown("shape(…)", line, (tensor,), order="size") if size is None else size for size in shape)


def _int_shape(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    tensor = positional[0] if positional else None
    shape = run.shape_of(tensor) if isinstance(tensor, Tensor) else getattr(tensor, "shape", None)
    return shape if isinstance(shape, tuple) else Unknown("int_shape(…)", line)


def _ndim(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    shape = _int_shape(run, positional, named, line)
    return len(shape) if isinstance(shape, tuple) else shape


def _constant(value: Any) -> Callable[[Run, list[Any], dict[str, Any], int], Any]:
    return lambda *_: value


def _addition(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """tf.add_n, of a list."""
    return call_layer(run, make_layer(run, "Add", [], {}, line), [positional[0]], {}, line)


def _training(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """K.in_train_phase(x, alt): what holds while it trains."""
    return positional[0] if positional else Unknown("in_train_phase(…)", line)


def _norm(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    axis = positional[1] if len(positional) > 1 else named.get("axis", named.get("dim", -1))
    return apply(run, "normalize", positional[:1], {"axis": axis if axis is not None else -1}, line)


def _patches(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """extract_patches; tensorflow says the sizes of all four axes, and calls them otherwise."""
    arguments = dict(zip(("images", "sizes", "strides", "rates", "padding"), positional, strict=False)) | named
    if not isinstance(arguments.get("sizes"), list | tuple):
        return apply(run, "image.extract_patches", positional, named, line)
    if isinstance(arguments.get("padding"), str):
        arguments["padding"] = arguments["padding"].lower()
    inner = {key: value[1:3] if isinstance(value, list | tuple) and len(value) == 4 else value for key, value in arguments.items()}
    given = {PATCHES.get(key, key): value for key, value in inner.items()}
    if given.get("dilation_rate") in ([1, 1], (1, 1)):
        del given["dilation_rate"]
    return apply(run, "image.extract_patches", [], given, line)


PATCHES: Final[Mapping[str, str]] = {"sizes": "size", "rates": "dilation_rate"}


def _turned(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """tf.linalg.matrix_transpose."""
    return apply(run, "swapaxes", positional[:1] or list(named.values())[:1], {"axis1": -2, "axis2": -1}, line)


def _ones(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """`ones((count, count))`, of sizes that are not all known."""
    shape = positional[0] if positional else named.get("shape")
    if isinstance(shape, list | tuple) and not any(isinstance(size, Tensor) for size in shape):
        return Array(tuple(size if isinstance(size, int) else None for size in shape))
    return apply(run, "ones", positional, named, line)


def _depth(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """tf.nn.l2_loss and others that give no part of a network."""
    return Unknown("loss(…)", line, tensors_in(positional))


ORDERINGS: Final[Mapping[str, str]] = {"channels_first": "th", "channels_last": "tf"}


def _order_channels(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> None:
    """K.set_image_data_format, in the words of any Keras."""
    word = positional[0] if positional else None
    run.data_format = next((today for today, before in ORDERINGS.items() if word in (today, before)), run.data_format)


def _expand(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """expand_dims; the places of a sequence have a batch already."""
    if positional and isinstance(positional[0], Unknown) and positional[0].counts:
        return causal.kept("expand_dims", [*positional, *named.values()]) or positional[0]
    return apply(run, "expand_dims", positional, named, line)


def _places(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """`arange` up to the length of the sequence that the running function works on: the places in it."""
    limit = named.get("limit", named.get("stop", positional[1] if len(positional) > 1 else positional[0] if positional else None))
    for use in reversed(run.uses):
        for tensor in tensors_in(use.arguments.values()):
            shape = run.shape_of(tensor)
            if (isinstance(limit, Unknown) and tensor in limit.tensors) or (shape and len(shape) > 1 and shape[1] is not None and shape[1] == limit):
                return Unknown("arange(…)", line, (tensor,), counts=True, order="row")
    return _places_of_last(run, limit, line) or Unknown("arange(…)", line, order="row")


LOOKED_AT: Final = 6


def _places_of_last(run: Run, limit: Any, line: int) -> Unknown | None:
    """The places in the sequence that was worked on last, where it is as long as that."""
    for call in reversed(run.calls[-LOOKED_AT:] if isinstance(limit, int) else []):
        shape = run.shape_of(call.tensor())
        if shape and len(shape) > 2 and shape[1] == limit:
            return Unknown("arange(…)", line, (call.tensor(),), counts=True, order="row")
    return None


SPECIAL: Final[Mapping[str, Callable[[Run, list[Any], dict[str, Any], int], Any]]] = {
    "add_n": _addition,
    "arange": _places,
    "range": _places,
    "backend": _constant("tensorflow"),
    "batch_dot": _dot,
    "cast_to_floatx": _same,
    "clear_session": _constant(None),
    "constant": _same,
    "convert_to_tensor": _same,
    "epsilon": _constant(1e-7),
    "floatx": _constant("float32"),
    "get_source_inputs": _sources,
    "identity": _same,
    "expand_dims": _expand,
    "image_data_format": lambda run, *_: run.data_format,
    "image_dim_ordering": lambda run, *_: ORDERINGS[run.data_format],
    "in_train_phase": _training,
    "int_shape": _int_shape,
    "l2_loss": _depth,
    "l2_normalize": _norm,
    "image.extract_patches": _patches,
    "matmul": _product,
    "ones": _ones,
    "matrix_transpose": _turned,
    "learning_phase": _constant(0),
    "ndim": _ndim,
    "random_normal": _noise,
    "reshape": _reshaped,
    "set_floatx": _constant(None),
    "set_image_data_format": _order_channels,
    "set_image_dim_ordering": _order_channels,
    "set_learning_phase": _constant(None),
    "shape": _shape,
    "variable": _same,
    "squared_difference": _squared_difference,
}

"""Operations in a saved model, of Keras 3 and of tf.keras, as nodes: functions of keras.ops, and formulas for pieces of tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from designer.core.catalog import Catalog, LayerSpec
from designer.core.importers.keras_entries import CallEntry, LayerEntry, Ref
from designer.core.importers.lean import lean_config
from designer.core.importers.spelling import snake_case

PREFIX: Final = "ops."
FORMULA: Final = "Formula"

FUNCTIONS: Final[Mapping[str, str]] = {
    **{name: name for name in ("elu", "exp", "gelu", "log", "maximum", "minimum", "relu", "relu6", "reshape", "round", "rsqrt", "selu", "sigmoid")},
    **{
        name: name for name in ("silu", "softmax", "softplus", "softsign", "split", "sqrt", "square", "squeeze", "stack", "tanh", "tile", "transpose")
    },
    **{
        name: name
        for name in ("cast", "equal", "expand_dims", "greater", "less", "leaky_relu", "log_softmax", "matmul", "not_equal", "one_hot", "pad")
    },
    **{name: name for name in ("argmax", "argmin", "cos", "cumsum", "einsum", "floor", "ones_like", "repeat", "sin", "where", "zeros_like")},
    **{
        name: name
        for name in ("greater_equal", "less_equal", "logical_and", "logical_not", "logical_or", "erf", "roll", "sign", "sort", "stop_gradient", "tan")
    },
    "abs": "absolute",
    "add": "add",
    "ceil": "ceil",
    "clip_by_value": "clip",
    "concat": "concatenate",
    "div": "divide",
    "divide": "divide",
    "floordiv": "floor_divide",
    "floormod": "mod",
    "gather": "take",
    "l2_normalize": "normalize",
    "mul": "multiply",
    "multiply": "multiply",
    "neg": "negative",
    "negative": "negative",
    "pow": "power",
    "radd": "add",
    "realdiv": "divide",
    "reduce_all": "all",
    "reduce_any": "any",
    "reduce_logsumexp": "logsumexp",
    "reduce_max": "max",
    "reduce_mean": "mean",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_std": "std",
    "reduce_sum": "sum",
    "reduce_variance": "var",
    "resize": "image.resize",
    "reverse": "flip",
    "sub": "subtract",
    "subtract": "subtract",
    "swish": "silu",
    "truediv": "divide",
    "unstack": "unstack",
}
"""The last word of a function of TensorFlow -> the function of keras.ops that does the same."""

DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    **{name: {"axis": 0} for name in ("argmax", "argmin", "cumsum", "gather")},
    "gelu": {"approximate": False},
}
"""What functions of TensorFlow do unless they are told, where keras.ops does something else."""

NODE_OPS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    **dict.fromkeys(("Add", "AddV2", "BiasAdd"), ("add", ("x1", "x2"))),
    **dict.fromkeys(("BatchMatMulV2", "MatMul"), ("matmul", ("x1", "x2"))),
    "Abs": ("absolute", ("x",)),
    "ExpandDims": ("expand_dims", ("x", "axis")),
    "Exp": ("exp", ("x",)),
    "Log": ("log", ("x",)),
    "Max": ("max", ("x", "axis")),
    "Maximum": ("maximum", ("x1", "x2")),
    "Mean": ("mean", ("x", "axis")),
    "Minimum": ("minimum", ("x1", "x2")),
    "Mul": ("multiply", ("x1", "x2")),
    "Neg": ("negative", ("x",)),
    "Pow": ("power", ("x1", "x2")),
    "RealDiv": ("divide", ("x1", "x2")),
    "Relu": ("relu", ("x",)),
    "Relu6": ("relu6", ("x",)),
    "Reshape": ("reshape", ("x", "newshape")),
    "Sigmoid": ("sigmoid", ("x",)),
    "Softmax": ("softmax", ("x",)),
    "Sqrt": ("sqrt", ("x",)),
    "Square": ("square", ("x",)),
    "Sub": ("subtract", ("x1", "x2")),
    "Sum": ("sum", ("x", "axis")),
    "Tanh": ("tanh", ("x",)),
    "Transpose": ("transpose", ("x", "axes")),
}
"""The raw operations that tf.keras 2.0 to 2.3 kept, with what each of their inputs is."""

ARGUMENTS: Final[Mapping[str, str]] = {
    "alpha": "negative_slope",
    "b": "x2",
    "clip_value_max": "x_max",
    "clip_value_min": "x_min",
    "depth": "num_classes",
    "method": "interpolation",
    "multiples": "repeats",
    "num_or_size_splits": "indices_or_sections",
    "paddings": "pad_width",
    "perm": "axes",
    "shape": "newshape",
    "y": "x2",
}
TF_CLASSES: Final = frozenset({"SlicingOpLambda", "TFOpLambda", "TensorFlowOpLayer"})
PIECES: Final = frozenset({"GetItem", "__operators__.getitem"})


@dataclass(frozen=True, slots=True)
class Operation:
    """A node in the making."""

    layer: str
    config: Mapping[str, Any]
    inputs: Mapping[str, Sequence[Ref]]


def is_operation(entry: LayerEntry) -> bool:
    """Whether an entry is an operation, of Keras 3 or of tf.keras."""
    return entry.is_operation or entry.class_name in TF_CLASSES


def read_operation(entry: LayerEntry, call: CallEntry, catalog: Catalog) -> Operation | None:
    """The operation of a call; None where keras.ops has none that does the same."""
    function = str(entry.config.get("function") or entry.class_name)
    if function in PIECES:
        return _piece(call)
    rule = None if entry.is_operation else OTHERWISE.get(function.rpartition(".")[2])
    if rule is not None and (made := rule(call)) is not None:
        return made
    if entry.class_name == "TensorFlowOpLayer":
        return _raw(entry, call, catalog)
    if entry.is_operation:
        spec = _spec_of_class(entry.class_name, catalog)
    else:
        word = function.rpartition(".")[2].strip("_")
        spec = catalog.layers.get(PREFIX + FUNCTIONS[word]) if word in FUNCTIONS else None
        call = CallEntry(call.args, {**DEFAULTS.get(word, {}), **{key: _in_small(value) for key, value in call.kwargs.items()}})
    return None if spec is None else _called(spec, entry, call, catalog)


def _spec_of_class(class_name: str, catalog: Catalog) -> LayerSpec | None:
    word = snake_case(class_name)
    operations = [spec for spec in catalog.layers.values() if spec.kind == "operation" and not spec.unavailable]
    named = next((spec for spec in operations if spec.name == PREFIX + word), None)
    return named or next((spec for spec in operations if spec.auto_name == word), None)


def _called(spec: LayerSpec, entry: LayerEntry, call: CallEntry, catalog: Catalog) -> Operation | None:
    """Tensors by port, everything else by argument."""
    given: dict[str, Any] = {key: value for key, value in entry.config.items() if key not in ("function", "name", "dtype") or spec.param(key)}
    given.pop("name", None)
    given |= _by_name(spec, call.args, given)
    for key, value in call.kwargs.items():
        given[key if spec.port(key) or spec.param(key) else ARGUMENTS.get(key, key)] = value
    second = spec.inputs[1].name if len(spec.inputs) > 1 else ""
    if second not in given and "x2" in given:
        given[second] = given.pop("x2")
    inputs = {port.name: _refs(given.pop(port.name)) for port in spec.inputs if _holds_ref(given.get(port.name))}
    if any(_holds_ref(value) for value in given.values()) or (not inputs):
        return None
    if (numbers := _numbers(given.get("x2"))) is not None and (scaled := SCALED.get(spec.name)) is not None:
        return Operation("Rescaling", scaled(numbers), {"inputs": inputs[spec.inputs[0].name]})
    config, unknown = lean_config({key: _plain(value) for key, value in given.items()}, spec, catalog)
    return None if set(unknown) - SAYING_NOTHING else Operation(spec.name, config, inputs)


SAYING_NOTHING: Final = frozenset({"antialias", "trainable", "validate_indices"})


def _in_small(value: Any) -> Any:
    """A word that TensorFlow wrote in capitals, such as REFLECT, as Keras writes it."""
    return value.lower() if isinstance(value, str) and value.isupper() else value


def _by_name(spec: LayerSpec, values: Sequence[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments without a name: a tensor, or what may stand for one, is the next port's; anything else the next setting's."""
    ports = list(spec.inputs)
    settings = [param.name for param in spec.params if spec.port(param.name) is None and param.name not in given]
    found: dict[str, Any] = {}
    for place, value in enumerate(values):
        if ports and ports[0].spread:
            return {**found, ports[0].name: list(values[place:])}
        if ports and (_holds_ref(value) or spec.may_be_value(ports[0].name)):
            found[ports.pop(0).name] = value
        elif settings:
            found[settings.pop(0)] = value
    return found


def _numbers(value: Any) -> list[float] | None:
    """A constant tensor that is one number a channel."""
    while isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if not isinstance(value, list) or not value or not all(isinstance(item, int | float) and not isinstance(item, bool) for item in value):
        return None
    return [float(item) for item in value]


SCALED: Final[Mapping[str, Callable[[list[float]], dict[str, Any]]]] = {
    "ops.add": lambda numbers: {"scale": 1.0, "offset": numbers},
    "ops.divide": lambda numbers: {"scale": [1.0 / number if number else 0.0 for number in numbers]},
    "ops.multiply": lambda numbers: {"scale": numbers},
    "ops.subtract": lambda numbers: {"scale": 1.0, "offset": [-number for number in numbers]},
}
"""What an operation with a number for each channel is as a layer: an operation takes one number for all."""


def _plain(value: Any) -> Any:
    """A dtype by its name, as TensorFlow wrote it."""
    return value.removeprefix("tf.") if isinstance(value, str) else value


def _holds_ref(value: Any) -> bool:
    return isinstance(value, Ref) or (isinstance(value, list | tuple) and any(_holds_ref(item) for item in value))


def _refs(value: Any) -> list[Ref]:
    return [value] if isinstance(value, Ref) else [item for item in value if isinstance(item, Ref)]


def _raw(entry: LayerEntry, call: CallEntry, catalog: Catalog) -> Operation | None:
    node, constants = entry.config.get("node_def"), entry.config.get("constants")
    known = NODE_OPS.get(str(node.get("op"))) if isinstance(node, dict) else None
    if known is None:
        return None
    name, names = known
    tensors = [ref for value in call.args for ref in (_refs(value) if _holds_ref(value) else [])]
    fixed = {int(place): value for place, value in constants.items() if str(place).isdigit()} if isinstance(constants, dict) else {}
    kwargs = {argument: fixed[place] if place in fixed else tensors.pop(0) for place, argument in enumerate(names) if place in fixed or tensors}
    spec = catalog.layers.get(PREFIX + name)
    return None if spec is None else _called(spec, LayerEntry(entry.name, name, {}), CallEntry((), kwargs), catalog)


def _matrices(call: CallEntry) -> Operation | None:
    """A product of matrices that are transposed first, as a formula; None where none is."""
    arguments = dict(zip(("a", "b"), call.args, strict=False)) | dict(call.kwargs)
    pair = [arguments.get(name) for name in ("a", "b")]
    turned = [any(arguments.get(f"{word}_{name}") for word in ("transpose", "adjoint")) for name in ("a", "b")]
    if not any(turned) or not all(isinstance(item, Ref) for item in pair):
        return None
    sides = (f"swapaxes({name}, -1, -2)" if is_turned else name for name, is_turned in zip("xy", turned, strict=True))
    return Operation(FORMULA, {"expression": f"matmul({', '.join(sides)})"}, {"inputs": [item for item in pair if isinstance(item, Ref)]})


def _difference(call: CallEntry) -> Operation | None:
    pair = [*call.args, *(call.kwargs[name] for name in ("x", "y") if name in call.kwargs)]
    refs = list(dict.fromkeys(item for item in pair if isinstance(item, Ref)))
    texts = ["xy"[refs.index(item)] if isinstance(item, Ref) else repr(item) for item in pair if isinstance(item, Ref | int | float)]
    return Operation(FORMULA, {"expression": f"({' - '.join(texts)}) ** 2"}, {"inputs": refs}) if refs and len(texts) == 2 else None


def _identity(call: CallEntry) -> Operation | None:
    tensor = call.args[0] if call.args else None
    return Operation("Identity", {}, {"inputs": [tensor]}) if isinstance(tensor, Ref) else None


OTHERWISE: Final[Mapping[str, Callable[[CallEntry], Operation | None]]] = {
    "identity": _identity,
    "matmul": _matrices,
    "squared_difference": _difference,
}
"""Functions of TensorFlow that a formula or a layer says, and no function of keras.ops."""


def _piece(call: CallEntry) -> Operation | None:
    """A piece of a tensor, as a formula: x[:, 0]."""
    tensor = call.args[0] if call.args else call.kwargs.get("x")
    key = call.args[1] if len(call.args) > 1 else call.kwargs.get("key", call.kwargs.get("slice_spec"))
    parts = [_index(item) for item in (key if isinstance(key, list | tuple) else [key])]
    if not isinstance(tensor, Ref) or not parts or None in parts:
        return None
    return Operation(FORMULA, {"expression": f"x[{', '.join(str(part) for part in parts)}]"}, {"inputs": [tensor]})


def _index(item: Any) -> str | None:
    """One place of an index as text; None for what is no number."""
    if isinstance(item, dict) and item.keys() <= {"start", "stop", "step"}:
        item = slice(item.get("start"), item.get("stop"), item.get("step"))
    if item is ... or (isinstance(item, dict) and item.get("type") == "Ellipsis"):
        return "..."
    if item is None:
        return "None"
    if isinstance(item, int) and not isinstance(item, bool):
        return str(item)
    if not isinstance(item, slice):
        return None
    ends = [item.start, item.stop, item.step]
    if any(end is not None and not isinstance(end, int) for end in ends):
        return None
    texts = ["" if end is None else str(end) for end in ends]
    return ":".join(texts if texts[2] else texts[:2])

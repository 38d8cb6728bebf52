"""The functions of keras.ops that a formula may call: how many tensors each takes first, and which constants after them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

OptionKind = Literal["int", "axes", "shape", "number", "bool", "dtype"]
LARGEST_INT = 2**31 - 1
MOST_AXES = 16
DTYPES = ("float32", "float16", "bfloat16", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "bool")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of keras.ops: `tensors` come first (or one list of them), then `options`, by position or by name."""

    tensors: int = 1
    options: Mapping[str, OptionKind] = field(default_factory=dict)
    required: int = 0  # how many of the options, from the first
    is_list: bool = False


def _each(names: str, function: Function) -> dict[str, Function]:
    return dict.fromkeys(names.split(), function)


FUNCTIONS: Mapping[str, Function] = {
    **_each(
        "abs absolute arccos arccosh arcsin arcsinh arctan arctanh cbrt ceil cos cosh deg2rad erf exp exp2 expm1 floor hard_sigmoid hard_silu "
        "hard_tanh isfinite isnan log log10 log1p log2 log_sigmoid logical_not negative ones_like rad2deg reciprocal relu relu6 rsqrt selu "
        "sigmoid sign silu sin sinh softplus softsign sqrt square stop_gradient swish tan tanh tanh_shrink trunc zeros_like",
        Function(),
    ),
    **_each(
        "add arctan2 divide divide_no_nan dot equal floor_divide greater greater_equal less less_equal logaddexp logical_and logical_or logical_xor "
        "matmul maximum minimum mod multiply not_equal power subtract",
        Function(2),
    ),
    **_each("all any amax amin max mean min prod std sum var logsumexp", Function(1, {"axis": "axes", "keepdims": "bool"})),
    **_each("argmax argmin", Function(1, {"axis": "int", "keepdims": "bool"})),
    **_each("softmax log_softmax cumsum cumprod sort flip", Function(1, {"axis": "int"})),
    **_each("concatenate stack", Function(1, {"axis": "int"}, is_list=True)),
    **_each("elu celu", Function(1, {"alpha": "number"})),
    "leaky_relu": Function(1, {"negative_slope": "number"}),
    "gelu": Function(1, {"approximate": "bool"}),
    "where": Function(3),
    "clip": Function(1, {"x_min": "number", "x_max": "number"}, required=2),
    "round": Function(1, {"decimals": "int"}),
    "cast": Function(1, {"dtype": "dtype"}, required=1),
    "one_hot": Function(1, {"num_classes": "int", "axis": "int"}, required=1),
    "normalize": Function(1, {"axis": "axes", "order": "int", "epsilon": "number"}),
    "norm": Function(1, {"ord": "number", "axis": "axes", "keepdims": "bool"}),
    "reshape": Function(1, {"newshape": "shape"}, required=1),
    "transpose": Function(1, {"axes": "shape"}),
    "expand_dims": Function(1, {"axis": "axes"}, required=1),
    "squeeze": Function(1, {"axis": "axes"}),
    "swapaxes": Function(1, {"axis1": "int", "axis2": "int"}, required=2),
    "repeat": Function(1, {"repeats": "int", "axis": "int"}, required=2),
    "tile": Function(1, {"repeats": "axes"}, required=1),
    "roll": Function(1, {"shift": "int", "axis": "int"}, required=2),
}


def _is_int(value: Any) -> bool:
    return type(value) is int and abs(value) <= LARGEST_INT


def _is_shape(value: Any) -> bool:
    return isinstance(value, tuple) and 0 < len(value) <= MOST_AXES and all(_is_int(item) for item in value)


OPTION_CHECKS: Mapping[OptionKind, tuple[Callable[[Any], bool], str]] = {
    "int": (_is_int, "a whole number"),
    "axes": (lambda value: _is_int(value) or _is_shape(value), "a whole number or a tuple of them"),
    "shape": (_is_shape, "a tuple of whole numbers, such as (-1, 4)"),
    "number": (lambda value: type(value) in {int, float}, "a number"),
    "bool": (lambda value: isinstance(value, bool), "True or False"),
    "dtype": (lambda value: value in DTYPES, 'the name of a dtype, such as "float32"'),
}
"""What each kind of option takes: the check, and the words for it."""

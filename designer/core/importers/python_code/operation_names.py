"""What functions of keras.backend and tensorflow are called in keras.ops, and the layers that do the same, as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

OPERATIONS: Final[Mapping[str, str]] = {
    "acos": "arccos",
    "asin": "arcsin",
    "atan": "arctan",
    "clip_by_value": "clip",
    "concat": "concatenate",
    "dot": "matmul",
    "gather": "take",
    "hard_swish": "hard_silu",
    "l2_normalize": "normalize",
    "multiply_no_nan": "multiply",
    "permute_dimensions": "transpose",
    "pow": "power",
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
    "repeat_elements": "repeat",
    "reverse": "flip",
    "sub": "subtract",
    "mul": "multiply",
    "div": "divide",
    "swish": "silu",
}
LAYERS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "batch_flatten": ("Flatten", ()),
    "dropout": ("Dropout", ("rate", "noise_shape", "seed")),
    "flatten": ("Flatten", ()),
    "pool2d": ("MaxPooling2D", ("pool_size", "strides", "padding")),
    "spatial_2d_padding": ("ZeroPadding2D", ("padding",)),
    "temporal_padding": ("ZeroPadding1D", ("padding",)),
}
"""Functions whose first argument is a layer's input, and the layer's arguments in the order of the others."""
ARGUMENTS: Final[Mapping[tuple[str, str], str]] = {
    ("", "a"): "x1",
    ("", "b"): "x2",
    ("", "dim"): "axis",
    ("", "input"): "x",
    ("", "input_tensor"): "x",
    ("", "keep_dims"): "keepdims",
    ("", "reduction_indices"): "axis",
    ("", "logits"): "x",
    ("", "tensor"): "x",
    ("", "values"): "xs",
    ("", "x"): "x1",
    ("", "y"): "x2",
    ("ops.clip", "clip_value_max"): "x_max",
    ("ops.clip", "clip_value_min"): "x_min",
    ("ops.clip", "max_value"): "x_max",
    ("ops.clip", "min_value"): "x_min",
    ("ops.concatenate", "tensors"): "xs",
    ("ops.flip", "axes"): "axis",
    ("ops.image.resize", "method"): "interpolation",
    ("ops.leaky_relu", "alpha"): "negative_slope",
    ("ops.one_hot", "depth"): "num_classes",
    ("ops.pad", "paddings"): "pad_width",
    ("ops.repeat", "rep"): "repeats",
    ("ops.reshape", "shape"): "newshape",
    ("ops.split", "num_or_size_splits"): "indices_or_sections",
    ("ops.stack", "values"): "x",
    ("ops.tile", "multiples"): "repeats",
    ("ops.tile", "n"): "repeats",
    ("ops.transpose", "pattern"): "axes",
    ("ops.transpose", "perm"): "axes",
}
"""(operation, or "" for any; argument as it was called) -> what keras.ops calls it."""


DEFAULTS: Final[Mapping[str, tuple[int, str, Any]]] = {
    "argmax": (1, "axis", -1),
    "argmin": (1, "axis", -1),
    "cumprod": (1, "axis", 0),
    "cumsum": (1, "axis", 0),
    "gather": (2, "axis", 0),
    "gelu": (1, "approximate", False),
}
"""What functions of Keras's other modules and of tensorflow do unless told, where keras.ops does something else: the argument and its place."""
FIRST_AXIS: Final = frozenset(("argmax", "argmin"))
"""Functions that go along the first axis in tensorflow, and along the last in keras.backend."""
SAYING_NOTHING: Final = frozenset(("name", "output_type", "out_type", "dtype", "validate_indices", "antialias", "training", "seed"))
"""Arguments that change nothing of what an operation gives, or nothing here."""


def _parts(config: Mapping[str, Any]) -> int:
    cuts = config.get("indices_or_sections")
    return len(cuts) + 1 if isinstance(cuts, list) else cuts if isinstance(cuts, int) else 1


SEVERAL: Final[Mapping[str, Callable[[Mapping[str, Any]], int]]] = {
    "array_split": _parts,
    "eigh": lambda _: 2,
    "moments": lambda _: 2,
    "qr": lambda _: 2,
    "split": _parts,
    "svd": lambda _: 3,
    "top_k": lambda _: 2,
    "unstack": lambda config: config.get("num") or 1,
}
"""Operations that give several tensors, and how many."""

UNTOLD: Final = frozenset(
    f"ops.{name}"
    for name in ("ctc_decode", "dsplit", "fft", "fft2", "hsplit", "ifft2", "meshgrid", "nonzero", "rfft", "stft", "unravel_index", "vsplit")
)
"""Operations that give several tensors, of which the arguments alone do not tell how many."""

"""A small case for every function of keras.ops that can be drawn: its config, and what arrives at its ports.

Rows name only what differs from two vectors of four numbers and the first values of the form.
"""

from __future__ import annotations

from typing import Any

from designer.core import catalog
from designer.core.catalog import LayerSpec

from .layer_cases import Arrival, LayerCase

VECTOR = Arrival((4,))
WHOLE = Arrival((4,), "int32")
SQUARE = Arrival((4, 4))
IMAGE = Arrival((12, 12, 3))
SIGNAL = Arrival((16,))


def _each(names: str, *arrivals: Arrival) -> dict[str, tuple[Arrival, ...]]:
    return dict.fromkeys(names.split(), arrivals)


INPUTS: dict[str, tuple[Arrival, ...]] = {
    **_each("bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift left_shift right_shift gcd lcm", WHOLE, WHOLE),
    **_each("bitwise_invert bitwise_not bincount one_hot unravel_index", WHOLE),
    **_each("cholesky cholesky_inverse det eigh inv qr svd logdet diagonal trace moveaxis swapaxes matrix_rank pinv", SQUARE),
    **_each("solve solve_triangular cdist", SQUARE, SQUARE),
    **_each("image.affine_transform", IMAGE, Arrival((8,))),
    **_each("image.perspective_transform", IMAGE, Arrival((4, 2)), Arrival((4, 2))),
    **_each("image.ssim", IMAGE, IMAGE),
    **_each("image.extract_patches_3d", Arrival((4, 4, 4, 2))),
    **_each("average_pool max_pool", Arrival((8, 2))),
    **_each("depth_to_space", Arrival((4, 4, 4))),
    **_each("space_to_depth unfold", Arrival((4, 4, 2))),
    **_each("fold", Arrival((9, 4))),
    **_each("dsplit", SQUARE),
    **_each("cross", Arrival((3,)), Arrival((3,))),
    **_each("dot_product_attention", Arrival((4, 2, 3)), Arrival((4, 2, 3)), Arrival((4, 2, 3))),
    **_each("matmul dot", Arrival((3, 4)), Arrival((4, 2))),
    **_each("ldexp", VECTOR, WHOLE),
    **_each("scatter", Arrival((1,), "int32"), Arrival(())),
    **_each("scatter_update", VECTOR, Arrival((2,), "int32"), Arrival(())),
    **_each("sparse_categorical_crossentropy", Arrival((), "int32"), VECTOR),
    **_each("in_top_k", Arrival((), "int32"), VECTOR),
    **_each("segment_max segment_min segment_prod segment_sum", VECTOR, Arrival((), "int32")),
    **_each("take_along_axis", VECTOR, WHOLE),
    **_each("ctc_loss", Arrival((3,), "int32"), Arrival((4, 5)), Arrival((), "int32"), Arrival((), "int32")),
    **_each("ctc_decode", Arrival((4, 5)), Arrival((), "int32")),
    **_each("stft extract_sequences rfft", SIGNAL),
    **_each("fft irfft", SIGNAL, SIGNAL),
    **_each("fft2 ifft2", SQUARE, SQUARE),
    **_each("istft", Arrival((7, 3)), Arrival((7, 3))),
    **_each("where", Arrival((4,), "bool"), VECTOR, VECTOR),
    **_each("meshgrid", Arrival(()), Arrival(())),
}
CONFIGS: dict[str, dict[str, Any]] = {
    "image.elastic_transform": {"seed": 1},
    "broadcast_to": {"shape": [2, 4]},
    "image.crop_images": {"top_cropping": 1, "left_cropping": 1, "target_height": 8, "target_width": 8},
    "image.pad_images": {"top_padding": 1, "left_padding": 1, "target_height": 16, "target_width": 16},
    "quantile": {"q": 0.5, "axis": -1},
    "nanquantile": {"q": 0.5, "axis": -1},
    "percentile": {"q": 50, "axis": -1},
    "nanpercentile": {"q": 50, "axis": -1},
    "scatter": {"shape": [4]},
    "unstack": {"axis": -1},
    "take": {"indices": [0, 2], "axis": -1},
    "take_along_axis": {"axis": -1},
    "concatenate": {"axis": -1},
    "fold": {"output_size": [4, 4], "kernel_size": 3},
    "split": {"indices_or_sections": 2, "axis": -1},
    "segment_sum": {"num_segments": 4},
    "segment_prod": {"num_segments": 4},
    "segment_max": {"num_segments": 4},
    "segment_min": {"num_segments": 4},
}


def _family(name: str) -> tuple[Arrival, ...]:
    return (IMAGE, IMAGE) if name.startswith("image.") else (VECTOR, VECTOR)


def _case(spec: LayerSpec) -> LayerCase:
    name = spec.name.removeprefix("ops.")
    config = {param.name: param.start for param in spec.params if param.required} | CONFIGS.get(name, {})
    wanted = [port for port in spec.inputs if port.required or (spec.may_be_value(port.name) and port.name not in config)]
    arrivals = iter(INPUTS.get(name, _family(name)) * 3)
    inputs = {port.name: tuple(next(arrivals) for _ in range(2 if port.many else 1)) for port in wanted}
    return LayerCase(spec.name, config, inputs)


OPERATIONS: dict[str, LayerCase] = {
    name: _case(spec) for name, spec in catalog.load().layers.items() if spec.kind == "operation" and not spec.unavailable
}
"""By the operation's key in the catalogue."""

"""Layers that people and keras.applications made for themselves and Keras does not offer -> layers that compute the same, with the same weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Made = tuple[str, dict[str, Any]]


def _layer_scale(config: Mapping[str, Any]) -> Made | None:
    """X * gamma, a number a channel, as ConvNeXt uses it on (batch, height, width, channels)."""
    size = config.get("projection_dim")
    start = {"class_name": "Constant", "config": {"value": config.get("init_values", 1e-6)}}
    scaled = {"equation": "abcd,d->abcd", "output_shape": [None, None, size], "kernel_initializer": start}
    return ("EinsumDense", scaled | {key: config[key] for key in ("trainable", "dtype", "name") if key in config}) if isinstance(size, int) else None


def _custom_scale(config: Mapping[str, Any]) -> Made | None:
    """X + scale * y, as InceptionResNetV2 uses it."""
    scale = config.get("scale")
    return ("Formula", {"expression": f"x + y * {scale!r}"}) if isinstance(scale, int | float) else None


BY_CHANNEL: Final = "zeros_like(x[..., "
"""What stands in a Formula that goes along the channels, wherever they were."""
MOST_NEIGHBOURS: Final = 9


def _response_normalization(config: Mapping[str, Any]) -> Made | None:
    """X / (k + alpha * the sum of the squares of n neighbouring channels) ** beta, as Keras 0 and AlexNet's makers had it."""
    count = config.get("n", 5)
    alpha, beta, start = (config.get(name, default) for name, default in (("alpha", 1e-4), ("beta", 0.75), ("k", 2)))
    if not isinstance(count, int) or count % 2 == 0 or not 3 <= count <= MOST_NEIGHBOURS:
        return None
    if not all(isinstance(number, int | float) for number in (alpha, beta, start)):
        return None
    edge = f"{BY_CHANNEL}:{count // 2}])"
    wide = f"concatenate([{edge}, x, {edge}], axis=-1)"
    ends = [f"{first}:{first - count + 1}" if first < count - 1 else f"{first}:" for first in range(count)]
    near = " + ".join(f"{wide}[..., {end.removeprefix('0')}] ** 2" for end in ends)
    return "Formula", {"expression": f"x / ({start!r} + {alpha!r} * ({near})) ** {beta!r}"}


REPLACEMENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Made | None]]] = {
    "CustomScaleLayer": _custom_scale,
    "LRN": _response_normalization,
    "LRN2D": _response_normalization,
    "LayerScale": _layer_scale,
    "LocalResponseNormalization": _response_normalization,
}


def replaced(class_name: str, config: Mapping[str, Any]) -> Made | None:
    """What stands for a layer that Keras does not offer; None for those that stay as they are."""
    rule = REPLACEMENTS.get(class_name)
    return rule(config) if rule else None

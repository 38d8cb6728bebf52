"""Layers that keras.applications makes for itself and Keras does not offer -> layers that compute the same, with the same weights."""

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


REPLACEMENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Made | None]]] = {"CustomScaleLayer": _custom_scale, "LayerScale": _layer_scale}


def replaced(class_name: str, config: Mapping[str, Any]) -> Made | None:
    """What stands for a layer that only keras.applications has; None for any other."""
    rule = REPLACEMENTS.get(class_name)
    return rule(config) if rule else None

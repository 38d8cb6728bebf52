"""Weights as Keras 1 and 2 kept them -> as Keras 3 has them. The rules are those by which Keras 2 loaded the files of Keras 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

Arrays: TypeAlias = list[np.ndarray]


@dataclass(frozen=True, slots=True)
class Origin:
    """Which Keras wrote the weights, and what it ran on."""

    version: int = 3
    backend: str = ""


def converted(class_name: str, config: Mapping[str, Any], arrays: Sequence[np.ndarray], origin: Origin) -> Arrays:
    """The arrays of a layer, by its name and config as the file has them, in the order and form of Keras 3."""
    found = list(arrays)
    inner = config.get("layer")
    if isinstance(inner, dict) and isinstance(inner.get("config"), dict):
        name, settings = str(inner.get("class_name")), inner["config"]
        parts = [found] if class_name not in TWOFOLD else [found[: len(found) // 2], found[len(found) // 2 :]]
        return [array for part in parts for array in converted(name, settings, part, origin)]
    if origin.version == 1 and (rule := OF_KERAS_1.get(class_name)):
        found = rule(config, found)
    if rule := OF_CUDNN.get(class_name):
        found = rule(config, found)
    if origin.version < 3 and origin.backend == "theano" and class_name in TURNED and found:
        found[0] = _turned(found[0])
    return found


TWOFOLD: Final = frozenset({"Bidirectional"})
TURNED: Final = frozenset(
    {
        *(f"Conv{rank}D" for rank in (1, 2, 3)),
        *(f"Convolution{rank}D" for rank in (1, 2, 3)),
        *("AtrousConvolution1D", "AtrousConvolution2D", "Conv2DTranspose", "Deconvolution2D", "SeparableConv2D", "SeparableConvolution2D"),
    }
)
"""Layers whose kernel Theano turned by half a turn, for it convolved where others correlate."""


def _turned(kernel: np.ndarray) -> np.ndarray:
    places = tuple(range(kernel.ndim - 2))
    return np.ascontiguousarray(np.flip(kernel, places))


def _is_first(config: Mapping[str, Any]) -> bool:
    return config.get("dim_ordering") == "th" or config.get("data_format") == "channels_first"


def _conv1(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
    """(length, 1, input, filters), or from before 1.1 (filters, input, length, 1) -> (length, input, filters)."""
    kernel = arrays[0] if arrays else None
    if kernel is None or kernel.ndim != 4:
        return arrays
    length, filters = config.get("filter_length", config.get("kernel_size")), config.get("nb_filter", config.get("filters"))
    if kernel.shape[:2] != (length, 1) or kernel.shape[3] != filters:
        kernel = np.transpose(kernel, (2, 3, 1, 0))
    return [kernel[:, 0, :, :], *arrays[1:]]


def _conv(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
    """(filters, input, …) with channels first -> (…, input, filters)."""
    if not arrays or not _is_first(config):
        return arrays
    kernel = arrays[0]
    return [np.transpose(kernel, (*range(2, kernel.ndim), 1, 0)), *arrays[1:]]


def _deconv(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
    if not arrays or arrays[0].ndim != 4:
        return arrays
    return [np.transpose(arrays[0], (2, 3, 0, 1) if _is_first(config) else (0, 1, 3, 2)), *arrays[1:]]


def _separable(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
    if not _is_first(config):
        return arrays
    return [np.transpose(array, (2, 3, 1, 0)) if array.ndim == 4 else array for array in arrays]


def _gates(order: Sequence[int]) -> Callable[[Mapping[str, Any], Arrays], Arrays]:
    """Kernel, recurrent kernel and bias of each gate, one after the other -> three arrays, the gates side by side in Keras 3's order."""

    def joined(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
        if len(arrays) != 3 * len(order):
            return arrays
        return [np.concatenate([arrays[3 * gate + part] for gate in order], axis=-1) for part in range(3)]

    return joined


def _conv_lstm(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
    arrays = _gates((0, 2, 1, 3))(config, arrays)
    return [np.transpose(array, (2, 3, 1, 0)) if array.ndim == 4 and _is_first(config) else array for array in arrays]


OF_KERAS_1: Final[Mapping[str, Callable[[Mapping[str, Any], Arrays], Arrays]]] = {
    **dict.fromkeys(("AtrousConvolution1D", "Conv1D", "Convolution1D"), _conv1),
    **dict.fromkeys(("AtrousConvolution2D", "Conv2D", "Conv3D", "Convolution2D", "Convolution3D"), _conv),
    **dict.fromkeys(("Conv2DTranspose", "Deconvolution2D"), _deconv),
    **dict.fromkeys(("ConvLSTM2D", "ConvRecurrent2D"), _conv_lstm),
    **dict.fromkeys(("SeparableConv2D", "SeparableConvolution2D"), _separable),
    "GRU": _gates((0, 1, 2)),
    "LSTM": _gates((0, 2, 1, 3)),  # input, cell, forget, output -> input, forget, cell, output
}


def _plain_kernels(arrays: Arrays, gates: int) -> Arrays:
    """The kernels of cuDNN, which lie row by row, as those of the plain layer."""
    kernel, recurrent = arrays[0], arrays[1]
    kernels = [part.T.reshape(part.shape, order="F") for part in np.hsplit(kernel, gates)]
    return [np.hstack(kernels), np.hstack([part.T for part in np.hsplit(recurrent, gates)])]


def _cudnn_lstm(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
    if len(arrays) != 3 or arrays[2].shape[0] != 2 * arrays[0].shape[-1]:
        return arrays
    return [*_plain_kernels(arrays, 4), np.sum(np.split(arrays[2], 2, axis=0), axis=0)]


def _cudnn_gru(config: Mapping[str, Any], arrays: Arrays) -> Arrays:
    if len(arrays) != 3 or arrays[2].ndim != 1:
        return arrays
    return [*_plain_kernels(arrays, 3), arrays[2].reshape((2, -1))]


OF_CUDNN: Final[Mapping[str, Callable[[Mapping[str, Any], Arrays], Arrays]]] = {"CuDNNGRU": _cudnn_gru, "CuDNNLSTM": _cudnn_lstm}

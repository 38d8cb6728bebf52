"""What TensorFlow.js 4.22 runs: its layers, and which values of their arguments it knows. Read from its source; tests run it under Node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Only: TypeAlias = Mapping[str, tuple[Any, ...]]
VERSION = "4.22"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACTIVATIONS = {name: name for name in _words("elu gelu linear log_softmax mish relu relu6 selu sigmoid softmax softplus softsign swish tanh")} | {
    "silu": "swish"
}
"""By Keras's names; hard_sigmoid is another function there."""

_ANY: Only = {}
_LAST: Only = {"data_format": ("channels_last",)}
_CONV: Only = {**_LAST, "groups": (1,), "padding": ("valid", "same")}
_DENSE: Only = {"lora_rank": (None,), "quantization_config": (None,)}
_GLOBAL: Only = {**_LAST, "keepdims": (False,)}
_POOL: Only = {**_LAST, "padding": ("valid", "same")}
_RECURRENT: Only = {"stateful": (False,)}

LAYERS: Mapping[str, Only] = {
    **dict.fromkeys(_words("Activation Add AlphaDropout Average Concatenate Dot Dropout ELU GaussianDropout GaussianNoise LeakyReLU Masking"), _ANY),
    **dict.fromkeys(_words("Maximum Minimum Multiply PReLU Permute RepeatVector Rescaling Reshape Softmax SpatialDropout1D TimeDistributed"), _ANY),
    **dict.fromkeys(_words("AveragePooling1D AveragePooling2D AveragePooling3D DepthwiseConv2D MaxPooling1D MaxPooling2D MaxPooling3D"), _POOL),
    **dict.fromkeys(_words("Bidirectional LSTM SimpleRNN"), _RECURRENT),
    **dict.fromkeys(_words("Conv1D Conv2D Conv3D"), _CONV),
    **dict.fromkeys(_words("Cropping2D Flatten ZeroPadding2D"), _LAST),
    **dict.fromkeys(_words("Dense Embedding"), _DENSE),
    **dict.fromkeys(_words("GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D"), _GLOBAL),
    "BatchNormalization": {"renorm": (False,)},
    "Conv2DTranspose": {**_CONV, "output_padding": (None,), "dilation_rate": (1, (1, 1))},
    "GRU": {**_RECURRENT, "reset_after": (False,)},
    "InputLayer": {"dtype": ("float32", "int32"), "sparse": (False,), "ragged": (False,), "optional": (False,)},
    "LayerNormalization": {"rms_scaling": (False,)},
    "ReLU": {"negative_slope": (0, None), "threshold": (0, None)},
    "SeparableConv2D": _POOL,
    "UpSampling2D": {**_LAST, "interpolation": ("nearest",)},
}
"""The layers, each with the values of arguments that mean the same there; other arguments are taken as they are."""

RENAMED: Mapping[str, Mapping[str, str]] = {"LeakyReLU": {"negative_slope": "alpha"}, "InputLayer": {"batch_shape": "batch_input_shape"}}
"""Arguments that bear another name there."""

WEIGHTS: Mapping[str, Mapping[str, str]] = {"DepthwiseConv2D": {"kernel": "depthwise_kernel"}}
"""Variables that bear another name there."""

SILENT = _words(
    """ActivityRegularization AugMix CutMix Identity MixUp RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast
    RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization
    RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom SpatialDropout2D SpatialDropout3D"""
)
"""Layers that do nothing while a network is used: they are written as an Activation that is linear."""

CARRIES_MASK = _words("Dropout Embedding GRU GaussianDropout GaussianNoise LSTM Masking SimpleRNN SpatialDropout1D")
"""Layers that do there with masked time steps what Keras does."""

CURES: Mapping[tuple[str, str], str] = {
    ("GRU", "reset_after"): "Set its reset_after to False and train again.",
    ("Conv1D", "padding"): "Pad by a layer before it, or choose another padding.",
}

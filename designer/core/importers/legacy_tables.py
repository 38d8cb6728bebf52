"""What Keras 1 and 2 called things, as tables: the names of layers and of their arguments, and what became of them in Keras 3."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

INPUT_SHAPE: Final = "batch_input_shape"
"""Where `legacy.modern_layer` leaves the shape that a layer says it receives, the batch first; the caller takes it away and makes an Input of it."""

CLASSES: Final[Mapping[str, str]] = {
    **{f"Convolution{rank}D": f"Conv{rank}D" for rank in (1, 2, 3)},
    **{f"AtrousConvolution{rank}D": f"Conv{rank}D" for rank in (1, 2)},
    **{f"Deconvolution{rank}D": f"Conv{rank}DTranspose" for rank in (2, 3)},
    **{f"Convolution{rank}DTranspose": f"Conv{rank}DTranspose" for rank in (1, 2, 3)},
    **{f"SeparableConvolution{rank}D": f"SeparableConv{rank}D" for rank in (1, 2)},
    **{f"MaxPool{rank}D": f"MaxPooling{rank}D" for rank in (1, 2, 3)},
    **{f"AvgPool{rank}D": f"AveragePooling{rank}D" for rank in (1, 2, 3)},
    **{f"GlobalMaxPool{rank}D": f"GlobalMaxPooling{rank}D" for rank in (1, 2, 3)},
    **{f"GlobalAvgPool{rank}D": f"GlobalAveragePooling{rank}D" for rank in (1, 2, 3)},
    **{f"{cell}{ending}": cell for cell in ("LSTM", "GRU") for ending in ("V1", "V2")},
    **{f"{cell}CellV2": f"{cell}Cell" for cell in ("LSTM", "GRU")},
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "ConvLSTM2DV2": "ConvLSTM2D",
    "ConvRecurrent2D": "ConvLSTM2D",
    "CuDNNGRU": "GRU",
    "CuDNNLSTM": "LSTM",
    "DenseV2": "Dense",
    "GELU": "Activation",
    "InputLayer": "Input",
    "InstanceNormalization": "GroupNormalization",
    "SyncBatchNormalization": "BatchNormalization",
    "ThresholdedReLU": "ReLU",
    "TimeDistributedDense": "Dense",
}

ARGUMENTS: Final[Mapping[str, str]] = {
    "U_constraint": "recurrent_constraint",
    "U_regularizer": "recurrent_regularizer",
    "W_constraint": "kernel_constraint",
    "W_regularizer": "kernel_regularizer",
    "atrous_rate": "dilation_rate",
    "b_constraint": "bias_constraint",
    "b_regularizer": "bias_regularizer",
    "beta_init": "beta_initializer",
    "bias": "use_bias",
    "border_mode": "padding",
    "depthwise_init": "depthwise_initializer",
    "dim_ordering": "data_format",
    "dropout_U": "recurrent_dropout",
    "dropout_W": "dropout",
    "filter_length": "kernel_size",
    "gamma_init": "gamma_initializer",
    "init": "kernel_initializer",
    "inner_activation": "recurrent_activation",
    "inner_init": "recurrent_initializer",
    "nb_filter": "filters",
    "output_dim": "units",
    "p": "rate",
    "pointwise_init": "pointwise_initializer",
    "pool_length": "pool_size",
    "sigma": "stddev",
    "stride": "strides",
    "subsample": "strides",
    "subsample_length": "strides",
}
"""Old name of an argument -> its name in Keras 3, whatever the layer; none of the old names means anything else in Keras 3."""

OWN_ARGUMENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
        "output_dim": "output_dim",
    },
    "LeakyReLU": {"alpha": "negative_slope"},
    "PReLU": {"init": "alpha_initializer"},
    "RandomGaussianBlur": {"sigma": "sigma"},
    "ReLU": {"theta": "threshold"},
    "ReversibleEmbedding": {"output_dim": "output_dim"},
    "Reshape": {"dims": "target_shape"},
    "UpSampling1D": {"length": "size"},
}
"""The same for one layer, by its name in Keras 3, where it differs."""

MEANINGLESS: Final[AbstractSet[str]] = {
    "adjustment", "aggregation_function", "build_input_shape", "consume_less", "experimental_autocast", "fused", "implementation", "input_spec",
    "is_graph_network", "key_shape", "keras_version",
    "query_shape", "reverse_state_order", "synchronization", "use_resource", "value_shape", "weights",
}  # fmt: skip
"""Arguments that told how and not what: they are left out without a word."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "ragged": "ragged tensors are not part of Keras 3",
    "renorm": "Keras 3 has no renormalization",
    "renorm_clipping": "Keras 3 has no renormalization",
    "renorm_momentum": "",
    "sparse": "",
    "time_major": "Keras 3 expects the batch first",
    "virtual_batch_size": "Keras 3 normalizes over the whole batch",
}
"""Arguments that are gone; where one was switched on, the report says why. An empty reason is never reported."""

SEQUENCES: Final[AbstractSet[str]] = {"Conv1D", "GRU", "LSTM", "LocallyConnected1D", "SeparableConv1D", "SimpleRNN", "TimeDistributedDense"}
"""Layers whose `input_dim` is the size of each step of a sequence, `input_length` of them."""

DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "GELU": {"activation": "gelu"},
    "InstanceNormalization": {"groups": -1},
    "CuDNNGRU": {"reset_after": True},
    "SyncBatchNormalization": {"synchronized": True},
    "ThresholdedReLU": {"theta": 1.0},
}
"""What an old class took as a matter of course and the new one does not, by the old name."""

SAVED_DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "GRU": {"reset_after": False},
    "GRUCell": {"reset_after": False},
}
"""The same for arguments that came later: where a file does not tell them, they are what every layer did then."""

NO_EQUAL: Final[Mapping[str, str]] = {
    "DenseFeatures": "It reads feature columns, which Keras 3 does not have. Use an Input and a preprocessing layer for each column.",
    "Highway": "Keras 3 has no Highway. Two Dense layers and a Formula, x * t + y * (1 - t), do the same.",
    "Lambda": "It runs Python code, which is never executed here. Put the layer, operation or Formula that does the same in its place.",
    "LocallyConnected1D": "Keras 3 has no locally connected layers. Conv1D comes closest; it shares its weights between places.",
    "LocallyConnected2D": "Keras 3 has no locally connected layers. Conv2D comes closest; it shares its weights between places.",
    "MaxoutDense": "Keras 3 has no MaxoutDense. Several Dense layers joined by Maximum do the same.",
    "ParametricSoftplus": "Keras 3 has no ParametricSoftplus. An Activation with softplus comes closest.",
    "RandomHeight": "Keras 3 has no RandomHeight. RandomZoom comes closest.",
    "RandomWidth": "Keras 3 has no RandomWidth. RandomZoom comes closest.",
    "SReLU": "Keras 3 has no SReLU. PReLU comes closest.",
}
"""Layers of the past without an equal; each stands as a placeholder with the way out."""

MERGE_MODES: Final[Mapping[str, str]] = {
    "ave": "Average",
    "avg": "Average",
    "concat": "Concatenate",
    "cos": "Dot",
    "dot": "Dot",
    "max": "Maximum",
    "min": "Minimum",
    "mul": "Multiply",
    "sub": "Subtract",
    "sum": "Add",
}

POSITIONAL: Final[Mapping[str, tuple[str, ...]]] = {
    "AtrousConvolution1D": ("nb_filter", "filter_length", "init", "activation", "weights", "border_mode", "subsample_length", "atrous_rate"),
    "AtrousConvolution2D": ("nb_filter", "nb_row", "nb_col", "init", "activation", "weights", "border_mode", "subsample", "atrous_rate"),
    "Convolution1D": ("nb_filter", "filter_length", "init", "activation", "weights", "border_mode", "subsample_length"),
    "Convolution2D": ("nb_filter", "nb_row", "nb_col", "init", "activation", "weights", "border_mode", "subsample", "dim_ordering"),
    "Convolution3D": ("nb_filter", "kernel_dim1", "kernel_dim2", "kernel_dim3", "init", "activation", "weights", "border_mode", "subsample"),
    "Deconvolution2D": ("nb_filter", "nb_row", "nb_col", "output_shape", "init", "activation", "weights", "border_mode", "subsample"),
    "Highway": ("init", "activation", "weights"),
    "MaxoutDense": ("output_dim", "nb_feature", "init", "weights"),
    "Merge": ("layers", "mode", "concat_axis", "dot_axes"),
    "SeparableConvolution2D": ("nb_filter", "nb_row", "nb_col", "init", "activation", "weights", "border_mode", "subsample"),
    "ThresholdedReLU": ("theta",),
    "TimeDistributedDense": ("output_dim", "init", "activation", "weights"),
    "merge": ("inputs", "mode", "concat_axis", "dot_axes"),
}
"""The order of the arguments of classes that Keras 3 does not have, for programs that pass them by position."""

"""Models as Keras 1, 2 and tf.keras wrote them, made of their parts: structures of our own in the formats of the day."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def layer(class_name: str, name: str, config: Json | None = None, *inbound: Any) -> Json:
    """A layer of a Functional model of Keras 1 or 2; each of `inbound` is one call: a name, or a list of what is joined."""
    given = {"name": name, "trainable": True, **(config or {})}
    return {"class_name": class_name, "name": name, "config": given, "inbound_nodes": [_node(call) for call in inbound]}


def ref(name: str, call: int = 0, output: int = 0, kwargs: Json | None = None) -> list[Any]:
    """A tensor as Keras 2 names it."""
    return [name, call, output, kwargs or {}]


def _node(call: Any) -> list[Any]:
    return [ref(item) if isinstance(item, str) else item for item in (call if isinstance(call, list) else [call])]


def entrance(name: str, shape: list[int | None], dtype: str = "float32") -> Json:
    """An InputLayer."""
    config = {"name": name, "batch_input_shape": [None, *shape], "dtype": dtype, "sparse": False}
    return {"class_name": "InputLayer", "name": name, "config": config, "inbound_nodes": []}


def model(
    layers: list[Json], inputs: list[str], outputs: list[Any], version: str = "2.1.6", class_name: str = "Model", name: str = "model_1"
) -> Json:
    """A Functional model of Keras 1 or 2."""
    ends = [[item, 0, 0] if isinstance(item, str) else item for item in outputs]
    config = {"name": name, "layers": layers, "input_layers": [[item, 0, 0] for item in inputs], "output_layers": ends}
    return {"class_name": class_name, "config": config, "keras_version": version, "backend": "tensorflow"}


def sequential(layers: list[tuple[str, Json]], version: str = "2.1.6", name: str = "sequential_1") -> Json:
    """A Sequential of Keras 1 and 2 up to 2.2.2: its config is a list."""
    made = [{"class_name": class_name, "config": config} for class_name, config in layers]
    as_list = version < "2.2.3"
    return {
        "class_name": "Sequential",
        "config": made if as_list else {"name": name, "layers": made},
        "keras_version": version,
        "backend": "tensorflow",
    }


SCALED = {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}}
ZEROS = {"class_name": "Zeros", "config": {}}


def dense(units: int, activation: str = "linear", **more: Any) -> Json:
    """The config of a Dense as Keras 2 wrote it."""
    parts = {f"{part}_{kind}": None for part in ("kernel", "bias") for kind in ("regularizer", "constraint")}
    return {
        "units": units,
        "activation": activation,
        "use_bias": True,
        "kernel_initializer": SCALED,
        "bias_initializer": ZEROS,
        "activity_regularizer": None,
        **parts,
        **more,
    }


def conv(rank: int, filters: int, size: int, activation: str = "relu", **more: Any) -> Json:
    """The config of a convolution as Keras 2 wrote it."""
    given = dense(filters, activation)
    del given["units"]
    return {
        **given,
        "filters": filters,
        "kernel_size": [size] * rank,
        "strides": [1] * rank,
        "padding": "same",
        "data_format": "channels_last",
        "dilation_rate": [1] * rank,
        **more,
    }


def recurrent(units: int, **more: Any) -> Json:
    """The config of an LSTM as Keras 2 wrote it."""
    return {
        **dense(units, "tanh"),
        "recurrent_activation": "hard_sigmoid",
        "recurrent_initializer": {"class_name": "Orthogonal", "config": {"gain": 1.0, "seed": None}},
        "recurrent_regularizer": None,
        "recurrent_constraint": None,
        "unit_forget_bias": True,
        "dropout": 0.0,
        "recurrent_dropout": 0.0,
        "implementation": 1,
        "return_sequences": False,
        "return_state": False,
        "go_backwards": False,
        "stateful": False,
        "unroll": False,
        **more,
    }

from typing import Any

import pytest

from designer.core import catalog
from designer.core.importers.legacy import INPUT_SHAPE, PLACEHOLDER, modern_activation, modern_layer, modern_object, modern_part
from designer.core.importers.legacy_tables import ARGUMENTS, CLASSES, MERGE_MODES, NO_EQUAL, OWN_ARGUMENTS


def quiet(_: str) -> None:
    pass


LAYERS: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "Convolution2D",
        {"nb_filter": 32, "nb_row": 3, "nb_col": 5, "border_mode": "same", "subsample": [2, 2], "dim_ordering": "tf", "bias": False},
        "Conv2D",
        {"filters": 32, "kernel_size": [3, 5], "padding": "same", "strides": [2, 2], "use_bias": False},
    ),
    ("Convolution1D", {"nb_filter": 8, "filter_length": 3, "subsample_length": 2}, "Conv1D", {"filters": 8, "kernel_size": 3, "strides": 2}),
    ("AtrousConvolution1D", {"nb_filter": 8, "filter_length": 2, "atrous_rate": 4}, "Conv1D", {"filters": 8, "kernel_size": 2, "dilation_rate": 4}),
    ("MaxPooling2D", {"pool_size": [2, 2], "dim_ordering": "th"}, "MaxPooling2D", {"pool_size": [2, 2], "data_format": "channels_first"}),
    ("MaxPooling1D", {"pool_length": 2, "stride": 2}, "MaxPooling1D", {"pool_size": 2, "strides": 2}),
    (
        "Dense",
        {"output_dim": 64, "input_dim": 20, "init": "uniform"},
        "Dense",
        {"units": 64, "kernel_initializer": "RandomUniform", INPUT_SHAPE: [None, 20]},
    ),
    ("Dense", {"units": 1, "input_shape": 7}, "Dense", {"units": 1, INPUT_SHAPE: [None, 7]}),
    ("TimeDistributedDense", {"output_dim": 4, "input_dim": 3, "input_length": 9}, "Dense", {"units": 4, INPUT_SHAPE: [None, 9, 3]}),
    ("LSTM", {"output_dim": 4, "input_dim": 3, "consume_less": "gpu"}, "LSTM", {"units": 4, INPUT_SHAPE: [None, None, 3]}),
    ("GRU", {"units": 4, "implementation": 2}, "GRU", {"units": 4, "reset_after": False}),
    ("CuDNNGRU", {"units": 4}, "GRU", {"units": 4, "reset_after": True}),
    ("Embedding", {"input_dim": 50, "output_dim": 8, "input_length": 6}, "Embedding", {"input_dim": 50, "output_dim": 8, INPUT_SHAPE: [None, 6]}),
    ("Dropout", {"p": 0.5}, "Dropout", {"rate": 0.5}),
    ("ZeroPadding2D", {"padding": [1, 2, 3, 4]}, "ZeroPadding2D", {"padding": [[1, 2], [3, 4]]}),
    ("ZeroPadding2D", {"padding": {"top_pad": 1, "left_pad": 2}}, "ZeroPadding2D", {"padding": [[1, 0], [2, 0]]}),
    ("Dense", {"units": 1, "input_dim": [28, 28]}, "Dense", {"units": 1, INPUT_SHAPE: [None, 28, 28]}),
    ("GaussianNoise", {"sigma": 0.10000000149011612}, "GaussianNoise", {"stddev": 0.1}),
    ("LeakyReLU", {"alpha": 0.3}, "LeakyReLU", {"negative_slope": 0.3}),
    ("ThresholdedReLU", {}, "ReLU", {"threshold": 1.0}),
    ("BatchNormalizationV1", {"axis": [3], "fused": True, "renorm": False}, "BatchNormalization", {"axis": 3}),
    ("InputLayer", {"batch_input_shape": [None, 28, 28], "sparse": False, "dtype": "float32"}, "Input", {"shape": [28, 28], "dtype": "float32"}),
    ("Merge", {"mode": "concat", "concat_axis": 1}, "Concatenate", {"axis": 1}),
    ("merge", {"mode": "cos", "dot_axes": 1}, "Dot", {"axes": 1, "normalize": True}),
    ("Dense", {"units": 1, "dtype": {"class_name": "Policy", "config": {"name": "mixed_float16"}}}, "Dense", {"units": 1, "dtype": "mixed_float16"}),
    (
        "Bidirectional",
        {"layer": {"class_name": "LSTM", "config": {"output_dim": 5, "input_shape": [7, 2], "name": "inner"}}},
        "Bidirectional",
        {"layer": {"class_name": "LSTM", "config": {"units": 5, "name": "inner"}}, INPUT_SHAPE: [None, 7, 2]},
    ),
]


@pytest.mark.parametrize(("old", "arguments", "name", "config"), LAYERS, ids=[f"{row[0]}-{place}" for place, row in enumerate(LAYERS)])
def test_an_old_layer_becomes_a_layer_of_keras_3(old: str, arguments: dict[str, Any], name: str, config: dict[str, Any]) -> None:
    assert modern_layer(old, arguments, quiet, saved=True) == (name, config)


def test_every_change_is_told_once() -> None:
    told: list[str] = []
    modern_layer("Convolution2D", {"nb_filter": 8, "nb_row": 3, "nb_col": 3}, told.append)
    assert told == ["`Convolution2D` became `Conv2D`.", "`nb_filter` became `filters`.", "`nb_row` and `nb_col` became `kernel_size`."]


def test_a_layer_of_keras_3_stays_as_it_is() -> None:
    told: list[str] = []
    config = {"units": 8, "activation": "relu", "kernel_initializer": "HeNormal"}
    assert modern_layer("Dense", config, told.append) == ("Dense", config)
    assert told == []


def test_a_program_may_rely_on_todays_default_where_a_file_would_tell() -> None:
    assert modern_layer("GRU", {"units": 4}, quiet) == ("GRU", {"units": 4})


@pytest.mark.parametrize("name", [*NO_EQUAL])
def test_a_layer_without_an_equal_keeps_its_data(name: str) -> None:
    layer, config = modern_layer(name, {"units": 3}, quiet)
    assert layer == PLACEHOLDER
    assert (config["class_name"], config["data"]) == (name, {"units": 3})
    assert config["reason"].endswith(".")


def test_a_wrapper_around_a_layer_without_an_equal_is_a_placeholder() -> None:
    layer, config = modern_layer("TimeDistributed", {"layer": {"class_name": "Lambda", "config": {"function": ["x"]}}}, quiet)
    assert (layer, config["class_name"]) == (PLACEHOLDER, "TimeDistributed")


def test_endless_wrapping_ends() -> None:
    layer: dict[str, Any] = {"class_name": "Dense", "config": {"units": 1}}
    for _ in range(100):
        layer = {"class_name": "TimeDistributed", "config": {"layer": layer}}
    assert modern_layer(layer["class_name"], layer["config"], quiet)[0] == PLACEHOLDER


def test_names_lead_to_layers_of_the_catalogue() -> None:
    assert {*CLASSES.values(), *MERGE_MODES.values(), *OWN_ARGUMENTS} <= catalog.load().layers.keys()


def test_no_old_name_of_an_argument_means_something_today() -> None:
    for spec in (spec for spec in catalog.load().layers.values() if spec.kind == "layer"):
        today = {param.name for param in spec.params}
        renamed = {**ARGUMENTS, **OWN_ARGUMENTS.get(spec.name, {})}
        assert {old for old in today & renamed.keys() if renamed[old] != old} == set(), spec.name


OBJECTS: list[tuple[Any, str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "optimizers",
        "SGD",
        {"lr": 0.009999999776482582, "momentum": 0.9, "nesterov": True},
        "SGD",
        {"learning_rate": 0.01, "momentum": 0.9, "nesterov": True},
    ),
    ("optimizers", "adam", {"lr": 0.001, "epsilon": None, "decay": 0.0}, "Adam", {"learning_rate": 0.001}),
    ("losses", "MSE", {}, "MeanSquaredError", {}),
    ("losses", "mean_squared_error", {}, "MeanSquaredError", {}),
    ("losses", "binary_crossentropy", {}, "BinaryCrossentropy", {}),
    ("losses", "kullback_leibler_divergence", {}, "KLDivergence", {}),
    ("losses", "LossFunctionWrapper", {"fn": "hinge"}, "Hinge", {}),
    ("metrics", "acc", {}, "accuracy", {}),
    ("metrics", "MeanMetricWrapper", {"fn": "categorical_accuracy", "name": "x"}, "CategoricalAccuracy", {}),
    ("initializers", "normal", {}, "RandomNormal", {}),
    ("initializers", "VarianceScaling", {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}, "GlorotUniform", {}),
    (
        "initializers",
        "VarianceScaling",
        {"scale": 3.0, "distribution": "normal"},
        "VarianceScaling",
        {"scale": 3.0, "distribution": "truncated_normal"},
    ),
    ("regularizers", "WeightRegularizer", {"l1": 0.0, "l2": 0.01}, "L2", {"l2": 0.01}),
    ("regularizers", "l1l2", {}, "L1L2", {"l1": 0.01, "l2": 0.01}),
    ("regularizers", "L1L2", {"l1": 0.009999999776482582, "l2": 0.0}, "L1", {"l1": 0.01}),
    ("constraints", "maxnorm", {"m": 2, "axis": 0}, "MaxNorm", {"max_value": 2, "axis": 0}),
    ("constraints", "non_neg", {}, "NonNeg", {}),
]


@pytest.mark.parametrize(("group", "old", "arguments", "name", "config"), OBJECTS, ids=[f"{row[1]}-{place}" for place, row in enumerate(OBJECTS)])
def test_an_old_object_becomes_one_of_keras_3(group: Any, old: str, arguments: dict[str, Any], name: str, config: dict[str, Any]) -> None:
    assert modern_object(group, old, arguments, quiet) == (name, config)


DECAYED = {"class_name": "InverseTimeDecay", "config": {"initial_learning_rate": 0.01, "decay_steps": 1, "decay_rate": 1e-06}}
RATES: list[tuple[dict[str, Any], Any]] = [
    ({"lr": 0.01, "decay": 1e-6}, DECAYED),
    ({"learning_rate": 0.009999999776482582, "decay": 9.999999974752427e-07}, DECAYED),
    ({"decay": 1e-6}, DECAYED),
    (
        {
            "learning_rate": {
                "module": "keras.optimizers.schedules",
                "class_name": "CosineDecay",
                "config": {"decay_steps": 9, "name": "x", "alpha": 0.1},
            }
        },
        {"class_name": "CosineDecay", "config": {"decay_steps": 9, "alpha": 0.1}},
    ),
    ({"learning_rate": {"class_name": "Wave", "config": {"initial_learning_rate": 0.5}}}, 0.5),
    ({"learning_rate": {"class_name": ["Wave"], "config": 3}}, None),
]


@pytest.mark.parametrize(("config", "rate"), RATES)
def test_a_rate_that_changes_goes_on_changing(config: dict[str, Any], rate: Any) -> None:
    _, read = modern_object("optimizers", "SGD", config, quiet)
    assert read.get("learning_rate") == rate


def test_a_rate_that_falls_is_told_of() -> None:
    told: list[str] = []
    modern_object("optimizers", "SGD", {"lr": 0.01, "decay": 1e-6}, told.append)
    assert told == ["`lr` became `learning_rate`.", "`decay` (1e-06) became the schedule InverseTimeDecay, which is the same formula."]


def test_a_regularizer_as_keras_1_wrote_it() -> None:
    assert modern_part("regularizers", {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.0005}, quiet) == {
        "class_name": "L2",
        "config": {"l2": 0.0005},
    }


def test_activations_have_todays_names() -> None:
    assert modern_activation("swish", quiet) == "silu"
    assert modern_activation({"class_name": "function", "config": "relu"}, quiet) == "relu"

"""The catalogue as the web process has it: read from keras.json, without Keras."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from designer.core import catalog
from designer.core.arguments import CHECKS, Place, check_config, check_value, nestable_layers
from designer.core.catalog import Catalog, LayerSpec, ObjectSpec, Param, Port
from designer.core.formula import parse

from .layer_cases import CASES

GROUPS = ("layers", "initializers", "regularizers", "constraints", "optimizers", "losses", "metrics", "schedules", "callbacks")
WITH_CHOICES = {"choice", "dtype"}


@pytest.fixture(scope="module")
def keras() -> Catalog:
    return catalog.load()


def every_spec(keras: Catalog) -> Iterator[ObjectSpec]:
    for group in GROUPS:
        yield from getattr(keras, group).values()


def every_param(keras: Catalog) -> Iterator[tuple[str, Param]]:
    for spec in every_spec(keras):
        for param in spec.params:
            yield f"{spec.name}.{param.name}", param


def test_it_loads_without_importing_keras() -> None:
    program = "import sys; from designer.core import catalog; catalog.load(); sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_layer_has_a_family_and_a_summary(keras: Catalog) -> None:
    assert [spec.name for spec in keras.layers.values() if spec.family not in keras.families or not spec.summary] == []


def test_layers_stand_in_the_order_of_their_families(keras: Catalog) -> None:
    places = [keras.families.index(spec.family) for spec in keras.layers.values()]
    assert places == sorted(places)
    assert set(places) == set(range(len(keras.families)))


def test_the_palette_begins_with_what_a_newcomer_needs(keras: Catalog) -> None:
    assert list(keras.layers)[:2] == ["Input", "Dense"]


def test_only_input_is_an_input(keras: Catalog) -> None:
    assert [spec.name for spec in keras.layers.values() if spec.is_input] == ["Input"]
    assert [spec.name for spec in keras.layers.values() if not spec.inputs and not spec.unavailable] == ["Input"]


def test_aliases_are_keywords_and_no_layers_of_their_own(keras: Catalog) -> None:
    assert "MaxPool2D" in keras.layers["MaxPooling2D"].keywords
    assert "Convolution2D" in keras.layers["Conv2D"].keywords
    assert not {"MaxPool2D", "Convolution2D", "InputLayer"} & set(keras.layers)


def test_every_merge_layer_takes_two_inputs_or_more(keras: Catalog) -> None:
    merges = [spec for spec in keras.layers.values() if spec.family == "Merging"]
    assert {"Add", "Concatenate", "Dot", "Subtract"} <= {spec.name for spec in merges}
    assert all(spec.inputs[0].name == "inputs" and spec.inputs[0].many and spec.inputs[0].minimum == 2 for spec in merges)


def test_attention_has_ports_by_role(keras: Catalog) -> None:
    ports = keras.layers["MultiHeadAttention"].inputs
    assert [(port.name, port.required) for port in ports[:3]] == [("query", True), ("value", True), ("key", False)]


def test_recurrent_layers_take_an_initial_state(keras: Catalog) -> None:
    for name in ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "ConvLSTM2D"):
        port = keras.layers[name].port("initial_state")
        assert port is not None, name
        assert (port.many, port.required) == (True, False)


def test_cells_stand_only_inside_other_layers(keras: Catalog) -> None:
    cells = {spec.name for spec in keras.layers.values() if spec.is_cell}
    assert cells == {"GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells"}
    assert all(keras.layers[name].unavailable and keras.layers[name].params for name in cells)


def test_layers_that_run_code_or_read_files_cannot_be_drawn(keras: Catalog) -> None:
    for name in ("Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"):
        assert keras.layers[name].unavailable.endswith(".")
        assert not keras.layers[name].params


def test_every_layer_knows_its_first_name(keras: Catalog) -> None:
    names = {name: keras.layers[name].auto_name for name in ("Input", "Conv2D", "MaxPooling2D", "PReLU", "GroupQueryAttention")}
    assert names == {
        "Input": "input_layer",
        "Conv2D": "conv2d",
        "MaxPooling2D": "max_pooling2d",
        "PReLU": "p_re_lu",
        "GroupQueryAttention": "grouped_query_attention",
    }
    assert all(spec.auto_name.isidentifier() for spec in keras.layers.values())


def test_every_parameter_has_help(keras: Catalog) -> None:
    assert [where for where, param in every_param(keras) if not param.help] == []


def test_help_is_plain_reading(keras: Catalog) -> None:
    texts = [text for _, param in every_param(keras) for text in [param.help]] + [spec.description for spec in every_spec(keras)]
    marks = ("`", "](", "{{", ">>>", "\t")
    assert [text[:80] for text in texts if any(mark in text for mark in marks)] == []


def test_every_choice_offers_something_to_choose(keras: Catalog) -> None:
    assert [where for where, param in every_param(keras) if param.kind in WITH_CHOICES and len(param.choices) < 2] == []


def test_what_a_layer_may_hold_is_in_the_catalogue(keras: Catalog) -> None:
    named = {choice for _, param in every_param(keras) if param.kind in {"layer", "layers"} for choice in param.choices}
    assert named <= set(keras.layers)


def test_no_parameter_is_free_json_unless_it_is_one_of_these(keras: Catalog) -> None:
    free = {where for where, param in every_param(keras) if param.kind == "json"}
    assert free == {
        "ops.nanpercentile.q",
        "ops.nanquantile.q",
        "ops.norm.ord",
        "ops.percentile.q",
        "ops.quantile.q",
        "ops.take.indices",
        "BatchNormalization.renorm_clipping",
        "Hashing.mask_value",
        "Normalization.mean",
        "Normalization.variance",
        "Rescaling.offset",
        "Rescaling.scale",
    }


def test_vocabularies_are_lists_and_never_paths(keras: Catalog) -> None:
    kinds = {where: param.kind for where, param in every_param(keras) if param.name == "vocabulary"}
    assert kinds == {"StringLookup.vocabulary": "list", "IntegerLookup.vocabulary": "list", "TextVectorization.vocabulary": "list"}


def test_every_default_is_a_value_its_own_form_accepts(keras: Catalog) -> None:
    faults = [
        fault.message
        for where, param in every_param(keras)
        if not param.required
        for fault in check_value(param.default, param, keras, Place(param.name, where))
    ]
    assert faults == []


def test_every_kind_has_a_check() -> None:
    assert set(CHECKS) == set(catalog.ParamKind.__args__)  # type: ignore[attr-defined]


def test_every_layer_shows_at_most_five_parameters_first(keras: Catalog) -> None:
    assert [spec.name for spec in keras.layers.values() if sum(param.common for param in spec.params) > 5] == []


def test_required_parameters_are_shown_first(keras: Catalog) -> None:
    assert [where for where, param in every_param(keras) if param.required and not param.common] == []


def test_every_required_parameter_has_a_first_value_that_its_form_accepts(keras: Catalog) -> None:
    required = [(where, param) for where, param in every_param(keras) if param.required]
    assert [where for where, param in required if param.start is None] == []
    assert [fault.message for where, param in required for fault in check_value(param.start, param, keras, Place(param.name, where))] == []
    assert {where for where, param in every_param(keras) if not param.required and param.start is not None} == {
        "Discretization.num_bins",
        "EarlyStopping.patience",
        "EarlyStopping.restore_best_weights",
        "ReduceLROnPlateau.patience",
    }


def test_sizes_are_bounded(keras: Catalog) -> None:
    for where in ("Dense.units", "Conv2D.filters", "Embedding.input_dim", "LSTM.units", "UpSampling2D.size", "ZeroPadding2D.padding"):
        layer, name = where.split(".")
        param = keras.layers[layer].param(name)
        assert param is not None
        assert param.maximum == 2**31 - 1, where


def test_a_formula_starts_with_something_that_works(keras: Catalog) -> None:
    formula = keras.layers["Formula"]
    start = formula.params[0].start
    assert isinstance(start, str)
    assert parse(start).inputs == ("x",)
    assert "sigmoid" in formula.description
    assert formula.port("inputs") == Port(name="inputs", many=True, maximum=6)


def test_a_placeholder_keeps_whatever_was_read(keras: Catalog) -> None:
    config = {"class_name": "Secret", "data": {"deep": [{"a": None}]}, "reason": "Nobody knows it."}
    assert check_config(config, keras.layers["Placeholder"], keras, Place("", "node")) == []


def test_only_layers_stand_inside_layers(keras: Catalog) -> None:
    assert {spec.kind for spec in nestable_layers(keras).values() if isinstance(spec, LayerSpec)} == {"layer"}


def test_accuracy_is_a_metric_by_its_string(keras: Catalog) -> None:
    assert next(iter(keras.metrics)) == "accuracy"
    assert keras.metrics["accuracy"].params == ()


def test_every_optimizer_has_a_learning_rate_shown_first(keras: Catalog) -> None:
    for spec in keras.optimizers.values():
        rate = spec.param("learning_rate")
        assert rate is not None, spec.name
        assert (rate.kind, rate.common) == ("schedule", True)


def test_every_layer_that_can_be_drawn_has_a_case(keras: Catalog) -> None:
    assert set(CASES) == {name for name, spec in keras.layers.items() if spec.kind in {"layer", "input"} and not spec.unavailable}
    lacking = [name for name, case in CASES.items() for param in keras.layers[name].params if param.required and param.name not in case.config]
    assert lacking == []


def test_calls_take_masks_at_ports_and_settings_in_the_form(keras: Catalog) -> None:
    attention = keras.layers["MultiHeadAttention"]
    assert [port.name for port in attention.inputs[3:]] == ["query_mask", "value_mask", "key_mask", "attention_mask"]
    assert [param.name for param in attention.call_params] == ["return_attention_scores", "training", "use_causal_mask"]
    training = keras.layers["Dropout"].call_param("training")
    assert training is not None
    assert (training.kind, training.nullable, training.default) == ("bool", True, None)
    assert keras.layers["Dense"].call_params == ()


def test_layers_that_learn_before_training_are_marked(keras: Catalog) -> None:
    assert {name for name, spec in keras.layers.items() if spec.adapts} == {
        "Normalization", "Discretization", "TextVectorization", "StringLookup", "IntegerLookup",
    }  # fmt: skip

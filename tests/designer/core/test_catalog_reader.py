"""The catalogue against the installed Keras."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import keras
import pytest
from django.core.management import CommandError, call_command

from designer.core import catalog, catalog_reader
from designer.core.build import build
from designer.core.catalog import Catalog, ObjectSpec, Param
from designer.core.objects import arguments, home, layer_class
from designer.core.plan import plan
from designer.core.reading import overlay

from .layer_cases import CASES

CATALOG = catalog.load()
NESTED = {name: spec for name, spec in CATALOG.layers.items() if spec.is_cell}
GROUPS = ("initializers", "regularizers", "constraints", "optimizers", "losses", "metrics", "schedules", "callbacks")
OBJECTS = [(group, name) for group in GROUPS for name in getattr(CATALOG, group) if hasattr(home(group), name)]
# Choices that Keras takes only along with another argument.
TOGETHER: dict[str, dict[str, Any]] = {
    "STFTSpectrogram.mode=stft": {},
    "TextVectorization.output_mode=tf_idf": {"idf_weights": [1.0, 1.0], "output_sequence_length": None},
    "TextVectorization.output_mode=count": {"output_sequence_length": None},
    "TextVectorization.output_mode=multi_hot": {"output_sequence_length": None},
    "StringLookup.output_mode=tf_idf": {"idf_weights": [1.0, 1.0]},
    "IntegerLookup.output_mode=tf_idf": {"idf_weights": [1.0, 1.0, 1.0]},
}
WITHOUT_DTYPE = {"Input", "Pipeline", "StringLookup", "IntegerLookup"}  # of the layers within; thrown away by Keras


@pytest.fixture(scope="module")
def read() -> Catalog:
    return catalog_reader.read()


def without_name(config: dict[str, Any]) -> dict[str, Any]:
    """A config without the names that Keras makes up, at any depth, and with tuples as lists."""
    return {key: plain(value) for key, value in config.items() if key != "name"}


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return without_name(value) if "class_name" not in value else {**value, "config": plain(value["config"])}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def make(spec: ObjectSpec, owner: type[Any], config: dict[str, Any]) -> Any:
    return owner(**arguments(config, spec, CATALOG))


def layer_owner(name: str) -> type[Any]:
    spec = CATALOG.layers[name]
    return keras.layers.InputLayer if spec.is_input else layer_class(spec)


def case_config(name: str) -> dict[str, Any]:
    return dict(CASES[name].config) if name in CASES else starts(CATALOG.layers[name])


def starts(spec: ObjectSpec) -> dict[str, Any]:
    """The first values of a new one."""
    return {param.name: param.start for param in spec.params if param.start is not None}


def defaults(spec: ObjectSpec) -> dict[str, Any]:
    return {param.name: param.default for param in spec.params if not param.required and param.start is None}


def test_the_kept_catalogue_is_what_the_installed_keras_gives(read: Catalog) -> None:
    assert catalog_reader.to_text(read) == catalog.KERAS_JSON.read_text(encoding="utf-8"), "run manage.py read_catalog"


def test_the_text_reads_back_as_the_same_catalogue(read: Catalog) -> None:
    assert Catalog.model_validate_json(catalog_reader.to_text(read)) == read


def test_every_public_layer_is_in_the_catalogue_under_one_name(read: Catalog) -> None:
    known = {word for spec in read.layers.values() for word in (spec.name, *spec.keywords)}
    public = {name for name, value in inspect.getmembers(keras.layers, inspect.isclass) if issubclass(value, keras.layers.Layer)}
    assert public - known == set()
    assert {name for name, spec in read.layers.items() if spec.kind in {"layer", "input"}} - public == {"Input"}


def test_the_tables_name_only_layers_that_exist(read: Catalog) -> None:
    tables = overlay.layers()
    named = {*tables.unavailable, *tables.cells, *tables.layers, *(name for family in tables.families for name in family.first)}
    assert named - set(read.layers) == set()


def test_the_tables_name_only_parameters_that_exist(read: Catalog) -> None:
    groups = [read.layers, *(getattr(read, group) for group in GROUPS)]
    known = {f"{spec.name}.{param.name}" for group in groups for spec in group.values() for param in spec.params}
    names = {where.split(".")[1] for where in known}
    tables = overlay.params()
    assert set(tables.only) - known == set()
    assert set(tables.names) - names == set()
    common = {f"{name}.{param}" for name, row in overlay.layers().layers.items() for param in (*row.common, *row.base)}
    assert common - known == set()


@pytest.mark.parametrize("name", sorted({*CASES, *NESTED}))
def test_every_argument_of_a_layer_is_a_parameter_or_hidden_with_a_reason(name: str) -> None:
    owner = keras.Input if CATALOG.layers[name].is_input else layer_owner(name)
    taken = {argument.name for argument in inspect.signature(owner).parameters.values() if argument.kind is not argument.VAR_KEYWORD}
    shown = {param.name for param in CATALOG.layers[name].params}
    assert {argument for argument in taken - shown if not overlay.params().is_hidden(name, argument)} == set()


@pytest.mark.parametrize("name", sorted({*CASES, *NESTED}))
def test_the_defaults_of_a_layer_are_keras_own(name: str) -> None:
    spec, owner, config = CATALOG.layers[name], layer_owner(name), case_config(name)
    assert without_name(make(spec, owner, {**defaults(spec), **config}).get_config()) == without_name(make(spec, owner, config).get_config())


@pytest.mark.parametrize("name", sorted({*CASES, *NESTED}))
def test_keras_makes_a_layer_of_its_first_values(name: str) -> None:
    spec = CATALOG.layers[name]
    assert make(spec, layer_owner(name), starts(spec)).name


@pytest.mark.parametrize(("group", "name"), OBJECTS)
def test_the_defaults_of_an_object_are_keras_own(group: str, name: str) -> None:
    spec, owner = getattr(CATALOG, group)[name], getattr(home(group), name)
    config = starts(spec)
    given = {"filepath": "best.keras"} if group == "callbacks" and "filepath" in inspect.signature(owner).parameters else {}
    assert said(make(spec, owner, {**defaults(spec), **config, **given})) == said(make(spec, owner, {**config, **given}))


def said(made: Any) -> dict[str, Any]:
    """What an object says of itself; callbacks have no config."""
    return without_name(made.get_config()) if hasattr(made, "get_config") else vars(made)


def choices() -> list[tuple[str, Param, str]]:
    return [
        (name, param, choice)
        for name in CASES
        for param in CATALOG.layers[name].params
        for choice in param.choices
        if param.kind == "choice" and param.name != "data_format"
    ]


@pytest.mark.parametrize(("name", "param", "choice"), choices(), ids=lambda value: value.name if isinstance(value, Param) else value)
def test_keras_takes_every_choice(name: str, param: Param, choice: str) -> None:
    config = {**case_config(name), param.name: choice, **TOGETHER.get(f"{name}.{param.name}={choice}", {})}
    made = make(CATALOG.layers[name], layer_owner(name), config)
    assert made.get_config()[param.name] == choice


@pytest.mark.parametrize("name", CATALOG.activations)
def test_every_activation_is_found_by_its_name(name: str) -> None:
    assert keras.activations.serialize(keras.activations.get(name)) == name


def test_what_keras_offers_and_nobody_can_choose_has_a_reason() -> None:
    bases = {group: home(group).__dict__[base] for group, base in zip(GROUPS, BASES, strict=True)}
    public = {f"{group}.{name}" for group, base in bases.items() for name in catalog_reader.public_classes(home(group), base)}
    listed = {f"{group}.{name}" for group, name in OBJECTS}
    assert public - listed == set(overlay.objects().left_out)


BASES = ("Initializer", "Regularizer", "Constraint", "Optimizer", "Loss", "Metric", "LearningRateSchedule", "Callback")


def test_the_command_says_that_the_catalogue_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("read_catalog", check=True)
    assert capsys.readouterr().out == "keras.json is up to date.\n"


def test_the_command_says_what_to_do_about_an_old_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "KERAS_JSON", tmp_path / "keras.json")
    with pytest.raises(CommandError, match=r"Run `manage.py read_catalog`"):
        call_command("read_catalog", check=True)


def test_the_command_writes_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = catalog.KERAS_JSON.read_text(encoding="utf-8")
    monkeypatch.setattr(catalog, "KERAS_JSON", tmp_path / "keras.json")
    call_command("read_catalog")
    assert (tmp_path / "keras.json").read_text(encoding="utf-8") == kept


@pytest.mark.filterwarnings("ignore")
def test_every_layer_offers_freezing_a_dtype_and_a_seed_where_they_mean_something() -> None:
    missing = []
    for name, case in CASES.items():
        params = {param.name for param in CATALOG.layers[name].params}
        layer = build(plan(case.document(), CATALOG)).get_layer(case.node_id)
        draws = "seed" in layer.get_config() or any(isinstance(value, keras.random.SeedGenerator) for value in vars(layer).values())
        wanted = {"trainable": bool(layer.trainable_weights), "dtype": name not in WITHOUT_DTYPE, "seed": draws}
        missing += [f"{name}.{param}" for param, is_wanted in wanted.items() if is_wanted and param not in params]
    assert missing == []

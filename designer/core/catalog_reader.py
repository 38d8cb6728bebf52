"""Reads the catalogue from the installed Keras. Importing this imports Keras: workers, tests and `manage.py read_catalog` do, the web never."""

from __future__ import annotations

import inspect
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import keras
from keras.src.utils.naming import to_snake_case

from designer.core.catalog import Catalog, LayerSpec, LossSpec, ObjectSpec, Param
from designer.core.losses import LOSSES
from designer.core.reading import overlay
from designer.core.reading.calls import read_call_params, read_ports
from designer.core.reading.docstrings import read_docstring
from designer.core.reading.operations import read_operations
from designer.core.reading.params import base_param, read_params, shared_helps, takes_more

INPUT = "Input"


def read() -> Catalog:
    """Everything the installed Keras offers."""
    return Catalog(
        keras=keras.__version__,
        families=tuple(family.title for family in overlay.layers().families),
        layers=_read_layers(),
        activations=_activations(),
        initializers=_read_objects("initializers", keras.initializers, keras.initializers.Initializer),
        regularizers=_read_objects("regularizers", keras.regularizers, keras.regularizers.Regularizer),
        constraints=_read_objects("constraints", keras.constraints, keras.constraints.Constraint),
        optimizers=_read_objects("optimizers", keras.optimizers, keras.optimizers.Optimizer),
        losses=_losses(),
        metrics=_read_objects("metrics", keras.metrics, keras.metrics.Metric),
        schedules=_read_objects("schedules", keras.optimizers.schedules, keras.optimizers.schedules.LearningRateSchedule),
        callbacks=_read_objects("callbacks", keras.callbacks, keras.callbacks.Callback),
    )


def public_classes(module: Any, base: type[Any]) -> dict[str, tuple[type[Any], tuple[str, ...]]]:
    """The classes a module offers, by name, each with its aliases; a class's own name wins where it is public."""
    names: dict[type[Any], list[str]] = defaultdict(list)
    for name, value in inspect.getmembers(module, inspect.isclass):
        if issubclass(value, base):
            names[value].append(name)
    found = {}
    for value, spellings in names.items():
        name = value.__name__ if value.__name__ in spellings else spellings[0]
        found[name] = (value, tuple(spelling for spelling in spellings if spelling != name))
    return dict(sorted(found.items()))


def to_text(catalog: Catalog) -> str:
    """The catalogue as keras.json holds it: one line a parameter, so that a change of Keras reads well as a difference."""
    return "{\n" + ",\n".join(f'"{key}": {_entry(value)}' for key, value in catalog.model_dump(mode="json", exclude_defaults=True).items()) + "\n}\n"


def _entry(value: Any) -> str:
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "{\n" + ",\n".join(f'"{name}": {_spec_text(spec)}' for name, spec in value.items()) + "}"


def _spec_text(spec: dict[str, Any]) -> str:
    fields = [f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in spec.items() if key != "params"]
    if params := spec.get("params"):
        fields.append('"params": [\n    ' + ",\n    ".join(json.dumps(param, ensure_ascii=False) for param in params) + "]")
    return "{" + ",\n  ".join(fields) + "}"


def _settled(param: Param) -> Param:
    """The parameter with its default initializer under the class's own name: Embedding says uniform for RandomUniform."""
    if param.kind != "initializer" or not isinstance(param.default, str):
        return param
    return param.model_copy(update={"default": to_snake_case(type(keras.initializers.get(param.default)).__name__)})


def _read_layers() -> dict[str, LayerSpec]:
    classes = public_classes(keras.layers, keras.layers.Layer)
    shared = shared_helps(owner for owner, _ in classes.values())
    read = (_read_layer(name, owner, aliases, shared) for name, (owner, aliases) in classes.items() if name != "InputLayer")
    specs = [_read_input(), *read, *overlay.own().values(), *read_operations()]
    rank = {name: place for family in overlay.layers().families for place, name in enumerate(family.first)}
    titles = [family.title for family in overlay.layers().families]
    specs.sort(key=lambda spec: (titles.index(spec.family), rank.get(spec.name, len(rank)), spec.name))
    return {spec.name: spec for spec in specs}


def _read_input() -> LayerSpec:
    """`keras.Input`, a function that stands for a layer."""
    table = overlay.layers().layers[INPUT]
    text = read_docstring(keras.Input)
    return LayerSpec(
        name=INPUT,
        auto_name=to_snake_case(keras.layers.InputLayer.__name__),
        summary=table.summary or text.summary,
        description=table.description or text.description,
        params=_marked(read_params(keras.Input, INPUT, {}), table.common),
        family=_family(keras.layers.InputLayer),
        inputs=(),
        keywords=("InputLayer", *table.keywords),
        kind="input",
    )


def _read_layer(name: str, owner: type[Any], aliases: tuple[str, ...], shared: Mapping[str, str]) -> LayerSpec:
    tables = overlay.layers()
    table = tables.layers.get(name, overlay.LayerOverlay())
    text = read_docstring(owner)
    unavailable = tables.unavailable.get(name, "")
    return LayerSpec(
        name=name,
        auto_name=to_snake_case(owner.__name__),
        summary=table.summary or text.summary,
        description="" if unavailable else table.description or text.description,
        params=() if unavailable else _marked(_layer_params(name, owner, table, shared), table.common),
        family=_family(owner),
        inputs=table.ports if table.ports is not None else read_ports(owner, name),
        call_params=() if unavailable or name in tables.cells else read_call_params(owner, name),
        keywords=(*aliases, *table.keywords),
        is_cell=name in tables.cells,
        adapts=hasattr(owner, "adapt"),
        unavailable=unavailable or tables.cells.get(name, ""),
    )


def _layer_params(name: str, owner: type[Any], table: overlay.LayerOverlay, shared: Mapping[str, str]) -> tuple[Param, ...]:
    params = tuple(_settled(param) for param in read_params(owner, name, shared))
    own = {param.name for param in params}
    has_weights = any(param.kind in {"initializer", "layer", "layers"} for param in params)
    more = (*table.base, *(("trainable",) if has_weights else ()), "dtype") if takes_more(owner) else ()
    hidden = overlay.params().is_hidden
    return params + tuple(base_param(key, name) for key in dict.fromkeys(more) if key not in own and not hidden(name, key))


def _marked(params: Iterable[Param], common: tuple[str, ...]) -> tuple[Param, ...]:
    """The parameters, with those named as the common ones marked, and no others where any are named."""
    return tuple(param.model_copy(update={"common": param.name in common}) if common else param for param in params)


def _family(owner: type[Any]) -> str:
    """The family with the longest module name that the class's module starts with."""
    home = owner.__module__.removeprefix("keras.src.")
    matches = [(len(module), family.title) for family in overlay.layers().families for module in family.modules if home.startswith(module)]
    if not matches:
        raise ValueError(f"{owner.__name__} of {owner.__module__} belongs to no family. Give its module one in overlay/layers.toml.")
    return max(matches)[1]


def _activations() -> tuple[str, ...]:
    """The functions of keras.activations that a layer's `activation` names; of several spellings, the function's own."""
    found = {value.__name__ for _, value in inspect.getmembers(keras.activations, inspect.isfunction)}
    return tuple(sorted(found - {"get", "serialize", "deserialize"}))


def _losses() -> dict[str, LossSpec]:
    read = _read_objects("losses", keras.losses, keras.losses.Loss)
    return {name: LossSpec(**dict(spec), target=LOSSES[name].target if name in LOSSES else None) for name, spec in read.items()}


def _read_objects(group: str, module: Any, base: type[Any]) -> dict[str, ObjectSpec]:
    tables = overlay.objects()
    specs = {name: ObjectSpec(name=name, summary=summary) for name, summary in tables.added.get(group, {}).items()}
    classes = public_classes(module, base)
    shared = shared_helps(owner for owner, _ in classes.values())
    for name, (owner, _) in classes.items():
        if f"{group}.{name}" not in tables.left_out:
            text = read_docstring(owner)
            params = tuple(param for param in read_params(owner, name, shared) if param.name not in tables.hidden)
            specs[name] = ObjectSpec(name=name, summary=text.summary, description=text.description, params=params)
    return specs

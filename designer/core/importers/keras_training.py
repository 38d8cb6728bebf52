"""How a saved model was compiled -> training settings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from designer.core.catalog import Catalog, ObjectSpec
from designer.core.document import KerasObject, OutputBinding, Training
from designer.core.importers.lean import lean_config, storable
from designer.core.importers.legacy_objects import Group, Notes, modern_object


def read_training(found: Any, outputs: Sequence[str], catalog: Catalog, note: Notes) -> Training:
    """The optimizer, and for each output its loss and metrics; no data set is chosen yet, and so no field."""
    if not isinstance(found, Mapping):
        return Training()
    optimizer = _object("optimizers", found.get("optimizer_config", found.get("optimizer")), catalog, note)
    training = Training(optimizer=optimizer) if optimizer is not None else Training()
    losses = _by_output(found.get("loss"), outputs)
    metrics = _by_output(found.get("metrics"), outputs, is_list=True)
    weights = _by_output(found.get("loss_weights"), outputs)
    bound: list[OutputBinding] = []
    for name in outputs:
        loss = _object("losses", losses.get(name), catalog, note)
        if loss is not None:
            judged = [_object("metrics", metric, catalog, note) for metric in _listed(metrics.get(name))]
            known = tuple(metric for metric in judged if metric is not None)
            bound.append(OutputBinding(node=name, field="", loss=loss, metrics=known[:20], weight=loss_weight(weights.get(name))))
    return training.model_copy(update={"outputs": tuple(bound)}) if bound and len(bound) == len(outputs) else training


def loss_weight(value: Any) -> float | None:
    """What an output's loss counts, where that is said and is not 1."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) and value >= 0 and value != 1 else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _by_output(value: Any, outputs: Sequence[str], *, is_list: bool = False) -> dict[str, Any]:
    """A setting of compile for each output: it may stand for all, in order, or by name."""
    if isinstance(value, Mapping) and "class_name" not in value and "name" not in value:
        return {name: value[name] for name in outputs if name in value}
    if isinstance(value, list) and is_list and not any(isinstance(item, list) for item in value):
        return dict.fromkeys(outputs, value)
    if isinstance(value, list):
        return dict(zip(outputs, value, strict=False))
    return dict.fromkeys(outputs, value)


def _object(group: Group, value: Any, catalog: Catalog, note: Notes) -> KerasObject | None:
    """An object of the catalogue, or None where there is none of that name."""
    if isinstance(value, Mapping):
        name, config = value.get("class_name") or value.get("name"), value.get("config")
        if name == "function" and isinstance(config, str):
            name, config = config, {}
        if config is None and "class_name" not in value:
            config = {key: item for key, item in value.items() if key != "name"}
    else:
        name, config = value, {}
    if not isinstance(name, str):
        return None
    class_name, arguments = modern_object(group, name, config if isinstance(config, Mapping) else {}, note)
    known: Mapping[str, ObjectSpec] = getattr(catalog, group)
    spec = known.get(class_name)
    if spec is None:
        if name not in ("loss", "compile_metrics"):
            note(f"`{name}` was left out: Keras 3 has nothing of that name among its {group}.")
        return None
    kept, _ = lean_config(arguments, spec, catalog)
    return KerasObject(class_name=spec.name, config=storable(kept))

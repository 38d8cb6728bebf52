"""The learning rate of a training over all its steps, as Keras itself gives it."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator

from designer.core.arguments import Fault, Place, check_config
from designer.core.catalog import Catalog
from designer.core.document import KerasObject
from designer.core.messages import essence
from designer.core.objects import make_object

RATE = "learning_rate"
MOST = 240  # points of a curve: more than a small one shows


class WrongRate(ValueError):
    """The optimizer has no such learning rate; the message says why."""


def curve(optimizer: KerasObject, steps: int, catalog: Catalog) -> list[tuple[int, float | None]]:
    """(step, rate) at places spread over the training; None stands for a rate that is no number. Raises WrongRate."""
    given = _rate(optimizer, catalog)
    if isinstance(given, float):
        return [(0, given), (max(steps - 1, 1), given)]
    try:
        with warnings.catch_warnings(action="ignore"):
            schedule = make_object("schedules", given, catalog)
            rates = [(step, float(schedule(step))) for step in _places(steps)]
    except Exception as error:  # Keras answers with every kind of exception
        raise WrongRate(f"{given.class_name} gives no learning rate: {essence(error)}") from error
    return [(step, rate if math.isfinite(rate) else None) for step, rate in rates]


def _places(steps: int) -> Iterator[int]:
    count = min(steps, MOST)
    for place in range(count):
        yield round(place * (steps - 1) / max(count - 1, 1))


def _rate(optimizer: KerasObject, catalog: Catalog) -> float | KerasObject:
    spec = catalog.optimizers.get(optimizer.class_name)
    if spec is None:
        raise WrongRate(f"Keras {catalog.keras} has no optimizer called {optimizer.class_name!r}.")
    faults: list[Fault] = check_config(optimizer.config, spec, catalog, Place("", spec.name), base={})
    fault = next((fault for fault in faults if fault.param.partition(".")[0] == RATE), None)
    if fault is not None:
        raise WrongRate(fault.message)
    param = spec.param(RATE)
    value = optimizer.config.get(RATE, param.default if param else None)
    return KerasObject.model_validate({key: value[key] for key in ("class_name", "config")}) if isinstance(value, dict) else float(str(value))

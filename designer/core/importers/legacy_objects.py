"""Optimizers, losses, metrics, initializers, regularizers, constraints and activations of Keras 1 and 2, in all their spellings."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from designer.core import catalog as catalogue
from designer.core.arguments import lookup
from designer.core.catalog import ObjectSpec

Group = Literal["optimizers", "losses", "metrics", "initializers", "regularizers", "constraints"]
Config = dict[str, Any]  # JSON, of a shape that a stranger chose
Notes = Callable[[str], None]

_ERRORS: Final = {
    "mse": "MeanSquaredError",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "msle": "MeanSquaredLogarithmicError",
    "kld": "KLDivergence",
    "kldivergence": "KLDivergence",
    "kullbackleiblerdivergence": "KLDivergence",
    "bce": "BinaryCrossentropy",
    "cosine": "CosineSimilarity",
    "cosineproximity": "CosineSimilarity",
}

NAMES: Final[Mapping[Group, Mapping[str, str]]] = {
    "optimizers": {"tfoptimizer": "Adam"},
    "losses": {**_ERRORS, "logcosh": "LogCosh", "huberloss": "Huber", "multiclassdice": "Dice"},
    "metrics": {
        **_ERRORS,
        "acc": "accuracy",
        "accuracy": "accuracy",
        "f1": "F1Score",
        "fmeasure": "F1Score",
        "fbetascore": "FBetaScore",
        "logcosh": "LogCoshError",
        "matthewscorrelation": "PearsonCorrelation",
        "rmse": "RootMeanSquaredError",
        "topk": "TopKCategoricalAccuracy",
    },
    "initializers": {
        "glorotnormalv2": "GlorotNormal",
        "glorotuniformv2": "GlorotUniform",
        "normal": "RandomNormal",
        "normalv2": "RandomNormal",
        "one": "Ones",
        "truncatednormalv2": "TruncatedNormal",
        "uniform": "RandomUniform",
        "zero": "Zeros",
    },
    "regularizers": {
        "activityl1": "L1",
        "activityl1l2": "L1L2",
        "activityl2": "L2",
        "activityregularizer": "L1L2",
        "l1l2regularizer": "L1L2",
        "weightregularizer": "L1L2",
    },
    "constraints": {"maxnorm": "MaxNorm", "nonneg": "NonNeg", "unitnorm": "UnitNorm", "minmaxnorm": "MinMaxNorm"},
}
"""Old names, without underscores and in small letters -> names in Keras 3; what is not here is called the same, or nothing of that kind."""

ARGUMENTS: Final[Mapping[Group, Mapping[str, str]]] = {
    "optimizers": {"lr": "learning_rate", "beta1": "beta_1", "beta2": "beta_2"},
    "constraints": {"m": "max_value"},
    "initializers": {},
    "losses": {},
    "metrics": {},
    "regularizers": {},
}

LEFT_OUT: Final[Mapping[Group, frozenset[str]]] = {
    "optimizers": frozenset({"decay", "schedule_decay", "is_legacy_optimizer", "jit_compile", "name", "gradient_aggregator"}),
    "losses": frozenset({"name", "reduction", "fn", "dtype"}),
    "metrics": frozenset({"dtype", "fn", "name"}),
    "initializers": frozenset({"dtype", "partition_info"}),
    "regularizers": frozenset({"name"}),
    "constraints": frozenset({"name"}),
}
"""Arguments that mean nothing in Keras 3, or nothing here."""

FUNCTIONS: Final[Mapping[str, Config]] = {name: {"l1": 0.01, "l2": 0.01} for name in ("l1l2", "l1_l2", "activity_l1l2")}
"""What functions that are gone took where nothing else was given, by their name as it was written."""

ACTIVATIONS: Final[Mapping[str, str]] = {
    "hard_swish": "hard_silu",
    "log_softmax_v2": "log_softmax",
    "softmax_v2": "softmax",
    "swish": "silu",
}

SCHEDULES: Final = ("initial_learning_rate", "learning_rate", "initial_lr")


def modern_object(group: Group, class_name: str, config: Mapping[str, Any], note: Notes) -> tuple[str, Config]:
    """An object of an older Keras as Keras 3 has it; `note` is told of each change. A class that it does not know keeps its name."""
    plain = _plain(class_name)
    name = NAMES[group].get(plain) or known_name(group, plain) or class_name
    arguments = {ARGUMENTS[group].get(key, key): value for key, value in {**FUNCTIONS.get(class_name, {}), **config}.items()}
    for old, new in ARGUMENTS[group].items():
        if old in config:
            note(f"`{old}` became `{new}`.")
    rule = RULES.get(group)
    if rule is not None:
        name, arguments = rule(name, arguments, note)
    return name, {key: value for key, value in arguments.items() if key not in LEFT_OUT[group]}


def known_name(group: Group, plain: str) -> str | None:
    """The name in Keras 3 of what is called the same but for underscores and capitals."""
    known: Mapping[str, ObjectSpec] = getattr(catalogue.load(), group)
    found = lookup(plain, known)
    return found.name if found is not None else None


def modern_part(group: Group, value: Any, note: Notes) -> Any:
    """The same for a value as it stands in a config: a word, or {"class_name", "config"}, or {"name", …} as Keras 1 wrote it."""
    if value is None or isinstance(value, int | float | list):
        return value
    name, config = _unwrapped(value)
    if name is None:
        return value
    class_name, arguments = modern_object(group, name, config, note)
    if class_name in REGULARIZING and arguments and not any(arguments.values()):
        return None  # a weight of nothing
    return {"class_name": class_name, "config": arguments} if arguments else class_name


REGULARIZING: Final = frozenset({"L1", "L1L2", "L2"})


def modern_activation(value: Any, note: Notes) -> Any:
    """The name of an activation in Keras 3; other values are left alone."""
    if isinstance(value, dict) and value.get("class_name") == "function":
        value = value.get("config")
    if not isinstance(value, str):
        return value
    new = ACTIVATIONS.get(value, value)
    if new != value:
        note(f"Activation `{value}` became `{new}`.")
    return new


def as_written(number: Any) -> Any:
    """A number that was kept in single precision, as a person wrote it: 0.0010000000474974513 is 0.001."""
    if not isinstance(number, float) or not math.isfinite(number):
        return number
    try:
        narrow = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        return number
    short = float(f"{number:.7g}")
    return short if narrow == number and struct.unpack("f", struct.pack("f", short))[0] == number else number


def _plain(name: str) -> str:
    return name.rpartition(">")[2].replace("_", "").lower()


def _unwrapped(value: Any) -> tuple[str | None, dict[str, Any]]:
    if isinstance(value, str):
        return value, {}
    if not isinstance(value, dict):
        return None, {}
    name, config = value.get("class_name"), value.get("config")
    if isinstance(name, str):
        return (config, {}) if name == "function" and isinstance(config, str) else (name, dict(config) if isinstance(config, dict) else {})
    name = value.get("name")
    return (name, {key: item for key, item in value.items() if key != "name"}) if isinstance(name, str) else (None, {})


def _optimizer(name: str, config: Config, note: Notes) -> tuple[str, Config]:
    name = name.rpartition(">")[2]
    rate = config.get("learning_rate")
    if isinstance(rate, dict):
        config = {**config, "learning_rate": _schedule(rate, note)}
    elif config.get("decay"):
        config = {**config, "learning_rate": _decayed(name, rate, config["decay"], note)}
    kept = {key: as_written(value) for key, value in config.items() if value is not None}
    return name, kept


def _schedule(rate: Config, note: Notes) -> Any:
    """A schedule as the catalogue has it; of one that it does not have, where it began."""
    name, inner = rate.get("class_name"), rate.get("config")
    arguments = inner if isinstance(inner, dict) else {}
    spec = catalogue.load().schedules.get(name) if isinstance(name, str) else None
    if spec is None:
        note(f"The learning rate followed {name}; it now stays where that began.")
        return next((arguments[key] for key in SCHEDULES if key in arguments), None)
    kept = {param.name: _told(arguments[param.name]) for param in spec.params if param.name in arguments}
    return {"class_name": spec.name, "config": {key: value for key, value in kept.items() if value is not None}}


def _told(value: Any) -> Any:
    return [as_written(item) for item in value] if isinstance(value, list | tuple) else as_written(value)


def _decayed(name: str, rate: Any, decay: Any, note: Notes) -> Any:
    """The rate of Keras 1 and 2, rate / (1 + decay * step), as the schedule that says the same."""
    spec = lookup(name, catalogue.load().optimizers)
    param = spec.param("learning_rate") if spec is not None else None
    start = rate if rate is not None or param is None else param.default
    if not isinstance(start, int | float) or not isinstance(decay, int | float):
        note("`decay` was left out: the learning rate stays the same.")
        return rate
    note(f"`decay` ({as_written(decay)}) became the schedule InverseTimeDecay, which is the same formula.")
    steps = {"initial_learning_rate": as_written(start), "decay_steps": 1, "decay_rate": as_written(decay)}
    return {"class_name": "InverseTimeDecay", "config": steps}


def _initializer(name: str, config: Config, note: Notes) -> tuple[str, Config]:
    config = {key: as_written(value) for key, value in config.items() if key != "seed" or isinstance(value, int)}
    if name != "VarianceScaling":
        return name, config
    told = (config.get("scale", 1.0), config.get("mode", "fan_in"), config.get("distribution", "normal"))
    named = SCALINGS.get(told) if all(isinstance(part, str | int | float) for part in told) else None
    if named is not None:
        return named, {key: value for key, value in config.items() if key == "seed"}
    return name, config | ({"distribution": "truncated_normal"} if told[2] == "normal" else {})


def _scalings() -> dict[tuple[Any, Any, Any], str]:
    """VarianceScaling as files of Keras 2 spell what has a name of its own."""
    kinds = {(1.0, "fan_avg"): "Glorot", (2.0, "fan_in"): "He", (1.0, "fan_in"): "Lecun"}
    shapes = {"uniform": "Uniform", "normal": "Normal", "truncated_normal": "Normal"}
    return {(*kind, shape): name + ending for kind, name in kinds.items() for shape, ending in shapes.items()}


SCALINGS: Final = _scalings()


def _regularizer(name: str, config: Config, note: Notes) -> tuple[str, Config]:
    config = {key: as_written(value) for key, value in config.items()}
    if name != "L1L2":
        return name, config
    l1, l2 = config.get("l1") or 0.0, config.get("l2") or 0.0
    if l1 and l2:
        return name, {"l1": l1, "l2": l2}
    return ("L1", {"l1": l1}) if l1 else ("L2", {"l2": l2})


def _wrapped(name: str, config: Config, note: Notes) -> tuple[str, Config]:
    """A function that stands in an object: what counts is the function."""
    function = config.get("fn")
    if name not in WRAPPERS or not isinstance(function, str):
        return name, config
    plain = _plain(function)
    group = WRAPPERS[name]
    return NAMES[group].get(plain) or known_name(group, plain) or function, {}


WRAPPERS: Final[Mapping[str, Group]] = {
    "LossFunctionWrapper": "losses",
    "MeanMetricWrapper": "metrics",
    "SumOverBatchSizeMetricWrapper": "metrics",
}

RULES: Final[Mapping[Group, Callable[[str, Config, Notes], tuple[str, Config]]]] = {
    "optimizers": _optimizer,
    "losses": _wrapped,
    "metrics": _wrapped,
    "initializers": _initializer,
    "regularizers": _regularizer,
}

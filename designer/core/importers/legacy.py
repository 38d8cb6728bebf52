"""Layers and objects of Keras 1 and 2, and of tf.keras, as Keras 3 has them. Every change is told, one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.core.importers.legacy_objects import Config, Group, Notes, as_written, modern_activation, modern_object, modern_part
from designer.core.importers.legacy_tables import (
    ARGUMENTS,
    CLASSES,
    DEFAULTS,
    INPUT_SHAPE,
    LEFT_OUT,
    MEANINGLESS,
    MERGE_MODES,
    NO_EQUAL,
    OWN_ARGUMENTS,
    POSITIONAL,
    SAVED_DEFAULTS,
    SEQUENCES,
)

__all__ = ["INPUT_SHAPE", "PLACEHOLDER", "POSITIONAL", "modern_activation", "modern_layer", "modern_object", "modern_part"]

PLACEHOLDER: Final = "Placeholder"
DEEPEST = 20  # layers inside layers


def modern_layer(class_name: str, arguments: Mapping[str, Any], note: Notes, *, saved: bool = False) -> tuple[str, Config]:
    """A layer of any Keras as Keras 3 has it, with the layers and objects inside it; `note` is told of each change.

    `saved`: the arguments are a file's, which holds all that the class had at the time. The shape that a layer says it receives is left under
    INPUT_SHAPE. What has no equal comes back as a Placeholder's config: class_name, data and reason. A class it does not know keeps its name.
    """
    return _modern(class_name, dict(arguments), note, saved=saved, depth=0)


def _modern(old: str, arguments: Config, note: Notes, *, saved: bool, depth: int) -> tuple[str, Config]:
    reason = NO_EQUAL.get(old) or ("Layers stand inside one another too deeply." if depth > DEEPEST else None)
    if reason:
        return _placeholder(old, arguments, reason)
    if old in {"Merge", "merge"}:
        return _merge(arguments, note)
    name = CLASSES.get(old, old)
    if name != old and old not in QUIET:
        note(f"`{old}` became `{name}`.")
    given = {**DEFAULTS.get(old, {}), **(SAVED_DEFAULTS.get(old, {}) if saved else {}), **arguments}
    config = _renamed(name, _with_input_shape(old, _without_leftovers(given, note)), note)
    for rule in (*RULES, *OWN_RULES.get(name, ()), _of_parts):
        config = rule(config, note)
    if unequal := UNEQUAL.get(str(config.get("padding"))):
        return _placeholder(old, arguments, unequal)
    return _with_inner(name, config, note, saved=saved, depth=depth)


QUIET: Final = frozenset({"InputLayer"})
UNEQUAL: Final[Mapping[str, str]] = {
    "full": "Keras 3 has no padding `full`. Use ZeroPadding before it, with padding `valid`.",
}


def _placeholder(class_name: str, data: Any, reason: str) -> tuple[str, Config]:
    return PLACEHOLDER, {"class_name": class_name, "data": data, "reason": reason}


def _without_leftovers(arguments: Config, note: Notes) -> Config:
    """Without the arguments that are gone; those that were switched on are told of."""
    for key in LEFT_OUT.keys() & arguments.keys():
        if arguments[key] and LEFT_OUT[key]:
            note(f"`{key}` was left out: {LEFT_OUT[key]}.")
    return {key: value for key, value in arguments.items() if key not in LEFT_OUT and key not in MEANINGLESS}


def _renamed(name: str, arguments: Config, note: Notes) -> Config:
    names = {**ARGUMENTS, **OWN_ARGUMENTS.get(name, {})}
    config: Config = {}
    for key, value in arguments.items():
        new = names.get(key, key)
        if new != key and value is not None:
            note(f"`{key}` became `{new}`.")
        config.setdefault(new, value)
    return config


def _with_input_shape(old: str, arguments: Config) -> Config:
    """All the ways of saying what a layer receives as one, the batch first."""
    config = dict(arguments)
    given, batched = config.pop("input_shape", None), config.pop(INPUT_SHAPE, None)
    has_own = old in OWN_INPUT_DIM
    size, length = (None if has_own else config.pop("input_dim", None)), config.pop("input_length", None)
    shape = batched
    if shape is None and given is not None:
        shape = [None, *(given if isinstance(given, list | tuple) else [given])]
    if shape is None and size is not None:
        sizes = list(size) if isinstance(size, list | tuple) else [size]  # input_dim=(28, 28), where input_shape was meant
        shape = [None, length, *sizes] if old in SEQUENCES else [None, *sizes]
    if shape is None and length is not None and has_own:
        shape = [None, *(length if isinstance(length, list | tuple) else [length])]
    return config if shape is None else config | {INPUT_SHAPE: list(shape) if isinstance(shape, tuple) else shape}


OWN_INPUT_DIM: Final = frozenset({"Embedding", "ReversibleEmbedding"})


def _sized(config: Config, note: Notes) -> Config:
    """The sides of a kernel, which Keras 1 took one by one."""
    for sides in (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3")):
        if all(side in config for side in sides):
            note(f"{' and '.join(f'`{side}`' for side in sides)} became `kernel_size`.")
            kernel: list[Any] = [config[side] for side in sides]
            config = {key: value for key, value in config.items() if key not in sides} | {"kernel_size": kernel}
    return config


def _formatted(config: Config, note: Notes) -> Config:
    """`data_format` in the words of today; channels_last goes without saying."""
    if "data_format" not in config:
        return config
    word = config["data_format"]
    word = {"th": "channels_first", "tf": "channels_last"}.get(word, word) if isinstance(word, str) else None
    rest = {key: value for key, value in config.items() if key != "data_format"}
    return rest | {"data_format": word} if word == "channels_first" else rest


def _normalized(config: Config, note: Notes) -> Config:
    """BatchNormalization's mode, which is gone: 0 is what the layer does today."""
    mode = config.pop("mode", 0)
    if mode:
        note(f"`mode` {mode} of BatchNormalization was left out: Keras 3 normalizes each feature over the batch.")
    axis = config.get("axis")
    if isinstance(axis, list | tuple) and len(axis) == 1:
        config = config | {"axis": axis[0]}
    return config


def _remembering(config: Config, note: Notes) -> Config:
    """`forget_bias_init`, which became a switch."""
    if "forget_bias_init" not in config:
        return config
    note("`forget_bias_init` became `unit_forget_bias`.")
    start = modern_part("initializers", config["forget_bias_init"], note)
    return {key: value for key, value in config.items() if key != "forget_bias_init"} | {"unit_forget_bias": start == "Ones"}


def _embedded(config: Config, note: Notes) -> Config:
    if config.get("dropout"):
        note("`dropout` of Embedding was left out. SpatialDropout1D behind it does nearly the same.")
    return {key: value for key, value in config.items() if key != "dropout"}


def _entered(config: Config, note: Notes) -> Config:
    """An Input's shape without the batch, and its dtype."""
    dtype = config.get("dtype") or config.get("input_dtype")
    shape = (
        config.get("batch_shape") or config.get(INPUT_SHAPE) or ([None, *config["shape"]] if isinstance(config.get("shape"), list | tuple) else None)
    )
    if not isinstance(shape, list | tuple) or not shape:
        return {"dtype": dtype} if dtype else {}
    size = shape[0] or config.get("batch_size")
    return {"shape": list(shape[1:]), **({"batch_size": size} if size else {}), **({"dtype": dtype} if dtype else {})}


def _typed(config: Config, note: Notes) -> Config:
    """A dtype policy by its name."""
    dtype = config.get("dtype")
    inner = dtype.get("config") if isinstance(dtype, dict) else None
    return config | {"dtype": inner["name"]} if isinstance(inner, dict) and "name" in inner else config


def _padded(config: Config, note: Notes) -> Config:
    """The sides of a picture one by one, as Keras 1.2 had them: top, bottom, left and right."""
    padding = config.get("padding")
    sides = [padding.get(f"{side}_pad", 0) for side in ("top", "bottom", "left", "right")] if isinstance(padding, dict) else padding
    if not isinstance(sides, list | tuple) or len(sides) != 4:
        return config
    return config | {"padding": [list(sides[:2]), list(sides[2:])]}


PARTS: Final[Mapping[str, Group]] = {"_initializer": "initializers", "_regularizer": "regularizers", "_constraint": "constraints"}


def _of_parts(config: Config, note: Notes) -> Config:
    """The objects inside, and numbers as they were written."""
    return {key: _part(key, value, note) for key, value in config.items()}


def _part(key: str, value: Any, note: Notes) -> Any:
    for ending, group in PARTS.items():
        if key.endswith(ending):
            return modern_part(group, value, note)
    if key in {"activation", "recurrent_activation"}:
        if value == "hard_sigmoid":
            note("`hard_sigmoid` is a little steeper in Keras 3 (x / 6 + 0.5 instead of 0.2 x + 0.5).")
        return modern_activation(value, note)
    return as_written(value)


Rule = Callable[[Config, Notes], Config]
RULES: Final[tuple[Rule, ...]] = (_sized, _formatted, _remembering, _typed)


def _grouped(config: Config, note: Notes) -> Config:
    """An InstanceNormalization over all axes at once, which is a single group."""
    return {key: value for key, value in config.items() if key != "axis"} | {"groups": 1} if config.get("axis", -1) is None else config


OWN_RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "BatchNormalization": (_normalized,),
    "GroupNormalization": (_grouped,),
    "Embedding": (_embedded,),
    "Input": (_entered,),
    "ZeroPadding2D": (_padded,),
}

LIFTING: Final = frozenset({"Bidirectional"})
INNER: Final = ("layer", "backward_layer", "cell", "cells", "activation")


def _with_inner(name: str, config: Config, note: Notes, *, saved: bool, depth: int) -> tuple[str, Config]:
    """The layers inside a layer; one without an equal makes a placeholder of the whole."""
    for key in INNER:
        value = config.get(key)
        inner = value if isinstance(value, list) else [value]
        made = [_inner(item, note, saved=saved, depth=depth + 1) for item in inner]
        lost = next((item for item in made if isinstance(item, dict) and item.get("class_name") == PLACEHOLDER), None)
        if lost is not None and isinstance(lost["config"], dict):
            return _placeholder(name, config, f"{lost['config']['class_name']} stands in it. {lost['config']['reason']}")
        settled = [_settled(item) for item in made]
        if value is not None:
            config = (_lifted(config, made) if name in LIFTING else config) | {key: settled if isinstance(value, list) else settled[0]}
    return name, config


def _inner(value: Any, note: Notes, *, saved: bool, depth: int) -> Any:
    if not isinstance(value, dict) or not isinstance(value.get("class_name"), str):
        return value
    given = value.get("config")
    if not isinstance(given, dict):
        return value
    name, config = _modern(str(value["class_name"]), dict(given), note, saved=saved, depth=depth)
    return {"class_name": name, "config": config}


def _settled(inner: Any) -> Any:
    """An inner layer without the shape it received: only the outer one receives anything."""
    if not isinstance(inner, dict) or not isinstance(inner.get("config"), dict):
        return inner
    return inner | {"config": {key: value for key, value in inner["config"].items() if key != INPUT_SHAPE}}


def _lifted(config: Config, inner: list[Any]) -> Config:
    """With the input shape that the layer inside was given, where none stands outside."""
    shapes = [item["config"].get(INPUT_SHAPE) for item in inner if isinstance(item, dict) and isinstance(item.get("config"), dict)]
    shape = next((shape for shape in shapes if shape is not None), None)
    return config if shape is None or INPUT_SHAPE in config else config | {INPUT_SHAPE: shape}


def _merge(arguments: Config, note: Notes) -> tuple[str, Config]:
    """Merge and merge(), whose mode is a layer of its own today."""
    mode = arguments.get("mode", "sum")
    name = MERGE_MODES.get(mode) if isinstance(mode, str) else None
    if name is None:
        return _placeholder("Merge", arguments, "Its mode is Python code, which is never executed here. Use an operation or a Formula instead.")
    note(f"Merge with mode `{mode}` became `{name}`.")
    axis, axes = arguments.get("concat_axis", -1), arguments.get("dot_axes", -1)
    extras: dict[str, Config] = {
        "Concatenate": {"axis": axis},
        "Dot": {"axes": _axes(axes), "normalize": mode == "cos"},
    }
    if mode == "cos":
        note("Merge with mode `cos` gave (batch, 1, 1); Dot gives (batch, 1).")
    return name, extras.get(name, {})


def _axes(axes: Any) -> Any:
    """The axes of a dot product as one number, or a pair of them."""
    if isinstance(axes, list | tuple):
        return [item[0] if isinstance(item, list | tuple) and item else item for item in axes]
    return axes

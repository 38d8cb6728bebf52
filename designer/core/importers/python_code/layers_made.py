"""`Dense(64, activation="relu", input_dim=20)` -> a layer with its config in Keras 3's words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import JsonValue

from designer.core.arguments import BASE_PARAMS
from designer.core.catalog import LayerSpec, Param
from designer.core.importers.drawing import PLACEHOLDER
from designer.core.importers.legacy import INPUT_SHAPE, POSITIONAL, modern_layer
from designer.core.importers.legacy_tables import ARGUMENTS, CLASSES, LEFT_OUT, MEANINGLESS, OWN_ARGUMENTS
from designer.core.importers.python_code.config_values import NotKnown, arguments_by_name, as_size, plain_value, words_for
from designer.core.importers.python_code.graph import Layer, Network, behind
from designer.core.importers.python_code.misspelt import respelt
from designer.core.importers.python_code.names import is_layer, misspelt_layer
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import MARK, Function, Instance, Native, Partial, Path, Unknown

FUNCTION_LAYERS: Final[Mapping[str, tuple[str, ...]]] = {"Lambda": ("function", "output_shape", "mask", "arguments")}
"""Layers that run Python of their own, and the order of their arguments."""
KERNELS: Final[Mapping[str, int]] = {"Conv2D": 2, "Convolution2D": 2, "SeparableConv2D": 2, "Conv3D": 3, "Convolution3D": 3, "Conv2DTranspose": 2}
"""Layers whose kernel Keras 1 took side by side, and how many sides it has."""
NEWER: Final = re.compile(r"\b(?:padding|strides|kernel_size|kernel_initializer|use_bias)\s*=|keras\.Input\b|[\"'](?:same|valid)[\"']\s*\)")
"""Words of Keras 2 and later: a program with one of them names its kernels' sides together."""
TAKES: Final[Mapping[str, tuple[str, ...]]] = {"TextVectorization": ("string_lookup",)}
"""Names of Keras's own that a layer takes for layers inside it when it is made."""
ACTIVATIONS: Final = frozenset(("Activation",))
"""Layers that are nothing but their activation."""
WRAPPERS: Final = frozenset(("TimeDistributed",))
"""Layers that do to each step what the layer inside does: around a network, that is around each of its layers."""
SHAPES: Final = ("input_shape", "batch_input_shape")
DATA_FORMAT: Final = "channels_last"
FIRST: Final = "channels_first"
CALLABLE: Final = (Function, Partial, Native)
IGNORED: Final = frozenset(("name", "weights", "batch_size", "tensor", "ragged"))
OF_EVERY_LAYER: Final = ("name", "batch_size", "input_shape", INPUT_SHAPE, "input_dim", "input_length")
SIDES: Final = ("nb_row", "nb_col", "input_dtype", "input_tensor")


def make_layer(run: Run, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Layer:
    """A layer as the program makes it."""
    name = _spelt(run, name, line)
    given = arguments_by_name(_order(run, name, positional, line), positional, named)
    known, old = _argument_names(run, name)
    arguments = respelt(run, name, given, known, line, old)
    if name in ACTIVATIONS and isinstance(arguments.get("activation"), CALLABLE):
        arguments["function"] = arguments.pop("activation")
    if name in WRAPPERS and isinstance(arguments.get("layer"), Network):
        arguments["function"] = _each_wrapped(name, arguments["layer"])
    if name in FUNCTION_LAYERS or "function" in arguments:
        return _function_layer(run, name, arguments, line)
    afterwards = arguments.pop("activation") if isinstance(arguments.get("activation"), CALLABLE) else None
    config, missing = _config(run, name, arguments, line)
    notes: list[str] = []
    layer, modern = modern_layer(name, config, notes.append)
    for message in dict.fromkeys(notes):
        run.note("changed", message if name in message else f"{name}: {message}", line)
    made = _made(run, (name, layer), modern, arguments, missing, line)
    made.afterwards = afterwards
    return made


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _each_wrapped(name: str, network: Network) -> Native:
    """A wrapper around a whole network: the wrapper around each of its layers, one behind the other."""

    def call(run: Run, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
        network.settle(line)
        network.is_wrapped = True
        value = positional[0]
        for step in behind(network.outputs, network.inputs):
            if step.target is not network.inputs[0].call.target:
                if not isinstance(step.target, Layer) or len(step.sources) != 1:
                    return Unknown(f"{name}({network.name})", line)
                value = run.call(make_layer(run, name, [step.target], {}, line), [value], {}, line)
        run.note("changed", f"{name} around the network {network.variable or network.name} became {name} around each of its layers.", line)
        return value

    return Native(call)


def _made(run: Run, names: tuple[str, str], modern: dict[str, JsonValue], arguments: Mapping[str, Any], missing: Sequence[str], line: int) -> Layer:
    name, layer = names
    spec = run.catalog.layers.get(layer)
    receives = modern.pop(INPUT_SHAPE, None)
    made = Layer(layer, modern, "", line)
    if layer == PLACEHOLDER or spec is None or (spec.unavailable and not spec.is_cell):
        made = _placeholder(name, modern, spec, line) if layer != PLACEHOLDER else Layer(layer, modern, "", line, reason=str(modern["reason"]))
    else:
        _order_of_keras_1(run, name, spec, receives, line)
        if run.data_format != DATA_FORMAT and spec.param("data_format") is not None:
            modern.setdefault("data_format", run.data_format)
        made.config = _shortened(run, spec, _corrected(run, spec, modern, line))
    made.receives = tuple(item if isinstance(item, int) else None for item in receives) if isinstance(receives, list) else None
    if isinstance(receives, list) and not any(receives) and any(isinstance(item, Unknown) for key in SHAPES for item in _listed(arguments.get(key))):
        run.guessed.add(made)
    given = arguments.get("name")
    made.is_named = isinstance(given, str) and bool(given)
    for prefix in TAKES.get(layer, ()):
        run.automatic(prefix)
    if run.reading_blocks and isinstance(given, str):
        given = given.removeprefix(f"{MARK}_")
    made.name = str(given) if made.is_named else run.automatic(spec.auto_name if spec and spec.auto_name else name.lower())
    if made.reason:
        run.note_placeholder(name, made, line)
    for key in missing:
        run.note("unread", f"{key} of {made.name} ({name}) is not known without running the program: {words_for(arguments[key])}.", line)
    run.layers.append(made)
    run.event()
    return made


def _order_of_keras_1(run: Run, name: str, spec: LayerSpec, receives: JsonValue, line: int) -> None:
    """An old program that never says where its channels stand: images of shape (3, 224, 224) have them first, as was usual then."""
    if not (run.is_old and run.turns_channels) or run.data_format == FIRST or spec.param("data_format") is None:
        return
    shapes = [receives, *(layer.config.get("shape") for layer in run.layers if layer.layer == "Input")]
    channels = (1, 3) if name in POSITIONAL else (3,)  # a single one only in the spelling of Keras 1: (1, 64, 128) is a row of signals too
    shape = next((shape for shape in shapes if _has_channels_first(shape, channels)), None)
    if shape is not None:
        run.data_format = FIRST
        sizes = ", ".join(str(size) for size in shape if size is not None) if isinstance(shape, list) else ""
        run.note("changed", f"Images of shape ({sizes}) were read with their channels first, as was usual in the days of Keras 1.", line)


def _has_channels_first(shape: JsonValue, channels: Sequence[int]) -> bool:
    sizes = [size for size in shape if isinstance(size, int)] if isinstance(shape, list) else []
    return len(sizes) == 3 and sizes[0] in channels and min(sizes[1:]) > 4


def _placeholder(name: str, data: Any, spec: LayerSpec | None, line: int) -> Layer:
    reason = spec.unavailable if spec is not None else "Keras has no layer of this name. Replace it with one from the palette."
    return Layer(PLACEHOLDER, {"class_name": name, "data": data, "reason": reason}, "", line, reason=reason)


def _spelt(run: Run, name: str, line: int) -> str:
    """The layer's name, mended where it is misspelt."""
    if is_layer(run.catalog, name) or name in FUNCTION_LAYERS or ((spec := run.catalog.layers.get(name)) and spec.kind == "layer"):
        return name
    meant = misspelt_layer(run, name)
    if meant is None:
        return name
    run.note("misspelt", f"Keras has no layer called {name}; it was read as {meant}.", line)
    return meant


def _argument_names(run: Run, name: str) -> tuple[list[str], list[str]]:
    """The names of a layer's arguments, and those that they had in other days."""
    modern = CLASSES.get(name, name)
    spec = run.catalog.layers.get(modern)
    own = [param.name for param in spec.params] if spec else []
    return [*own, *POSITIONAL.get(name, ()), *BASE_PARAMS, *OF_EVERY_LAYER], [
        *ARGUMENTS,
        *OWN_ARGUMENTS.get(modern, {}),
        *MEANINGLESS,
        *LEFT_OUT,
        *SIDES,
    ]


def _order(run: Run, name: str, positional: Sequence[Any], line: int) -> Sequence[str]:
    """The names of a layer's arguments in the order in which they are given by place."""
    if name in FUNCTION_LAYERS:
        return FUNCTION_LAYERS[name]
    sides = KERNELS.get(name)
    modern = CLASSES.get(name, name)
    spec = run.catalog.layers.get(modern)
    own = [param.name for param in spec.params if param.name not in BASE_PARAMS] if spec else []
    is_old = name in POSITIONAL or (run.is_old and not NEWER.search(run.text))
    if sides and len(positional) > sides and all(isinstance(item, int) for item in positional[1 : sides + 1]) and is_old:
        if name not in POSITIONAL:
            run.note("changed", f"{name}({', '.join(map(str, positional[: sides + 1]))}) gives the kernel's sides one by one, as Keras 1 did.", line)
        return POSITIONAL.get(name, ("nb_filter", "nb_row", "nb_col")) if sides == 2 else POSITIONAL["Convolution3D"]
    if name in POSITIONAL and (spec is None or not sides):
        return POSITIONAL[name]
    return own


def _config(run: Run, name: str, arguments: Mapping[str, Any], line: int) -> tuple[dict[str, Any], list[str]]:
    """The arguments that are known, and the names of those that are not."""
    config: dict[str, Any] = {}
    missing: list[str] = []
    for key, value in arguments.items():
        if key in IGNORED and not (key == "batch_size" and value is not None):
            continue
        try:
            config[key] = _joined(key, plain_value(run, value))
        except NotKnown:
            known = _known_part(run, value)
            if known is not None and ("shape" in key or key in {"size", "dims"}):
                config[key] = known
                run.note("unread", f"Not all of {key} of {name} is known without running the program.", line)
            else:
                missing.append(key)
    return config, missing


STACKED: Final[Mapping[str, tuple[str, str]]] = {"cell": ("StackedRNNCells", "cells")}
"""Arguments that may be a list, and the layer that holds such a list."""


def _joined(key: str, value: JsonValue) -> JsonValue:
    """`RNN([LSTMCell(8), LSTMCell(8)])`: the cells as the one that Keras makes of them."""
    if key not in STACKED or not isinstance(value, list):
        return value
    layer, items = STACKED[key]
    return {"class_name": layer, "config": {items: value}}


def _known_part(run: Run, value: Any) -> list[JsonValue] | None:
    """A shape of which some sizes are not known, with None in their place."""
    if not isinstance(value, list | tuple):
        return None
    return [as_size(item) for item in value]


def _corrected(run: Run, spec: LayerSpec, config: Mapping[str, JsonValue], line: int) -> dict[str, JsonValue]:
    """The config with misspelt words mended, where it is clear what was meant."""
    params = {param.name: param for param in spec.params}
    return {key: _word(run, params.get(key), value, line) for key, value in config.items()}


def _word(run: Run, param: Param | None, value: JsonValue, line: int) -> JsonValue:
    """A word among those that an argument takes."""
    if param is None or not isinstance(value, str):
        return value
    known = run.catalog.activations if param.kind == "activation" else param.choices if param.kind == "choice" else ()
    if not known or value in known:
        return value
    close = [value.lower()] if value.lower() in known else difflib.get_close_matches(value.lower(), known, n=1, cutoff=0.75)
    if close:
        run.note("misspelt", f"{param.name} cannot be '{value}'; it was read as '{close[0]}'.", line)
    return close[0] if close else value


def _shortened(run: Run, spec: LayerSpec, config: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The config without what Keras would do anyway."""
    params = {param.name: param for param in spec.params} | dict(BASE_PARAMS)
    return {key: value for key, value in config.items() if key not in params or params[key].required or not _same(value, params[key].default)}


def _same(value: Any, default: Any) -> bool:
    if isinstance(value, bool) != isinstance(default, bool):
        return False
    return bool(value == default) or (isinstance(default, list) and bool(default) and all(item == value for item in default) and value is not None)


def _function_layer(run: Run, name: str, arguments: Mapping[str, Any], line: int) -> Layer:
    """A Lambda: its function is followed where it is called."""
    function = arguments.get("function")
    more = arguments.get("arguments")
    given = arguments.get("name")
    made = Layer(name, {}, str(given) if isinstance(given, str) else run.automatic(name.lower()), line, isinstance(given, str))
    followed = isinstance(function, Function | Partial | Instance | Path | Native)
    made.function = Partial(function, (), more if isinstance(more, dict) else {}) if followed else Unknown(words_for(function), line)
    shape = next((arguments[key] for key in ("input_shape", "batch_input_shape") if isinstance(arguments.get(key), list | tuple)), None)
    if shape is not None:
        known = _known_part(run, shape) or []
        sizes = known if "batch_input_shape" in arguments else [None, *known]
        made.receives = tuple(item if isinstance(item, int) else None for item in sizes)
    run.layers.append(made)
    run.event()
    return made

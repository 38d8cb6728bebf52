"""Values of a program -> values of a config, in Keras's serialized form."""

from __future__ import annotations

import ast
import difflib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from designer.core.arguments import lookup
from designer.core.arithmetic import KEY
from designer.core.catalog import Catalog, ObjectSpec
from designer.core.document import MAX_NUMBER, KerasObject
from designer.core.importers.legacy import INPUT_SHAPE, modern_object
from designer.core.importers.legacy_objects import NAMES, Group
from designer.core.importers.python_code.graph import Layer, Network, Tensor
from designer.core.importers.python_code.misspelt import respelt
from designer.core.importers.python_code.names import keras_thing
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Array, Described, Function, Instance, Path, Symbol, Unknown

DEEPEST = 8
_UNWRITABLE = re.compile("[\\x00\\ud800-\\udfff]")
WORD_GROUPS = frozenset(("activations", "initializers", "regularizers", "constraints", "losses", "metrics", "optimizers", "layers", "ops", "backend"))
ALIASES: Mapping[str, str] = {"l1": "L1", "l2": "L2", "l1_l2": "L1L2", "l1l2": "L1L2"}


FIRST: Mapping[str, tuple[str, ...]] = {"ModelCheckpoint": ("filepath",)}
"""Arguments that no form offers and that stand before the others."""


class NotKnown(ValueError):
    """A value that no config can hold; the message says what it is."""


def plain_value(run: Run, value: Any, depth: int = 0) -> JsonValue:
    """A value as a config holds it; raises NotKnown."""
    run.budget.step()
    if depth > DEEPEST:
        raise NotKnown("a value nested deeper than any config")
    if value is None or isinstance(value, bool | int | float | str):
        return _kept(value)
    if isinstance(value, list | tuple | range):
        return [plain_value(run, item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_value(run, item, depth + 1) for key, item in value.items()}
    return _object(run, value, depth)


def _kept(value: Any) -> JsonValue:
    """A plain value, where a document can hold it."""
    if isinstance(value, float) and not math.isfinite(value):
        raise NotKnown(f"{value}, which is no size")
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        raise NotKnown("a number larger than any size")
    return writable(value) if isinstance(value, str) else value


def as_size(value: Any) -> int | None:
    """A size of a shape; None where it is not known, or is none."""
    whole = int(value) if isinstance(value, int) or (isinstance(value, float) and value.is_integer()) else None
    return None if whole is None or isinstance(value, bool) or abs(whole) > MAX_NUMBER else whole


def writable(text: str) -> str:
    """A text without the characters that no document holds."""
    return _UNWRITABLE.sub(" ", text)


def _object(run: Run, value: Any, depth: int) -> JsonValue:
    if isinstance(value, Path):
        return _word(value)
    if isinstance(value, Described):
        return {"class_name": value.class_name, "config": described_config(run, value, depth)}
    if isinstance(value, Layer):
        return _inner_layer(value)
    if isinstance(value, Symbol):
        return {KEY: ast.unparse(value.node)}
    raise NotKnown(words_for(value))


def words_for(value: Any) -> str:
    """What a value is, for a sentence."""
    rule = WORDS.get(type(value))
    return rule(value) if rule is not None else "this value"


WORDS: Mapping[type[Any], Callable[[Any], str]] = {
    Array: lambda _: "an array of data",
    Function: lambda value: f"the function {value.name}" if value.name != "lambda" else "a lambda",
    Instance: lambda value: f"an object of the class {value.cls.name}",
    Network: lambda value: f"the network {value.name}",
    Tensor: lambda _: "a tensor",
    Unknown: lambda value: value.what if value.what != "…" else "this value",
}


def _word(path: Path) -> str:
    """What a function or a type of a library is called in a config."""
    thing = keras_thing(path)
    root = path.dotted.partition(".")[0]
    if (thing and thing[0] in WORD_GROUPS) or root in {"tensorflow", "numpy"}:
        return path.last
    raise NotKnown(path.dotted)


def _inner_layer(layer: Layer) -> JsonValue:
    if layer.function is not None or layer.reason:
        raise NotKnown(f"{layer.name}, which is a function of the program")
    named: dict[str, JsonValue] = {"name": layer.name} if layer.is_named else {}
    shape: dict[str, JsonValue] = {INPUT_SHAPE: list(layer.receives)} if layer.receives is not None else {}
    return {"class_name": layer.layer, "config": {**layer.config, **named, **shape}}


def described_config(run: Run, value: Described, depth: int = 0) -> dict[str, JsonValue]:
    """The arguments of an object; those that are not known are left out, and told."""
    config: dict[str, JsonValue] = {}
    for key, item in value.arguments.items():
        try:
            config[key] = plain_value(run, item, depth + 1)
        except NotKnown as error:
            run.note("unread", f"{key} of {value.class_name} is not known without running the program ({error}); Keras's default stands.", value.line)
    return config


def arguments_by_name(names: Sequence[str], positional: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments under their names; what is given by place beyond the names is left out."""
    return {**dict(zip(names, positional, strict=False)), **named}


def keras_object(run: Run, group: Group, value: Any, line: int) -> KerasObject | None:
    """An optimizer, a loss or a metric as a document holds it; None where it is not known."""
    name, config = _told(run, value)
    if name is None:
        return None
    known: Mapping[str, ObjectSpec] = getattr(run.catalog, group)
    notes: list[str] = []
    class_name, arguments = modern_object(group, name, config, notes.append)
    spec = lookup(class_name, known) or _meant(run, class_name, known, line)
    if spec is None:
        return None
    for message in notes:
        run.note("changed", f"{spec.name}: {message}", line)
    own = {param.name for param in spec.params}
    arguments = respelt(run, spec.name, arguments, own, line)
    for key in arguments.keys() - own:
        run.note("unread", f"{key} was left out: {spec.name} has no such argument.", line)
    return KerasObject(class_name=spec.name, config={key: item for key, item in arguments.items() if key in own and item != _default(spec, key)})


def _default(spec: ObjectSpec, name: str) -> JsonValue:
    param = spec.param(name)
    return param.default if param is not None else None


def _told(run: Run, value: Any) -> tuple[str | None, dict[str, JsonValue]]:
    if isinstance(value, str):
        return value, {}
    if isinstance(value, Described):
        return value.class_name, described_config(run, value)
    if isinstance(value, Path) and keras_thing(value) is not None:
        return value.last, {}
    return None, {}


def _meant(run: Run, name: str, known: Mapping[str, ObjectSpec], line: int) -> ObjectSpec | None:
    """What a misspelt name was meant to be."""
    plain = {key.lower(): spec for key, spec in known.items()} | {key: spec for key, spec in known.items() if key.islower()}
    close = difflib.get_close_matches(name.replace("_", "").lower(), plain, n=1, cutoff=0.85)
    if not close:
        return None
    run.note("changed", f"`{name}` was read as `{plain[close[0]].name}`.", line)
    return plain[close[0]]


def parameter_names(catalog: Catalog, group: str, class_name: str) -> list[str]:
    """The names of an object's arguments, in order."""
    known: Mapping[str, ObjectSpec] = getattr(catalog, group, {})
    modern = NAMES.get(group, {}).get(class_name.replace("_", "").lower(), ALIASES.get(class_name, class_name))  # type: ignore[call-overload]
    spec = lookup(modern, known)
    return [*FIRST.get(modern, ()), *(param.name for param in spec.params)] if spec is not None else []

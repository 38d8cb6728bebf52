"""The parameters of a class of Keras, from its signature, its docstring and the overlay."""

from __future__ import annotations

import inspect
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from designer.core.catalog import Param
from designer.core.reading import overlay
from designer.core.reading.docstrings import read_docstring
from designer.core.reading.kinds import read_kind

_RANK = re.compile(r"(\d)D")
_TUPLES = {"tuple", "int_or_tuple", "int_or_pairs"}
_RANGED = {"int", "float", "number", "float_or_range", "shape", "schedule", "floats", *_TUPLES}
_NULLABLE = re.compile(r"\bor None\b|\bIf (?:you pass )?None\b", re.IGNORECASE)


class UnreadableParamError(ValueError):
    """A parameter whose kind neither Keras nor the overlay tells."""

    def __init__(self, owner: str, name: str) -> None:
        super().__init__(f'{owner}.{name} has no kind that could be read. Give it one in overlay/params.toml, as [only."{owner}.{name}"].')


def shared_helps(owners: Iterable[Any]) -> dict[str, str]:
    """What most of these classes say of an argument, for those that say nothing of it."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for owner in owners:
        for name, text in _helps(owner).items():
            said[name][text] += 1
    return {name: texts.most_common(1)[0][0] for name, texts in said.items()}


def read_params(
    owner: type[Any] | Callable[..., Any],
    name: str,
    shared: Mapping[str, str],
    *,
    tables: overlay.Params | None = None,
    skipped: Collection[str] = (),
) -> tuple[Param, ...]:
    """The parameters of a class's constructor (or a function) that a form can show, in the order of its signature."""
    known = tables or overlay.params()
    helps = {**shared, **_helps(owner)}
    return tuple(
        _read_param(name, argument, helps.get(argument.name, ""), known)
        for argument in inspect.signature(owner).parameters.values()
        if argument.kind not in {argument.VAR_POSITIONAL, argument.VAR_KEYWORD}
        and argument.name not in skipped
        and not known.is_hidden(name, argument.name)
    )


def takes_more(owner: type[Any]) -> bool:
    """Whether the constructor passes further arguments on to its base class."""
    return any(argument.kind is argument.VAR_KEYWORD for argument in inspect.signature(owner).parameters.values())


def base_param(name: str, owner: str) -> Param:
    """One of the arguments that a layer passes on to its base class."""
    tables = overlay.params()
    rows = [tables.base[name], *([tables.only[f"{owner}.{name}"]] if f"{owner}.{name}" in tables.only else [])]
    return Param.model_validate({"name": name} | {key: value for row in rows for key, value in row.model_dump(exclude_unset=True).items()})


def _helps(owner: Any) -> dict[str, str]:
    """The help of each argument; what a class does not say itself, its base classes may."""
    helps: dict[str, str] = {}
    for base in reversed(inspect.getmro(owner)) if inspect.isclass(owner) else [owner]:
        helps |= {name: text for name, text in read_docstring(base).arguments.items() if text}
    return helps


def _read_param(owner: str, argument: inspect.Parameter, text: str, tables: overlay.Params) -> Param:
    changes = tables.changes(owner, argument.name)
    required = argument.default is argument.empty
    reading = read_kind(argument.default, text)
    kind = changes.get("kind", reading.kind)
    if kind is None:
        raise UnreadableParamError(owner, argument.name)
    values = {
        "name": argument.name,
        "kind": kind,
        "required": required,
        "default": None if required else _plain(argument.default),
        "nullable": argument.default is None or (not required and bool(_NULLABLE.search(text[:160]))),
        "choices": reading.choices if kind == "choice" else (),
        "length": (reading.length or _rank(owner)) if kind in _TUPLES else None,
        "common": changes.get("required", required),
        "help": text,
    }
    unfit = {} if kind in _RANGED else {"minimum": None, "maximum": None}
    own = tables.only.get(f"{owner}.{argument.name}")
    if not required and not changes.get("required") and (own is None or own.start is None):
        unfit["start"] = None  # `names` says it for the classes that require it
    return Param.model_validate(values | changes | unfit)


def _rank(owner: str) -> int | None:
    """How many numbers a tuple of Conv2D and its like holds."""
    found = _RANK.search(owner)
    return int(found[1]) if found else None


def _plain(value: Any) -> Any:
    """A default as JSON has it: tuples become lists."""
    return json.loads(json.dumps(value))

"""What a layer's call takes: tensors, which are ports, and settings of the node."""

from __future__ import annotations

import inspect
from typing import Any

from keras.src.layers.merging.base_merge import Merge

from designer.core.catalog import Param, Port
from designer.core.reading import overlay
from designer.core.reading.params import UnreadableParamError


def read_ports(owner: type[Any], name: str) -> tuple[Port, ...]:
    """The ports of a layer: the first argument of its call, and those others that the overlay knows as tensors."""
    if issubclass(owner, Merge):
        return (Port(name="inputs", many=True, minimum=2),)
    known = overlay.layers().ports
    first, *others = _taken(owner, name) or [""]
    return (known.get(first, Port(name="inputs")), *(known[other] for other in others if other in known))


def read_call_params(owner: type[Any], name: str) -> tuple[Param, ...]:
    """The other arguments of its call; raises UnreadableParamError for one that no table knows."""
    tables = overlay.layers()
    settings = [other for other in _taken(owner, name)[1:] if other not in tables.ports]
    if unknown := [other for other in settings if other not in tables.call]:
        raise UnreadableParamError(name, f"call.{unknown[0]}")
    return tuple(Param.model_validate({"name": other} | tables.call[other].model_dump(exclude_unset=True)) for other in settings)


def _taken(owner: type[Any], name: str) -> list[str]:
    """The arguments of a class's call that mean something here, in order."""
    hidden = overlay.layers().call_hidden
    names = [argument.name for argument in inspect.signature(owner.call).parameters.values() if argument.kind is argument.POSITIONAL_OR_KEYWORD]
    return [argument for argument in names if argument != "self" and f"{name}.{argument}" not in hidden]

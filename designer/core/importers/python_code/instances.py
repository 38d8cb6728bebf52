"""Objects of the program's own classes: those that are models, and what lies between their inputs and outputs."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from designer.core.importers.python_code.calling import as_tensors, call_network, followed_or_placed, new_input
from designer.core.importers.python_code.graph import Network, Tensor, behind
from designer.core.importers.python_code.networks import MODELS, make_model, make_sequential, new_network
from designer.core.importers.python_code.run import Raised, Run, SeveralInputs
from designer.core.importers.python_code.values import Bound, Function, Instance, Unknown

TRAINING: Final = "training"
RECEIVES: Final = "(receives)"
COMPILED: Final = "(compiled)"
FITTED: Final = "(fitted)"
BUILT: Final = "(built)"


def start_instance(run: Run, instance: Instance, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> None:
    """`super().__init__(…)` of a class that is a Keras model: with inputs and outputs it is a functional one, of Sequential a stack."""
    bases = {path.last for path in instance.cls.foreign_bases}
    if "Sequential" in bases:
        instance.attributes[NETWORK] = make_sequential(run, positional, named, line)
    elif bases & MODELS and (len(positional) > 1 or {"inputs", "outputs", "input", "output"} & named.keys()):
        made = make_model(run, positional, named, line)
        if isinstance(made, Network):
            instance.attributes[NETWORK] = made
    if isinstance(named.get("name"), str):
        instance.attributes["name"] = named["name"]


NETWORK: Final = "(network)"


def network_of(instance: Instance) -> Network | None:
    """The network that an object of the program is, where it said so when it was made."""
    found = instance.attributes.get(NETWORK)
    return found if isinstance(found, Network) else None


def call_instance(run: Run, instance: Instance, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """An object of the program called: its layers are followed where they stand."""
    network = network_of(instance)
    if network is not None:
        return call_network(run, network, positional, named, line)
    for name in ("call", "__call__", "forward"):
        try:
            member = instance.cls.member(name)
        except KeyError:
            continue
        if isinstance(member, Function):
            takes_training = any(argument.arg == TRAINING for argument in (*member.arguments.args, *member.arguments.kwonlyargs))
            free = {TRAINING: Unknown(TRAINING, line, order="training")} if takes_training and len(positional) < 2 else {}  # Keras says it
            _build_once(run, instance, positional, line)
            return followed_or_placed(run, Bound(member, instance), (positional, {**free, **named}), instance.cls.name, line)
    return Unknown(f"{instance.cls.name}(…)", line)


def _build_once(run: Run, instance: Instance, positional: Sequence[Any], line: int) -> None:
    """`build(input_shape)`, which Keras calls before the first call: layers may be made there."""
    member = next((owner.members["build"] for owner in instance.cls.lineage() if "build" in owner.members), None)
    if not isinstance(member, Function) or BUILT in instance.attributes or not positional:
        return
    instance.attributes[BUILT] = True
    given = positional[0]
    shapes = [run.shape_of(tensor) for tensor in as_tensors(run, given, line)] if not isinstance(given, Unknown) else []
    known: list[Any] = [Unknown("input_shape", line) if shape is None else shape for shape in shapes] or [Unknown("input_shape", line)]
    with suppress(Raised):
        run.call(Bound(member, instance), [known if isinstance(given, list | tuple) else known[0]], {}, line)


def is_model(instance: Instance) -> bool:
    """Whether an object's class is a Keras model of the program's own."""
    return any(path.last in MODELS for path in instance.cls.foreign_bases)


def network_from(run: Run, instance: Instance) -> Network | None:
    """The network of a model class: its call, followed from an Input of unknown shape."""
    if network_of(instance) is not None:
        return None
    try:
        member = instance.cls.member("call")
    except KeyError:
        return None
    if not isinstance(member, Function):
        return None
    name = instance.attributes.get("name")
    shape = instance.attributes.get(RECEIVES)
    entrances, found = _followed(run, instance, shape[1:] if isinstance(shape, tuple) else None)
    outputs = as_tensors(run, found, instance.line) if not isinstance(found, Unknown) else []
    if not outputs or not any(entrances[0].call in behind([tensor], []) for tensor in outputs):
        return None
    made = new_network(run, name, instance.cls.name.lower(), instance.line)
    made.inputs, made.outputs, made.variable = entrances, outputs, instance.variable
    made.compiled, made.fitted = instance.attributes.get(COMPILED), instance.attributes.get(FITTED)
    return made


def _followed(run: Run, instance: Instance, shape: Sequence[int | None] | None) -> tuple[list[Tensor], Any]:
    """The Inputs in front of a model class, and what its call gives on them."""
    run.entrance = new_input(run, shape, line=instance.line)
    try:
        return [run.entrance], call_instance(run, instance, [run.entrance], {}, instance.line)
    except SeveralInputs as several:
        keys = range(several.count) if several.count else _keys(instance)
        named = any(isinstance(key, str) for key in keys)
        made = {key: new_input(run, None, name=key if isinstance(key, str) else None, line=instance.line) for key in list(keys)[:MOST_INPUTS]}
        return list(made.values()), call_instance(run, instance, [made if named else list(made.values())], {}, instance.line)
    finally:
        run.entrance = None


def _keys(instance: Instance) -> list[int | str]:
    """What the call of a model class picks out of its input: names, or as many as the highest number asks for."""
    member = instance.cls.member("call")
    body = member.body if not isinstance(member.body, ast.expr) else []
    argument = next((argument.arg for argument in member.arguments.args[1:]), "")
    picks = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)]
    found = [pick.slice.value for pick in picks if isinstance(pick.value, ast.Name) and pick.value.id == argument]  # type: ignore[attr-defined]
    names = [key for key in found if isinstance(key, str)]
    return list(dict.fromkeys(names)) if names else list(range(max((key for key in found if isinstance(key, int)), default=0) + 1))


MOST_INPUTS: Final = 20

"""What stands behind a dot, and what calling it does: of layers, networks, tensors, data, objects of the program, and Python's own values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code import arrays, plain, plain_methods
from designer.core.importers.python_code.config_values import arguments_by_name
from designer.core.importers.python_code.functions import bound_member, member_of
from designer.core.importers.python_code.graph import Layer, Network, Tensor
from designer.core.importers.python_code.instances import COMPILED, FITTED, RECEIVES, network_of, start_instance
from designer.core.importers.python_code.names import canonical
from designer.core.importers.python_code.network_methods import COMPILE_ORDER, FIT_ORDER, network_method, shape_given
from designer.core.importers.python_code.networks import freeze
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.stacks import layers_in
from designer.core.importers.python_code.values import Array, Class, Described, Function, Instance, Method, Parser, Path, Super, Unknown

CONSTANTS: Final[Mapping[str, Any]] = {
    **{f"numpy.{name}": value for name, value in arrays.CONSTANTS.items()},
    "math.pi": math.pi,
    "math.e": math.e,
    "math.inf": math.inf,
    "tensorflow.newaxis": None,
}


def attribute(run: Run, owner: Any, name: str, line: int) -> Any:
    """`owner.name`."""
    rule = OWNERS.get(type(owner))
    if rule is not None:
        return rule(run, owner, name, line)
    if plain_methods.has_method(owner, name):
        return Method(owner, name)
    return Unknown("…", line, plain.tensors_in([owner]))


def _of_path(run: Run, owner: Path, name: str, line: int) -> Any:
    dotted = f"{owner.dotted}.{name}"
    return CONSTANTS[dotted] if dotted in CONSTANTS else canonical(dotted)


def _of_array(run: Run, owner: Array, name: str, line: int) -> Any:
    return arrays.attribute(owner, name)


def _of_described(run: Run, owner: Described, name: str, line: int) -> Any:
    return owner.arguments.get(name, Unknown("…", line))


def _of_instance(run: Run, owner: Instance, name: str, line: int) -> Any:
    try:
        return member_of(run, owner, name, line)
    except KeyError:
        network = network_of(owner)
        return attribute(run, network, name, line) if network is not None else Method(owner, name)


def _of_class(run: Run, owner: Class, name: str, line: int) -> Any:
    try:
        member = owner.member(name)
    except KeyError:
        return Unknown("…")
    from_class = isinstance(member, Function) and member.kind == "classmethod"
    return Method(owner, name) if from_class else member


def _of_super(run: Run, owner: Super, name: str, line: int) -> Any:
    lineage = owner.instance.cls.lineage()
    for behind in lineage[lineage.index(owner.behind) + 1 :] if owner.behind in lineage else []:
        if name in behind.members:
            return bound_member(run, behind, owner.instance, name, line)
    return Method(owner, name)


def _of_network(run: Run, owner: Network, name: str, line: int) -> Any:
    if name == "layers":
        return layers_in(owner)
    if name in {"input", "output", "inputs", "outputs", "input_shape", "output_shape"}:
        return _end_of_network(run, owner, name, line)
    return getattr(owner, name) if name in {"name", "trainable"} else Method(owner, name)


def _end_of_network(run: Run, owner: Network, name: str, line: int) -> Any:
    owner.settle(line)
    tensors = owner.inputs if name.startswith("input") else owner.outputs
    if not tensors:
        return Unknown(f"{owner.name}.{name}", line)
    if name.endswith("shape"):
        return run.shape_of(tensors[0]) or Unknown(name, line)
    return list(tensors) if name.endswith("s") or len(tensors) > 1 else tensors[0]


def _of_layer(run: Run, owner: Layer, name: str, line: int) -> Any:
    if name in ENDS and not owner.calls and owner.stack is not None:
        owner.stack.settle(line)
    if name in {"output", "input"} and owner.calls:
        return owner.calls[0].tensor() if name == "output" else next(iter(owner.calls[0].sources), Unknown(name, line))
    if name == "output_shape" and owner.calls:
        return run.shape_of(owner.calls[0].tensor()) or Unknown(name, line)
    if name == "input_shape" and owner.calls and owner.calls[0].sources:
        return run.shape_of(owner.calls[0].sources[0]) or Unknown(name, line)
    if name == "name":
        return owner.name
    if name == "trainable":
        return owner.config.get("trainable", True)
    return owner.config[name] if name in owner.config else Method(owner, name)


def _of_function(run: Run, owner: Function, name: str, line: int) -> Any:
    return owner.name if name == "__name__" else Unknown("…", line)


def _of_tensor(run: Run, owner: Tensor, name: str, line: int) -> Any:
    if name in {"shape", "_keras_shape"}:
        return run.shape_of(owner) or Unknown("shape", line, (owner,))
    if name == "get_shape":
        return Method(owner, name)
    if name == "name":
        return owner.call.target.name
    if name in {"ndim", "rank"}:
        shape = run.shape_of(owner)
        return len(shape) if shape is not None else Unknown(name, line)
    return Unknown("…", line, (owner,))


ENDS: Final = frozenset(("input", "output", "input_shape", "output_shape"))

OWNERS: Final[Mapping[type[Any], Callable[[Run, Any, str, int], Any]]] = {
    Array: _of_array,
    Class: _of_class,
    Described: _of_described,
    Function: _of_function,
    Instance: _of_instance,
    Layer: _of_layer,
    Network: _of_network,
    Parser: lambda _run, owner, name, _line: Method(owner, name),
    Path: _of_path,
    Super: _of_super,
    Tensor: _of_tensor,
}


def set_attribute(run: Run, owner: Any, name: str, value: Any) -> None:
    """`owner.name = value`."""
    if isinstance(owner, Instance):
        owner.attributes[name] = value
        network = network_of(owner)
        if name == "trainable" and network is not None:
            freeze(network, value)
    elif isinstance(owner, Class):
        owner.members[name] = value
    elif isinstance(owner, Layer | Network) and name == "trainable":
        freeze(owner, value)
    elif isinstance(owner, Layer) and name == "activation":
        run.note("unread", f"The activation that {owner.name} is given afterwards was left out.", owner.line)


def method(run: Run, given: Method, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`owner.name(…)`."""
    rule = CALLED.get(type(given.owner))
    if rule is not None:
        return rule(run, given.owner, given.name, positional, named, line)
    if run.is_doubtful(given.owner):
        return Unknown("…", line)
    found = plain_methods.method(given.owner, given.name, positional, named)
    if given.name in plain_methods.MUTATORS:
        run.doubt(given.owner)
    return found


def _class_method(run: Run, owner: Class, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    return run.call(owner.member(name), [owner, *positional], named, line)


def _array_method(run: Run, owner: Array, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    return arrays.method(owner, name, list(positional), named)


def _tensor_method(run: Run, owner: Tensor, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`tensor.get_shape()`, and `.as_list()` behind it."""
    return run.shape_of(owner) or Unknown("shape", line, (owner,))


def _layer_method(run: Run, owner: Layer, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    if name in {"call", "__call__"}:
        return run.call(owner, positional, {}, line)
    if name == "get_output_at" and positional and isinstance(positional[0], int) and positional[0] < len(owner.calls):
        return owner.calls[positional[0]].tensor()
    if name in VOCABULARY and (size := _words(owner)) is not None:
        run.note("changed", f"The vocabulary of {owner.name}, which it learns from the data, was taken to be as large as it may be.", line)
        return Array((size,)) if VOCABULARY[name] else size
    return Unknown(f"{owner.name}.{name}(…)", line)


VOCABULARY: Final[Mapping[str, bool]] = {"get_vocabulary": True, "vocabulary_size": False, "vocab_size": False}
"""Methods that tell a layer's vocabulary; whether they tell its words, or how many there are."""


def _words(layer: Layer) -> int | None:
    """How many words a layer knows at most."""
    words, most = layer.config.get("vocabulary"), layer.config.get("max_tokens")
    if isinstance(words, list):
        others = layer.config.get("num_oov_indices", 1)
        return len(words) + (others if isinstance(others, int) else 1) + (layer.config.get("mask_token") is not None)
    return most if isinstance(most, int) else None


def _instance_method(run: Run, owner: Instance | Super, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """A method that an object of the program has from Keras."""
    instance = owner.instance if isinstance(owner, Super) else owner
    if name == "__init__":
        start_instance(run, instance, positional, named, line)
        return None
    network = network_of(instance)
    if network is not None:
        return network_method(run, network, name, positional, named, line)
    if name == "compile":
        instance.attributes[COMPILED] = {**arguments_by_name(COMPILE_ORDER, positional, named), "line": line}
    elif name == "fit":
        instance.attributes[FITTED] = {**arguments_by_name(FIT_ORDER, positional, named), "line": line}
        data = instance.attributes[FITTED].get("x")
        if isinstance(data, Array):
            instance.attributes.setdefault(RECEIVES, (None, *data.shape[1:]))
    elif name == "build":
        shape = shape_given(positional[0] if positional else named.get("input_shape"))
        instance.attributes[RECEIVES] = shape
    return Unknown(f"{name}(…)", line)


def _parser_method(run: Run, owner: Parser, name: str, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """argparse: what the arguments are where none is given."""
    if name == "add_argument":
        flags = [flag for flag in positional if isinstance(flag, str)]
        flag = next((flag for flag in flags if flag.startswith("--")), flags[0] if flags else "")
        key = named.get("dest", flag.lstrip("-").replace("-", "_"))
        default = named.get("default", False if named.get("action") == "store_true" else Unknown(f"--{key}", line))
        owner.defaults[str(key)] = default
        return None
    if name == "add_argument_group":
        return owner
    made = Instance(Class("arguments", (), {}, line), dict(owner.defaults), line)
    return (made, []) if name == "parse_known_args" else made


CALLED: Final[Mapping[type[Any], Callable[[Run, Any, str, Sequence[Any], Mapping[str, Any], int], Any]]] = {
    Array: _array_method,
    Class: _class_method,
    Instance: _instance_method,
    Layer: _layer_method,
    Network: network_method,
    Parser: _parser_method,
    Super: _instance_method,
    Tensor: _tensor_method,
}

"""What calling something of Keras gives: its own things are made, the rest is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.core.importers.python_code import causal, plain
from designer.core.importers.python_code.applications import application
from designer.core.importers.python_code.arrays import numpy_call
from designer.core.importers.python_code.config_values import arguments_by_name, parameter_names
from designer.core.importers.python_code.datasets import loaded
from designer.core.importers.python_code.graph import Network
from designer.core.importers.python_code.library_layers import of_layers
from designer.core.importers.python_code.names import MODELS, is_layer, keras_thing, misspelt_layer
from designer.core.importers.python_code.networks import make_model, make_sequential
from designer.core.importers.python_code.old_graph import make_graph
from designer.core.importers.python_code.other_libraries import FUNCTIONS, WRAPPED, Named, Positional, of_numbers, of_others, wrapped
from designer.core.importers.python_code.preparing import PREPARING, prepared
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.stacks import add, trace_stack
from designer.core.importers.python_code.tensor_functions import call_operation
from designer.core.importers.python_code.values import Array, Described, Path, Unknown

DESCRIBED: Final = frozenset(("optimizers", "losses", "metrics", "initializers", "regularizers", "constraints", "callbacks", "schedules"))
SEEDS: Final = frozenset(("keras.utils.set_random_seed", "tensorflow.random.set_seed", "tensorflow.set_random_seed", "numpy.random.seed"))
POLICIES: Final = frozenset(("keras.mixed_precision.set_global_policy", "keras.config.set_dtype_policy", "keras.mixed_precision.set_dtype_policy"))


def call_path(run: Run, path: Path, positional: Positional, named: Named, line: int) -> Any:
    """What a function or class of a library gives."""
    thing = keras_thing(path)
    mask = causal.kept(path.last, [*positional, *(value for key, value in named.items() if key == "axis")]) or causal.lower(path.last, positional)
    if mask is not None:
        return mask
    if thing is not None and thing[0] == "datasets" and path.last == "load_data":
        return load_data(run, path, line)
    if thing is not None and thing[0] == "applications" and path.last == PREPARING:
        return prepared(run, path, positional, named, line)
    if path.dotted in SETTINGS:
        SETTINGS[path.dotted](run, path, positional, named)
        return None
    if thing is not None:
        group, name = thing
        rule = GROUPS.get(group)
        return _described(run, group, name, positional, named, line) if rule is None else rule(run, name, positional, named, line)
    return of_others(run, path, positional, named, line)


def _seed(run: Run, path: Path, positional: Positional, named: Named) -> None:
    value = positional[0] if positional else named.get("seed")
    if isinstance(value, int) and (run.seed is None or path.dotted.startswith("keras")):
        run.seed = value


def _policy(run: Run, path: Path, positional: Positional, named: Named) -> None:
    run.policy = positional[0] if positional and isinstance(positional[0], str) else run.policy


SETTINGS: Final = {**dict.fromkeys(SEEDS, _seed), **dict.fromkeys(POLICIES, _policy)}


def _models(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    return make_sequential(run, positional, named, line) if name == "Sequential" else make_model(run, positional, named, line)


def _other_models(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    meant = misspelt_layer(run, name)
    if meant is not None and meant in MODELS:
        run.note("misspelt", f"Keras has no {name}; it was read as {meant}.", line)
        return _models(run, MODELS[meant], positional, named, line)
    first = positional[0] if positional else None
    if name == "clone_model" and isinstance(first, Network):
        return _clone(run, first, line)
    if name == "Graph":
        return make_graph(run, line)
    if name in {"load_model", "model_from_json", "model_from_yaml"}:
        run.note("unread", f"{name} reads a file, which is not there. Drop that file itself.", line)
    return Unknown(f"{name}(…)", line)


def _clone(run: Run, network: Network, line: int) -> Any:
    if network.stack is None:
        return network
    made = make_sequential(run, [], {}, line)
    made.trace = trace_stack_of(run)
    for layer in network.stack:
        add(run, made, layer, line)
    return made


def trace_stack_of(run: Run) -> Callable[[Network, int], None]:
    """What traces a Sequential of this run."""
    return lambda network, line: trace_stack(run, network, line)


def _activations(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    """activations.get("relu") gives the function itself."""
    if name != "get" or not positional:
        return _operations(run, name, positional, named, line)
    return Path(f"keras.activations.{positional[0]}") if isinstance(positional[0], str) else positional[0]


def _operations(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    if plain.tensors_in([*positional, *named.values()]) or name in ANYWHERE:
        return call_operation(run, name, positional, named, line)
    first = positional[0] if positional else None
    if isinstance(first, int | float):
        return of_numbers(name, positional, line)
    if name == "Variable" or not isinstance(first, Array | int | float | list | tuple):
        return Unknown(f"{name}(…)", line)
    return numpy_call(name, list(positional), named)


def _operations_of_today(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    if plain.tensors_in([*positional, *named.values()]):
        return call_operation(run, name, positional, named, line, is_today=True)
    return _operations(run, name, positional, named, line)


ANYWHERE: Final = frozenset(
    [
        "arange",
        "backend",
        "cast_to_floatx",
        "clear_session",
        "constant",
        "epsilon",
        "floatx",
        "image_data_format",
        "image_dim_ordering",
        "int_shape",
        "learning_phase",
        "ndim",
        "set_floatx",
        "set_image_data_format",
        "set_image_dim_ordering",
        "set_learning_phase",
        "variable",
        "convert_to_tensor",
        "shape",
    ]
)


def _datasets(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    return Unknown(f"{name}(…)", line)


def _utils(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    if name in FUNCTIONS:
        return FUNCTIONS[name](*positional, **named)
    if name == "normalize" and positional:
        return positional[0]
    return None if name in {"plot_model", "plot"} else Unknown(f"{name}(…)", line, plain.tensors_in(positional))


def _described(run: Run, group: str, name: str, positional: Positional, named: Named, line: int) -> Any:
    if group not in DESCRIBED:
        return Unknown(f"{name}(…)", line, plain.tensors_in([*positional, *named.values()]))
    if name in {"get", "deserialize"}:
        return positional[0] if positional else Unknown(f"{group}.{name}(…)", line)
    if plain.tensors_in(positional) and group in {"losses", "metrics"}:
        return Unknown(f"{name}(…)", line, plain.tensors_in(positional))
    names = parameter_names(run.catalog, group, name)
    return Described(group, name, arguments_by_name(names, positional, named), line)


def load_data(run: Run, path: Path, line: int) -> Any:
    """`keras.datasets.mnist.load_data()`."""
    parts = path.dotted.split(".")
    name = parts[-2] if len(parts) > 2 else ""
    run.dataset = run.dataset or name
    return loaded(name, line)


def _applications(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    return application(run, name, positional, named, line)


def _random(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    return call_operation(run, "random_normal", positional, named, line) if name in {"normal", "truncated_normal"} else Unknown(f"{name}(…)", line)


def _anywhere(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    """Something that stands in no module of Keras's, or in one that is gone: keras.recurrent.LSTM."""
    if is_layer(run.catalog, name):
        return of_layers(run, name, positional, named, line)
    if name in WRAPPED:
        return wrapped(run, positional, named, line)
    return _described(run, "keras", name, positional, named, line)


GROUPS: Final[Mapping[str, Callable[[Run, str, Positional, Named, int], Any]]] = {
    "keras": _anywhere,
    "activations": _activations,
    "applications": _applications,
    "backend": _operations,
    "datasets": _datasets,
    "layers": of_layers,
    "models": lambda run, name, positional, named, line: (
        _models(run, name, positional, named, line) if name in {"Sequential", "Model"} else _other_models(run, name, positional, named, line)
    ),
    "ops": _operations_of_today,
    "random": _random,
    "utils": _utils,
}

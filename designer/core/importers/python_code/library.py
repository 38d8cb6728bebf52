"""What calling something of a library gives: Keras's own things are made, the rest is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code import causal, plain, plain_functions, plain_methods
from designer.core.importers.python_code.applications import application
from designer.core.importers.python_code.arrays import numpy_call, padded, to_categorical
from designer.core.importers.python_code.calling import call_layer, new_input
from designer.core.importers.python_code.config_values import arguments_by_name, as_size, parameter_names
from designer.core.importers.python_code.datasets import loaded
from designer.core.importers.python_code.graph import Layer, Network, Tensor
from designer.core.importers.python_code.layers_made import make_layer
from designer.core.importers.python_code.names import MERGES, is_layer, keras_thing
from designer.core.importers.python_code.network_methods import network_method
from designer.core.importers.python_code.networks import make_model, make_sequential, merge
from designer.core.importers.python_code.preparing import PREPARING, prepared
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.stacks import add, trace_stack
from designer.core.importers.python_code.tensor_functions import call_operation
from designer.core.importers.python_code.values import Array, Described, Function, Parser, Partial, Path, Unknown

Positional = Sequence[Any]
Named = Mapping[str, Any]
INPUT_ORDER: Final = ("shape", "batch_size", "dtype")
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
    return _of_others(run, path, positional, named, line)


def _seed(run: Run, path: Path, positional: Positional, named: Named) -> None:
    value = positional[0] if positional else named.get("seed")
    if isinstance(value, int) and (run.seed is None or path.dotted.startswith("keras")):
        run.seed = value


def _policy(run: Run, path: Path, positional: Positional, named: Named) -> None:
    run.policy = positional[0] if positional and isinstance(positional[0], str) else run.policy


SETTINGS: Final = {**dict.fromkeys(SEEDS, _seed), **dict.fromkeys(POLICIES, _policy)}


def _of_others(run: Run, path: Path, positional: Positional, named: Named, line: int) -> Any:
    root = path.dotted.partition(".")[0]
    if root in ROOTS:
        return ROOTS[root](run, path, positional, named, line)
    if path.last in WRAPPED:
        return wrapped(run, positional, named, line)
    rule = OF_PYTHON.get(path.last)
    if rule is not None and positional:
        return rule(run, positional, named, line)
    if path.last == "ArgumentParser":
        return Parser()
    if path.last in FUNCTIONS:
        return FUNCTIONS[path.last](*positional, **named)
    return Unknown(f"{path.last}(…)", line, plain.tensors_in([*positional, *named.values()]))


def _partial(run: Run, positional: Positional, named: Named, line: int) -> Any:
    return Partial(positional[0], tuple(positional[1:]), dict(named))


def _copied(run: Run, positional: Positional, named: Named, line: int) -> Any:
    return plain_methods.copied(positional[0])


def wrapped(run: Run, positional: Positional, named: Named, line: int) -> Any:
    """KerasClassifier(build_fn=…) of scikit-learn: the function is called with what it takes of the arguments, and fit with the others."""
    builder = next((value for value in (*positional[:1], named.get("build_fn"), named.get("model")) if isinstance(value, Function | Network)), None)
    if builder is None:
        return Unknown("KerasClassifier(…)", line)
    rest = {key.removeprefix("model__"): value for key, value in named.items() if key not in {"build_fn", "model"}}
    if isinstance(builder, Function):
        told = {argument.arg for argument in (*builder.arguments.args, *builder.arguments.kwonlyargs)}
        found = run.call(builder, [], {key: value for key, value in rest.items() if key in told}, line)
    else:
        found = builder
    if isinstance(found, Network):
        found.variable = found.variable if found.variable not in {"", "model"} else getattr(builder, "name", "")
        network_method(
            run, found, "fit", [], {key: value for key, value in rest.items() if key in {"epochs", "nb_epoch", "batch_size", "callbacks"}}, line
        )
    return Unknown("KerasClassifier(…)", line)


def _reduced(run: Run, positional: Positional, named: Named, line: int) -> Any:
    """functools.reduce."""
    function, items, *start = positional
    values = [*start, *plain.listed(items)]
    found = values[0] if values else Unknown("reduce(…)", line)
    for value in values[1:]:
        found = run.call(function, [found, value], {}, line)
    return found


def _pictures(run: Run, positional: Positional, named: Named, line: int) -> Any:
    """_obtain_input_shape of Keras's own architectures: the shape that is given, or pictures of the size that they were made for."""
    size = named.get("default_size")
    if isinstance(positional[0], list | tuple) or not isinstance(size, int):
        return positional[0] if isinstance(positional[0], list | tuple) else Unknown("_obtain_input_shape(…)", line)
    return (size, size, 3) if run.data_format == "channels_last" else (3, size, size)


WRAPPED: Final = frozenset(("KerasClassifier", "KerasRegressor"))
OF_PYTHON: Final = {
    "_obtain_input_shape": _pictures,
    "obtain_input_shape": _pictures,
    "copy": _copied,
    "deepcopy": _copied,
    "partial": _partial,
    "reduce": _reduced,
}
"""Functions of Python's own library that are followed, by the last part of their path."""
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {"to_categorical": to_categorical, "pad_sequences": padded}


def _of_tensorflow(run: Run, path: Path, positional: Positional, named: Named, line: int) -> Any:
    values = [*positional, *named.values()]
    if path.last in {"zeros", "ones", "normal", "uniform", "random_normal", "random_uniform"} and not plain.tensors_in(values):
        return numpy_call({"random_normal": "normal", "random_uniform": "uniform"}.get(path.last, path.last), list(positional), named)
    name = "random_normal" if path.dotted.endswith(("random.normal", "random.truncated_normal")) else path.last
    if plain.tensors_in(values) or name in CONSTANT:
        return call_operation(run, _image(path, name), positional, named, line)
    return of_numbers(path.last, positional, line)


def _of_numpy(run: Run, path: Path, positional: Positional, named: Named, line: int) -> Any:
    return numpy_call(path.last, list(positional), named)


def _of_math(run: Run, path: Path, positional: Positional, named: Named, line: int) -> Any:
    return plain_functions.MATHS[path.last](*positional) if path.last in plain_functions.MATHS else Unknown(f"{path.last}(…)", line)


def of_numbers(name: str, positional: Positional, line: int) -> Any:
    """A function of keras.ops or tensorflow on numbers alone: tf.sqrt(tf.cast(64, tf.float32))."""
    first = positional[0] if positional else None
    if isinstance(first, Array) and name not in {"cast", "constant"}:
        return numpy_call(name, list(positional), {})
    if not isinstance(first, int | float):
        return Unknown(f"{name}(…)", line)
    if name == "cast":
        return first
    if name == "rsqrt":
        return first**-0.5
    found = numpy_call(name, list(positional), {})
    return Unknown(f"{name}(…)", line) if isinstance(found, Unknown) else found


ROOTS: Final = {"math": _of_math, "numpy": _of_numpy, "tensorflow": _of_tensorflow}
CONSTANT: Final = frozenset(("constant", "convert_to_tensor", "identity", "range"))


def _image(path: Path, name: str) -> str:
    return f"image.{name}" if ".image." in path.dotted else name


def _layers(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    if name == "Input":
        return _input(run, positional, named, line)
    if name == "InputLayer":
        return _input_layer(run, positional, named, line)
    if name in {"Merge", "merge"} and (name == "Merge" or positional or "inputs" in named):
        return merge(run, positional, named, line) if name == "Merge" else _merged(run, positional, named, line)
    if name in MERGES:
        return _merge_function(run, MERGES[name], positional, named, line)
    return make_layer(run, name, positional, named, line)


def _input(run: Run, positional: Positional, named: Named, line: int) -> Any:
    arguments = arguments_by_name(INPUT_ORDER, positional, named)
    if isinstance(arguments.get("tensor"), Tensor):
        return arguments["tensor"]
    shape, batch = arguments.get("shape"), arguments.get("batch_size")
    batched = arguments.get("batch_shape", arguments.get("batch_input_shape"))
    if isinstance(batched, list | tuple) and batched:
        batch, shape = batched[0], batched[1:]
    name = arguments.get("name")
    dtype = arguments.get("dtype")
    sizes = _sizes(run, shape, line)
    made = new_input(
        run,
        sizes,
        name=name if isinstance(name, str) and name else None,
        dtype=dtype.last if isinstance(dtype, Path) else dtype if isinstance(dtype, str) else None,
        batch=batch if isinstance(batch, int) else None,
        line=line,
    )
    if isinstance(made.call.target, Layer):
        run.layers.append(made.call.target)
        if sizes and not any(sizes) and any(isinstance(item, Unknown) for item in _listed(shape)):
            run.guessed.add(made.call.target)
    return made


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _sizes(run: Run, shape: Any, line: int) -> list[int | None] | None:
    shape = (shape,) if isinstance(shape, int) else shape
    if isinstance(shape, Array):
        return None
    if not isinstance(shape, list | tuple):
        if shape is not None:
            run.note("unread", "The shape of this Input is not known without running the program; the canvas asks for it.", line)
        return None
    if any(not (item is None or isinstance(item, int)) for item in shape):
        run.note("unread", "Not every size of this Input is known without running the program; those are left open.", line)
    return [as_size(item) for item in shape]


def _input_layer(run: Run, positional: Positional, named: Named, line: int) -> Layer:
    renamed = {"input_shape": "shape", "batch_input_shape": "batch_shape", "input_dtype": "dtype"}
    tensor = _input(run, positional, {renamed.get(key, key): value for key, value in named.items()}, line)
    layer = tensor.call.target
    return layer if isinstance(layer, Layer) else make_layer(run, "Identity", [], {}, line)


def _merged(run: Run, positional: Positional, named: Named, line: int) -> Any:
    """Keras 1's merge(): the layer, called at once."""
    arguments = arguments_by_name(("layers", "mode", "concat_axis", "dot_axes"), positional, named)
    tensors = arguments.pop("layers", arguments.pop("inputs", None))
    layer = merge(run, [], arguments, line)
    return run.call(layer, [tensors], {}, line)


def _merge_function(run: Run, layer: str, positional: Positional, named: Named, line: int) -> Any:
    named = dict(named)
    tensors = positional[0] if positional else named.pop("inputs", named.pop("tensors", None))
    return call_layer(run, make_layer(run, layer, positional[1:], named, line), [tensors], {}, line)


def _models(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    return make_sequential(run, positional, named, line) if name == "Sequential" else make_model(run, positional, named, line)


def _other_models(run: Run, name: str, positional: Positional, named: Named, line: int) -> Any:
    first = positional[0] if positional else None
    if name == "clone_model" and isinstance(first, Network):
        return _clone(run, first, line)
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
        return _layers(run, name, positional, named, line)
    if name in WRAPPED:
        return wrapped(run, positional, named, line)
    return _described(run, "keras", name, positional, named, line)


GROUPS: Final[Mapping[str, Callable[[Run, str, Positional, Named, int], Any]]] = {
    "keras": _anywhere,
    "activations": _operations,
    "applications": _applications,
    "backend": _operations,
    "datasets": _datasets,
    "layers": _layers,
    "models": lambda run, name, positional, named, line: (
        _models(run, name, positional, named, line) if name in {"Sequential", "Model"} else _other_models(run, name, positional, named, line)
    ),
    "ops": _operations_of_today,
    "random": _random,
    "utils": _utils,
}

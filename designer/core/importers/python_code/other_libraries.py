"""What calling something of Python's own library, NumPy, TensorFlow or scikit-learn gives, as far as a network is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code import plain, plain_functions, plain_methods
from designer.core.importers.python_code.arrays import numpy_call, padded, to_categorical
from designer.core.importers.python_code.graph import Network
from designer.core.importers.python_code.network_methods import network_method
from designer.core.importers.python_code.operation_names import FIRST_AXIS
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.standard_library import of_standard_library
from designer.core.importers.python_code.tensor_functions import call_operation
from designer.core.importers.python_code.values import Array, Function, Parser, Partial, Path, Unknown

Positional = Sequence[Any]
Named = Mapping[str, Any]


def of_others(run: Run, path: Path, positional: Positional, named: Named, line: int) -> Any:
    """What a function or class of a library that is not Keras gives."""
    root = path.dotted.partition(".")[0]
    if root in ROOTS:
        return ROOTS[root](run, path, positional, named, line)
    if path.last in WRAPPED:
        return wrapped(run, positional, named, line)
    rule = OF_PYTHON.get(path.last)
    if rule is not None and positional:
        return rule(run, positional, named, line)
    found = of_standard_library(run, path.dotted, positional, named, line)
    if found is not None:
        return found
    if path.last == "ArgumentParser":
        return Parser()
    return (
        FUNCTIONS[path.last](*positional, **named)
        if path.last in FUNCTIONS
        else Unknown(f"{path.last}(…)", line, plain.tensors_in([*positional, *named.values()]))
    )


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
    if name in FIRST_AXIS and len(positional) < 2:
        named = {"axis": 0, **named}
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

"""keras.applications through Layerloom and back: model -> JSON -> document -> code -> model, and whether the config is the same.

`python -m benchmarks.applications [NAME …]` prints a line for each architecture. Weights are never allocated; shapes and configs need none.

What has another form in a drawing is compared in that form, made by Keras's own means: a chain is Sequential in the code and Functional in
keras.applications, so both are looked at as Functional; LayerScale and CustomScaleLayer, which Keras does not offer, stand as EinsumDense and as
x + y * scale, so Keras's own model is cloned with these in their place. The model's own name is the document's title, and not compared.
"""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import keras

from designer.core.analyse import examine, oracle
from designer.core.build import deep_recursion, fresh_names
from designer.core.catalog import load
from designer.core.codegen.script import write_module
from designer.core.importers import read
from designer.core.layers import unallocated
from designer.core.plan import plan
from designer.core.verify import difference

STEPS = ("read", "plan", "analyse", "write", "run", "model_from_json")


@dataclass
class RoundTrip:
    """What came of an architecture; `differs` is the path of the first value that does, None where none does."""

    name: str
    layers: int = 0
    lines: int = 0
    parameters: int = 0
    differs: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def line(self) -> str:
        """The result in a line."""
        times = "  ".join(f"{step} {1000 * self.seconds[step]:.0f} ms" for step in STEPS)
        return f"{self.name}: {self.layers} layers, {self.lines} lines, {'equal' if self.differs is None else f'differs at {self.differs}'}; {times}"


def architectures() -> dict[str, Callable[..., keras.Model]]:
    """Every architecture of keras.applications, by its name."""
    found = vars(keras.applications).items()
    return {name: make for name, make in sorted(found) if inspect.isfunction(make) and "weights" in inspect.signature(make).parameters}


def round_trip(name: str, **arguments: Any) -> RoundTrip:
    """Take an architecture through every step."""
    trip = RoundTrip(name)
    with _session():
        model = architectures()[name](weights=None, **arguments)
        text = model.to_json()
        trip.layers, trip.parameters = len(model.layers), model.count_params()
    code = _written(trip, text)
    with _session():
        names: dict[str, Any] = {"__name__": "network"}
        with _clock(trip, "run"):
            exec(code, names)
            written = names["make_model"]()
        ours = _config(written)
    with _session(), _clock(trip, "model_from_json"):
        keras.models.model_from_json(text, custom_objects=_private_classes())
    with _session():
        theirs = _config(_as_drawn(keras.models.model_from_json(text, custom_objects=_private_classes())))
    trip.differs = difference(theirs, ours)
    return trip


def _written(trip: RoundTrip, text: str) -> str:
    """JSON -> document -> plan -> analysis -> code."""
    catalog = load()
    oracle.cache_clear()
    with _clock(trip, "read"):
        document = read("model.json", text.encode()).documents[0]
    with _clock(trip, "plan"):
        planned = plan(document, catalog)
    with _clock(trip, "analyse"):
        examine(document, None, oracle())
    with _clock(trip, "write"):
        module = write_module(planned, document)
    trip.lines = len(module.text.splitlines())
    return module.text


@contextmanager
def _clock(trip: RoundTrip, step: str) -> Iterator[None]:
    """Note how long a step takes."""
    before = time.perf_counter()
    yield
    trip.seconds[step] = time.perf_counter() - before


@contextmanager
def _session() -> Iterator[None]:
    """Keras as in a fresh process, without values for weights."""
    keras.utils.clear_session()
    with unallocated(), deep_recursion(), fresh_names():
        yield


def _config(model: keras.Model) -> Any:
    """The config of a model as a Functional one, as plain data."""
    functional = keras.Model(model.inputs, model.outputs, name="network")
    return _plain(functional.get_config())


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _private_classes() -> dict[str, Any]:
    from keras.src.applications.convnext import LayerScale  # noqa: PLC0415  (Keras offers them nowhere)
    from keras.src.applications.inception_resnet_v2 import CustomScaleLayer  # noqa: PLC0415

    return {"LayerScale": LayerScale, "CustomScaleLayer": CustomScaleLayer}


def _as_drawn(model: keras.Model) -> keras.Model:
    """Keras's model with private layers as what computes the same."""
    if not _needs_mapping(model):
        return model
    return keras.models.clone_model(model, clone_function=_cloned, call_function=_called)


def _needs_mapping(model: keras.Model) -> bool:
    return any(type(layer).__name__ in {"LayerScale", "CustomScaleLayer"} for layer in model.layers)


def _cloned(layer: Any) -> Any:
    kind, config = type(layer).__name__, layer.get_config()
    if kind == "LayerScale":
        start = keras.initializers.Constant(config["init_values"])
        size = config["projection_dim"]
        return keras.layers.EinsumDense("abcd,d->abcd", output_shape=(None, None, size), kernel_initializer=start, name=layer.name)
    return layer if isinstance(layer, keras.layers.InputLayer) else type(layer).from_config(config)


def _called(layer: Any, *arguments: Any, **named: Any) -> Any:
    if type(layer).__name__ == "CustomScaleLayer":
        first, second = arguments[0]
        return first + second * layer.scale
    return layer(*arguments, **named)


def main(wanted: list[str]) -> int:
    """Print a line for each architecture, and the count."""
    equal = 0
    names = wanted or list(architectures())
    for name in names:
        trip = round_trip(name)
        equal += trip.differs is None
        print(trip.line(), flush=True)
    print(f"{equal} of {len(names)} equal")
    return 0 if equal == len(names) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

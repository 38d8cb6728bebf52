"""Weights and gradients as they are spread, layer by layer, and units that never fire."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core.fitting import data_arguments
from training.core.eyes.keeping import rounded
from training.core.eyes.showing import Pool
from training.core.eyes.tapping import Reading, Tap, as_numbers, given, taps_of
from training.core.job import Job

Array = NDArray[Any]
BINS = 32
MOST_NUMBERS = 50_000  # of one variable that are sorted into bins
MOST_VARIABLES = 60
MOST_BATCH = 64  # samples of the batch that gradients are taken from
WATCHED_BYTES = 32 << 20  # of activations in which dead units are looked for
ACTIVATIONS: Final = "keras.src.layers.activations"  # where the layers stand that are an activation and nothing else
BELOW, ABOVE = -1.0, 1000.0


class Weighing:
    """Looks at a network's weights, their gradients, and its rectified units."""

    def __init__(self, job: Job, model: keras.Model, pool: Pool) -> None:
        self._model = model
        self._pool = pool
        self._variables = _shown([variable for variable in model.weights if keras.backend.is_float_dtype(variable.dtype)])
        self._batch = {name: np.asarray(array[: min(job.batch_size, MOST_BATCH)]) for name, array in job.data.train.items()}
        self._fitting = job.fitting
        self._rectified = [tap for tap in taps_of(job.found.plan, model) if is_rectified(tap.operation)]
        self._reading = Reading(model, job.fitting.inputs, [tap.tensor for tap in self._rectified]) if self._rectified else None
        self._watched = min(pool.size, max(1, WATCHED_BYTES // max(1, sum(_bytes(tap) for tap in self._rectified))))

    def __call__(self) -> dict[str, Any]:
        """`training.eyes_schemas.Weighed`, without its place in time."""
        slopes = self._gradients()
        variables = []
        for variable in self._variables:
            layer, _, name = variable.path.removeprefix(f"{self._model.name}/").rpartition("/")
            slope = slopes.get(id(variable))
            told = {"layer": layer, "name": name, "size": int(np.prod(variable.shape)), "weights": spread(as_numbers(variable))}
            variables.append(told | {"gradients": None if slope is None else spread(as_numbers(slope))})
        return {"variables": variables, "all": len(self._model.weights), "units": self._units(), "samples": self._watched}

    def _gradients(self) -> dict[int, Any]:
        """Of the loss on one batch of the training data, as in `predict`: dropout is off, so that nothing random moves on."""
        take = GRADIENTS.get(keras.backend.backend())
        wanted = [variable for variable in self._variables if variable.trainable]
        if take is None or not wanted:
            return {}
        data = data_arguments(self._fitting, {name: given(array) for name, array in self._batch.items()})
        return {id(variable): slope for variable, slope in zip(wanted, take(self._model, data, wanted), strict=True) if slope is not None}

    def _units(self) -> list[dict[str, Any]]:
        if self._reading is None:
            return []
        outputs = self._reading.numbers(self._pool.first(self._watched))
        return [tap.told | dead_units(output, unit_axis(tap)) for tap, output in zip(self._rectified, outputs, strict=True)]


def _tensorflow_gradients(model: keras.Model, data: Mapping[str, Any], variables: Sequence[Any]) -> list[Any]:
    import tensorflow as tf  # noqa: PLC0415  # other back ends do without it

    with tf.GradientTape() as tape:
        loss = model.compute_loss(**data, y_pred=model(data["x"], training=False), training=False)
    slopes = tape.gradient(loss, [variable.value for variable in variables])
    return [tf.convert_to_tensor(slope) if slope is not None else None for slope in slopes]


def _jax_gradients(model: keras.Model, data: Mapping[str, Any], variables: Sequence[Any]) -> list[Any]:
    import jax  # noqa: PLC0415

    def loss(values: Sequence[Any]) -> Any:
        with keras.StatelessScope(state_mapping=list(zip(variables, values, strict=True))):
            return model.compute_loss(**data, y_pred=model(data["x"], training=False), training=False)

    slopes: list[Any] = jax.grad(loss)([variable.value for variable in variables])
    return slopes


def _torch_gradients(model: keras.Model, data: Mapping[str, Any], variables: Sequence[Any]) -> list[Any]:
    import torch  # noqa: PLC0415

    with torch.enable_grad():
        loss = model.compute_loss(**data, y_pred=model(data["x"], training=False), training=False)
        return list(torch.autograd.grad(loss, [variable.value for variable in variables], allow_unused=True))


GRADIENTS: Mapping[str, Callable[[keras.Model, Mapping[str, Any], Sequence[Any]], list[Any]]] = {
    "tensorflow": _tensorflow_gradients,
    "jax": _jax_gradients,
    "torch": _torch_gradients,
}
"""How each back end takes gradients; without a row here, a look goes without them."""


def spread(values: Array) -> dict[str, Any]:
    """How numbers are spread: a histogram from the smallest to the largest, their mean, standard deviation and Euclidean norm."""
    numbers = values.ravel()
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return {"low": None, "high": None, "counts": [], "mean": None, "deviation": None, "norm": None, "not_finite": int(numbers.size)}
    some = finite[:: -(-finite.size // MOST_NUMBERS)]
    low, high = float(finite.min()), float(finite.max())
    counts, _ = np.histogram(some, bins=BINS, range=(low, high))
    return {
        "low": rounded(low),
        "high": rounded(high),
        "counts": counts.tolist(),
        "mean": rounded(finite.mean()),
        "deviation": rounded(finite.std()),
        "norm": rounded(float(np.linalg.norm(finite))),
        "not_finite": int(numbers.size - finite.size),
    }


def dead_units(output: Array, axis: int) -> dict[str, int]:
    """How many units gave nothing for any of the samples."""
    units = np.moveaxis(output, axis, -1).reshape(-1, output.shape[axis])
    return {"dead": int((units == 0).all(axis=0).sum()), "of": units.shape[1]}


def is_rectified(operation: Any) -> bool:
    """Whether an operation ends in an activation that is nothing below zero and grows above it, found by trying it out."""
    activation = getattr(operation, "activation", None)
    if activation is None and type(operation).__module__.startswith(ACTIVATIONS) and not operation.weights:
        activation = operation
    if not callable(activation) or inspect.isclass(activation):
        return False
    below, above = (np.asarray(keras.ops.convert_to_numpy(activation(keras.ops.full((1, 2), value)))) for value in (BELOW, ABOVE))
    return bool((below == 0).all() and (above > 1.5).all())


def unit_axis(tap: Tap) -> int:
    """The axis along which the units, or the channels, of a tap lie."""
    is_first = getattr(tap.operation, "data_format", None) == "channels_first"
    return 1 if is_first else -1


def _shown(variables: Sequence[Any]) -> list[Any]:
    """Of very many variables those that are matrices, and of these evenly spread ones."""
    if len(variables) <= MOST_VARIABLES:
        return list(variables)
    kernels = [variable for variable in variables if len(variable.shape) > 1]
    return [kernels[int(at)] for at in np.unique(np.linspace(0, len(kernels) - 1, min(len(kernels), MOST_VARIABLES)).astype(int))]


def _bytes(tap: Tap) -> int:
    return 4 * int(np.prod([size or 1 for size in tap.tensor.shape[1:]]))

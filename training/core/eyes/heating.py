"""Where a network of pictures looked (Grad-CAM, Selvaraju et al. 2017): its last convolution's maps, weighted by how much they raise what is said."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core.data import DataSpec
from designer.core.fitting import Fitting
from training.core.datasets.registry import Arrays
from training.core.eyes.judging import named_outputs
from training.core.eyes.tapping import Reading, Tap, as_numbers

Array = NDArray[Any]
Slopes = Callable[[Reading, Mapping[str, Array], bool], tuple[Array, Array, Array | None]]
TINY = 1e-7


class Heating:
    """Sees where a network looked that is given pictures and says classes."""

    def __init__(self, fitting: Fitting, spec: DataSpec, model: keras.Model, taps: Sequence[Tap]) -> None:
        output = named_outputs(fitting, spec)[0]
        convolutions = [tap for tap in taps if kernel_of(tap) is not None and getattr(tap.operation, "data_format", None) != "channels_first"]
        is_picture = any(field is not None and field.kind == "image" for field in map(spec.field, fitting.inputs.values()))
        is_seen = keras.backend.backend() in SLOPES and bool(convolutions) and is_picture and output.field.kind == "class"
        self._tap = convolutions[-1] if is_seen else None
        self._is_logits = output.binding.loss.config.get("from_logits") is True
        self._reading = Reading(model, fitting.inputs, [self._tap.tensor, model.outputs[0]]) if self._tap else None

    def __call__(self, arrays: Arrays) -> tuple[dict[str, Any], Array] | None:
        """`training.eyes_schemas.Heat` of some samples, and what the network says of them; None where it cannot be seen."""
        if self._tap is None or self._reading is None:
            return None
        found, answer, slopes = SLOPES[keras.backend.backend()](self._reading, arrays, self._is_logits)
        if slopes is None:
            return None
        weights = slopes.mean(axis=(1, 2), keepdims=True)
        seen = np.maximum((found * weights).sum(axis=-1), 0)
        seen = seen / np.maximum(seen.max(axis=(1, 2), keepdims=True), TINY)
        data = [base64.b64encode(np.rint(one * 255).astype("uint8").tobytes()).decode() for one in np.nan_to_num(seen)]
        return self._tap.told | {"height": seen.shape[1], "width": seen.shape[2], "data": data}, answer


def kernel_of(tap: Tap) -> Any:
    """The kernel of a convolution over pictures; None for any other layer."""
    kernel = getattr(tap.operation, "kernel", None)
    return kernel if kernel is not None and len(kernel.shape) == 4 else None


def _tensorflow_slopes(reading: Reading, arrays: Mapping[str, Array], is_logits: bool) -> tuple[Array, Array, Array | None]:
    """The maps, the answer, and how the likeliest class's logit, or logarithm, changes with the maps; None where they do not lead to it."""
    import tensorflow as tf  # noqa: PLC0415  # other back ends do without it

    with tf.GradientTape() as tape:
        found, answer = reading(dict(arrays))
        other = -answer if is_logits else 1 - answer
        said = tf.reduce_max(answer if answer.shape[-1] > 1 else tf.concat([other, answer], axis=-1), axis=-1)
        score = tf.reduce_sum(said if is_logits else tf.math.log(tf.maximum(said, TINY)))
    slopes = tape.gradient(score, found)
    return as_numbers(found), as_numbers(answer), None if slopes is None else as_numbers(slopes)


SLOPES: Mapping[str, Slopes] = {"tensorflow": _tensorflow_slopes}
"""How each back end takes them; without a row here, it is not seen where the network looked."""

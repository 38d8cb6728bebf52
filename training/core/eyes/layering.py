"""What each layer makes of the chosen samples: maps of channels, vectors, sequences, attention scores."""

from __future__ import annotations

import base64
import inspect
import math
from collections.abc import Iterator, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core.calls import Plan
from designer.core.data import DataSpec
from designer.core.fitting import Fitting
from training.core.datasets.registry import Arrays
from training.core.eyes.keeping import rounded
from training.core.eyes.showing import Pool, told_words, words_of
from training.core.eyes.tapping import Reading, Tap, as_numbers, taps_of
from training.core.eyes.weighing import unit_axis
from training.core.samples import vocabulary

Array = NDArray[Any]
MOST_MAPS = 16
WIDEST = 28  # of a map that is kept
WIDEST_ALONE = 64  # of a strip, and of scores
LONGEST = 128  # of a vector
MOST_BYTES = 1 << 20  # of one look
FORWARD_BYTES = 64 << 20  # of activations at once
SCORES = "return_attention_scores"  # the argument by which a layer gives what it attends to


class Layering:
    """Looks at what each layer makes of samples."""

    def __init__(self, plan: Plan, fitting: Fitting, model: keras.Model, pool: Pool) -> None:
        self._pool = pool
        self._taps = taps_of(plan, model)
        self._attending = [tap for tap in self._taps if _gives_scores(tap.operation)]
        self._arguments = [list(tap.node.input_tensors) for tap in self._attending]
        tensors = [*(tap.tensor for tap in self._taps), *(tensor for given in self._arguments for tensor in given)]
        self._reading = Reading(model, fitting.inputs, tensors)
        self._names = _names(fitting, pool.spec)
        self._fields = fitting.inputs
        self._vocabularies: dict[str, Sequence[str]] = {}
        self.samples = _how_many(self._taps, pool)

    def chosen(self) -> dict[str, Any]:
        """`training.eyes_schemas.Chosen`: the samples themselves."""
        return chosen(self._pool, self.samples)

    def __call__(self) -> dict[str, Any]:
        """`training.eyes_schemas.Layered`, without its place in time."""
        return {"layers": self.layers(self._pool.first(self.samples))}

    def layers(self, arrays: Arrays) -> list[dict[str, Any]]:
        """`training.eyes_schemas.Layer` of each, for these samples."""
        read = self._reading(arrays)
        scores = {told["layer"]: told for told in self._scores(read[len(self._taps) :])}
        layers = []
        for tap, tensor in zip(self._taps, read, strict=False):
            told = self._told(tap, as_numbers(tensor))
            layers += [tap.told | told] if told else []
            layers += [scores[tap.layer]] if tap.layer in scores else []
        return layers

    def _told(self, tap: Tap, output: Array) -> dict[str, Any] | None:
        kept = shown(np.moveaxis(output, unit_axis(tap), -1) if output.ndim > 2 else output)
        return kept and kept | {"shape": list(output.shape[1:]), "names": self._names.get(tap.layer, []), "words": self._words(tap, output)}

    def _words(self, tap: Tap, output: Array) -> list[list[str]]:
        """The word of each number that a layer gives, of each sample; nothing where its numbers stand for no words."""
        known = self._vocabulary(tap)
        return [told_words(known, row[:LONGEST]) for row in output] if known else []

    def _vocabulary(self, tap: Tap) -> Sequence[str]:
        """The words by their tokens: of the data behind an Input, or of a layer that makes tokens of text."""
        field = self._pool.spec.field(self._fields.get(tap.layer, ""))
        if field is not None and field.kind == "tokens":
            return vocabulary(field)
        if tap.layer not in self._vocabularies:
            self._vocabularies[tap.layer] = tuple(tap.operation.get_vocabulary()) if _gives_tokens(tap) else ()
        return self._vocabularies[tap.layer]

    def _scores(self, read: list[Any]) -> Iterator[dict[str, Any]]:
        """What attends to what, of layers that say so: the layer is called again with what arrived at it."""
        for tap, tensors in zip(self._attending, self._arguments, strict=True):
            given, read = read[: len(tensors)], read[len(tensors) :]
            args, kwargs = tap.node.arguments.fill_in({id(tensor): value for tensor, value in zip(tensors, given, strict=True)})
            _, scores = tap.operation(*args, **{**kwargs, SCORES: True, "training": False})
            numbers = as_numbers(scores)
            heads = numbers if numbers.ndim == 4 else numbers[:, np.newaxis]
            told = maps(np.moveaxis(heads, 1, -1), WIDEST_ALONE)
            yield tap.told | told | {"kind": "scores", "shape": list(heads.shape[1:]), "names": [], "words": []}


def chosen(pool: Pool, count: int) -> dict[str, Any]:
    """The first samples of a pool as a person reads them, texts word by word (`training.eyes_schemas.Chosen`)."""
    fields = [field for field in pool.spec.fields if field.name in pool.arrays]
    words = {field.name: [words_of(field, array) for array in pool.first(count)[field.name]] for field in fields}
    return {
        "source": pool.source,
        "samples": [pool.sample(at) for at in range(count)],
        "words": {name: found for name, found in words.items() if any(found)},
    }


def shown(output: Array) -> dict[str, Any] | None:
    """An output of (samples, …) as what is kept of it: maps, a strip or a vector."""
    match output.ndim:
        case 0 | 1:
            return vector(output.reshape(len(output), 1)) if output.ndim else None
        case 2:
            return vector(output)
        case 3:
            return maps(output[..., np.newaxis], WIDEST_ALONE) | {"kind": "strip", "of": 1}
        case 4:
            return maps(output)
        case 5:
            return maps(output[:, output.shape[1] // 2])  # of a volume the slice in the middle
        case _:
            return None


def vector(output: Array) -> dict[str, Any]:
    """The first numbers of a vector, exactly."""
    kept = np.nan_to_num(output[:, :LONGEST]).astype("<f4")
    data = [base64.b64encode(row.tobytes()).decode() for row in kept]
    return {"kind": "vector", "count": kept.shape[1], "of": output.shape[1], "height": 1, "width": kept.shape[1], **_range(kept), "data": data}


def maps(output: Array, widest: int = WIDEST) -> dict[str, Any]:
    """The first channels of (samples, height, width, channels), made small, each number a byte between the sample's lowest and highest."""
    finite = np.nan_to_num(output[..., :MOST_MAPS], posinf=0.0, neginf=0.0)
    kept = shrunk(finite, widest)
    low, high = kept.min(axis=(1, 2, 3), keepdims=True), kept.max(axis=(1, 2, 3), keepdims=True)
    scaled = np.rint(np.clip((kept - low) / np.where(high > low, high - low, 1), 0, 1) * 255).astype("uint8")
    data = [base64.b64encode(np.moveaxis(one, -1, 0).tobytes()).decode() for one in scaled]
    size = {"count": kept.shape[3], "of": output.shape[3], "height": kept.shape[1], "width": kept.shape[2]}
    return {"kind": "maps", **size, "low": [rounded(x) for x in low.ravel()], "high": [rounded(x) for x in high.ravel()], "data": data}


def shrunk(maps: Array, widest: int) -> Array:
    """Maps no larger than they are shown: means of squares of pixels."""
    for axis in (1, 2):
        step = math.ceil(maps.shape[axis] / widest)
        if step > 1:
            starts = np.arange(0, maps.shape[axis], step)
            sizes = np.diff([*starts, maps.shape[axis]]).reshape([-1 if place == axis else 1 for place in range(4)])
            maps = np.add.reduceat(maps, starts, axis=axis) / sizes
    return maps


def _range(kept: Array) -> dict[str, Any]:
    return {"low": [rounded(value) for value in kept.min(axis=1)], "high": [rounded(value) for value in kept.max(axis=1)]}


def _how_many(taps: list[Tap], pool: Pool) -> int:
    """How many samples a look holds, so that neither its file nor the way to it takes too much memory."""
    sizes = [[size or LONGEST for size in tap.tensor.shape[1:]] for tap in taps]
    forward = sum(4 * math.prod(size) for size in sizes)
    kept = sum(min(math.prod(size), MOST_MAPS * WIDEST**2 if len(size) > 1 else 4 * LONGEST) for size in sizes)
    return max(1, min(pool.chosen, FORWARD_BYTES // max(1, forward), MOST_BYTES // max(1, kept)))


def _names(fitting: Fitting, spec: DataSpec) -> dict[str, list[str]]:
    """What the numbers of an output are called: the classes."""
    fields = {name: spec.field(output.field) for name, output in fitting.outputs.items()}
    return {name: list(field.classes) for name, field in fields.items() if field is not None and field.classes}


def _gives_tokens(tap: Tap) -> bool:
    """Whether a layer looks words up and gives the place of each, and not how often each is there."""
    looks_up = hasattr(tap.operation, "get_vocabulary") and len(tap.tensor.shape) == 2
    return looks_up and tap.operation.get_config().get("output_mode") == "int"


def _gives_scores(operation: Any) -> bool:
    call = getattr(operation, "call", None)
    return call is not None and SCORES in inspect.signature(call).parameters

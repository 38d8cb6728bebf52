"""A trained network, to be looked at when someone asks: at any sample of its data, over the plane of any two numbers, at a picture they bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from training.core.datasets.registry import Arrays
from training.core.eyes.affording import afford, answers
from training.core.eyes.bounding import Bounding, has_plane
from training.core.eyes.heating import Heating
from training.core.eyes.judging import named_outputs, told_of, whole_losses
from training.core.eyes.keeping import rounded
from training.core.eyes.layering import Layering, chosen
from training.core.eyes.showing import Pool, spread_places, taken
from training.core.eyes.tapping import Reading, taps_of
from training.core.folder import MODEL_FILE
from training.core.predict import KEPT_MODELS, PredictionError, Predictor, predictor

Part = Literal["training", "held_out"]
Order = Literal["in_order", "hardest", "easiest"]
PARTS: Mapping[Part, int] = {"training": 0, "held_out": 1}
WORDS: Mapping[Part, str] = {"training": "training", "held_out": "held-out"}
MOST_RANKED = 2_000
MOST_NEURONS = 64
MOST_BYTES = 128 << 20


def trained(folder: Path) -> Trained:
    """The trained network of a run's folder; the last few are kept."""
    return _kept(folder, (folder / MODEL_FILE).stat().st_mtime_ns)


@lru_cache(maxsize=KEPT_MODELS)
def _kept(folder: Path, _changed: int) -> Trained:
    return Trained(predictor(folder))


class Trained:
    """What is asked for is made ready once. Raises PredictionError for samples and numbers that there are not."""

    def __init__(self, asked: Predictor) -> None:
        self._asked = asked
        self._spec, self._fitting, self._model = asked.spec, asked.fitting, asked.model
        self._ranked: dict[Part, list[tuple[int, float | None]]] = {}

    def sample(self, part: Part, index: int) -> dict[str, Any]:
        """What every layer makes of one sample, and what is said of it (`training.eyes_schemas.LookedAt`)."""
        pool = self._pool(part, [index])
        answered = answers(self._reading.numbers, pool.arrays)
        outputs = named_outputs(self._fitting, self._spec)
        said = [told_of(output, pool.arrays[output.field.name][0], answer[0]) for output, answer in zip(outputs, answered, strict=True)]
        return {
            "of": self._count(part),
            "chosen": chosen(pool, 1),
            "layers": self._layering.layers(pool.arrays),
            "said": said,
            "loss": rounded(whole_losses(outputs, pool.arrays, answered)[0]),
        }

    def neurons(self, name: str) -> dict[str, Any]:
        """The weights and biases of each neuron of a layer that multiplies and adds (`training.eyes_schemas.Neurons`)."""
        layer = next((layer for layer in self._model.layers if layer.name == name), None)
        kernel = getattr(layer, "kernel", None)
        if kernel is None or len(kernel.shape) != 2 or max(kernel.shape) > MOST_NEURONS:
            raise PredictionError(
                f"{name} is no layer of this network with at most {MOST_NEURONS} neurons that each look at as many numbers at most."
            )
        weights = np.asarray(kernel.value if hasattr(kernel, "value") else kernel).T
        bias = getattr(layer, "bias", None)
        biases = np.zeros(len(weights)) if bias is None else np.asarray(bias.value if hasattr(bias, "value") else bias)
        return {"weights": [[rounded(weight) for weight in row] for row in weights], "biases": [rounded(each) for each in biases]}

    def plane(self, pair: tuple[int, int], part: Part = "held_out", index: int | None = None) -> dict[str, Any]:
        """What it says over the plane of two numbers (`training.eyes_schemas.Plane`), the rest as it is in a sample, or in the middle."""
        if not has_plane(self._fitting, self._spec):
            raise PredictionError("This network is not given rows of a table with two numbers or more, so there is no plane to look at.")
        self._arrays(part)  # what is kept of samples goes with the data
        names = self._bounding.names
        if pair[0] == pair[1] or not all(0 <= axis < len(names) for axis in pair):
            raise PredictionError(f"Choose two different numbers of the {len(names)} that the network is given, counted from 0.")
        sample = None if index is None else {name: array[0] for name, array in self._pool(part, [index]).arrays.items()}
        return self._bounding(pair, sample)

    def heat(self, inputs: Mapping[str, Any]) -> dict[str, Any] | None:
        """Where it looked in a picture that a person gives (`training.schemas.Looked`); None where that cannot be seen."""
        found = self._heating(self._asked.given(inputs))
        return found and {**found[0], "data": found[0]["data"][0]}

    def judged(self, part: Part, order: Order, start: int, count: int) -> dict[str, Any]:
        """Samples of a part of the data beside what it says of them (`training.schemas.JudgedOut`)."""
        arrays = self._arrays(part)
        if order == "in_order":
            places = range(start, min(start + count, self._count(part)))
            return {"samples": self._asked.judged_at(arrays, places), "of": self._count(part), "ranked": None}
        ranking = self._ranking(part)
        wanted = (ranking if order == "hardest" else ranking[::-1])[start : start + count]
        judged = self._asked.judged_at(arrays, [place for place, _ in wanted])
        samples = [told | {"loss": loss} for told, (_, loss) in zip(judged, wanted, strict=True)]
        return {"samples": samples, "of": self._count(part), "ranked": len(ranking)}

    def _ranking(self, part: Part) -> list[tuple[int, float | None]]:
        """Samples spread over the part with their losses, the hardest first."""
        if part not in self._ranked:
            found = afford(self._reading.numbers, self._arrays(part), self._fitting.fields, MOST_RANKED, MOST_BYTES)
            pool = self._pool(part, found.places)
            losses = whole_losses(named_outputs(self._fitting, self._spec), pool.arrays, answers(self._reading.numbers, pool.arrays))
            order = np.argsort(-np.nan_to_num(losses, nan=np.inf), kind="stable")
            self._ranked[part] = [(pool.places[at], rounded(losses[at])) for at in order]
        return self._ranked[part]

    def _pool(self, part: Part, places: Sequence[int]) -> Pool:
        if not all(0 <= place < self._count(part) for place in places):
            raise PredictionError(
                f"{self._spec.title} has {self._count(part):,} {WORDS[part]} samples, counted from 0; {places[0]:,} is none of them."
            )
        return taken(self._spec, self._arrays(part), places, part)

    def _arrays(self, part: Part) -> Arrays:
        return self._asked.parts[PARTS[part]]

    def _count(self, part: Part) -> int:
        return len(self._arrays(part)[self._fitting.fields[0]])

    @cached_property
    def _reading(self) -> Reading:
        return Reading(self._model, self._fitting.inputs, self._model.outputs)

    @cached_property
    def _layering(self) -> Layering:
        return Layering(self._asked.plan, self._fitting, self._model, self._pool("held_out" if self._count("held_out") else "training", [0]))

    @cached_property
    def _bounding(self) -> Bounding:
        part: Part = "held_out" if self._count("held_out") else "training"
        return Bounding(self._fitting, self._model, self._pool(part, spread_places(self._arrays(part), self._fitting.fields).tolist()))

    @cached_property
    def _heating(self) -> Heating:
        return Heating(self._fitting, self._spec, self._model, taps_of(self._asked.plan, self._model))

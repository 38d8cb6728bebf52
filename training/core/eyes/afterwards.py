"""What can be seen of a trained network once training is over: ROC and precision-recall curves, its filters, and where it looked (Grad-CAM)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from training.core.eyes.affording import afford, answers
from training.core.eyes.heating import Heating, kernel_of
from training.core.eyes.judging import Output, named_outputs, told_of
from training.core.eyes.keeping import rounded
from training.core.eyes.layering import maps
from training.core.eyes.showing import Pool, taken
from training.core.eyes.tapping import Reading, Tap, taps_of
from training.core.predict import Predictor, predictor
from training.core.probabilities import probabilities

Array = NDArray[Any]
MOST_SAMPLES = 2_000  # of the held-out data
MOST_BYTES = 128 << 20
MOST_CURVES = 20
MOST_POINTS = 120
LOOKED_AT = 12  # samples for which it is seen where the network looked
HEAT_SECONDS = 6.0  # for seeing that
HEAT_COST = 3  # times what asking about a sample costs


def afterwards(folder: Path) -> dict[str, Any]:
    """`training.eyes_schemas.Afterwards` of a run's folder; raises PredictionError where its data set is gone."""
    asked = predictor(folder)
    held_out = asked.parts[1]
    reading = Reading(asked.model, asked.fitting.inputs, asked.model.outputs)
    found = afford(reading.numbers, held_out, asked.fitting.fields, MOST_SAMPLES, MOST_BYTES)
    heated = int(min(LOOKED_AT, max(1, HEAT_SECONDS / max(HEAT_COST * found.cost, 1e-9))))
    return look(asked, reading, taken(asked.spec, held_out, found.places, "held_out", heated))


def look(asked: Predictor, reading: Reading, pool: Pool) -> dict[str, Any]:
    """Everything there is to be seen of a trained model on held-out samples."""
    outputs = named_outputs(asked.fitting, pool.spec)
    said = answers(reading.numbers, pool.arrays)
    classes = [(output, answer) for output, answer in zip(outputs, said, strict=True) if output.field.kind == "class"]
    taps = taps_of(asked.plan, asked.model)
    return {
        "samples": pool.size,
        "outputs": [_curves(output, pool.arrays[output.field.name], answer) for output, answer in classes],
        "filters": [told for tap in taps if (told := _filters(tap)) is not None],
        "heat": _heat(Heating(asked.fitting, asked.spec, asked.model, taps), pool, outputs[0]),
    }


def _curves(output: Output, true: Array, answer: Array) -> dict[str, Any]:
    """For each class, against all others; of two classes, for the second."""
    shares = np.nan_to_num(probabilities(answer, output.binding))
    names = output.field.classes
    wanted = [1] if len(names) == 2 else range(min(len(names), shares.shape[1], MOST_CURVES))
    curves = [_curve(names[place], true == place, shares[:, place]) for place in wanted if 0 < (true == place).sum() < len(true)]
    return {"output": output.name, "title": output.field.title, "curves": curves}


def _curve(name: str, is_one: Array, share: Array) -> dict[str, Any]:
    from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_curve  # noqa: PLC0415  # a second, which no worker need wait for

    false_rate, true_rate, _ = roc_curve(is_one, share)
    precision, recall, _ = precision_recall_curve(is_one, share)
    return {
        "name": name,
        "roc": _thinned(false_rate, true_rate),
        "precision_recall": _thinned(recall[::-1], precision[::-1]),
        "area": rounded(auc(false_rate, true_rate)),
        "average_precision": rounded(average_precision_score(is_one, share)),
        "share": rounded(is_one.mean()),
    }


def _thinned(across: Array, up: Array) -> list[list[float | None]]:
    places = np.unique(np.linspace(0, len(across) - 1, MOST_POINTS).astype(int))
    return [[rounded(across[at]), rounded(up[at])] for at in places]


def _filters(tap: Tap) -> dict[str, Any] | None:
    """The filters of a convolution over pictures, each the mean over the channels that it reads."""
    kernel = kernel_of(tap)
    if kernel is None:
        return None
    weights = np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(kernel, "float32")))
    return tap.told | maps(weights.mean(axis=2)[np.newaxis]) | {"shape": list(weights.shape), "names": []}


def _heat(heating: Heating, pool: Pool, output: Output) -> dict[str, Any] | None:
    """Where the network looked in the first samples."""
    count = min(pool.chosen, pool.size)
    found = heating(pool.first(count))
    if found is None:
        return None
    told, answer = found
    truth = pool.arrays[output.field.name]
    said = [told_of(output, truth[at], answer[at]) for at in range(count)]
    return told | {"samples": [pool.sample(at) for at in range(count)], "said": said}

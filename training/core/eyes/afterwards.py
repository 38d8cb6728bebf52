"""What can be seen of a trained network once training is over: ROC and precision-recall curves, its filters, and where it looked (Grad-CAM)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_curve

from designer.core import catalog as catalogue
from designer.core.build import deep_recursion
from designer.core.document import parse
from designer.core.fitting import Fitting, resolve
from designer.core.plan import Plan, plan
from designer.core.stated import refuse_python
from training.core import datasets
from training.core.eyes.judging import Output, named_outputs, probabilities, told_of
from training.core.eyes.keeping import rounded
from training.core.eyes.layering import maps
from training.core.eyes.showing import Pool
from training.core.eyes.tapping import Reading, Tap, as_numbers, taps_of
from training.core.folder import DOCUMENT_FILE, MODEL_FILE
from training.core.predict import PredictionError

Array = NDArray[Any]
MOST_SAMPLES = 2_000  # of the held-out data
MOST_BYTES = 128 << 20
MOST_CURVES = 20
MOST_POINTS = 120
LOOKED_AT = 12  # samples for which it is seen where the network looked
BATCH = 256
TINY = 1e-7


def afterwards(folder: Path) -> dict[str, Any]:
    """`training.eyes_schemas.Afterwards` of a run's folder; raises PredictionError where its data set is gone."""
    document = parse(json.loads((folder / DOCUMENT_FILE).read_text(encoding="utf-8")))
    spec = datasets.find(document.training.dataset or "")
    if spec is None:
        raise PredictionError(f"The data set {document.training.dataset!r}, which the model was trained with, is not here any more.")
    planned = plan(document, catalogue.load())
    refuse_python(planned, "The trained model cannot be looked at here")
    fitting = resolve(planned, document.training, spec)
    with deep_recursion():
        model: keras.Model = keras.models.load_model(folder / MODEL_FILE, compile=False)
    _, test = datasets.load(spec.name)
    most = min(MOST_SAMPLES, MOST_BYTES // max(1, sum(test[name][:1].nbytes for name in fitting.fields)))
    places = np.unique(np.linspace(0, len(test[fitting.fields[0]]) - 1, max(LOOKED_AT, most)).astype(int))
    pool = Pool(spec, {name: np.asarray(array[places]) for name, array in test.items()}, tuple(map(int, places)), "held_out", LOOKED_AT)
    return look(planned, fitting, model, pool)


def look(planned: Plan, fitting: Fitting, model: keras.Model, pool: Pool) -> dict[str, Any]:
    """Everything there is to be seen of a trained model on held-out samples."""
    outputs = named_outputs(fitting, pool.spec)
    reading = Reading(model, fitting.inputs, model.outputs)
    parts = [reading.numbers({name: array[first : first + BATCH] for name, array in pool.arrays.items()}) for first in range(0, pool.size, BATCH)]
    answers = [np.concatenate(part) for part in zip(*parts, strict=True)]
    classes = [(output, answer) for output, answer in zip(outputs, answers, strict=True) if output.field.kind == "class"]
    taps = taps_of(planned, model)
    return {
        "samples": pool.size,
        "outputs": [_curves(output, pool.arrays[output.field.name], answer) for output, answer in classes],
        "filters": [told for tap in taps if (told := _filters(tap)) is not None],
        "heat": _heat(model, fitting, taps, pool, outputs) if classes and classes[0][0] is outputs[0] else None,
    }


def _curves(output: Output, true: Array, answer: Array) -> dict[str, Any]:
    """For each class, against all others; of two classes, for the second."""
    shares = np.nan_to_num(probabilities(answer, output.binding))
    names = output.field.classes
    wanted = [1] if len(names) == 2 else range(min(len(names), shares.shape[1], MOST_CURVES))
    curves = [_curve(names[place], true == place, shares[:, place]) for place in wanted if 0 < (true == place).sum() < len(true)]
    return {"output": output.name, "title": output.field.title, "curves": curves}


def _curve(name: str, is_one: Array, share: Array) -> dict[str, Any]:
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
    kernel = getattr(tap.operation, "kernel", None)
    if kernel is None or len(kernel.shape) != 4:
        return None
    weights = np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(kernel, "float32")))
    return tap.told | maps(weights.mean(axis=2)[np.newaxis]) | {"shape": list(weights.shape), "names": []}


def _heat(model: keras.Model, fitting: Fitting, taps: Sequence[Tap], pool: Pool, outputs: Sequence[Output]) -> dict[str, Any] | None:
    """Where the network looked (Selvaraju et al. 2017): the last convolution's maps, weighted by how much they raise the class that is said."""
    take = SLOPES.get(keras.backend.backend())
    convolutions = [tap for tap in taps if _filters(tap) is not None and getattr(tap.operation, "data_format", None) != "channels_first"]
    is_picture = any(field is not None and field.kind == "image" for field in map(pool.spec.field, fitting.inputs.values()))
    if take is None or not convolutions or not is_picture:
        return None
    output, count = outputs[0], min(LOOKED_AT, pool.size)
    reading = Reading(model, fitting.inputs, [convolutions[-1].tensor, model.outputs[0]])
    found, answer, slopes = take(reading, pool.first(count))
    weights = slopes.mean(axis=(1, 2), keepdims=True)
    seen = np.maximum((found * weights).sum(axis=-1), 0)
    seen = seen / np.maximum(seen.max(axis=(1, 2), keepdims=True), TINY)
    data = [base64.b64encode(np.rint(one * 255).astype("uint8").tobytes()).decode() for one in np.nan_to_num(seen)]
    truth = pool.arrays[output.field.name]
    return convolutions[-1].told | {
        "samples": [pool.sample(at) for at in range(count)],
        "said": [told_of(output, truth[at], answer[at], pool.spec.name) for at in range(count)],
        "height": seen.shape[1],
        "width": seen.shape[2],
        "data": data,
    }


def _tensorflow_slopes(reading: Reading, arrays: Mapping[str, Array]) -> tuple[Array, Array, Array]:
    """The maps, the answer, and how the likeliest class's logarithm changes with the maps."""
    import tensorflow as tf  # noqa: PLC0415  # other back ends do without it

    with tf.GradientTape() as tape:
        found, answer = reading(dict(arrays))
        said = answer if answer.shape[-1] > 1 else tf.concat([1 - answer, answer], axis=-1)
        score = tf.reduce_sum(tf.math.log(tf.maximum(tf.reduce_max(said, axis=-1), TINY)))
    return as_numbers(found), as_numbers(answer), as_numbers(tape.gradient(score, found))


SLOPES: Mapping[str, Callable[[Reading, Mapping[str, Array]], tuple[Array, Array, Array]]] = {"tensorflow": _tensorflow_slopes}
"""How each back end takes them; without a row here, it is not seen where the network looked."""

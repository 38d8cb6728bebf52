"""How a network does on the samples that are watched: confusion by class, residuals by value, and which samples it finds hardest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from designer.core import catalog as catalogue
from designer.core.data import DataField, DataSpec
from designer.core.document import OutputBinding
from designer.core.fitting import Fitting
from designer.core.objects import make_object
from training.core.datasets.registry import Arrays
from training.core.eyes.keeping import rounded
from training.core.eyes.showing import Pool
from training.core.eyes.tapping import Reading, as_numbers
from training.core.job import Job
from training.core.probabilities import probabilities
from training.core.samples import named, original

Array = NDArray[Any]
MOST_CLASSES = 40  # in a matrix that can still be read
MOST_POINTS = 400  # of predicted against true
BINS = 30
SHOWN = 6  # worst and best samples


@dataclass(frozen=True)
class Output:
    """An output of the network: its field, how it is judged, and the loss of each sample."""

    name: str
    field: DataField
    binding: OutputBinding
    loss: Any

    def losses(self, true: Array, answer: Any) -> Array:
        """The loss of each sample."""
        each = as_numbers(self.loss.call(keras.ops.convert_to_tensor(true), answer))
        return np.asarray(each.reshape(len(true), -1).mean(axis=1)) * (1.0 if self.weight is None else self.weight)

    @property
    def weight(self) -> float | None:
        """Its weight in the whole loss."""
        return getattr(self.binding, "weight", None)


class Judging:
    """Looks at a network's answers."""

    def __init__(self, job: Job, model: keras.Model, pool: Pool) -> None:
        self._pool = pool
        self._reading = Reading(model, job.fitting.inputs, model.outputs)
        self.outputs = outputs_of(job)

    def __call__(self) -> dict[str, Any]:
        """`training.eyes_schemas.Judged`, without its place in time."""
        arrays = self._pool.arrays
        answers = self._reading(arrays)
        losses = whole_losses(self.outputs, arrays, answers)
        numbers = [as_numbers(answer) for answer in answers]
        told = [judge(output, arrays[output.field.name], said) for output, said in zip(self.outputs, numbers, strict=True)]
        order = np.argsort(np.nan_to_num(losses, nan=np.inf), kind="stable")
        shown = min(SHOWN, self._pool.size // 2)
        return {
            "source": self._pool.source,
            "samples": self._pool.size,
            "outputs": told,
            "best": [self._ranked(int(at), losses, numbers) for at in order[:shown]],
            "worst": [self._ranked(int(at), losses, numbers) for at in order[::-1][:shown]],
        }

    def _ranked(self, at: int, losses: Any, numbers: list[Array]) -> dict[str, Any]:
        said = [told_of(output, self._pool.arrays[output.field.name][at], answer[at]) for output, answer in zip(self.outputs, numbers, strict=True)]
        return {"sample": self._pool.sample(at), "loss": rounded(losses[at]), "said": said}


def whole_losses(outputs: Sequence[Output], arrays: Arrays, answers: Sequence[Any]) -> Array:
    """The loss of each sample over all outputs."""
    return np.asarray(sum(output.losses(arrays[output.field.name], answer) for output, answer in zip(outputs, answers, strict=True)))


def outputs_of(job: Job) -> list[Output]:
    """The outputs of what is trained, in order."""
    return named_outputs(job.fitting, job.spec)


def named_outputs(fitting: Fitting, spec: DataSpec) -> list[Output]:
    """A network's outputs in order."""
    catalog = catalogue.load()
    found = []
    for name, binding in fitting.outputs.items():
        field = spec.field(binding.field)
        if field is not None:
            found.append(Output(name, field, binding, keras.losses.get(make_object("losses", binding.loss, catalog))))
    return found


def judge(output: Output, true: Array, answer: Array) -> dict[str, Any]:
    """One output over all samples."""
    about = {"output": output.name, "field": output.field.name, "title": output.field.title}
    if output.field.kind == "class":
        chosen = probabilities(answer, output.binding).argmax(axis=1)
        return about | {"kind": "class"} | by_class(true.astype(int), chosen, output.field.classes)
    return about | {"kind": "value", "unit": output.field.unit} | by_value(output.field, true, answer)


def by_class(true: Array, chosen: Array, classes: tuple[str, ...]) -> dict[str, Any]:
    """The confusion matrix (rows are true) and what follows from it; of very many classes, the matrix holds those with the most samples."""
    names = [*classes, *(str(place) for place in range(len(classes), int(max(true.max(), chosen.max())) + 1))]
    matrix = np.bincount(true * len(names) + chosen, minlength=len(names) ** 2).reshape(len(names), -1)
    right, support, said = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    places = np.sort(np.argsort(-support, kind="stable")[:MOST_CLASSES])
    return {
        "classes": [names[place] for place in places],
        "matrix": matrix[np.ix_(places, places)].tolist(),
        "accuracy": rounded(right.sum() / max(1, len(true))),
        "by_class": [_class(names[place], right[place], support[place], said[place]) for place in places],
    }


def _class(name: str, right: int, support: int, said: int) -> dict[str, Any]:
    precision = right / said if said else None
    recall = right / support if support else None
    return {
        "name": name,
        "precision": None if precision is None else rounded(precision),
        "recall": None if recall is None else rounded(recall),
        "f1": rounded(2 * right / (support + said)) if support + said else None,
        "support": int(support),
    }


def by_value(field: DataField, true: Array, answer: Array) -> dict[str, Any]:
    """Predicted against true in the field's own unit, and how the residuals (predicted - true) are spread."""
    wanted = np.asarray(original(field, true.reshape(answer.shape) if true.size == answer.size else true), "float64").ravel()
    said = np.asarray(original(field, answer), "float64").ravel()
    said = said if said.size == wanted.size else np.full_like(wanted, np.nan)
    kept = np.isfinite(said)
    residuals = (said - wanted)[kept]
    places = np.unique(np.linspace(0, max(0, kept.sum() - 1), MOST_POINTS).astype(int)) if kept.any() else np.array([], int)
    counts, edges = np.histogram(residuals, bins=BINS) if kept.any() else (np.array([], int), np.array([]))
    return {
        "true": [rounded(value) for value in wanted[kept][places]],
        "predicted": [rounded(value) for value in said[kept][places]],
        "edges": [rounded(value) for value in edges],
        "counts": counts.tolist(),
        "mean_absolute_error": rounded(np.abs(residuals).mean()) if kept.any() else None,
        "root_mean_square": rounded(np.sqrt((residuals**2).mean())) if kept.any() else None,
        "not_finite": int((~kept).sum()),
    }


def told_of(output: Output, true: Array, answer: Array) -> Mapping[str, Any]:
    """What an output says of one sample beside what is true; pictures say nothing in words."""
    field = output.field
    if field.kind == "class":
        shares = probabilities(answer[np.newaxis], output.binding)[0]
        return {"output": output.name, "true": field.classes[int(true)], "predicted": named(field, shares.tolist()), "share": rounded(shares.max())}
    told = {"true": named(field, np.ravel(true).tolist()), "predicted": named(field, answer.ravel().tolist())}
    return {"output": output.name, **told, "share": None}

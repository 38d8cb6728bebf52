"""What is compared between runs: on the validation data the accuracy, where there is one, else the loss.

Numbers are compared with those of their own kind alone: one accuracy with the same one, a loss with what the same loss said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from designer import data_sources
from training.models import Run

LOSS = "val_loss"
LONGEST = 120  # characters of what a loss is called


@dataclass(frozen=True, slots=True)
class Result:
    """A measured number."""

    measure: str
    """What two results must have in common to be compared, in words: val_accuracy, val_loss (MeanSquaredError)."""
    value: float
    is_loss: bool = False

    @property
    def score(self) -> float:
        """More is better."""
        return -self.value if self.is_loss else self.value


def results_of(runs: Iterable[Mapping[str, Any]]) -> dict[str, Result]:
    """What the last numbers of runs say, by the runs' ids, in their order; nothing of those that validated nothing.

    Of a run `id`, `dataset` and `summary` are wanted; which loss it was is read only where it counts.
    """
    found = {run["id"]: (run, name) for run in runs if (name := _measured(run["summary"])) is not None}
    judged = Run.objects.filter(pk__in=[pk for pk, (_, name) in found.items() if name == LOSS]).order_by()
    losses = dict(judged.values_list("pk", "document__training__outputs"))
    return {pk: _result(run, name, losses.get(pk)) for pk, (run, name) in found.items()}


def best_of(results: Iterable[Result]) -> Result | None:
    """The best of several results, newest first: of the newest accuracy, where there is one, else of the newest loss."""
    found = list(results)
    newest = next((result for result in found if not result.is_loss), found[0] if found else None)
    return newest and max((result for result in found if result.measure == newest.measure), key=lambda result: result.score)


def title_of(dataset: str) -> str:
    """What a data set is called before people."""
    found = data_sources.find(dataset)
    return dataset if found is None else found.title


def _measured(summary: Mapping[str, float]) -> str | None:
    """The number that is compared; an answer among the top few is no accuracy."""
    accuracies = (name for name in summary if name.startswith("val_") and name.endswith("accuracy") and "top_k" not in name)
    return next(accuracies, LOSS if LOSS in summary else None)


def _result(run: Mapping[str, Any], name: str, outputs: list[dict[str, Any]] | None) -> Result:
    if name != LOSS:
        return Result(name, run["summary"][name])
    words = ", ".join(map(_loss, outputs or [])) or _usual_loss(run["dataset"])
    return Result(f"{LOSS} ({words[:LONGEST]})" if words else LOSS, run["summary"][LOSS], is_loss=True)


def _loss(output: Mapping[str, Any]) -> str:
    """What an output is judged by, with all that changes the numbers."""
    loss, weight = output["loss"], output.get("weight")
    config = {name: value for name, value in loss.get("config", {}).items() if name not in ("from_logits", "name")}
    words = [loss["class_name"], *(f"{name}={value}" for name, value in sorted(config.items())), *([] if weight is None else [f"× {weight:g}"])]
    return " ".join(words)


def _usual_loss(dataset: str) -> str:
    """What judges a network whose document leaves that to the data."""
    found = data_sources.find(dataset)
    return "" if found is None else found.last_layer.loss.class_name

"""Training settings that do not do together what is meant: gradients clipped twice, metrics of other targets, nothing to watch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.core.data import DataField
from designer.core.document import EarlyStopping, KerasObject, OutputBinding
from designer.core.findings import Findings
from designer.core.losses import LOSSES
from designer.core.problems import Problem
from designer.core.wording import a_list, close_to, joined

CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")  # arguments of an optimizer of which Keras takes one
OF_CLASS_NUMBERS: Mapping[str, str] = {  # metrics that want one column a class, and those of the same meaning for class numbers
    "CategoricalAccuracy": "SparseCategoricalAccuracy",
    "TopKCategoricalAccuracy": "SparseTopKCategoricalAccuracy",
    "CategoricalCrossentropy": "SparseCategoricalCrossentropy",
}
OF_TWO_CLASSES: Mapping[str, str] = {"CategoricalAccuracy": "BinaryAccuracy", "CategoricalCrossentropy": "BinaryCrossentropy"}
VALIDATION = "val_"


def clipping_problems(optimizer: KerasObject) -> Iterator[Problem]:
    """An optimizer that clips its gradients in more than one way."""
    given = [name for name in CLIPPING if optimizer.config.get(name) is not None]
    if len(given) > 1:
        message = f"{optimizer.class_name} clips gradients in one way only, and {joined(given)} are set. Keep one of them."
        yield Problem(code="clipped_twice", param=f"training.optimizer.{given[-1]}", message=message)


def fitting_metric(metric: KerasObject, output: OutputBinding) -> str | None:
    """The metric that compares class numbers where one for columns is chosen; None where it need not change, or where none does."""
    row = LOSSES.get(output.loss.class_name)
    return (OF_TWO_CLASSES if row and row.target == "binary" else OF_CLASS_NUMBERS).get(metric.class_name)


def target_problems(found: Findings, name: str, output: OutputBinding, field: DataField) -> Iterator[Problem]:
    """Metrics that take class numbers for columns, and then measure nothing that means anything."""
    for metric in output.metrics if field.kind == "class" else ():
        other = fitting_metric(metric, output)
        if other is not None:
            message = f"{metric.class_name} of {name} expects one column for each class, and {field.title.lower()} holds class numbers. Use {other}."
            yield Problem(code="metric_target", **found.place(name), param="training.outputs", message=message, severity="warning")


def measured(found: Findings) -> list[str] | None:
    """What this training measures after each epoch; None where that is not known."""
    outputs = found.bindings.outputs if found.bindings else {}
    if found.oracle is None or not outputs or (len(outputs) > 1 and not found.plan.has_named_outputs):
        return None
    several = len(outputs) > 1
    names = ["loss", *(f"{name}_loss" for name in outputs if several)]
    for name, output in outputs.items():
        names += [f"{name}_{found.oracle.name_of(metric)}" if several else found.oracle.name_of(metric) for metric in output.metrics]
    return [f"{VALIDATION}{name}" for name in names] + names if found.document.training.validation_split else names


def monitored(stopping: EarlyStopping, *, validates: bool) -> str:
    """What early stopping watches: without validation the training's own value stands in."""
    return stopping.monitor if validates else stopping.monitor.removeprefix(VALIDATION)


def monitor_problems(found: Findings) -> Iterator[Problem]:
    """Early stopping that watches what is not measured, and so never stops."""
    training, names = found.document.training, measured(found)
    if training.early_stopping is None or names is None:
        return
    watched = monitored(training.early_stopping, validates=bool(training.validation_split))
    if watched not in names:
        message = f"Early stopping watches {watched}, which this training does not measure, so it never stops. It measures {a_list(names)}."
        yield Problem(code="nothing_to_watch", param="training.early_stopping.monitor", message=message, severity="warning")


def nearest(found: Findings) -> list[str]:
    """What early stopping may have been meant to watch, the likeliest first."""
    stopping, names = found.document.training.early_stopping, measured(found) or []
    meant = close_to(stopping.monitor, names) if stopping else None
    return list(dict.fromkeys(name for name in (meant, *names[:1]) if name))

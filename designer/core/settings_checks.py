"""Training settings that do not do together what is meant: gradients clipped twice, metrics of other targets, nothing to watch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.core.data import DataField
from designer.core.document import KerasObject, OutputBinding
from designer.core.findings import Findings
from designer.core.fitting import KEEPS_BEST, MONITOR, VALIDATION, ObjectGroup, watching
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
WATCHERS: Mapping[str, tuple[str, str]] = {
    "EarlyStopping": ("Early stopping", "it never stops"),
    "ReduceLROnPlateau": ("Reducing the learning rate", "it never does"),
    "ModelCheckpoint": ("Keeping the best model", "it does not know which is the best"),
}
"""Callbacks that watch a measured value: what they do, and what comes of it where it is not measured."""
FILED = frozenset({KEEPS_BEST})  # what needs a file to be made at all
SET_THE_RATE = frozenset({"ReduceLROnPlateau"})


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


def monitor_problems(found: Findings) -> Iterator[Problem]:
    """Callbacks that watch what is not measured, and so never act."""
    training, names = found.document.training, measured(found)
    for place, callback in enumerate(watching(training)) if names is not None else ():
        does, outcome = WATCHERS.get(callback.class_name, ("", ""))
        watched = callback.config.get(MONITOR, f"{VALIDATION}loss")
        if does and names is not None and watched not in names:
            message = f"{does} watches {watched}, which this training does not measure, so {outcome}. It measures {a_list(names)}."
            yield Problem(code="nothing_to_watch", param=f"training.callbacks.{place}.{MONITOR}", message=message, severity="warning")


def nearest(found: Findings, callback: KerasObject) -> list[str]:
    """What a callback may have been meant to watch, the likeliest first."""
    names = measured(found) or []
    meant = close_to(str(callback.config.get(MONITOR, f"{VALIDATION}loss")), names)
    return list(dict.fromkeys(name for name in (meant, *names[:1]) if name))


def refusals(found: Findings, group: ObjectGroup, given: KerasObject, where: str) -> Iterator[Problem]:
    """What Keras says against a schedule or a callback whose arguments do not go together."""
    asked: list[tuple[ObjectGroup, KerasObject, str]] = [(group, given, where)] if group == "callbacks" else []
    rate = given.config.get("learning_rate")
    if group == "optimizers" and isinstance(rate, dict):
        asked.append(("schedules", KerasObject.model_validate({key: rate.get(key) for key in ("class_name", "config")}), f"{where}.learning_rate"))
    for kind, value, place in asked:
        refusal = "" if found.oracle is None or value.class_name in FILED else found.oracle.refuse(kind, value)
        if refusal:
            yield Problem(code="refused_by_keras", param=place, message=refusal)


def callback_problems(found: Findings) -> Iterator[Problem]:
    """Callbacks that stand twice, and those that set a learning rate that a schedule sets."""
    training = found.document.training
    seen: set[str] = set()
    for place, callback in enumerate(training.callbacks):
        where, name = f"training.callbacks.{place}", callback.class_name
        if name in seen:
            yield Problem(code="double_callback", param=where, message=f"{name} stands twice among the callbacks, and once is enough. Take one away.")
        seen.add(name)
        rate = training.optimizer.config.get("learning_rate")
        if name in SET_THE_RATE and isinstance(rate, dict):
            message = (
                f"{name} sets the learning rate, which {rate.get('class_name')} sets at every step, and Keras takes only one of the two. "
                f"Take {name} away, or give the optimizer a number."
            )
            yield Problem(code="rate_set_twice", param=where, message=message)


def class_weight_problems(found: Findings) -> Iterator[Problem]:
    """Class weights where there are no classes, or several outputs, for which Keras takes none; weights of classes that are none."""
    weights = found.document.training.class_weight
    outputs = found.bindings.outputs if found.bindings else {}
    if weights is None or not outputs or found.data is None:
        return
    if len(outputs) > 1:
        message = f"Keras weighs classes for networks with a single output, and this one has {len(outputs)}. Take the class weights away."
        yield Problem(code="class_weights", param="training.class_weight", message=message)
        return
    field = found.data.field(next(iter(outputs.values())).field)
    if field is not None and field.kind != "class":
        message = f"There are no classes to weigh: {field.title.lower()} of {found.data.title} is no class. Take the class weights away."
        yield Problem(code="class_weights", param="training.class_weight", message=message)
    elif field is not None and weights != "balanced" and field.classes:
        unknown = [label for label in weights if int(label) >= len(field.classes)]
        if unknown:
            message = f"There is no class {joined(unknown)}: {field.title.lower()} goes from 0 to {len(field.classes) - 1}. Take that weight away."
            yield Problem(code="class_weights", param="training.class_weight", message=message, severity="warning")

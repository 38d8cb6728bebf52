"""What compile, fit and evaluate receive: said once, for the worker that trains and for the script that is written.

Both ask the same functions and differ only in what stands for a field's values and for a Keras object: arrays and instances in the
worker, expressions in the script. So the two cannot train differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import floor
from typing import Any, Literal, TypeVar

from pydantic import JsonValue

from designer.core.bindings import bind
from designer.core.data import DataSpec
from designer.core.document import KerasObject, OutputBinding, Training
from designer.core.plan import Plan

ObjectGroup = Literal["optimizers", "losses", "metrics", "schedules", "callbacks"]
T = TypeVar("T")

VALIDATION = "val_"
MONITOR = "monitor"
KEEPS_BEST = "ModelCheckpoint"
ENDS_ON_NAN = "TerminateOnNaN"
FIXED: Mapping[str, Mapping[str, JsonValue]] = {KEEPS_BEST: {"save_best_only": True}}
"""Arguments of callbacks that no form offers; ModelCheckpoint's file is said by whoever makes it."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A network's training, resolved: which field feeds which Input, which judges which output, and how."""

    inputs: Mapping[str, str]
    outputs: Mapping[str, OutputBinding]
    training: Training
    is_named: bool = True
    """Whether the outputs bear their names in Keras too; otherwise they are told apart by their order."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are used, each once, inputs first."""
        return tuple(dict.fromkeys([*self.inputs.values(), *(output.field for output in self.outputs.values())]))


def resolve(plan: Plan, training: Training, data: DataSpec) -> Fitting:
    """What the plan's inputs and outputs are trained with."""
    bindings = bind(plan, training, data)
    return Fitting(bindings.inputs, bindings.outputs, training, plan.has_named_outputs)


def compile_arguments(fitting: Fitting, say: Callable[[ObjectGroup, KerasObject], T]) -> dict[str, Any]:
    """The arguments of `Model.compile`; `say` makes the optimizer, a loss or a metric from its serialized form."""
    losses = {name: say("losses", output.loss) for name, output in fitting.outputs.items()}
    metrics = {name: [say("metrics", metric) for metric in output.metrics] for name, output in fitting.outputs.items()}
    arguments: dict[str, Any] = {"optimizer": say("optimizers", fitting.training.optimizer), "loss": _by_output(fitting, losses)}
    if any(metrics.values()):
        arguments["metrics"] = _by_output(fitting, {name: each for name, each in metrics.items() if each or not fitting.is_named})
    if any(output.weight is not None for output in fitting.outputs.values()):
        weights = {name: 1.0 if output.weight is None else output.weight for name, output in fitting.outputs.items()}
        arguments["loss_weights"] = _by_output(fitting, weights)
    compiled = fitting.training.jit_compile
    return arguments | ({} if compiled is None else {"jit_compile": compiled})


def data_arguments(fitting: Fitting, arrays: Mapping[str, T]) -> dict[str, Any]:
    """The arguments x and y of `Model.fit` and `Model.evaluate`, from the data set's fields."""
    return {
        "x": _of(fitting.inputs, {name: arrays[field] for name, field in fitting.inputs.items()}),
        "y": _by_output(fitting, {name: arrays[output.field] for name, output in fitting.outputs.items()}),
    }


def stream_arguments(fitting: Fitting, arrays: Mapping[str, T], samples: int, batches: Callable[..., Any]) -> dict[str, Any]:
    """What stands for x and y in `Model.fit` where the data comes from the disk in batches, parted as Keras parts arrays for validation."""
    training, given = fitting.training, data_arguments(fitting, arrays)
    every = {**given, "batch_size": training.batch_size}
    if not training.validation_split:
        return {"x": batches(**every, seed=training.seed), "shuffle": False}
    first = floor(samples * (1.0 - training.validation_split))
    return {"x": batches(**every, end=first, seed=training.seed), "validation_data": batches(**every, start=first), "shuffle": False}


def fit_arguments(fitting: Fitting, balanced: Callable[[str], Any]) -> dict[str, Any]:
    """The other arguments of `Model.fit`, callbacks apart; `balanced` gives the class weights that a field of the data asks for."""
    training = fitting.training
    split: dict[str, Any] = {"validation_split": training.validation_split} if training.validation_split else {}
    return {"batch_size": training.batch_size, "epochs": training.epochs, **split, **_class_weight(fitting, balanced)}


def streamed(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Of `fit_arguments`, those that batches from the disk leave to say."""
    return {name: value for name, value in arguments.items() if name not in {"batch_size", "validation_split"}}


def _class_weight(fitting: Fitting, balanced: Callable[[str], Any]) -> dict[str, Any]:
    weights = fitting.training.class_weight
    if not weights:
        return {}
    if weights == "balanced":
        return {"class_weight": balanced(next(iter(fitting.outputs.values())).field)}
    return {"class_weight": {int(label): float(weight) for label, weight in weights.items()}}


def callback_arguments(fitting: Fitting, say: Callable[[KerasObject, Mapping[str, JsonValue]], T]) -> list[T]:
    """The callbacks of `Model.fit`; `say` makes one from its class and arguments, and from those arguments of it that no form offers."""
    return [say(callback, FIXED.get(callback.class_name, {})) for callback in watching(fitting.training)]


def watching(training: Training) -> Iterator[KerasObject]:
    """The callbacks as they act: without a validation split there is nothing under a name such as "val_loss": the training's own value stands in."""
    for callback in training.callbacks:
        watched = callback.config.get(MONITOR, f"{VALIDATION}loss")
        if training.validation_split or callback.class_name == ENDS_ON_NAN or not isinstance(watched, str):
            yield callback
        else:
            yield callback.model_copy(update={"config": {**callback.config, MONITOR: watched.removeprefix(VALIDATION)}})


def ends_on_nan(fitting: Fitting) -> bool:
    """Whether a loss that is no number ends the training as it is, instead of failing it."""
    return any(callback.class_name == ENDS_ON_NAN for callback in fitting.training.callbacks)


def _by_output(fitting: Fitting, things: Mapping[str, T]) -> T | Mapping[str, T] | list[T]:
    """What Keras takes for the outputs: by name, or in their order where Keras names them otherwise."""
    return _of(fitting.outputs, things) if fitting.is_named or len(fitting.outputs) == 1 else list(things.values())


def _of(nodes: Mapping[str, Any], things: Mapping[str, T]) -> T | Mapping[str, T]:
    """Keras takes the thing itself where the network has one input (or output), and a dict by layer name where it has several."""
    return next(iter(things.values())) if len(nodes) == 1 else things

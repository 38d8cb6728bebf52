"""What compile, fit and evaluate receive: said once, for the worker that trains and for the script that is written.

Both ask the same functions and differ only in what stands for a field's values and for a Keras object: arrays and instances in the
worker, expressions in the script. So the two cannot train differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import JsonValue

from designer.core.bindings import bind
from designer.core.data import DataSpec
from designer.core.document import KerasObject, OutputBinding, Training
from designer.core.plan import Plan

ObjectGroup = Literal["optimizers", "losses", "metrics"]
T = TypeVar("T")


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
    arguments = {"optimizer": say("optimizers", fitting.training.optimizer), "loss": _by_output(fitting, losses)}
    given = {name: each for name, each in metrics.items() if each or not fitting.is_named}
    return arguments | ({"metrics": _by_output(fitting, given)} if any(metrics.values()) else {})


def data_arguments(fitting: Fitting, arrays: Mapping[str, T]) -> dict[str, Any]:
    """The arguments x and y of `Model.fit` and `Model.evaluate`, from the data set's fields."""
    return {
        "x": _of(fitting.inputs, {name: arrays[field] for name, field in fitting.inputs.items()}),
        "y": _by_output(fitting, {name: arrays[output.field] for name, output in fitting.outputs.items()}),
    }


def fit_arguments(fitting: Fitting) -> dict[str, JsonValue]:
    """The other arguments of `Model.fit`, callbacks apart."""
    training = fitting.training
    split: dict[str, JsonValue] = {"validation_split": training.validation_split} if training.validation_split else {}
    return {"batch_size": training.batch_size, "epochs": training.epochs, **split}


def early_stopping_arguments(fitting: Fitting) -> dict[str, JsonValue] | None:
    """The arguments of `keras.callbacks.EarlyStopping`, or None where training does not stop early.

    Without a validation split there is nothing under a name such as "val_loss" to watch: the training's own value stands in.
    """
    training = fitting.training
    if training.early_stopping is None:
        return None
    arguments = training.early_stopping.model_dump()
    return arguments if training.validation_split else arguments | {"monitor": arguments["monitor"].removeprefix("val_")}


def _by_output(fitting: Fitting, things: Mapping[str, T]) -> T | Mapping[str, T] | list[T]:
    """What Keras takes for the outputs: by name, or in their order where Keras names them otherwise."""
    return _of(fitting.outputs, things) if fitting.is_named or len(fitting.outputs) == 1 else list(things.values())


def _of(nodes: Mapping[str, Any], things: Mapping[str, T]) -> T | Mapping[str, T]:
    """Keras takes the thing itself where the network has one input (or output), and a dict by layer name where it has several."""
    return next(iter(things.values())) if len(nodes) == 1 else things

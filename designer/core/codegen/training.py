"""The parts of a script that load the data, train, judge and save the model."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from designer.core.catalog import Catalog
from designer.core.class_weights import balanced_weights
from designer.core.codegen import by_hand
from designer.core.codegen.by_hand import NOTHING, ByHand
from designer.core.codegen.constructors import callback_expression, object_expression
from designer.core.codegen.expressions import INDENT, Call, Expression, Name, flat, laid_out, one_a_line, quoted
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import comment
from designer.core.codegen.search import TRAIN, WATCHING
from designer.core.codegen.swept import Swept
from designer.core.data import DataSpec
from designer.core.document import KerasObject, Training
from designer.core.fitting import (
    KEEPS_BEST,
    Fitting,
    callback_arguments,
    compile_arguments,
    data_arguments,
    fit_arguments,
    stream_arguments,
    streamed,
)


@dataclass(frozen=True)
class Around:
    """What is around the lines of a training: of a run, what was done to it by hand; of a trial, the function they stand in."""

    done: ByHand = NOTHING
    is_trial: bool = False
    watching: tuple[Name, ...] = ()
    """Callbacks besides its own."""

    @property
    def indent(self) -> str:
        """How far in the lines stand."""
        return INDENT if self.is_trial else ""


NO_DATA = "No data set is chosen yet. Choose one in Layerloom, or fit the model to arrays of your own, for example:"
BALANCED = "balanced"
NAMES = {"model", "history", "train", "test", "callbacks", balanced_weights.__name__, "results", "metric", "value", *by_hand.NAMES}


def data_part(data: DataSpec) -> Part:
    """The data set's own loader, called."""
    part = Part("Data")
    part.add(comment(f"{data.title}: {data.train_samples:,} samples to train with, {data.test_samples:,} to test with."))
    part.add(comment(f"Source: {data.source}." + (f" Licence: {data.licence}." if data.licence else "")))
    part.add([*data.loader.source.splitlines(), "", "", f"train, test = {data.loader.function}()"])
    return part


def training_part(name: str, fitting: Fitting, data: DataSpec, catalog: Catalog, done: ByHand) -> Part:
    """Compile and fit, with what the worker gives them; of a run, with what was done to it by hand."""
    part = Part("Training")
    _define_balanced(part, fitting)
    _fit(part, name, fitting, data, catalog, Around(done))
    return part


def swept_training_part(name: str, fitting: Fitting, data: DataSpec, catalog: Catalog, swept: Swept, first: Iterable[str]) -> Part:
    """`def train_model(…)`, which trains from the start with any settings of a sweep.

    `first` are the lines that make the model.
    """
    part = Part("Training")
    _define_balanced(part, fitting)
    swept.add_tables(part, of_nodes=False)
    prunes = swept.sweep.pruning != "none"
    params: list[tuple[str, Expression]] = [(each.variable, each.default) for each in swept.marked]
    part.add(laid_out("def ", Call(TRAIN, (), (*params, *([(WATCHING, ())] if prunes else []))), ":"))
    part.add([f'{INDENT}"""Return a model that was trained with these settings, and what it measured in each epoch."""'])
    part.add(f"{INDENT}{line}" for line in ("keras.utils.clear_session()", *first))
    _fit(part, name, fitting, data, catalog, Around(is_trial=True, watching=(Name(f"*{WATCHING}"),) if prunes else ()))
    part.add([f"{INDENT}return model, history.history"])
    return part


def _define_balanced(part: Part, fitting: Fitting) -> None:
    """The function that weighs the classes, where they are weighed by the data."""
    if fitting.training.class_weight == BALANCED:
        part.imports.add("np")
        part.add([*inspect.getsource(balanced_weights).splitlines(), "", ""])


def _fit(part: Part, name: str, fitting: Fitting, data: DataSpec, catalog: Catalog, around: Around) -> None:
    indent, done = around.indent, around.done
    told = compile_arguments(fitting, lambda group, given: object_expression(group, given, catalog))
    part.add(one_a_line("", part.use(_call("model.compile", told)), indent))
    fields = _fields(data, "train")
    more = fit_arguments(fitting, lambda field: Call(balanced_weights.__name__, (fields[field],)))
    given: dict[str, Any]
    if data.loader.streams:
        given = {**stream_arguments(fitting, fields, data.train_samples, _batches), **streamed(more)}
    else:
        given = {**data_arguments(fitting, fields), **more}
    callbacks = callback_arguments(fitting, lambda callback, fixed: _callback(name, callback, fixed, catalog))
    if done.acts:
        part.lines[:0] = by_hand.definition(done)
        callbacks.append(Call(by_hand.CALLBACK))
    watching = around.watching
    if watching and not callbacks:
        given["callbacks"] = list(watching)
    elif callbacks:
        rows = (line for each in [*callbacks, *watching] for line in laid_out("", each, ",", indent + INDENT))
        part.add([f"{indent}callbacks = [", *rows, f"{indent}]"])
        given["callbacks"] = Name("callbacks")
    given |= {"verbose": 0} if around.is_trial else {}
    for sentence in done.notes:
        part.add(comment(sentence))
    part.add(by_hand.fit_lines(done, _call("model.fit", given)) if done.acts else one_a_line("history = ", _call("model.fit", given), indent))


def _batches(**named: Any) -> Call:
    return _call("batches", {name: value for name, value in named.items() if value is not None})


def _callback(name: str, callback: KerasObject, fixed: Mapping[str, JsonValue], catalog: Catalog) -> Call:
    """A callback; the best model lies beside the last one."""
    made = callback_expression(callback, catalog)
    file = (f"{name}_best.keras",) if callback.class_name == KEEPS_BEST else ()
    return Call(made.function, file, (*made.named, *fixed.items()))


def evaluation_part(name: str, fitting: Fitting, data: DataSpec) -> Part:
    """Evaluate on held-out data, and save."""
    part = Part("Evaluation")
    told = data_arguments(fitting, _fields(data, "test"))
    given = {**({"x": _batches(**told, batch_size=fitting.training.batch_size)} if data.loader.streams else told), "return_dict": True}
    part.add(laid_out("results = ", _call("model.evaluate", given)))
    part.add(["for metric, value in results.items():", '    print(f"{metric}: {value:.4f}")'])
    part.add(save_lines(name))
    return part


def untrained_part(name: str, training: Training) -> Part:
    """What stands in the place of training where no data set is chosen."""
    part = Part("Training")
    part.add(comment(NO_DATA))
    for line in (
        'model.compile(optimizer="adam", loss="mean_squared_error")',
        f"model.fit(x, y, batch_size={training.batch_size}, epochs={training.epochs})",
    ):
        part.add([f"#     {line}"])
    part.add(save_lines(name))
    return part


def save_lines(name: str) -> list[str]:
    """The model, kept beside the script."""
    return [f"model.save({quoted(f'{name}.keras')})"]


def _call(function: str, named: Mapping[str, Any]) -> Call:
    return Call(function, (), tuple(named.items()))


def feeding(fitting: Fitting, data: DataSpec) -> dict[str, Name]:
    """What feeds each Input while training."""
    fields = _fields(data, "train")
    if data.loader.streams:
        size = fitting.training.batch_size
        fields = {name: Name(f"batches({field.text}, batch_size={flat(size)})") for name, field in fields.items()}
    return {name: fields[field] for name, field in fitting.inputs.items()}


def _fields(data: DataSpec, split: str) -> dict[str, Name]:
    return {field.name: Name(f"{split}[{quoted(field.name)}]") for field in data.fields}

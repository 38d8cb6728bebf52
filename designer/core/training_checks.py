"""Problems of the training settings: objects Keras does not have, fields the data set does not have, inputs and outputs that do not fit the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.core.adapting import adapting_problems
from designer.core.arguments import Place, check_config
from designer.core.catalog import ObjectSpec
from designer.core.data import DataField, DataSpec
from designer.core.document import KerasObject, OutputBinding
from designer.core.findings import Findings
from designer.core.fitting import ObjectGroup
from designer.core.output_checks import output_problems, untrained_rank_problems
from designer.core.problems import Problem
from designer.core.settings_checks import callback_problems, class_weight_problems, clipping_problems, monitor_problems, refusals, target_problems
from designer.core.wording import did_you_mean, matches, quoted, shape_text

SINGULAR: Mapping[ObjectGroup, str] = {
    "optimizers": "optimizer",
    "losses": "loss",
    "metrics": "metric",
    "schedules": "schedule",
    "callbacks": "callback",
}
COUNTS_TOKENS: Mapping[str, str] = {"Embedding": "input_dim", "ReversibleEmbedding": "input_dim"}  # how many tokens a layer knows


def training_problems(found: Findings) -> list[Problem]:
    """Everything wrong with how the network would be trained."""
    problems = [*_object_problems(found), *adapting_problems(found.plan)]
    faults = list(_callback_problems(found))
    if found.data is not None:
        problems.extend(_binding_problems(found, found.data))
        problems.extend(_input_problems(found, found.data))
        has_faults = any(problem.severity == "error" for problem in problems)
        problems.extend(_output_problems(found, found.data, has_bad_objects=has_faults))
        problems.extend(monitor_problems(found) if not has_faults and not faults else ())
        problems.extend(class_weight_problems(found))
    elif found.document.training.dataset is not None:
        message = f"There is no data set called {quoted(found.document.training.dataset)}, or it is not lent to you any more. Choose another one."
        problems.append(Problem(code="unknown_dataset", param="training.dataset", message=message))
    else:
        problems.extend(untrained_rank_problems(found))
    return [*problems, *faults]


def _object_problems(found: Findings) -> Iterator[Problem]:
    """Optimizer, losses and metrics that the catalogue does not have, and their arguments."""
    training = found.document.training
    yield from _check_object(found, "optimizers", training.optimizer, "training.optimizer")
    yield from clipping_problems(training.optimizer)
    for index, output in enumerate(training.outputs):
        where = f"training.outputs.{index}"
        yield from _check_object(found, "losses", output.loss, f"{where}.loss")
        for place, metric in enumerate(output.metrics):
            yield from _check_object(found, "metrics", metric, f"{where}.metrics.{place}")


def _callback_problems(found: Findings) -> Iterator[Problem]:
    """Callbacks that the catalogue does not have, their arguments, and what they do to each other."""
    for place, callback in enumerate(found.document.training.callbacks):
        yield from _check_object(found, "callbacks", callback, f"training.callbacks.{place}")
    yield from callback_problems(found)


def _check_object(found: Findings, group: ObjectGroup, given: KerasObject, where: str) -> Iterator[Problem]:
    known: Mapping[str, ObjectSpec] = getattr(found.catalog, group)
    spec = known.get(given.class_name)
    if spec is None:
        message = f"Keras {found.catalog.keras} has no {SINGULAR[group]} called {quoted(given.class_name)}."
        yield Problem(code=f"unknown_{SINGULAR[group]}", param=where, message=message + did_you_mean(given.class_name, known))
        return
    faults = check_config(given.config, spec, found.catalog, Place(where, spec.name), base={})
    for fault in faults:
        yield Problem(code=fault.code, param=fault.param, message=fault.message)
    yield from refusals(found, group, given, where) if not faults else ()


def _binding_problems(found: Findings, data: DataSpec) -> Iterator[Problem]:
    training, bindings = found.document.training, found.bindings
    chosen = [(f"training.inputs.{index}.field", given.field) for index, given in enumerate(training.inputs)]
    chosen += [(f"training.outputs.{index}.field", given.field) for index, given in enumerate(training.outputs)]
    for where, name in chosen:
        if data.field(name) is None:
            message = f"{data.title} has no field called {quoted(name)}; it has {', '.join(field.name for field in data.fields)}."
            yield Problem(code="unknown_field", param=where, message=message)
    for name in bindings.unbound if bindings else ():
        message = f"No field of {data.title} is chosen for {name}. Choose one in the training settings."
        yield Problem(code="unbound", **found.place(name), param="training", message=message)
    if bindings and bindings.spare:
        names = ", ".join(binding.field for binding in bindings.spare)
        message = f"The training settings use more fields than the network has inputs and outputs; {names} is left over. Take it away."
        yield Problem(code="spare_binding", param="training", message=message, severity="warning")


def _input_problems(found: Findings, data: DataSpec) -> Iterator[Problem]:
    for name, field_name in found.bindings.inputs.items() if found.bindings else ():
        field, shape = data.field(field_name), found.shape(name)
        if field is None or shape is None:
            continue
        if not matches(shape, field.shape):
            message = (
                f"{name} expects {shape_text(shape)}, and {field.title.lower()} of {data.title} is {shape_text(field.shape)}. "
                f"Set shape of {name} to {field.shape}."
            )
            yield Problem(code="input_shape", node=name, param="shape", message=message)
        elif (field.dtype == "string") != (found.answers[name].specs[0].dtype == "string"):
            message = f"{name} expects {found.answers[name].specs[0].dtype}, and {field.title.lower()} of {data.title} is {field.dtype}."
            yield Problem(code="input_dtype", node=name, param="dtype", message=message)
        yield from _token_problems(found, name, field)


def _token_problems(found: Findings, name: str, field: DataField) -> Iterator[Problem]:
    """Layers that know fewer tokens than the text has."""
    if field.vocabulary_size is None:
        return
    for call in found.plan.calls:
        param = COUNTS_TOKENS.get(call.spec.name)
        known = call.node.config.get(param) if param else None
        if isinstance(known, int) and known < field.vocabulary_size and any(source.node == name for source in call.sources):
            message = f"{param} of {call.title} must be at least {field.vocabulary_size:,}, the tokens of {field.title.lower()}; received {known:,}."
            yield Problem(code="too_few_tokens", **found.place(call.node.id), param=param, message=message)


def _output_problems(found: Findings, data: DataSpec, *, has_bad_objects: bool) -> Iterator[Problem]:
    if has_bad_objects or found.bindings is None:
        return
    for name, output in found.bindings.outputs.items():
        field = data.field(output.field)
        if field is not None and found.shape(name) is not None:
            faults = list(output_problems(found, name, output, field, data))
            yield from faults
            if not any(fault.severity == "error" for fault in faults):
                yield from _metric_problems(found, name, output, field)
                yield from target_problems(found, name, output, field)


def _metric_problems(found: Findings, name: str, output: OutputBinding, field: DataField) -> Iterator[Problem]:
    """Metrics that would end the training at its first batch."""
    for metric in output.metrics:
        if not found.can_measure(name, metric, field):
            message = (
                f"{metric.class_name} cannot compare {name} ({shape_text(found.shape(name) or ())}) with {field.title.lower()} "
                f"({'a class number' if field.kind == 'class' else shape_text(field.shape)}). Choose another metric."
            )
            yield Problem(code="metric_mismatch", **found.place(name), param="training.outputs", message=message)

"""Whether an output fits the field and the loss that judge it: its shape, its last activation, the loss itself."""

from __future__ import annotations

from collections.abc import Iterator

from designer.core.data import DataField, DataSpec
from designer.core.document import OutputBinding
from designer.core.findings import Findings
from designer.core.last_layer import ON_LAST_AXIS, activation_setter
from designer.core.losses import LOSSES, TARGET_WORDS, UNFIT_ACTIVATIONS, fits, usual_loss, wanted_activation, wanted_shape
from designer.core.problems import Problem
from designer.core.wording import Shape, matches, shape_text


def output_problems(found: Findings, name: str, output: OutputBinding, field: DataField, data: DataSpec) -> Iterator[Problem]:
    """Everything that keeps an output of known shape from being judged well."""
    if not fits(output.loss.class_name, field):
        yield _loss_problem(found, name, output, field, data)
        return
    shape, wanted = found.shape(name) or (), wanted_shape(output.loss.class_name, field)
    if wanted is not None and not matches(shape, wanted):
        yield _shape_problem(name, shape, wanted, field).model_copy(update=found.place(name))
    elif wanted is None and (refusal := found.judge(name, output.loss, field)):
        yield Problem(code="loss_mismatch", **found.place(name), param="training.outputs", message=refusal)
    yield from _activation_problems(found, name, output, field)


def _loss_problem(found: Findings, name: str, output: OutputBinding, field: DataField, data: DataSpec) -> Problem:
    row = LOSSES[output.loss.class_name]
    message = (
        f"{output.loss.class_name} of {name} expects {TARGET_WORDS[row.target]}, and {field.title.lower()} holds {_held(field)}. "
        f"Use {usual_loss(field, data).class_name}."
    )
    return Problem(code="loss_mismatch", **found.place(name), param="training.outputs", message=message)


def _held(field: DataField) -> str:
    return f"one of {len(field.classes)} class numbers" if field.kind == "class" else "numbers"


def _shape_problem(name: str, shape: Shape, wanted: Shape, field: DataField) -> Problem:
    expected = f"{name} must give {_counted(wanted, field)}; it gives {shape_text(shape)}."
    if len(shape) > len(wanted) and len(wanted) == 1:
        return Problem(code="output_rank", message=f"{expected} Insert Flatten or global pooling, so that one row is left for a sample.")
    if len(shape) == len(wanted) == 1:
        is_plenty = field.kind == "class" and isinstance(shape[0], int) and shape[0] > (wanted[0] or 0) > 1
        message = f"{expected} Set its size to {wanted[0]}."
        return Problem(code="output_units", param="units", message=message, severity="warning" if is_plenty else "error")
    return Problem(code="output_shape", message=f"{expected} Reshape it.")


def _counted(wanted: Shape, field: DataField) -> str:
    if field.kind == "class" and wanted != (1,):
        return f"{wanted[0]} numbers a sample, one for each class of {field.title.lower()}"
    return f"one number a sample for {field.title.lower()}" if wanted == (1,) else f"{shape_text(wanted)} for {field.title.lower()}"


def _activation_problems(found: Findings, name: str, output: OutputBinding, field: DataField) -> Iterator[Problem]:
    setter = activation_setter(found, name)
    if setter is None:
        return
    call, activation = setter
    wanted = wanted_activation(output.loss)
    if wanted is not None and activation != wanted:
        logits = ", as from_logits is set" if wanted == "linear" else ""
        message = f"activation of {call.title} must be {wanted} for {output.loss.class_name}{logits}; received {activation}."
    elif wanted is None and activation in UNFIT_ACTIVATIONS.get(field.kind, ()):
        message = f"activation of {call.title} must be linear, so that it can give every {field.title.lower()}; received {activation}."
    else:
        return
    yield Problem(code="output_activation", **found.place(call.node.id), param="activation", message=message, severity="warning")


def untrained_rank_problems(found: Findings) -> list[Problem]:
    """Without a data set: layers that work on the last axis of a picture right up to an output, where a Flatten is usually missing."""
    problems = []
    for name in found.plan.outputs:
        shape = found.shape(name)
        call = found.producing(name)
        if shape is None or len(shape) < 3 or call.spec.name not in ON_LAST_AXIS:
            continue
        message = (
            f"{name} works on the last axis only, so its output still is {shape_text(shape)}. "
            "If the network should give one answer for a sample, insert Flatten or global pooling before it."
        )
        problems.append(Problem(code="dense_keeps_axes", **found.place(name), message=message, severity="warning"))
    return problems

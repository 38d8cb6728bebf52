"""Fixes of the meeting of network and data: Input shapes, last layers, losses, bindings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import prod
from typing import Any

from designer.core.cures.shapes import into_one_row, one_row_before
from designer.core.data import DataField
from designer.core.document import KerasObject, OutputBinding
from designer.core.edits import Edit, Maker, edges_from, edges_into
from designer.core.findings import Findings
from designer.core.fitting import MONITOR
from designer.core.last_layer import FIXED_ACTIVATIONS, ON_LAST_AXIS, activation_setter, chain_back, size_setter
from designer.core.losses import usual_loss, wanted_activation, wanted_shape
from designer.core.problems import Fix, Problem
from designer.core.settings_checks import CLIPPING, fitting_metric, nearest
from designer.core.wording import close_to, shape_text


def take_the_data_as_it_is(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give an Input its field's shape; where that breaks what follows, reshape right behind it."""
    name = problem.node or ""
    field = found.feeding(name)
    if field is None:
        return
    label = f"Set shape of {name} to {shape_text(field.shape)}"
    yield Edit(found).set(name, shape=list(field.shape)).fix(label)
    before = found.shape(name) or ()
    edit = Edit(found).set(name, shape=list(field.shape))
    edges = edges_from(found, name)
    if not edges or edges[0].target[0] not in found.nodes:
        return
    if None not in before and prod(size for size in before if size) == prod(field.shape):
        edit.between(edges[0], [("Reshape", {"target_shape": list(before)})])
        yield edit.fix(f"{label} and insert Reshape to {shape_text(before)} behind it")
    if len(before) == 1:
        for layer, config in into_one_row(field.shape)[:1]:
            edit = Edit(found).set(name, shape=list(field.shape)).between(edges[0], [(layer, config)])
            yield edit.fix(f"{label} and insert {layer} behind it")


def take_the_fields_dtype(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give an Input its field's dtype."""
    name = problem.node or ""
    field = found.feeding(name)
    if field:
        yield Edit(found).set(name, dtype=field.dtype).fix(f"Set dtype of {name} to {field.dtype}")


def _output(found: Findings, node: str) -> tuple[str, OutputBinding] | None:
    """The output that a node is, or leads to, and what judges it."""
    for name, output in found.bindings.outputs.items() if found.bindings else ():
        if any(call.path[0] == node for call in chain_back(found, name)):
            return name, output
    return None


def _judged(found: Findings, node: str) -> tuple[str, OutputBinding, DataField] | None:
    """The output that a node is, or leads to, what judges it, and the field it is compared with."""
    output = _output(found, node)
    field = found.data.field(output[1].field) if output and found.data else None
    return (*output, field) if output and field else None


def set_size(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give the last layer as many units as the target needs; add one where no layer sets the size."""
    judged = _judged(found, problem.node or "")
    if judged is None:
        return
    name, output, field = judged
    wanted = (wanted_shape(output.loss.class_name, field) or (1,))[-1]
    setter = size_setter(found, name)
    if setter:
        yield Edit(found).set(setter[0], **{setter[1]: wanted}).fix(f"Set {setter[1]} of {setter[0]} to {wanted}")
    yield Edit(found).after(name, [("Dense", _last(wanted, output.loss))]).fix(f"Add a Dense with units={wanted} behind {name}")


def _last(units: int, loss: KerasObject) -> dict[str, Any]:
    activation = wanted_activation(loss)
    return {"units": units, **({"activation": activation} if activation not in (None, "linear") else {})}


def end_in_one_row(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Make one row of an output: pooled where its last axis is the wanted one, else through a Dense."""
    judged = _judged(found, problem.node or "")
    shape = found.shape(judged[0]) if judged else None
    if judged is None or shape is None:
        return
    name, output, field = judged
    if found.producing(name).spec.name in ON_LAST_AXIS:
        return  # one_row_before knows better
    wanted = (wanted_shape(output.loss.class_name, field) or (1,))[-1]
    rows = into_one_row(shape)
    if shape[-1] == wanted and rows:
        yield Edit(found).after(name, rows[-1:]).fix(f"Add {rows[-1][0]} behind {name}")
    for row in rows:
        layers = [row, ("Dense", _last(wanted, output.loss))]
        yield Edit(found).after(name, layers).fix(f"Add {row[0]} and Dense behind {name}")


def give_shape(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Bring an output to the shape of what it is compared with: reshaped where the numbers are as many, else through a Dense."""
    judged = _judged(found, problem.node or "")
    shape = found.shape(judged[0]) if judged else None
    if judged is None or shape is None:
        return
    name, output, field = judged
    wanted = wanted_shape(output.loss.class_name, field) or (1,)
    reshape = ("Reshape", {"target_shape": list(wanted)})
    if None not in shape and prod(size for size in shape if size) == prod(wanted):
        yield Edit(found).after(name, [reshape]).fix(f"Add Reshape to {shape_text(wanted)} behind {name}")
    setter = size_setter(found, name)
    if setter and len(shape) == len(wanted) and tuple(shape[:-1]) == wanted[:-1]:
        yield Edit(found).set(setter[0], **{setter[1]: wanted[-1]}).fix(f"Set {setter[1]} of {setter[0]} to {wanted[-1]}")
    layers = [*into_one_row(shape)[:1], ("Dense", _last(prod(wanted), output.loss)), *([reshape] if len(wanted) > 1 else [])]
    yield Edit(found).after(name, layers).fix(f"Add {' and '.join(layer for layer, _ in layers)} behind {name}")


def set_activation(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give the last layer the activation that its loss needs, or tell the loss that there is none."""
    judged = _output(found, problem.node or "")
    setter = activation_setter(found, judged[0]) if judged else None
    if judged is None or setter is None:
        return
    call, activation = setter
    wanted = wanted_activation(judged[1].loss) or "linear"
    if call.spec.name not in FIXED_ACTIVATIONS:
        change = None if wanted == "linear" else wanted
        yield Edit(found).set(call.node.id, activation=change).fix(f"Set activation of {call.node.id} to {wanted}")
    elif call.node.id == judged[0] and edges_into(found, call.node.id):
        yield Edit(found).remove(call.node.id).fix(f"Delete {call.node.id}")
    if activation == "linear":
        loss = judged[1].loss.model_copy(update={"config": {**judged[1].loss.config, "from_logits": True}})
        yield _with_loss(found, judged[0], loss).fix(f"Set from_logits of {loss.class_name} to True")


def set_loss(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Judge the output by the loss that suits its field."""
    judged = _judged(found, problem.node or "")
    if judged and found.data:
        loss = usual_loss(judged[2], found.data)
        yield _with_loss(found, judged[0], loss).fix(f"Use {loss.class_name}")


def _with_loss(found: Findings, name: str, loss: KerasObject) -> Edit:
    """The training settings with another loss for one output; every output is written down, as order would otherwise shift."""
    outputs = found.bindings.outputs if found.bindings else {}
    changed = [output.model_copy(update={"node": node, **({"loss": loss} if node == name else {})}) for node, output in outputs.items()]
    return _with_outputs(found, changed)


def _with_outputs(found: Findings, outputs: Iterable[OutputBinding]) -> Edit:
    return Edit(found).train(outputs=[output.model_dump(mode="json") for output in outputs])


def know_every_token(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Make a layer know as many tokens as the text has."""
    sizes = [field.vocabulary_size for field in found.data.fields if field.vocabulary_size] if found.data else []
    if problem.node and problem.param and sizes:
        yield Edit(found).set(problem.node, **{problem.param: max(sizes)}).fix(f"Set {problem.param} of {problem.node} to {max(sizes)}")


def usual_bindings(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Go back to the data set's usual fields."""
    if found.data:
        label = f"Use {found.data.input} and {found.data.target} of {found.data.title}"
        yield Edit(found).train(inputs=[], outputs=[]).fix(label)


def known_optimizer(found: Findings, problem: Problem) -> Iterator[Fix]:
    """The optimizer whose name is close, or Adam."""
    given = found.document.training.optimizer.class_name
    for name in dict.fromkeys((close_to(given, found.catalog.optimizers) or "Adam", "Adam")):
        yield Edit(found).train(optimizer={"class_name": name, "config": {}}).fix(f"Use {name}")


def known_loss(found: Findings, problem: Problem) -> Iterator[Fix]:
    """The loss whose name is close, or the one that suits the field."""
    outputs = list(found.document.training.outputs)
    for index, output in enumerate(outputs):
        field = found.data.field(output.field) if found.data else None
        names = [close_to(output.loss.class_name, found.catalog.losses), usual_loss(field, found.data).class_name if field and found.data else None]
        if output.loss.class_name not in found.catalog.losses:
            for name in dict.fromkeys(name for name in names if name):
                changed = output.model_copy(update={"loss": KerasObject(class_name=name)})
                yield _with_outputs(found, [*outputs[:index], changed, *outputs[index + 1 :]]).fix(f"Use {name}")


def known_metrics(found: Findings, problem: Problem) -> Iterator[Fix]:
    """The metrics whose names are close instead of those that Keras does not have, or none for them."""
    outputs = found.document.training.outputs
    known = found.catalog.metrics
    unknown = {metric.class_name for output in outputs for metric in output.metrics if metric.class_name not in known}
    meant = {name: close_to(name, known) for name in unknown}
    named = [[_renamed(metric, meant) for metric in output.metrics] for output in outputs]
    kept = [[metric for metric in metrics if metric is not None] for metrics in named]
    changed = [output.model_copy(update={"metrics": tuple(metrics)}) for output, metrics in zip(outputs, kept, strict=True)]
    said = [f"Use {other} instead of {name}" if other else f"Remove {name}" for name, other in meant.items()]
    yield _with_outputs(found, changed).fix(", ".join(said))


def _renamed(metric: KerasObject, meant: Mapping[str, str | None]) -> KerasObject | None:
    if metric.class_name not in meant:
        return metric
    name = meant[metric.class_name]
    return KerasObject(class_name=name) if name else None


def clip_once(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Keep one way of clipping."""
    optimizer = found.document.training.optimizer
    given = [name for name in CLIPPING if optimizer.config.get(name) is not None]
    for kept in given:
        config = {name: value for name, value in optimizer.config.items() if name == kept or name not in given}
        yield Edit(found).train(optimizer={"class_name": optimizer.class_name, "config": config}).fix(f"Keep {kept}")


def metrics_of_class_numbers(found: Findings, problem: Problem) -> Iterator[Fix]:
    """The metrics of the same meaning for class numbers."""
    outputs = found.bindings.outputs if found.bindings else {}
    said: dict[str, str] = {}
    changed = []
    for name, output in outputs.items():
        meant = [fitting_metric(metric, output) if found.place(name)["node"] == problem.node else None for metric in output.metrics]
        said |= {metric.class_name: other for metric, other in zip(output.metrics, meant, strict=True) if other}
        metrics = tuple(_like(metric, other) for metric, other in zip(output.metrics, meant, strict=True))
        changed.append(output.model_copy(update={"node": name, "metrics": metrics}))
    yield _with_outputs(found, changed).fix(", ".join(f"Use {other} instead of {name}" for name, other in said.items()))


def _like(metric: KerasObject, other: str | None) -> KerasObject:
    return (
        metric if other is None else KerasObject(class_name=other, config={key: metric.config[key] for key in metric.config if key in ("k", "name")})
    )


def watch_what_is_measured(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Watch the measured name that is close, or the loss."""
    place = _place(problem)
    callbacks = found.document.training.callbacks
    for name in nearest(found, callbacks[place]):
        changed = callbacks[place].model_copy(update={"config": {**callbacks[place].config, MONITOR: name}})
        yield _with_callbacks(found, [*callbacks[:place], changed, *callbacks[place + 1 :]]).fix(f"Watch {name}")


def _place(problem: Problem) -> int:
    """Which of the callbacks a problem speaks of: training.callbacks.2.monitor."""
    return int((problem.param or "").split(".")[2])


def _with_callbacks(found: Findings, callbacks: Iterable[KerasObject]) -> Edit:
    return Edit(found).train(callbacks=[callback.model_dump(mode="json") for callback in callbacks])


def without_callback(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Take the callback away."""
    place, callbacks = _place(problem), found.document.training.callbacks
    yield _with_callbacks(found, [*callbacks[:place], *callbacks[place + 1 :]]).fix(f"Remove {callbacks[place].class_name}")


def known_callback(found: Findings, problem: Problem) -> Iterator[Fix]:
    """The callback whose name is close."""
    place, callbacks = _place(problem), found.document.training.callbacks
    name = close_to(callbacks[place].class_name, found.catalog.callbacks)
    if name:
        changed = callbacks[place].model_copy(update={"class_name": name})
        yield _with_callbacks(found, [*callbacks[:place], changed, *callbacks[place + 1 :]]).fix(f"Use {name}")


def rate_as_number(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Let the learning rate be the optimizer's own number."""
    optimizer = found.document.training.optimizer
    config = {key: value for key, value in optimizer.config.items() if key != "learning_rate"}
    yield Edit(found).train(optimizer={"class_name": optimizer.class_name, "config": config}).fix("Take the schedule away")


def without_class_weights(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Weigh all classes alike, or only those that there are."""
    weights, outputs = found.document.training.class_weight, found.bindings.outputs if found.bindings else {}
    field = found.data.field(next(iter(outputs.values())).field) if found.data and outputs else None
    if problem.severity == "warning" and field is not None and isinstance(weights, dict):
        kept = {label: weight for label, weight in weights.items() if int(label) < len(field.classes)}
        yield Edit(found).train(class_weight=kept or None).fix("Keep the weights of classes that there are")
    yield Edit(found).train(class_weight=None).fix("Take the class weights away")


def no_dataset(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Choose no data set."""
    yield Edit(found).train(dataset=None).fix("Choose no data set")


CURES: Mapping[str, tuple[Maker, ...]] = {
    "input_shape": (take_the_data_as_it_is,),
    "input_dtype": (take_the_fields_dtype,),
    "output_units": (set_size,),
    "output_rank": (one_row_before, end_in_one_row),
    "output_shape": (give_shape,),
    "output_activation": (set_activation,),
    "loss_mismatch": (set_loss,),
    "too_few_tokens": (know_every_token,),
    "unknown_field": (usual_bindings,),
    "unbound": (usual_bindings,),
    "spare_binding": (usual_bindings,),
    "unknown_optimizer": (known_optimizer,),
    "unknown_loss": (known_loss,),
    "unknown_metric": (known_metrics,),
    "unknown_dataset": (no_dataset,),
    "clipped_twice": (clip_once,),
    "metric_target": (metrics_of_class_numbers,),
    "nothing_to_watch": (watch_what_is_measured,),
    "unknown_callback": (known_callback, without_callback),
    "double_callback": (without_callback,),
    "rate_set_twice": (without_callback, rate_as_number),
    "class_weights": (without_class_weights,),
}

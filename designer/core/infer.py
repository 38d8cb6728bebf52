"""What Keras says of one layer called on inputs of given shapes: outputs, parameters, or what is wrong. Nothing is allocated.

Answers are kept by class, config and input specs, so that an edit asks Keras only about what it changed. Use it in a process that builds no real
models: variables made here stay without a value.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import keras
from keras.src.backend import compute_output_spec  # of a function, such as a loss; keras.ops has no public way

from designer.core.analysis import NodeAnalysis, TensorSpec
from designer.core.catalog import Catalog, LayerSpec
from designer.core.document import KerasObject
from designer.core.flops import Sizes, flops
from designer.core.kept import Kept
from designer.core.layers import STAND_IN, WrongArguments, call_layer, make_layer, unallocated
from designer.core.messages import Complaint, essence, explain, too_large
from designer.core.objects import make_object
from designer.core.problems import Node, Problem
from designer.core.wording import Shape

Spec = tuple[tuple[int | None, ...], str]  # shape with the batch axis, dtype
Inputs = Mapping[str, tuple[Spec, ...]]

CHOSEN_BY_KERAS = ("accuracy", "acc")  # words for which Keras takes the metric that fits
A_BATCH = 6  # samples: metrics tell only from whole sizes that these do not match
KEPT_ANSWERS = 20_000
KEPT_VERDICTS = 1_000
QUESTIONS_PER_SESSION = 500  # then Keras's own bookkeeping is cleared: 2,000 questions leave 14 MB behind
LARGEST_TENSOR = 2**40  # numbers a sample: 4 TB in float32
BUILDS_FROM_INPUT: Mapping[str, int] = {"Normalization": 10**7}  # layers that fill arrays while they are built, and the largest input they get


@dataclass(frozen=True, slots=True)
class Answer:
    """What Keras says: `analysis` where the layer can be called, `problems` (on the node STAND_IN) where it cannot."""

    analysis: NodeAnalysis | None
    specs: tuple[Spec, ...] = ()
    weight_bytes: int = 0
    problems: tuple[Problem, ...] = ()

    def problems_of(self, node_id: str) -> list[Problem]:
        """The problems, said of a node."""
        return [
            Problem(code=problem.code, node=node_id, param=problem.param, message=problem.message.replace(STAND_IN, node_id))
            for problem in self.problems
        ]


class Oracle:
    """Asks Keras, and remembers."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._answers = Kept[Answer](KEPT_ANSWERS)
        self._verdicts = Kept[str](KEPT_VERDICTS)
        self._asked = 0

    def ask(self, node: Node, spec: LayerSpec, inputs: Inputs | None) -> Answer:
        """What Keras says of a node; without inputs (they are not known) only its arguments are looked at."""
        key = (node.layer, json.dumps(node.config, sort_keys=True), None if inputs is None else tuple(inputs.items()))
        return self._answers.get(key, lambda: self._infer(Node.model_construct(id=STAND_IN, layer=node.layer, config=node.config), spec, inputs))

    def judge(self, node_id: str, loss: KerasObject, output: Spec, target: Spec) -> str:
        """What Keras has against comparing an output with a target by a loss, as a sentence; empty where it takes them."""
        key = (loss.class_name, json.dumps(loss.config, sort_keys=True), output, target)
        return self._verdicts.get(key, lambda: self._judge(loss, output, target)).replace(STAND_IN, node_id)

    def _judge(self, loss: KerasObject, output: Spec, target: Spec) -> str:
        try:
            with unallocated(), warnings.catch_warnings(action="ignore"):
                compute_output_spec(make_object("losses", loss, self.catalog), keras.KerasTensor(*target), keras.KerasTensor(*output))
        except Exception as error:  # noqa: BLE001  (Keras answers with every kind of exception)
            return f"{loss.class_name} cannot judge {STAND_IN}: {essence(error)}"
        return ""

    def can_measure(self, metric: KerasObject, output: Spec, target: Spec) -> bool:
        """Whether a metric can compare an output with a target; what Keras chooses by itself, such as "accuracy", always can."""
        key = ("metric", metric.class_name, json.dumps(metric.config, sort_keys=True), output, target)
        return not self._verdicts.get(key, lambda: self._measure(metric, output, target))

    def _measure(self, metric: KerasObject, output: Spec, target: Spec) -> str:
        try:
            with unallocated(), warnings.catch_warnings(action="ignore"):
                made = make_object("metrics", metric, self.catalog)
                if made in CHOSEN_BY_KERAS:
                    return ""
                tensors = [keras.KerasTensor((A_BATCH, *shape[1:]), dtype) for shape, dtype in (target, output)]
                compute_output_spec(_updating(keras.metrics.get(made)), *tensors)
        except Exception as error:  # noqa: BLE001  (Keras answers with every kind of exception)
            return essence(error) or type(error).__name__
        return ""

    def _infer(self, node: Node, spec: LayerSpec, inputs: Inputs | None) -> Answer:
        refused = _refusal(spec, inputs or {})
        if refused is not None:
            return _complaint(refused)
        self._asked += 1
        if self._asked % QUESTIONS_PER_SESSION == 0:
            keras.backend.clear_session()
        keras.config.disable_traceback_filtering()  # it would wrap every message in a dump of arguments
        try:
            with warnings.catch_warnings(action="ignore"):
                return self._asked_of_keras(node, spec, inputs)
        except WrongArguments as error:
            return Answer(None, problems=error.problems)
        except Exception as error:  # noqa: BLE001  (Keras answers bad arguments with every kind of exception)
            return _complaint(explain(error, STAND_IN, spec, _shapes(inputs or {})))

    def _asked_of_keras(self, node: Node, spec: LayerSpec, inputs: Inputs | None) -> Answer:
        with unallocated():
            layer = make_layer(node, spec, self.catalog)
            if inputs is None:
                return Answer(None)
            tensors = {port: [keras.KerasTensor(shape, dtype) for shape, dtype in specs] for port, specs in inputs.items()}
            outputs = call_layer(layer, spec, tensors)
        if any(output is tensor for output in outputs for arriving in tensors.values() for tensor in arriving):
            return _complaint(
                Complaint("unavailable_layer", f"{STAND_IN} hands its input on as it is, which Keras {keras.__version__} takes for a cycle.")
            )
        specs = tuple((tuple(tensor.shape), str(tensor.dtype)) for tensor in outputs)
        large = next((shape for shape, _ in specs if _count(shape) > LARGEST_TENSOR), None)
        return _complaint(too_large(STAND_IN, large)) if large else _answer(layer, spec, inputs, specs)


def _updating(metric: Any) -> Any:
    """A function that does with a target and an output what a metric does with a batch of them."""

    def update(target: Any, output: Any) -> Any:
        if isinstance(metric, keras.Metric):
            metric.update_state(target, output)
        else:
            metric(target, output)
        return output

    return update


def _complaint(complaint: Complaint) -> Answer:
    return Answer(None, problems=(Problem(code=complaint.code, node=STAND_IN, message=complaint.message),))


def _shapes(inputs: Inputs) -> list[tuple[int | None, ...]]:
    return [shape for specs in inputs.values() for shape, _ in specs]


def _count(shape: Shape) -> int:
    """Numbers of one sample, sizes that are not known left out."""
    return prod(size for size in shape[1:] if size is not None)


def _refusal(spec: LayerSpec, inputs: Inputs) -> Complaint | None:
    """What is too large to ask Keras about."""
    most = BUILDS_FROM_INPUT.get(spec.name, LARGEST_TENSOR)
    large = next((shape for shape in _shapes(inputs) if _count(shape) > most), None)
    return too_large(STAND_IN, large, most) if large else None


def _answer(layer: Any, spec: LayerSpec, inputs: Inputs, specs: tuple[Spec, ...]) -> Answer:
    weights = [(tuple(variable.shape), str(variable.dtype)) for variable in layer.weights]
    sizes = Sizes(tuple(shape[1:] for shape in _shapes(inputs)), tuple(shape[1:] for shape, _ in specs), tuple(shape for shape, _ in weights))
    analysis = NodeAnalysis(
        outputs=tuple(TensorSpec(shape=shape, dtype=dtype) for shape, dtype in specs),
        trainable=sum(prod(variable.shape) for variable in layer.trainable_weights),
        non_trainable=sum(prod(variable.shape) for variable in layer.non_trainable_weights),
        flops=flops(spec.name, sizes),
        arithmetic=arithmetic(sizes.weights),
    )
    return Answer(analysis, specs, sum(prod(shape) * _bytes(dtype) for shape, dtype in weights))


def _bytes(dtype: str) -> int:
    digits = "".join(char for char in dtype if char.isdigit())
    return int(digits) // 8 if digits else 1


def arithmetic(weights: tuple[tuple[int, ...], ...]) -> str:
    """How a parameter count comes about, from the shapes of the variables: '3 · 3 · 1 · 32 + 32 = 320'."""
    if not weights:
        return ""
    terms = [" · ".join(f"{size:,}" for size in shape) or "1" for shape in weights]
    total = sum(prod(shape) for shape in weights)
    if len(set(terms)) == 1 and len(terms) > 2:
        terms = [f"{len(terms)} · {terms[0]}"]
    text = " + ".join(terms)
    return text if text == f"{total:,}" else f"{text} = {total:,}"

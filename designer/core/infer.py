"""What Keras says of one call on inputs of given shapes: outputs, parameters, the names it takes, or what is wrong. Nothing is allocated.

Answers are kept by class, arguments and input specs, so that an edit asks Keras only about what it changed. Use it in a process that builds no real
models: variables made here stay without a value.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import keras

from designer.core.analysis import NodeAnalysis, TensorSpec
from designer.core.assemble import Making, layer_of
from designer.core.calls import Call, Plan
from designer.core.catalog import Catalog, LayerSpec
from designer.core.document import DtypePolicy
from designer.core.flops import Sizes, flops
from designer.core.judging import Judge
from designer.core.kept import Kept
from designer.core.layers import STAND_IN, WrongArguments, call_node, check_node, dtype_policy, unallocated
from designer.core.messages import Complaint, explain, too_large
from designer.core.names import fresh_names, taken_names
from designer.core.problems import Problem
from designer.core.stated import stand_in as stand_in_python
from designer.core.tensors import Inputs, Shape, Spec, Trace, as_specs, mask_of, symbolic, trace

KEPT_ANSWERS = 20_000
QUESTIONS_PER_SESSION = 500  # then Keras's own bookkeeping is cleared: 2,000 questions leave 14 MB behind
LARGEST_TENSOR = 2**40  # numbers a sample: 4 TB in float32
BUILDS_FROM_INPUT: Mapping[str, int] = {"Normalization": 10**7}  # layers that fill arrays while they are built, and the largest input they get


@dataclass(frozen=True, slots=True)
class Answer:
    """What Keras says: `analysis` where the call can be made, `problems` (on the node STAND_IN) where it cannot."""

    analysis: NodeAnalysis | None
    specs: tuple[Spec, ...] = ()
    weight_bytes: int = 0
    problems: tuple[Problem, ...] = ()
    made: Mapping[str, int] = field(default_factory=dict)
    """Automatic names that are taken while the layer is made."""
    called: Mapping[str, int] = field(default_factory=dict)
    """Automatic names that are taken while it is called."""
    traces: tuple[tuple[Trace, Trace | None], ...] = ()
    """Of each output and its mask: what it hangs on; empty where that is all that arrives, without operations of Keras's own."""


@dataclass(frozen=True, slots=True)
class Question:
    """A call, what arrives at it (None where that is not known), and what arrived at the layer's first call, where it is shared."""

    call: Call
    inputs: Inputs | None
    first: Inputs | None = None
    policy: DtypePolicy = "float32"

    @property
    def key(self) -> Hashable:
        """What the answer depends on."""
        arriving = None if self.inputs is None else tuple(self.inputs.items())
        return (*_call_key(self.call), arriving, None if self.first is None else tuple(self.first.items()), self.policy)


def _call_key(call: Call) -> tuple[Hashable, ...]:
    node = call.node
    return (
        node.layer,
        repr(node.config),
        repr(node.call),
        None if call.inner is None else _plan_key(call.inner),
    )


def _plan_key(plan: Plan) -> Hashable:
    calls = tuple((call.node.id, call.owner, tuple(call.inputs.items()), *_call_key(call)) for call in plan.calls)
    return calls, plan.inputs, plan.ends


class Oracle(Judge):
    """Asks Keras about calls too, and remembers."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog)
        self._answers = Kept[Answer](KEPT_ANSWERS)
        self._asked = 0

    def ask(self, question: Question) -> Answer:
        """What Keras says of a call; where its inputs are not known only its arguments are looked at."""
        return self._answers.get(question.key, lambda: self._infer(question))

    def _infer(self, question: Question) -> Answer:
        refused = _refusal(question.call.spec, question.inputs or {})
        if refused is not None:
            return _complaint(refused)
        self._asked += 1
        if self._asked % QUESTIONS_PER_SESSION == 0:
            keras.backend.clear_session()
        keras.config.disable_traceback_filtering()  # it would wrap every message in a dump of arguments
        try:
            with warnings.catch_warnings(action="ignore"), dtype_policy(question.policy), fresh_names():
                return self._asked_of_keras(question)
        except WrongArguments as error:
            return Answer(None, problems=error.problems)
        except Exception as error:  # noqa: BLE001  (Keras answers bad arguments with every kind of exception)
            return _complaint(explain(error, STAND_IN, question.call.spec, _shapes(question.inputs or {})))

    def _asked_of_keras(self, question: Question) -> Answer:
        call, spec, inputs = question.call, question.call.spec, question.inputs
        node = call.node.model_copy(update={"id": STAND_IN})
        stand_in = Call(node, spec, call.inputs, STAND_IN, call.path, call.inner)
        if inputs is None:
            return _of_arguments(stand_in, self.catalog)
        with unallocated():
            arriving = {port: [symbolic(tensor) for tensor in tensors] for port, tensors in inputs.items()}
            first = {port: [symbolic(tensor) for tensor in tensors] for port, tensors in (question.first or {}).items()}
            layer = layer_of(stand_in, first or arriving, Making(self.catalog, f"{STAND_IN}_", stand_in_python, is_asked=True), STAND_IN)
            made = taken_names()
            if first:
                call_node(node, spec, self.catalog, layer, first)
            before = taken_names()
            outputs = call_node(node, spec, self.catalog, layer, arriving)
        if layer is not None and any(output is tensor for output in outputs for tensors in arriving.values() for tensor in tensors):
            return _complaint(
                Complaint("unavailable_layer", f"{STAND_IN} hands its input on as it is, which Keras {keras.__version__} takes for a cycle.")
            )
        specs = as_specs(outputs)
        large = next((spec.shape for spec in specs if _count(spec.shape) > LARGEST_TENSOR), None)
        if large:
            return _complaint(too_large(STAND_IN, large))
        called = taken_names() - before
        traces = _traces(outputs, arriving, layer, before) if called or _has_masks(inputs) else ()
        return _answer(layer, call, inputs, Answer(None, specs, made=made, called=called, traces=traces))


def _of_arguments(call: Call, catalog: Catalog) -> Answer:
    """What is wrong with arguments alone: what is wired is not known to be missing."""
    if call.spec.kind != "layer":
        problems = check_node(call.node, call.spec, catalog, tuple(port.name for port in call.spec.inputs))
        return Answer(None, problems=tuple(problems))
    with unallocated():
        layer_of(call, {}, Making(catalog), STAND_IN)
    return Answer(None)


def _has_masks(inputs: Inputs) -> bool:
    return any(tensor.mask is not None for tensors in inputs.values() for tensor in tensors)


def _traces(outputs: list[Any], arriving: Mapping[str, list[Any]], layer: Any, before: Mapping[str, int]) -> tuple[tuple[Trace, Trace | None], ...]:
    masks = [mask_of(output) for output in outputs]
    return tuple(
        (trace(output, arriving, layer, before), None if mask is None else trace(mask, arriving, layer, before))
        for output, mask in zip(outputs, masks, strict=True)
    )


def _complaint(complaint: Complaint) -> Answer:
    return Answer(None, problems=(Problem(code=complaint.code, node=STAND_IN, message=complaint.message),))


def _shapes(inputs: Inputs) -> list[Shape]:
    return [spec.shape for specs in inputs.values() for spec in specs]


def _count(shape: Shape) -> int:
    """Numbers of one sample, sizes that are not known left out."""
    return prod(size for size in shape[1:] if size is not None)


def _refusal(spec: LayerSpec, inputs: Inputs) -> Complaint | None:
    """What is too large to ask Keras about."""
    most = BUILDS_FROM_INPUT.get(spec.name, LARGEST_TENSOR)
    large = next((shape for shape in _shapes(inputs) if _count(shape) > most), None)
    return too_large(STAND_IN, large, most) if large else None


def _answer(layer: Any, call: Call, inputs: Inputs, answer: Answer) -> Answer:
    """The answer with what is counted of it."""
    spec = call.spec
    variables = [] if layer is None else layer.weights
    weights = [(tuple(variable.shape), str(variable.dtype)) for variable in variables]
    sizes = Sizes(tuple(shape[1:] for shape in _shapes(inputs)), tuple(out.shape[1:] for out in answer.specs), tuple(shape for shape, _ in weights))
    analysis = NodeAnalysis(
        outputs=tuple(TensorSpec(shape=out.shape, dtype=out.dtype) for out in answer.specs),
        trainable=sum(prod(variable.shape) for variable in layer.trainable_weights) if variables else 0,
        non_trainable=sum(prod(variable.shape) for variable in layer.non_trainable_weights) if variables else 0,
        is_counted=not call.holds_python,
        flops=flops(spec.name, sizes),
        arithmetic=arithmetic(sizes.weights) if spec.kind == "layer" else "",
    )
    size = sum(prod(shape) * _bytes(dtype) for shape, dtype in weights)
    return Answer(analysis, answer.specs, size, made=answer.made, called=answer.called, traces=answer.traces)


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

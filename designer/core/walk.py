"""The one walk over a plan with Keras: each call asked in order on what arrives at it, nested models call by call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from designer.core.assemble import with_input
from designer.core.calls import Call, Plan, Source
from designer.core.infer import Answer, Oracle, Question
from designer.core.layers import STAND_IN
from designer.core.problems import Problem
from designer.core.tensors import Inputs, Spec


@dataclass(frozen=True, slots=True)
class Walked:
    """What Keras says of a plan's calls, by their ids; `inner` of the calls within nested models."""

    answers: Mapping[str, Answer]
    inner: Mapping[str, Walked]
    problems: tuple[Problem, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every call can be made."""
        return all(answer.analysis is not None for answer in self.answers.values())


def walk(plan: Plan, asked: Oracle, given: Mapping[str, Spec] | None = None, above: tuple[str, ...] = ()) -> Walked:
    """Ask about each call in order; one behind a broken one is asked only about its arguments.

    For a nested model, `given` is what arrives at its Inputs (None where that is not known), `above` the path of its use.
    """
    return _Walk(plan, asked, given, above).walked()


class _Walk:
    def __init__(self, plan: Plan, asked: Oracle, given: Mapping[str, Spec] | None, above: tuple[str, ...]) -> None:
        self._plan = plan
        self._asked = asked
        self._given = given
        self._above = above
        self._answers: dict[str, Answer] = {}
        self._inner: dict[str, Walked] = {}
        self._first: dict[str, Inputs | None] = {}
        self._problems: list[Problem] = []
        self._told: set[tuple[object, ...]] = set()

    def walked(self) -> Walked:
        """The walk, done."""
        for call in self._plan.calls:
            self._answers[call.node.id] = self._answer(call)
        counted = {call.owner: call.owner if call.owner in self._answers else call.node.id for call in reversed(self._plan.calls)}
        for call in self._plan.calls:
            if counted[call.owner] != call.node.id:
                self._answers[call.node.id] = without_parameters(self._answers[call.node.id])
        return Walked(self._answers, self._inner, tuple(self._problems))

    def _answer(self, call: Call) -> Answer:
        inputs = self._inputs(call)
        if call.spec.is_input and self._above:
            call = with_input(call, self._given or {})
            if self._given is None and "shape" not in call.node.config:
                return Answer(None)
        if call.inner is not None and not self._is_sound_inside(call, call.inner, inputs):
            return Answer(None)
        is_again = call.owner in self._first
        first = self._first.get(call.owner)
        if is_again and first is None:
            inputs = None  # the layer could not be made or called the first time
        answer = self._asked.ask(Question(call, inputs, first, self._plan.dtype_policy))
        for problem in answer.problems:
            self._tell(call, problem)
        if not is_again:
            self._first[call.owner] = inputs if answer.analysis is not None else None
        return answer

    def _inputs(self, call: Call) -> Inputs | None:
        """The specs that arrive at a call by port, or None where not all of them are known."""
        inputs: dict[str, tuple[Spec, ...]] = {}
        is_known = call.is_whole and (bool(call.inputs) or call.spec.is_input)
        for port, sources in call.inputs.items():
            specs = [self._spec(call, source) for source in sources]
            inputs[port] = tuple(spec for spec in specs if spec is not None)
            is_known = is_known and len(inputs[port]) == len(sources)
        return inputs if is_known else None

    def _spec(self, call: Call, source: Source) -> Spec | None:
        specs = self._answers[source.node].specs
        if source.output < len(specs):
            return specs[source.output]
        if specs:
            start = self._plan.call(source.node).path[-1]
            message = f"{STAND_IN} is wired to output {source.output + 1} of {start}, which has {len(specs)}. Wire it to another output."
            self._tell(call, Problem(code="unknown_output", node=STAND_IN, message=message))
        return None

    def _is_sound_inside(self, call: Call, inner: Plan, inputs: Inputs | None) -> bool:
        """Walk the nested model; whether Keras can be asked about it as a whole."""
        given = None if inputs is None else {port: specs[0]._replace(mask=None) for port, specs in inputs.items()}
        walked = walk(inner, self._asked, given, (*self._above, *call.path))
        self._inner[call.node.id] = walked
        for problem in walked.problems:
            self._add(problem)
        return inputs is not None and walked.is_whole and inner.is_sound

    def _tell(self, call: Call, problem: Problem) -> None:
        path = (*self._above, *call.path)
        message = problem.message.replace(STAND_IN, " in ".join(reversed(path)))
        self._add(problem.model_copy(update={"node": path[0], "inside": path[1:], "message": message}))

    def _add(self, problem: Problem) -> None:
        """Keep a problem; of the copies of a block, the first that has it tells of it."""
        key = (problem.code, problem.node, problem.inside, problem.param, "" if problem.inside else problem.message)
        if key not in self._told:
            self._told.add(key)
            self._problems.append(problem)


def without_parameters(answer: Answer) -> Answer:
    """The answer of a call whose layer is counted elsewhere."""
    if answer.analysis is None:
        return answer
    return replace(answer, analysis=answer.analysis.model_copy(update={"trainable": 0, "non_trainable": 0, "arithmetic": ""}), weight_bytes=0)

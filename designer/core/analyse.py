"""Document -> analysis: per node what Keras says of it, and every problem at once, each on its node and with its cures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from designer.core import catalog as catalogue
from designer.core.analysis import Analysis, NodeAnalysis, Totals
from designer.core.data import DataSpec
from designer.core.document import Document
from designer.core.findings import Findings
from designer.core.fixes import add_fixes
from designer.core.infer import Answer, Inputs, Oracle, Spec
from designer.core.plan import Call, Plan, Source, plan
from designer.core.problems import Problem
from designer.core.training_checks import training_problems

MUCH_MEMORY = 16 * 2**30


@cache
def oracle() -> Oracle:
    """The one oracle of this process, over the catalogue kept in the repository."""
    return Oracle(catalogue.load())


def analyse(document: Document, data: DataSpec | None = None) -> Analysis:
    """All that is known of a document; `data` is the data set that `document.training.dataset` names, or None where there is none."""
    found = examine(document, data, oracle())
    problems = add_fixes(found, lambda changed: examine(changed, data, oracle()))
    return Analysis(
        nodes=found.nodes,
        problems=problems,
        totals=_totals(found),
        inputs=found.plan.inputs,
        outputs=found.plan.outputs,
        is_sequential=found.plan.is_stack,
    )


def examine(document: Document, data: DataSpec | None, asked: Oracle) -> Findings:
    """Plan the document and ask about each node in order; a node behind a broken one is asked only about its arguments."""
    planned = plan(document, asked.catalog)
    answers, problems = _walk(planned, asked)
    answers |= _asked_alone(document, planned, asked, problems)
    found = Findings(document, planned, answers, data, asked.catalog, oracle=asked)
    every = [*planned.problems, *problems, *_memory_problems(found)]
    every.extend(training_problems(found))
    return replace(found, problems=tuple(_in_order(every, document)))


def _walk(planned: Plan, asked: Oracle) -> tuple[dict[str, Answer], list[Problem]]:
    broken = {problem.node for problem in planned.problems if problem.code in {"missing_input", "too_few_inputs"}}
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for call in planned.calls:
        inputs, missing = _inputs(call, answers)
        problems.extend(missing)
        known = None if call.node.id in broken else inputs
        answer = asked.ask(call.node, call.spec, known)
        answers[call.node.id] = answer
        problems.extend(answer.problems_of(call.node.id))
    return answers, problems


def _inputs(call: Call, answers: Mapping[str, Answer]) -> tuple[Inputs | None, list[Problem]]:
    """The specs that arrive at a call by port, or None where one of them is not known."""
    inputs: dict[str, tuple[Spec, ...]] = {}
    problems = []
    for port, sources in call.inputs.items():
        specs = []
        for source in sources:
            spec = _spec(source, answers)
            if spec is not None:
                specs.append(spec)
            elif answers[source.node].specs:
                problems.append(_no_such_output(call, source, answers[source.node]))
        inputs[port] = tuple(specs)
    is_whole = all(len(inputs[port]) == len(sources) for port, sources in call.inputs.items())
    return (inputs if is_whole and (inputs or call.spec.is_input) else None), problems


def _spec(source: Source, answers: Mapping[str, Answer]) -> Spec | None:
    specs = answers[source.node].specs
    return specs[source.output] if source.output < len(specs) else None


def _no_such_output(call: Call, source: Source, answer: Answer) -> Problem:
    count = len(answer.specs)
    message = f"{call.node.id} is wired to output {source.output + 1} of {source.node}, which has {count}. Wire it to another output."
    return Problem(code="unknown_output", node=call.node.id, message=message)


def _asked_alone(document: Document, planned: Plan, asked: Oracle, problems: list[Problem]) -> dict[str, Answer]:
    """The nodes that no order reaches (in or behind a cycle): their arguments are looked at all the same."""
    planned_ids = {call.node.id for call in planned.calls}
    answers: dict[str, Answer] = {}
    for node in document.nodes:
        spec = asked.catalog.layers.get(node.layer)
        if node.id in planned_ids or spec is None or spec.unavailable:
            continue
        answers[node.id] = asked.ask(node, spec, None)
        problems.extend(answers[node.id].problems_of(node.id))
    return answers


def _in_order(problems: Iterable[Problem], document: Document) -> list[Problem]:
    """Problems in the order of the nodes; those of the whole network first."""
    rank = {node.id: place for place, node in enumerate(document.nodes)}
    return sorted(problems, key=lambda problem: -1 if problem.node is None else rank.get(problem.node, len(rank)))


def _memory_problems(found: Findings) -> Sequence[Problem]:
    size = sum(found.answers[name].weight_bytes for name in found.used)
    if size <= MUCH_MEMORY:
        return ()
    message = f"The weights alone take {size / 2**30:,.0f} GiB of memory, which few machines have. Make the largest layers smaller."
    return (Problem(code="much_memory", node=_heaviest(found), message=message, severity="warning"),)


def _heaviest(found: Findings) -> str:
    return max(found.used, key=lambda name: found.answers[name].weight_bytes)


def _totals(found: Findings) -> Totals:
    nodes: list[NodeAnalysis] = [analysis for name, analysis in found.nodes.items() if name in found.used]
    return Totals(
        layers=sum(not found.plan.call(name).spec.is_input for name in found.used),
        trainable=sum(node.trainable for node in nodes),
        non_trainable=sum(node.non_trainable for node in nodes),
        weight_bytes=sum(found.answers[name].weight_bytes for name in found.used),
        flops=sum(node.flops or 0 for node in nodes),
    )

"""Document -> analysis: per node what Keras says of it, and every problem at once, each on its node and with its cures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from designer.core import catalog as catalogue
from designer.core.analysis import Analysis, NodeAnalysis, Totals
from designer.core.blocks import known
from designer.core.calls import Call, Plan
from designer.core.data import DataSpec
from designer.core.document import Document
from designer.core.findings import Findings
from designer.core.fixes import add_fixes
from designer.core.infer import Answer, Oracle, Question
from designer.core.layers import STAND_IN
from designer.core.naming import automatic_names, has_operations
from designer.core.plan import plan
from designer.core.problems import Problem
from designer.core.python_checks import class_clashes, switched_off
from designer.core.sweep_checks import sweep_problems
from designer.core.training_checks import training_problems
from designer.core.unfolded import answers_of_uses, by_path, whole
from designer.core.walk import Walked, walk

MUCH_MEMORY = 16 * 2**30
ASKED_ALONE = frozenset({"layer", "input", "operation", "formula", "python"})  # kinds whose arguments can be looked at by themselves

COUNTED = frozenset({"layer", "block", "python"})  # kinds that are layers to a person


@cache
def oracle() -> Oracle:
    """The one oracle of this process, over the catalogue kept in the repository."""
    return Oracle(catalogue.load())


def analyse(document: Document, data: DataSpec | None = None, *, python_layers: bool = False) -> Analysis:
    """All that is known of a document; `data` is the data set that `document.training.dataset` names, or None where there is none.

    `python_layers` says whether the owner of this installation lets a training execute Python layers; nothing here ever does.
    """
    found = examine(document, data, oracle())
    problems = add_fixes(found, lambda changed: examine(changed, data, oracle()))
    if swept := sweep_problems(found, lambda changed: examine(changed, data, oracle())):
        problems = tuple(_in_order([*problems, *swept], document))
    if not python_layers:
        problems = tuple(_in_order([*switched_off(found.plan), *problems], document))
    return Analysis(
        nodes=by_path(found),
        problems=problems,
        totals=_totals(found),
        inputs=found.plan.inputs,
        outputs=found.plan.outputs,
    )


def examine(document: Document, data: DataSpec | None, asked: Oracle) -> Findings:
    """Plan the document and ask about each node in order; a node behind a broken one is asked only about its arguments."""
    offered = known(document, asked.catalog)
    planned = plan(document, offered)
    walked = walk(planned, asked)
    alone, problems = _asked_alone(document, planned, asked)
    answers = {**walked.answers, **answers_of_uses(planned, walked), **alone}
    found = Findings(document, planned, answers, data, offered, oracle=asked, walked=walked)
    every = [*planned.problems, *walked.problems, *problems, *_name_problems(planned, walked), *class_clashes(planned), *_memory_problems(found)]
    every.extend(training_problems(found))
    return replace(found, problems=tuple(_in_order(every, document)))


def _asked_alone(document: Document, planned: Plan, asked: Oracle) -> tuple[dict[str, Answer], list[Problem]]:
    """The nodes that no order reaches (in or behind a cycle): their arguments are looked at all the same."""
    reached = {call.path[0] for call in planned.calls}
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for node in document.nodes:
        spec = asked.catalog.layers.get(node.layer)
        if node.id in reached or spec is None or spec.unavailable or spec.kind not in ASKED_ALONE or node.shares:
            continue
        answer = asked.ask(Question(Call(node, spec, {}, node.id, (node.id,)), None, policy=document.dtype_policy))
        answers[node.id] = answer
        said = (problem.model_copy(update={"node": node.id, "message": problem.message.replace(STAND_IN, node.id)}) for problem in answer.problems)
        problems.extend(said)
    return answers, problems


def _name_problems(planned: Plan, walked: Walked) -> Iterator[Problem]:
    """Layers that bear the name of an operation that Keras makes by itself. Only a network that is whole has names."""
    if not planned.is_sound or not has_operations(walked) or not walked.is_whole:
        return
    for clash in automatic_names(planned, walked).clashes:
        title = " in ".join(reversed(clash.path))
        message = (
            f"{title} bears the name that Keras gives to an operation of its own in this network ({clash.kind}), and Keras takes every name once. "
            f"Give {title} another name."
        )
        yield Problem(code="name_clash", node=clash.path[0], inside=clash.path[1:], message=message)


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
    return found.plan.call(max(found.used, key=lambda name: found.answers[name].weight_bytes)).path[0]


def _totals(found: Findings) -> Totals:
    answers = whole(found.plan, found.walked) if found.walked else found.answers
    nodes: list[NodeAnalysis] = [analysis for name in found.used if (analysis := answers[name].analysis) is not None]
    return Totals(
        layers=len({call.owner for call in map(found.plan.call, found.used) if call.spec.kind in COUNTED}),
        trainable=sum(node.trainable for node in nodes),
        non_trainable=sum(node.non_trainable for node in nodes),
        weight_bytes=sum(found.answers[name].weight_bytes for name in found.used),
        is_counted=all(node.is_counted for node in nodes),
        flops=sum(node.flops or 0 for node in nodes),
    )

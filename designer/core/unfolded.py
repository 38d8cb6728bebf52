"""What is known of calls, told of the nodes of a document: a use of a block has what its layers have together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from designer.core.analysis import NodeAnalysis, TensorSpec
from designer.core.calls import Plan, Source
from designer.core.infer import Answer
from designer.core.tensors import Spec
from designer.core.walk import Walked

if TYPE_CHECKING:
    from designer.core.findings import Findings

PATH = "/"  # between a use and what stands within it, in the keys of an analysis


def answers_of_uses(plan: Plan, walked: Walked) -> dict[str, Answer]:
    """The answer of each use of the plan's top level, by its node's id; with `repeat`, all copies together."""
    return {path[0]: answer for path, answer in _uses(plan, walked).items() if len(path) == 1}


def _uses(plan: Plan, walked: Walked) -> dict[tuple[str, ...], Answer]:
    calls: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    outputs: dict[tuple[str, ...], Sequence[Source | None]] = {}
    for use in plan.uses:  # of several copies the last one's outputs hold
        calls[use.path].update(dict.fromkeys(use.calls))
        outputs[use.path] = use.outputs
    answers = whole(plan, walked) if calls else {}
    return {path: _together([answers[name] for name in names if name in answers], _specs(outputs[path], answers)) for path, names in calls.items()}


def whole(plan: Plan, walked: Walked) -> dict[str, Answer]:
    """The answers of a plan's calls, of nested models with the operations within them counted."""
    found = dict(walked.answers)
    for name, inner in walked.inner.items():
        nested = plan.call(name).inner
        answer = found[name]
        if nested is not None and answer.analysis is not None:
            flops = _sum_of_known(other.analysis.flops for other in whole(nested, inner).values() if other.analysis)
            found[name] = replace(answer, analysis=answer.analysis.model_copy(update={"flops": flops}))
    return found


def _sum_of_known(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _specs(outputs: Sequence[Source | None], answers: Mapping[str, Answer]) -> tuple[Spec, ...] | None:
    """What comes out of a use; None where not all of it is known."""
    specs = []
    for source in outputs:
        known = answers[source.node].specs if source and source.node in answers else ()
        if source is None or source.output >= len(known):
            return None
        specs.append(known[source.output])
    return tuple(specs)


def _together(answers: Sequence[Answer], specs: tuple[Spec, ...] | None) -> Answer:
    analyses = [answer.analysis for answer in answers if answer.analysis is not None]
    if specs is None or len(analyses) < len(answers):
        return Answer(None)
    analysis = NodeAnalysis(
        outputs=tuple(TensorSpec(shape=spec.shape, dtype=spec.dtype) for spec in specs),
        trainable=sum(each.trainable for each in analyses),
        non_trainable=sum(each.non_trainable for each in analyses),
        is_counted=all(each.is_counted for each in analyses),
        flops=_sum_of_known(each.flops for each in analyses),
    )
    return Answer(analysis, specs, sum(answer.weight_bytes for answer in answers))


def by_path(found: Findings) -> dict[str, NodeAnalysis]:
    """The analysis of each node, and of each node within a block by its path; of the copies of a block, the first."""
    told = _by_path(found.plan, found.walked, ()) if found.walked else {}
    alone = {name: answer.analysis for name, answer in found.answers.items() if name in found.by_id and answer.analysis is not None}
    return {**told, **{name: analysis for name, analysis in alone.items() if name not in told}}


def _by_path(plan: Plan, walked: Walked, above: tuple[str, ...]) -> dict[str, NodeAnalysis]:
    told: dict[str, NodeAnalysis] = {}
    uses = {PATH.join((*above, *path)): answer for path, answer in _uses(plan, walked).items()} if plan.uses else {}
    told.update((path, answer.analysis) for path, answer in uses.items() if answer.analysis is not None)
    answers = whole(plan, walked)
    for call in plan.calls:
        path = (*above, *call.path)
        analysis = answers[call.node.id].analysis
        if analysis is not None:
            told.setdefault(PATH.join(path), analysis)
        inner = walked.inner.get(call.node.id)
        if call.inner is not None and inner is not None:
            for key, within in _by_path(call.inner, inner, path).items():
                told.setdefault(key, within)
    return told

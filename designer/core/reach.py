"""Calls that lead to an output, which alone become part of a network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from designer.core.calls import Call, Plan, Source
from designer.core.document import Document
from designer.core.problems import Problem


def finished(plan: Plan, ends: Sequence[Source | None], document: Document, *, is_inner: bool = False) -> Plan:
    """A plan of calls with its outputs, without the calls that lead to none of them."""
    whole = tuple(end for end in ends if end is not None)
    has_blocks = plan.uses or any(call.inner is not None for call in plan.calls)  # without them whatever ends is an output
    calls = _leading_to(whole, plan.calls) if (has_blocks or is_inner) and len(whole) == len(ends) and plan.is_sound else plan.calls
    dropped = plan.calls if len(calls) < len(plan.calls) else ()
    return Plan(
        name=plan.name,
        calls=calls,
        inputs=plan.inputs,
        outputs=plan.outputs or tuple(f"output_{place}" for place in range(len(whole))),
        problems=(*plan.problems, *_dropped_problems(dropped, {call.node.id for call in calls})),
        is_stack=plan.is_stack,
        ends=whole,
        drawn_as=plan.drawn_as,
        uses=plan.uses,
        dtype_policy=document.dtype_policy,
        _by_id={call.node.id: call for call in calls},
    )


def _dropped_problems(calls: Iterable[Call], kept: Collection[str]) -> Iterator[Problem]:
    """What is drawn and does not become part of the network, because it ends in an Input of a block that leads nowhere."""
    for call in calls:
        if call.node.id not in kept and len(call.path) == 1:
            message = f"{call.title} leads to no output: what it is wired to does not use it. It is not part of the network."
            yield Problem(code="leads_nowhere", node=call.path[0], message=message, severity="warning")


def _leading_to(ends: Iterable[Source], calls: Sequence[Call]) -> tuple[Call, ...]:
    """The Inputs, and the calls that an output depends on: of a block, some may lead nowhere."""
    by_id = {call.node.id: call for call in calls}
    reached: set[str] = set()
    waiting = [end.node for end in ends]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(source.node for source in by_id[name].sources)
    return tuple(call for call in calls if call.node.id in reached or call.spec.is_input)

"""What came of a hand-in: from the facts that were found and the rules of then, with what the teacher says instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assignments.models import HandIn
from assignments.rules import Rule, RuleResult, Rules, judge, needs_training, title_of
from training.schemas import ENDED

BEGUN_WITHIN = timedelta(minutes=5)
UNFINISHED = "The training by the server ended before it was done. Ask your teacher to check it again."
INTERRUPTED = "The checks were interrupted before they began. Check it again."


def results_of(hand_in: HandIn) -> list[RuleResult]:
    """What came of each rule."""
    found = judge(hand_in.parsed_rules, hand_in.parsed_facts)
    return [_marked(result, hand_in.marks.get(str(result.rule), {})) for result in found]


def state_of(hand_in: HandIn) -> str:
    """Whether the checks go on, are done, or failed."""
    if failure_of(hand_in):
        return "failed"
    facts = hand_in.parsed_facts
    is_done = hand_in.facts is not None and (not needs_training(hand_in.parsed_rules) or facts.untrained or facts.scores is not None)
    return "checked" if is_done else "checking"


def failure_of(hand_in: HandIn) -> str:
    """Why the checks failed: the training by the server did, or could not be asked for. Empty where they did not."""
    facts = hand_in.parsed_facts
    if facts.failure or facts.scores is not None or facts.untrained or not needs_training(hand_in.parsed_rules):
        return facts.failure
    run = hand_in.check_run
    if run is None:
        return INTERRUPTED if hand_in.facts is not None or timezone.now() - hand_in.begun > BEGUN_WITHIN else ""
    if run.state not in ENDED:
        return ""
    return str((run.failure or {}).get("message") or run.cut or UNFINISHED)


def _marked(result: RuleResult, mark: dict[str, Any]) -> RuleResult:
    """A result with what the teacher says instead; a rule that the teacher gave points for is decided."""
    points, said = mark.get("points"), mark.get("said")
    update: dict[str, Any] = {} if said is None else {"said": said}
    if points is not None:
        decided = result.passed if result.passed is not None else points >= result.of
        update |= {"points": points, "passed": decided}
    return result.model_copy(update=update)


def carried_over(hand_in: HandIn, rules: list[dict[str, Any]]) -> dict[str, Any]:
    """What the teacher said of rules, by the places of those that stand for them now: the same one, else the next of its kind."""
    before, now = hand_in.parsed_rules, Rules.model_validate({"rules": rules}).rules
    free = dict(enumerate(now))
    places: dict[int, int] = {}
    for is_like in (_is_same, _is_of_one_kind):
        for old in sorted(map(int, hand_in.marks)):
            found = next((place for place, rule in free.items() if old not in places and is_like(rule, before[old])), None)
            if found is not None:
                places[old] = found
                del free[found]
    return {str(places[int(old)]): mark for old, mark in hand_in.marks.items() if int(old) in places}


def _is_same(one: Rule, other: Rule) -> bool:
    return title_of(one) == title_of(other)


def _is_of_one_kind(one: Rule, other: Rule) -> bool:
    return one.kind == other.kind

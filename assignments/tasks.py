"""What a worker does for assignments beside training: parting a data set."""

from __future__ import annotations

from assignments.models import Assignment
from assignments.splitting import SPLIT_TASK, split
from designer.answers import Refusal, answering
from designer.core.problems import Problem


@answering(SPLIT_TASK)
def part(assignment: str) -> str:
    """Part the data set of an assignment."""
    found = Assignment.objects.filter(pk=assignment).first()
    if found is None:
        raise Refusal(Problem(code="not_found", message="This assignment was deleted."), status=404)
    if not found.visible:
        split(found)
    return "{}"

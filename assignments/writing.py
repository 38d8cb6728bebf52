"""Writing an assignment: what is wrong with one is refused in sentences, and publishing parts its data set."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.db import transaction

from assignments.models import Assignment
from assignments.reach import Standing
from assignments.rules import WithCallback, WithLayer, WithoutLayers, needs_training
from assignments.schemas import AssignmentIn
from assignments.splitting import SPLIT_TASK, forget_parts
from designer.analysis_client import ask_text
from designer.answers import Refusal
from designer.core import catalog
from designer.core.problems import Problem
from training import own_datasets
from training.core import datasets

SPLITTING_SECONDS = 600.0


async def make(standing: Standing, body: AssignmentIn) -> Assignment:
    """A new assignment of a class."""
    assignment = await sync_to_async(_write)(Assignment(klass=standing.klass), standing, body)
    await _publish(assignment, body)
    return assignment


async def change(assignment: Assignment, standing: Standing, body: AssignmentIn) -> None:
    """Write an assignment anew."""
    await sync_to_async(_write)(assignment, standing, body)
    await _publish(assignment, body)


async def part(assignment: Assignment) -> None:
    """Part the data set of an assignment into what is seen and what is hidden, unless that is done."""
    if assignment.dataset and not assignment.visible:
        await ask_text(SPLIT_TASK, {"assignment": assignment.pk}, queue="files", seconds=SPLITTING_SECONDS)
        await assignment.arefresh_from_db(fields=["visible"])


async def _publish(assignment: Assignment, body: AssignmentIn) -> None:
    """Show it once its data is parted, so that nobody starts on all of it; hide it at once."""
    if body.published:
        await part(assignment)
    if assignment.published != body.published:
        assignment.published = body.published
        await assignment.asave(update_fields=["published"])


@transaction.atomic
def _write(assignment: Assignment, standing: Standing, body: AssignmentIn) -> Assignment:
    check(assignment, standing, body)
    if (assignment.dataset, assignment.hidden) != (body.dataset or "", body.hidden) and assignment.visible:
        _need_no_work(assignment)
        forget_parts(assignment)
    fill(assignment, body)
    assignment.title = " ".join(body.title.split())
    assignment.save()
    return assignment


def fill(assignment: Assignment, body: AssignmentIn) -> None:
    """Write everything into an assignment but whether it is published."""
    for name in ("title", "text", "hidden", "deadline", "takes_late", "tries"):
        setattr(assignment, name, getattr(body, name))
    assignment.dataset = body.dataset or ""
    assignment.starter = body.starter.to_json()
    assignment.solution = None if body.solution is None else body.solution.to_json()
    assignment.palette = None if body.palette is None else list(body.palette)
    assignment.shown = None if body.shown is None else body.shown.model_dump(mode="json")
    assignment.rules = [rule.model_dump(mode="json") for rule in body.rules]


def check(assignment: Assignment, standing: Standing, body: AssignmentIn) -> None:
    """Refuse an assignment with every reason."""
    problems = [*_data_problems(assignment, standing, body), *_rule_problems(body)]
    if not body.title.strip():
        problems.append(Problem(code="wrong_title", message="An assignment needs a title."))
    if problems:
        raise Refusal(*problems)


def _data_problems(assignment: Assignment, standing: Standing, body: AssignmentIn) -> list[Problem]:
    name = body.dataset
    is_parted = assignment.visible != "" and name == assignment.dataset
    if name is not None and not is_parted and (datasets.find(name) is None or not own_datasets.belongs_to(standing.user.pk, name)):
        return [Problem(code="unknown_dataset", message=f"There is no data set {name!r}. Choose one from the gallery, or one of your own.")]
    if needs_training(body.rules) and name is None:
        return [Problem(code="no_dataset", message="A rule about scores needs a data set to train on. Choose one, or take the rule away.")]
    if needs_training(body.rules) and not body.hidden:
        return [Problem(code="nothing_hidden", message="A rule about scores needs hidden samples. Hide a share of the data, or take the rule away.")]
    return []


def _rule_problems(body: AssignmentIn) -> list[Problem]:
    known = catalog.load()
    problems = []
    for place, rule in enumerate(body.rules, start=1):
        named = rule.layers if isinstance(rule, WithoutLayers) else (rule.layer,) if isinstance(rule, WithLayer) else ()
        problems += [
            Problem(code="unknown_layer", message=f"Rule {place} names the layer {name!r}, which there is not. Choose one of the palette.")
            for name in named
            if name not in known.layers
        ]
        if isinstance(rule, WithCallback) and rule.callback not in known.callbacks:
            problems.append(Problem(code="unknown_callback", message=f"Rule {place} names the callback {rule.callback!r}, which there is not."))
    return problems


def _need_no_work(assignment: Assignment) -> None:
    if assignment.works.exists() or assignment.hand_ins.exists():
        message = "People work on this assignment: its data and the hidden share stay as they are. Make another assignment for other data."
        raise Refusal(Problem(code="in_use", message=message))

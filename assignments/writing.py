"""Writing an assignment: what is wrong with one is refused in sentences, and publishing parts its data set."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.db import transaction

from assignments.models import Assignment
from assignments.reach import Standing, of_its_people
from assignments.rules import WithCallback, WithLayer, WithoutLayers, misfit, needs_training
from assignments.schemas import AssignmentIn
from assignments.splitting import SPLIT_TASK, forget_parts, other_share
from assignments.starting import forget_trials
from designer.analysis_client import ask_text
from designer.answers import Refusal
from designer.core import catalog
from designer.core.problems import Problem
from training import own_datasets
from training.core import datasets

SPLITTING_SECONDS = 600.0
MILLISECOND = timedelta(milliseconds=1)  # as exactly as moments are told
FIRST_YEAR = 2000  # that a deadline may lie in


async def make(standing: Standing, body: AssignmentIn) -> Assignment:
    """A new assignment of a class. Raises Refusal."""
    assignment = Assignment(klass=standing.klass)
    await _publish(assignment, await sync_to_async(_write)(assignment, standing, body))
    return assignment


async def change(assignment: Assignment, standing: Standing, body: AssignmentIn) -> None:
    """Write an assignment anew. Raises Refusal."""
    await _publish(assignment, await sync_to_async(_rewrite)(assignment, standing, body))


async def part(assignment: Assignment) -> None:
    """Part the data set of an assignment into what is seen and what is hidden, unless that is done."""
    if assignment.dataset and not assignment.visible:
        await ask_text(SPLIT_TASK, {"assignment": assignment.pk}, queue="files", seconds=SPLITTING_SECONDS)
        await assignment.arefresh_from_db(fields=["visible"])


async def _publish(assignment: Assignment, wanted: bool) -> None:
    """Show it once its data is parted, so that nobody starts on all of it; hide it at once."""
    if wanted:
        await part(assignment)
    if assignment.published != wanted:
        assignment.published = wanted
        await assignment.asave(update_fields=["published"])


@transaction.atomic
def _rewrite(assignment: Assignment, standing: Standing, body: AssignmentIn) -> bool:
    assignment.refresh_from_db()
    _need_unchanged(assignment, body)
    return _write(assignment, standing, body)


@transaction.atomic
def _write(assignment: Assignment, standing: Standing, body: AssignmentIn) -> bool:
    """Write what may be written; returns whether it is to be published. Nobody sees it while its data is still to be parted."""
    check(assignment, standing, body)
    wanted = assignment.published if body.published is None else body.published
    if (assignment.dataset, assignment.hidden) != (body.dataset or "", body.hidden) and assignment.visible:
        _need_no_work(assignment)
        forget_trials(assignment)
        forget_parts(assignment)
    fill(assignment, body)
    assignment.title = " ".join(body.title.split())
    if assignment.dataset and not assignment.visible:
        assignment.published = False
    assignment.save()
    return wanted


def _need_unchanged(assignment: Assignment, body: AssignmentIn) -> None:
    """Refuse what was written on another state than that of now: another window, or another teacher, has written meanwhile."""
    if body.based_on is not None and abs(assignment.changed - body.based_on) >= MILLISECOND:
        message = "This assignment was changed in another window since you opened it here. Copy what you typed, load the page again, and put it in."
        raise Refusal(Problem(code="changed_meanwhile", message=message), status=HTTPStatus.CONFLICT)


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
    problems = [*_data_problems(assignment, standing, body), *_rule_problems(body), *_score_problems(assignment, body)]
    if not body.title.strip():
        problems.append(Problem(code="wrong_title", message="An assignment needs a title."))
    if body.deadline is not None and body.deadline.year < FIRST_YEAR:
        problems.append(
            Problem(code="wrong_deadline", message=f"The deadline lies in the year {body.deadline.year}. Write the year with four digits.")
        )
    if problems:
        raise Refusal(*problems)


def _data_problems(assignment: Assignment, standing: Standing, body: AssignmentIn) -> list[Problem]:
    name = body.dataset
    is_parted = assignment.visible != "" and (name, body.hidden) == (assignment.dataset, assignment.hidden)
    if name is not None and not is_parted:
        if datasets.find(name) is None or not own_datasets.belongs_to(standing.klass.teacher_id, name):
            return [Problem(code="unknown_dataset", message=f"There is no data set {name!r}. Choose one from the gallery, or one of your own.")]
        if (problem := other_share(assignment, name, body.hidden)) is not None:
            return [problem]
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


def _score_problems(assignment: Assignment, body: AssignmentIn) -> list[Problem]:
    """Rules that the data cannot be measured by."""
    spec = datasets.find(body.dataset or "") or (datasets.find(assignment.visible) if body.dataset == assignment.dataset else None)
    target = None if spec is None else spec.field(spec.target)
    if target is None:
        return []
    found = ((place, misfit(rule, of_classes=target.kind == "class")) for place, rule in enumerate(body.rules, start=1))
    return [Problem(code="wrong_score", message=f"Rule {place} {why}") for place, why in found if why]


def _need_no_work(assignment: Assignment) -> None:
    theirs = of_its_people(assignment.klass)
    if assignment.works.filter(theirs).exists() or assignment.hand_ins.filter(theirs).exists():
        message = "People work on this assignment: its data and the hidden share stay as they are. Make another assignment for other data."
        raise Refusal(Problem(code="in_use", message=message))

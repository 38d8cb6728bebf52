"""Handing in: a copy that nothing changes any more, whatever becomes of the network it was made of."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from ninja.errors import HttpError

from assignments.models import Assignment, HandIn
from assignments.reach import Standing
from assignments.results import carried_over, state_of
from assignments.rules import title_of
from assignments.schemas import NewHandIn
from classroom.curves import few
from designer.answers import Refusal
from designer.core.document import parse
from designer.core.meaning import means_the_same
from designer.core.problems import Problem
from designer.models import Network
from training import files
from training.models import Run

MOST_EPOCHS = 200  # of a run's history; of more, some that are spread evenly


@transaction.atomic
def freeze(assignment: Assignment, standing: Standing, body: NewHandIn) -> HandIn:
    """Keep a copy of a network, the numbers of a run, and a note. Raises Refusal and HttpError."""
    network = Network.objects.filter(pk=body.network, owner=standing.user, frozen=False).first()
    if network is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "This network is not one of yours. Hand in one of your own.")
    is_late = assignment.is_over
    mine = HandIn.objects.select_related("check_run").filter(assignment=assignment, person=standing.user)
    _need_open(assignment, list(mine), is_late=is_late)
    copy = Network.objects.create(owner=standing.user, name=network.name, document=network.document, frozen=True)
    return HandIn.objects.create(
        assignment=assignment,
        person=standing.user,
        number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
        late=is_late,
        network=copy,
        came_from=network,
        run=None if body.run is None else _numbers(network, body.run),
        note=body.note,
        rules=assignment.rules,
        given=assignment.works.filter(person=standing.user).values_list("given", flat=True).first() or "",
    )


def _need_open(assignment: Assignment, made: list[HandIn], *, is_late: bool) -> None:
    if is_late and not assignment.takes_late and assignment.deadline is not None:
        message = f"The time to hand in ended on {assignment.deadline:%d %B %Y at %H:%M} UTC. Ask your teacher for more time."
        raise Refusal(Problem(code="too_late", message=message))
    if assignment.tries is not None and len(made) >= assignment.tries:
        message = f"You have handed in {len(made):,} of {assignment.tries:,} times. The newest counts."
        raise Refusal(Problem(code="no_tries_left", message=message))
    if any(state_of(hand_in) == "checking" for hand_in in made):
        raise Refusal(Problem(code="still_checking", message="What you handed in before is still being checked. Wait until that is done."))


def _numbers(network: Network, run_id: str) -> dict[str, Any]:
    """A run as it stands, in plain data."""
    run = Run.objects.filter(pk=run_id, network=network).first()
    if run is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "This network has no such run. Choose one of its runs, or none.")
    epochs = [event for event in files.events(run.folder) if event["kind"] == "epoch"]
    fields: dict[str, Any] = {name: getattr(run, name) for name in ("name", "state", "epochs", "epoch", "summary", "evaluation")}
    return fields | {
        "id": run.pk,
        "made": run.made.isoformat(),
        "ended": run.ended and run.ended.isoformat(),
        "history": [{"epoch": event["epoch"], "logs": _finite(event["logs"])} for event in few(epochs, MOST_EPOCHS)],
        "same": means_the_same(parse(run.document), parse(network.document), epochs=not run.continued),
    }


def _finite(logs: dict[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in logs.items() if value is not None}


@transaction.atomic
def renew(hand_in: HandIn, standing: Standing) -> None:
    """Let a hand-in be checked again: by who teaches at any time and by the rules of now, by who made it where the checks failed."""
    hand_in.refresh_from_db(fields=["facts", "check_run", "rules", "marks", "begun", "revision"])
    state = state_of(hand_in)
    if state == "checking":
        raise Refusal(Problem(code="still_checking", message="This is being checked. Wait until that is done."), status=HTTPStatus.CONFLICT)
    if not standing.teaches and state != "failed":
        raise Refusal(Problem(code="is_checked", message="This was checked already. Hand in again to be checked again."), status=HTTPStatus.CONFLICT)
    if hand_in.check_run is not None:
        hand_in.check_run.delete()
    hand_in.check_run, hand_in.facts, hand_in.begun = None, None, timezone.now()
    if standing.teaches:
        _take_rules(hand_in, hand_in.assignment.rules)
    hand_in.save(update_fields=["check_run", "facts", "begun", "marks", "rules", "revision"])


def _take_rules(hand_in: HandIn, rules: list[dict[str, Any]]) -> None:
    """Hold a hand-in to other rules; what is typed meanwhile was for those of before, unless they stand where they stood."""
    marks, before = carried_over(hand_in, rules), hand_in.parsed_rules
    hand_in.rules = rules
    if marks != hand_in.marks or [*map(title_of, before)] != [*map(title_of, hand_in.parsed_rules)]:
        hand_in.revision += 1
    hand_in.marks = marks


def forget(instance: HandIn, **_: object) -> None:
    """After a hand-in was deleted: the frozen copy goes, with the training of its check."""
    Network.objects.filter(pk=instance.network_id).delete()

"""Beginning to work on an assignment: a network of one's own, made from its starter once."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib.auth.models import User
from django.db import transaction

from assignments.models import Assignment, Work
from designer.answers import Refusal
from designer.core.document import Document, parse
from designer.core.problems import Problem
from designer.kept_weights import Rows
from designer.models import Network


@transaction.atomic
def start(assignment: Assignment, user: User) -> tuple[Work, bool]:
    """A person's work on an assignment, and whether it is new. Raises Refusal."""
    found = Work.objects.filter(assignment=assignment, person=user).first()
    if found is not None:
        return found, False
    if assignment.dataset and not assignment.visible:
        message = "The data of this assignment is not ready yet. Try again in a moment; if it stays so, tell your teacher."
        raise Refusal(Problem(code="not_ready", message=message), status=HTTPStatus.CONFLICT)
    starter = parse(assignment.starter)
    network = Network.make(user.pk, on_its_data(starter, assignment))
    given = "" if starter.weights is None else starter.weights.digest
    return Work.objects.create(assignment=assignment, person=user, network=network, given=given), True


def forget_trials(assignment: Assignment) -> None:
    """Forget what was only tried, before the data becomes another: the networks stay, on the data set that theirs was a part of."""
    for work in assignment.works.select_related("network"):
        network, document = work.network, parse(work.network.document)
        if document.training.dataset == assignment.visible:
            whole = document.training.model_copy(update={"dataset": assignment.dataset})
            network.document = document.model_copy(update={"training": whole}).to_json()
            network.revision += 1
            network.save(update_fields=["document", "revision", "changed"])
    assignment.works.all().delete()
    assignment.hand_ins.all().delete()


def on_its_data(document: Document, assignment: Assignment) -> Document:
    """A document that is trained on what an assignment's people may see of its data."""
    return document.model_copy(update={"training": document.training.model_copy(update={"dataset": assignment.trains_on or None})})


def with_weights(owner: int | None) -> Sequence[Rows]:
    """The assignments, of a teacher or all, by the weights that who starts on them will start from (designer.kept_weights)."""
    found = Assignment.objects.all() if owner is None else Assignment.objects.filter(klass__teacher=owner)
    return [(found, "starter__weights__digest"), (found, "solution__weights__digest")]


def assignment_of(network: Network) -> Assignment | None:
    """The assignment that a network was made for, or for which it was handed in."""
    made = Assignment.objects.filter(works__network=network) | Assignment.objects.filter(hand_ins__network=network)
    return made.select_related("klass__teacher").first()

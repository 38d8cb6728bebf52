"""What goes when a person goes: everything of theirs, files as well."""

from __future__ import annotations

from django.contrib.auth.models import User

from classroom import sessions
from designer import kept_weights
from designer.models import Network, SavedBlock
from training import starting
from training.models import ACTIVE, Dataset, Run, Upload


def leave_for_good(*people: User) -> None:
    """Delete accounts with everything that belongs to them; one by one, so that others can write in between."""
    for person in people:
        delete_work(person)
        person.delete()
    if people:
        sessions.purge()


def delete_work(user: User) -> None:
    """Delete everything that a person made: networks, runs and their files, saved blocks, data sets, uploads, imported weights."""
    for task in Run.objects.filter(network__owner=user, state__in=(*ACTIVE, "paused")).exclude(task="").values_list("task", flat=True):
        starting.kill(task)  # before its folder goes, which its worker writes to
    weights = kept_weights.of(user.pk)
    Network.objects.filter(owner=user).delete()
    SavedBlock.objects.filter(owner=user).delete()
    Dataset.objects.filter(owner=user).delete()
    Upload.objects.filter(owner=user).delete()
    kept_weights.forget(user.pk, weights)

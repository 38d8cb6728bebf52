"""What goes when a person goes: everything of theirs, files as well."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User

from designer import weights_store
from designer.models import Network, SavedBlock
from training import starting
from training.models import ACTIVE, Dataset, Run, Sweep, Upload

_DIGEST = "document__weights__digest"
_needs: list[Callable[[str], bool]] = []


def keep_weights(needs: Callable[[str], bool]) -> None:
    """Keep the weights of a digest for which this holds; called once by the `ready` of an app that stands above."""
    _needs.append(needs)


def leave_for_good(user: User) -> None:
    """Delete an account with everything that belongs to it."""
    delete_work(user)
    user.delete()


def delete_work(user: User) -> None:
    """Delete everything that a person made: networks, runs and their files, saved blocks, data sets, uploads, imported weights."""
    for task in Run.objects.filter(network__owner=user, state__in=(*ACTIVE, "paused")).exclude(task="").values_list("task", flat=True):
        starting.kill(task)  # before its folder goes, which its worker writes to
    weights = _weights_of(user)
    Network.objects.filter(owner=user).delete()
    SavedBlock.objects.filter(owner=user).delete()
    Dataset.objects.filter(owner=user).delete()
    Upload.objects.filter(owner=user).delete()
    for digest in weights:
        is_in_work = any(rows.filter(**{_DIGEST: digest}).exists() for rows in (Network.objects, Run.objects, Sweep.objects))
        if not is_in_work and not any(needs(digest) for needs in _needs):
            weights_store.path(digest).unlink(missing_ok=True)


def _weights_of(user: User) -> set[str]:
    own = (Network.objects.filter(owner=user), Run.objects.filter(network__owner=user), Sweep.objects.filter(network__owner=user))
    return {digest for rows in own for digest in rows.values_list(_DIGEST, flat=True) if digest}

"""Whose weights are kept, how much they take, and when they go: a day after nothing starts from them any more.

A file of weights serves everybody who starts from what is in it (designer.weights_store). It counts for each who had it read, as long as something of
theirs starts from it; what was just read counts too, since it is about to be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from designer import limits, weights_store
from designer.core.weights import Weights
from designer.models import KeptWeights, Network

UNSAVED = timedelta(days=1)  # for so long what nothing starts from is kept: its network may not be saved yet
Rows: TypeAlias = tuple[QuerySet[Any, Any], str]
Use: TypeAlias = Callable[[int | None], Sequence[Rows]]
"""The rows of a person's, or of everybody's, that name weights, each with the field that does."""


def _networks(owner: int | None) -> Sequence[Rows]:
    return [(Network.objects.all() if owner is None else Network.objects.filter(owner=owner), "document__weights__digest")]


_uses: list[Use] = [_networks]


def used_by(use: Use) -> None:
    """Keep the weights that these rows name, too; called once by an app's `ready`."""
    _uses.append(use)


def keep(weights: Weights, owner: int) -> str:
    """Keep weights for a person; returns their digest. Raises Refusal where the person may not keep as much."""
    key, size = weights_store.digest_of(weights), sum(array.nbytes for arrays in weights.values() for array in arrays)
    if key not in {row.digest for row in _counted(owner)}:
        limits.check_kept(User.objects.get(pk=owner), size)
    weights_store.keep(weights)
    weights_store.renew(key)
    KeptWeights.objects.update_or_create(owner_id=owner, digest=key, defaults={"size": size, "read": timezone.now()})
    return key


def bytes_of(owner: int) -> int:
    """How many bytes of weights count as a person's."""
    return sum(row.size for row in _counted(owner))


def _counted(owner: int) -> list[KeptWeights]:
    rows = list(KeptWeights.objects.filter(owner_id=owner))
    used = named(owner, {row.digest for row in rows})
    return [row for row in rows if row.digest in used or row.read > timezone.now() - UNSAVED]


def named(owner: int | None, among: Collection[str] | None = None) -> set[str]:
    """The digests, all or those of `among`, that something of a person's, or of anybody's, starts from."""
    if among is not None and not among:
        return set()
    found: set[str] = set()
    for use in _uses:
        for rows, field in use(owner):
            chosen = rows.order_by() if among is None else rows.order_by().filter(**{f"{field}__in": list(among)})
            found |= {digest for digest in chosen.values_list(field, flat=True) if digest}
    return found


def of(owner: int) -> set[str]:
    """The digests of all weights that a person had read, or that something of theirs starts from."""
    return named(owner) | set(KeptWeights.objects.filter(owner_id=owner).values_list("digest", flat=True))


def forget(owner: int, digests: Collection[str]) -> None:
    """After what a person made is deleted: these weights go at once, unless somebody else needs them."""
    KeptWeights.objects.filter(owner_id=owner).delete()
    _delete(set(digests) - _needed(digests))


def collect() -> None:
    """Delete the weights that nothing has started from for a day; asked now and then.

    The time of a file is when it was last known to be needed, so that it is looked for once a day.
    """
    old = weights_store.not_needed_since(timezone.now() - UNSAVED)
    needed = _needed(old)
    for digest in needed:
        weights_store.renew(digest)
    _delete(old - needed)


def _needed(digests: Collection[str]) -> set[str]:
    just_read = KeptWeights.objects.filter(digest__in=list(digests), read__gt=timezone.now() - UNSAVED)
    return named(None, digests) | set(just_read.values_list("digest", flat=True))


def _delete(digests: Collection[str]) -> None:
    for digest in digests:
        weights_store.delete(digest)
    KeptWeights.objects.filter(digest__in=list(digests)).delete()

"""What is said when rows come, change and go: in a class, among its members, and in what they made."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete

from classroom import news
from classroom.models import Class, Membership
from designer import withdrawals
from designer.models import Network
from training.models import Run


def listen() -> None:
    """Begin to; called once by the app's `ready`."""
    post_save.connect(_class_changed, sender=Class)
    post_delete.connect(_class_changed, sender=Class)
    post_save.connect(_member_changed, sender=Membership)
    post_delete.connect(_member_gone, sender=Membership)
    post_save.connect(_network_made, sender=Network)
    pre_delete.connect(_network_going, sender=Network)
    post_save.connect(_run_made, sender=Run)
    post_delete.connect(_run_gone, sender=Run)


def _class_changed(instance: Class, **_: Any) -> None:
    transaction.on_commit(partial(news.announce_room, instance.pk))


def _member_changed(instance: Membership, **_: Any) -> None:
    transaction.on_commit(partial(news.announce_room, instance.klass_id))


def _member_gone(instance: Membership, **_: Any) -> None:
    """What a class is shown of somebody who left it is shown no more."""
    for network in Network.objects.filter(shown_to=instance.klass_id, owner=instance.user_id):
        Class.objects.filter(pk=instance.klass_id).update(shown=None)
        transaction.on_commit(partial(withdrawals.announce, network.pk))
    transaction.on_commit(partial(news.announce_room, instance.klass_id))


def _network_made(instance: Network, created: bool, **_: Any) -> None:
    if created:
        transaction.on_commit(partial(news.worked, instance.owner_id, "network"))


def _network_going(instance: Network, **_: Any) -> None:
    for class_id in instance.shown_to.values_list("pk", flat=True):
        transaction.on_commit(partial(news.announce_room, class_id))
    transaction.on_commit(partial(news.worked, instance.owner_id, "network"))


def _run_made(instance: Run, created: bool, **_: Any) -> None:
    if created:
        transaction.on_commit(partial(news.worked, instance.network.owner_id, "run"))


def _run_gone(instance: Run, **_: Any) -> None:
    owner = Network.objects.filter(pk=instance.network_id).values_list("owner_id", flat=True).first()
    if owner is not None:
        transaction.on_commit(partial(news.worked, owner, "run"))

"""How much a person may send and keep: the app that knows (training.allowances) registers itself when it is ready."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User

from designer.answers import Refusal
from designer.core.problems import Problem

SPARE = 1_000_000_000  # bytes that a disk must keep


@dataclass(frozen=True, slots=True)
class Limits:
    """An app that knows what people may take."""

    check_file: Callable[[User, str, int], None]
    """Refuse a file of this name and of so many bytes that is larger than a person may send."""
    check_kept: Callable[[User, int], None]
    """Refuse to keep so many bytes more for a person."""
    check_networks: Callable[[User], None]
    """Refuse to make one network more for a person."""


_registered: list[Limits] = []


def register(limits: Limits) -> None:
    """Ask this app; called once by its `ready`."""
    _registered.append(limits)


def check_file(user: User, name: str, size: int) -> None:
    """Refuse a file that is larger than a person may send, or for which the disk has no room."""
    for limits in _registered:
        limits.check_file(user, name, size)
    need_disk(size)


def check_kept(user: User, size: int) -> None:
    """Refuse to keep so many bytes more for a person."""
    for limits in _registered:
        limits.check_kept(user, size)


def check_networks(user: User) -> None:
    """Refuse to make one network more for a person."""
    for limits in _registered:
        limits.check_networks(user)


def need_disk(size: int) -> None:
    """Refuse a file where the disk has no room for it, and for what is made of it."""
    if shutil.disk_usage(settings.DATA_DIR).free < 3 * size + SPARE:
        raise Refusal(Problem(code="disk_full", message="There is not enough room on this server's disk for this file and what is made of it."))

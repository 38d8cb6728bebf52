"""Where training asks whether a person may see a data set that is not theirs: the app that lends data sets registers itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lender:
    """An app that lends data sets to people, who are named by their primary keys."""

    may_read: Callable[[int, str], bool]
    names: Callable[[int], Iterable[str]]
    """What a person may see, newest first."""
    guards: Callable[[str], bool]
    """Whether some samples of a data set are kept from those who may not see it, in runs that are shared, too."""


_registered: list[Lender] = []


def register(lender: Lender) -> None:
    """Ask this app; called once by its `ready`."""
    _registered.append(lender)


def may_read(person: int | None, name: str) -> bool:
    """Whether somebody lends a data set to a person; nobody does to no one."""
    return person is not None and any(lender.may_read(person, name) for lender in _registered)


def guards(name: str) -> bool:
    """Whether samples of a data set are kept from those who may not see it, though they may see runs that were made on it."""
    return any(lender.guards(name) for lender in _registered)


def names(person: int) -> list[str]:
    """The data sets that are lent to a person."""
    return list(dict.fromkeys(name for lender in _registered for name in lender.names(person)))

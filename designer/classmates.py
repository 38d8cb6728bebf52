"""Where the designer asks who shares a class with whom, and what a person is called before others: the app that keeps classes registers itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

NAMELESS = "someone"


@dataclass(frozen=True, slots=True)
class Classes:
    """An app that keeps classes; people are named by their primary keys."""

    has_class: Callable[[int], bool]
    """Whether a person sits in a class, or teaches one."""
    same_class: Callable[[int, int], bool]
    """Whether a person sits in one class with the owner of a network."""
    shown_name: Callable[[int | None, int], str]
    """What is told to somebody, or to no one, of what a person wants to be called: never an account's name or an e-mail address; "" for nothing."""
    may_read: Callable[[int, str, int], bool] = lambda *_: False
    """Whether a person may see a network of an owner's however it is shared: they teach its owner, or it is shown to their class just now."""


_registered: list[Classes] = []


def register(classes: Classes) -> None:
    """Ask this app; called once by its `ready`."""
    _registered.append(classes)


def forget(classes: Classes) -> None:
    """Ask this app no longer."""
    _registered.remove(classes)


def has_class(person: int) -> bool:
    """Whether a person sits in a class; nobody does where no classes are kept."""
    return any(classes.has_class(person) for classes in _registered)


def same_class(person: int, owner: int) -> bool:
    """Whether a person sits in one class with the owner of a network."""
    return any(classes.same_class(person, owner) for classes in _registered)


def may_read(person: int, network: str, owner: int) -> bool:
    """Whether a class lets a person see a network, however its owner shares it."""
    return any(classes.may_read(person, network, owner) for classes in _registered)


def shown_name(asker: int | None, person: int) -> str:
    """What a person is called before whoever asks."""
    return next((name for classes in _registered if (name := classes.shown_name(asker, person))), NAMELESS)

"""Telling other apps that somebody works: on a network, on a run, and what Keras says of what they draw. Whoever wants to hear registers itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

What = Literal["network", "run"]


@dataclass(frozen=True, slots=True)
class Listener:
    """An app that listens; people are named by their primary keys."""

    worked: Callable[[int, What], None]
    """A network or a run of this person's is new, another, or gone."""
    analysed: Callable[[int, str, str], None]
    """A person was told what Keras says of a network they have open: its id, and the analysis as JSON text."""


_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Tell this app; called once by its `ready`."""
    _listeners.append(listener)


def worked(person: int, what: What) -> None:
    """Say that a network or a run of a person's changed."""
    for listener in _listeners:
        listener.worked(person, what)


def analysed(person: int, network: str, answer: str) -> None:
    """Say what a person was told of their open network."""
    for listener in _listeners:
        listener.analysed(person, network, answer)

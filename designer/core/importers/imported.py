"""What comes of reading a file or a program: documents, their weights, and a report of what was read, changed and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from designer.core.document import Document
from designer.core.problems import Frozen, NodeId
from designer.core.weights import Weights


class Note(Frozen):
    """A line of the report."""

    kind: Literal["read", "changed", "unread"]
    message: str
    node: NodeId | None = None
    line: int | None = None


@dataclass(frozen=True)
class Imported:
    """What was read; `weights` holds those that `document.weights` names, by their digest."""

    documents: tuple[Document, ...]
    report: tuple[Note, ...]
    weights: Mapping[str, Weights] = field(default_factory=dict)


class Unreadable(ValueError):
    """Nothing can be read of this; the message says what was expected, what was received and what to do."""


class Fault(Unreadable):
    """A reader failed in a way it should not: the person is told a sentence, the log more, and the fuzz run fails."""

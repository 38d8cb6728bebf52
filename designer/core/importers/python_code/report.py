"""What a reading tells a person: lines, each once, some of them only if what they are about is drawn."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from designer.core.importers.imported import Note
from designer.core.importers.python_code.graph import Layer, Network

MOST_NOTES = 200
MISSPELT = "misspelt"
"""The kind of a note on a word that was read as another: a change, and while someone is typing no more than a guess."""


class Report:
    """The lines of one reading."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.misspelt: list[Note] = []
        self._told: set[tuple[str, int | None]] = set()
        self._about: dict[tuple[str, int | None], list[Layer | Network]] = {}

    def add(self, kind: Any, message: str, line: int | None = None) -> None:
        """Tell a line, unless it was told."""
        if len(self.notes) < MOST_NOTES and (message, line) not in self._told:
            self._told.add((message, line))
            told = Note(kind="changed" if kind == MISSPELT else kind, message=message, line=line)
            self.notes.append(told)
            if kind == MISSPELT:
                self.misspelt.append(told)

    def add_about(self, layer: Layer | Network, message: str, line: int) -> None:
        """Tell a line that holds only if what it is about is drawn."""
        self._about.setdefault((message, line), []).append(layer)
        self.add("unread", message, line)

    def holds(self, note: Note, drawn: AbstractSet[Any]) -> bool:
        """Whether something was drawn that a line is about, where it is about something."""
        layers = self._about.get((note.message, note.line))
        return layers is None or not drawn.isdisjoint(layers)

    def mark(self) -> tuple[int, int]:
        """How far it goes now."""
        return len(self.notes), len(self.misspelt)

    def take_back(self, mark: tuple[int, int]) -> None:
        """Take back what was told since; it may be told again."""
        for note in self.notes[mark[0] :]:
            self._told.discard((note.message, note.line))
        del self.notes[mark[0] :]

    def hush(self, mark: tuple[int, int]) -> None:
        """Tell nothing of what was told since."""
        del self.notes[mark[0] :], self.misspelt[mark[1] :]

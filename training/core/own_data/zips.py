"""Zip archives of people's own on the disk: checked before anything in them is read, and never taken into memory as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from designer.core.importers.archives import Archive
from designer.core.importers.imported import Unreadable
from training.core.own_data.recipe import Split
from training.core.own_data.wrong import WrongData, shown

LOOKED_AT = 300
MOST_FILES = 250_000
MOST_BYTES = 50_000_000_000  # unpacked
HELD_OUT = ("test", "testing", "val", "valid", "validation")


def opened(path: Path) -> Archive:
    """An archive whose names and sizes are sound. Raises WrongData."""
    try:
        return Archive(path, most_bytes=MOST_BYTES, most_entries=MOST_FILES)
    except Unreadable as error:
        raise WrongData(str(error)) from error


@dataclass(frozen=True)
class Lying:
    """An archive of files in a folder for each class."""

    archive: Archive
    names: Sequence[str]
    classes: tuple[tuple[str, int], ...]
    """Each with how many files it has."""

    @property
    def looked_at(self) -> Sequence[str]:
        """Files spread over all of them, as many as are looked at before the data is kept."""
        return self.names[:: max(1, len(self.names) // LOOKED_AT)]


def lying(path: Path, names_of: Callable[[Archive], list[str]]) -> Lying:
    """The files of an archive that are meant, by their classes. Raises WrongData."""
    archive = opened(path)
    names = names_of(archive)
    return Lying(archive, names, classes_of(names))


def contents(archive: Archive, endings: Sequence[str]) -> list[str]:
    """The names of the files with one of these endings, in order; what systems add of their own is passed over."""
    return sorted(name for name in archive.names if is_meant(name) and name.lower().endswith(tuple(endings)))


def is_meant(name: str) -> bool:
    """Whether a person put a file there."""
    return not name.startswith("__MACOSX/") and not name.rpartition("/")[2].startswith(".")


def read(archive: Archive, name: str, most: int) -> bytes:
    """A file of an archive. Raises WrongData."""
    try:
        return archive.read(name, most)
    except Unreadable as error:
        raise WrongData(str(error)) from error


def class_of(name: str) -> str:
    """The folder that a file lies in."""
    return name.split("/")[-2] if "/" in name else ""


def is_held_out(name: str) -> bool:
    """Whether a file lies in a folder that is there to test."""
    return any(part.lower() in HELD_OUT for part in name.split("/")[:-2])


def classes_of(names: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Each class with how many files it has. Raises WrongData where folders tell no classes."""
    counts = Counter(map(class_of, names))
    alone = next((name for name in names if "/" not in name), None)
    if alone is not None:
        raise WrongData(f"“{shown(alone)}” lies in no folder. Lay each file into a folder that is called as its class is, and zip it again.")
    if len(counts) < 2:
        raise WrongData("All files lie in one folder. Lay those of each class into a folder that is called as the class is, and zip it again.")
    return tuple(sorted(counts.items()))


def proposed_split(names: Sequence[str], classes: Sequence[tuple[str, int]]) -> Split:
    """The archive's own parts where it has two, otherwise class by class."""
    held_out = sum(map(is_held_out, names))
    if 0 < held_out < len(names):
        return Split(by="given")
    return Split(by="stratified" if min(count for _, count in classes) > 4 else "ratio")

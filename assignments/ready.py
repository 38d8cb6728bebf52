"""Ready assignments, in assignments/library/: a folder each, in the form in which assignments travel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.db import transaction

from assignments import material, pictures
from assignments.material import Material
from assignments.models import Assignment
from assignments.reach import Standing
from assignments.rules import KINDS
from assignments.schemas import AssignmentIn, ReadyOut
from assignments.writing import fill
from designer import weights_store
from designer.core.weights import from_bytes

FOLDER = Path(__file__).parent / "library"


@cache
def all_ready() -> dict[str, Material]:
    """Every ready assignment by its name, in the order of the list."""
    found = {path.parent.name: material.read_folder(path.parent) for path in FOLDER.glob(f"*/{material.MANIFEST}")}
    return dict(sorted(found.items(), key=lambda item: item[1].manifest.place))


def find(name: str) -> Material | None:
    """The ready assignment of that name, or None."""
    return all_ready().get(name)


def library() -> list[ReadyOut]:
    """The list to choose from."""
    return [_out(name, found) for name, found in all_ready().items()]


@transaction.atomic
def make(standing: Standing, given: Material) -> Assignment:
    """An assignment of a class from material; it is not published."""
    if given.weights:
        weights_store.keep(from_bytes(given.weights))
    assignment = Assignment(klass=standing.klass)
    fill(assignment, _body(given))
    assignment.save()
    for name, data in given.pictures.items():
        pictures.keep(assignment, name, data)
    return assignment


def _body(given: Material) -> AssignmentIn:
    """What is in material, as its teacher would write it."""
    told = {name: getattr(given.manifest, name) for name in ("title", "dataset", "hidden", "palette", "shown", "rules", "tries")}
    return AssignmentIn(text=given.text, starter=given.starter, solution=given.solution, **told)


def _out(name: str, found: Material) -> ReadyOut:
    manifest = found.manifest
    told = [KINDS[rule.kind].title(rule) for rule in manifest.rules]
    return ReadyOut(name=name, title=manifest.title, about=manifest.about, dataset=manifest.dataset, rules=told)

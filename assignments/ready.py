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
from assignments.schemas import ReadyOut
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
    manifest = given.manifest
    if given.weights:
        weights_store.keep(from_bytes(given.weights))
    assignment = Assignment.objects.create(
        klass=standing.klass,
        title=manifest.title,
        text=given.text,
        starter=given.starter.to_json(),
        solution=None if given.solution is None else given.solution.to_json(),
        dataset=manifest.dataset or "",
        hidden=manifest.hidden,
        palette=None if manifest.palette is None else list(manifest.palette),
        shown=None if manifest.shown is None else manifest.shown.model_dump(mode="json"),
        rules=[rule.model_dump(mode="json") for rule in manifest.rules],
        tries=manifest.tries,
    )
    for name, data in given.pictures.items():
        pictures.keep(assignment, name, data)
    return assignment


def _out(name: str, found: Material) -> ReadyOut:
    manifest = found.manifest
    told = [KINDS[rule.kind].title(rule) for rule in manifest.rules]
    return ReadyOut(name=name, title=manifest.title, about=manifest.about, dataset=manifest.dataset, rules=told)

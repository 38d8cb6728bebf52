"""Ready assignments, in assignments/library/: a folder each, in the form in which assignments travel."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from asgiref.sync import sync_to_async
from django.db import transaction

from assignments import material, pictures
from assignments.material import Material
from assignments.models import Assignment
from assignments.reach import Standing
from assignments.rules import title_of
from assignments.schemas import AssignmentIn, ReadyOut
from assignments.writing import fill
from designer import kept_weights
from designer.analysis_client import ask_text
from designer.answers import Refusal
from designer.core.document import Document
from designer.core.weights import from_bytes
from training import uploads
from training.core.own_data import store
from training.data_schemas import DatasetOut
from training.dataset_models import Dataset
from training.own_datasets import PREPARING_SECONDS

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


async def take(standing: Standing, given: Material) -> Assignment:
    """An assignment of a class from material, on the data that came along; it is not published. Raises Refusal, and then leaves nothing behind."""
    own = await _keep_data(standing.klass.teacher_id, given)
    try:
        return await sync_to_async(make)(standing, given, own)
    except BaseException:
        await Dataset.objects.filter(pk=own).adelete()
        raise


async def _keep_data(owner: int, given: Material) -> str | None:
    """The name of the data set that a worker makes of the data that came along; None where none did."""
    if given.manifest.data is None or given.data is None:
        return None
    told = given.manifest.data
    upload = await sync_to_async(uploads.put)(owner, told.file, given.data)
    payload = {"upload": upload.pk, "title": told.title, "recipe": told.recipe.model_dump(mode="json")}
    try:
        kept = await ask_text("training.files.keep_dataset", payload, queue="files", seconds=PREPARING_SECONDS)
    except Refusal:
        await upload.adelete()
        raise
    return DatasetOut.model_validate_json(kept).name


def make(standing: Standing, given: Material, own: str | None = None) -> Assignment:
    """An assignment of a class from material, on a data set of the teacher's own where that is named; it is not published."""
    assignment = Assignment(klass=standing.klass)
    try:
        _fill(assignment, given, own)
    except BaseException:
        shutil.rmtree(assignment.folder, ignore_errors=True)
        raise
    return assignment


@transaction.atomic
def _fill(assignment: Assignment, given: Material, own: str | None) -> None:
    for weights in given.weights.values():
        kept_weights.keep(from_bytes(weights), assignment.klass.teacher_id)
    fill(assignment, _body(given, own))
    assignment.save()
    for name, data in given.pictures.items():
        pictures.keep(assignment, name, data)


def _body(given: Material, own: str | None) -> AssignmentIn:
    """What is in material, as its teacher would write it."""
    told = {name: getattr(given.manifest, name) for name in ("title", "hidden", "palette", "shown", "rules", "tries", "takes_late")}
    starter = _on_data(given.starter, own)
    solution = None if given.solution is None else _on_data(given.solution, own)
    named = given.manifest.dataset or ""
    gallery = None if store.is_own(named) else named or None  # what is somebody's own comes along as a file, or not at all
    return AssignmentIn(text=given.text, starter=starter, solution=solution, dataset=own or gallery, **told)


def _on_data(document: Document, own: str | None) -> Document:
    """A network as it can begin here: on the data set that was made of its teacher's own, from weights only where they came along."""
    document = material.without_lost_weights(document)
    training = document.training
    if training.dataset is None or not store.is_own(training.dataset):
        return document
    return document.model_copy(update={"training": training.model_copy(update={"dataset": own})})


def _out(name: str, found: Material) -> ReadyOut:
    manifest = found.manifest
    told = [*map(title_of, manifest.rules)]
    return ReadyOut(name=name, title=manifest.title, about=manifest.about, dataset=manifest.dataset, rules=told)

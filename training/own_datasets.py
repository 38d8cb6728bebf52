"""Data sets of people's own: made of uploads by recipes, in a worker; seen by nobody else."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

from django.db import transaction

from designer.answers import Refusal
from designer.core.data import DataSpec
from designer.core.disk import size_of
from designer.core.problems import Problem
from training import allowances, lending
from training.core import datasets, own_data
from training.core.own_data import Recipe, store
from training.core.own_data.spec import file_name
from training.data_schemas import DatasetOut
from training.dataset_models import Dataset, Upload, make_name
from training.models import Run, Sweep
from training.outputs import dataset_out
from training.schemas import ENDED

PREPARING_SECONDS = 600.0  # that a data set of a file may take to be made


def may_read(owner: int | None, name: str) -> bool:
    """Whether a person may see a data set: those of the gallery, one's own, and those that are lent to one. No one sees those of the gallery."""
    return belongs_to(owner, name) or lending.may_read(owner, name)


def may_see_samples(person: int | None, owner: int, name: str) -> bool:
    """Whether a person may see samples in the runs of an owner's network: not of data that are lent to others, gone, or guarded."""
    return person == owner or may_read(person, name) or (Dataset.objects.filter(pk=name).exists() and not lending.guards(name))


def belongs_to(owner: int | None, name: str) -> bool:
    """Whether a data set is of the gallery, or a person's own."""
    return not store.is_own(name) or Dataset.objects.filter(pk=name, owner_id=owner).exists()


def all_of(owner: int) -> list[DatasetOut]:
    """What a person keeps, newest first; then what is lent to them."""
    found = ((row, store.find(row.pk)) for row in Dataset.objects.filter(owner_id=owner))
    lent = (store.find(name) for name in lending.names(owner))
    return [*(out(row, spec) for row, spec in found if spec is not None), *(described(spec) for spec in lent if spec is not None)]


def out(row: Dataset, spec: DataSpec) -> DatasetOut:
    """A data set of a person's own, as the API gives it out."""
    return dataset_out(spec).model_copy(update={"bytes": row.bytes, "made": row.made, "recipe": store.recipe_of(row.folder)})


def read(spec: DataSpec) -> DatasetOut:
    """A data set of a person's own, or one that is lent to them."""
    row = Dataset.objects.filter(pk=spec.name).first()
    return described(spec) if row is None else out(row, spec)


def described(spec: DataSpec) -> DatasetOut:
    """A data set for those who see what was learned of it: what it is, not how it was made."""
    return dataset_out(spec).model_copy(update={"own": False, "lent": spec.own})


def learner(name: str) -> str | None:
    """A run or a sweep that learns from a data set and has not ended, by its name and its network's."""
    for rows in (Run.objects.filter(dataset=name), Sweep.objects.filter(document__training__dataset=name)):
        found = rows.exclude(state__in=ENDED).values_list("name", "network__name").first()
        if found is not None:
            return " of ".join(found)
    return None


def keep(upload: Upload, title: str, recipe: Recipe) -> DatasetOut:
    """Make a data set of an upload, whole or not at all. Raises WrongData."""
    sweep()
    name = make_name()
    folder = store.begin(name)
    try:
        path = folder / file_name(upload.name)
        _link(upload.path, path)
        spec = own_data.prepare(path, recipe, name, title)
        size = size_of(folder)
        allowances.check_storage(upload.owner, size, without=upload.pk)
        with transaction.atomic():
            row = Dataset.objects.create(pk=name, owner_id=upload.owner_id, title=title, kind=recipe.kind, bytes=size)
            store.finish(name)
    except BaseException:
        store.abandon(name)
        raise
    upload.delete()
    return out(row, spec)


def sweep() -> None:
    """Remove what children that were killed, for time or memory, had prepared of data sets."""
    store.sweep(2 * PREPARING_SECONDS)


async def sweep_at_start() -> None:
    """The same as the web process begins."""
    await asyncio.to_thread(sweep)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a disk that has no links
        shutil.copyfile(source, target)


def rename(row: Dataset, title: str) -> DatasetOut:
    """Give a data set another title."""
    spec = store.find(row.pk)
    if spec is None:
        raise Refusal(Problem(code="not_found", message="The files of this data set are not here any more. Delete it."), status=404)
    spec = spec.model_copy(update={"title": title})
    store.describe(row.folder, spec)
    row.title = title
    row.save(update_fields=["title"])
    return out(row, spec)


def forget(instance: Dataset, **_: object) -> None:
    """After a data set was deleted: remove its files."""
    shutil.rmtree(instance.folder, ignore_errors=True)


def read_file(dataset: str, file: str) -> bytes:
    """A data file for a bundle. Raises KeyError, and Refusal for one that is too large to be packed with a script."""
    spec = datasets.find(dataset)
    if spec is not None and spec.own and file in spec.loader.files and (message := store.too_large_to_pack(dataset, file)):
        raise Refusal(Problem(code="data_too_large", message=message))
    return datasets.read_file(dataset, file)

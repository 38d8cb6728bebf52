"""What a worker does with people's own data: look at a file, make a data set of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from designer.answers import Refusal, answering
from designer.core.importers.imported import Unreadable
from designer.core.problems import Problem
from training import own_datasets
from training.core import own_data
from training.core.own_data import Recipe, WrongData
from training.core.own_data.keras_datasets import KerasDataset, fetch
from training.data_schemas import Inspect
from training.dataset_models import Upload


@answering("training.files.inspect")
def inspect(upload: str, asked: dict[str, Any]) -> str:
    """An Inspection as JSON."""
    found, wanted = _upload(upload), Inspect.model_validate(asked)
    with _refusing():
        return own_data.inspect(found.path, found.name, wanted.kind, wanted.reading, wanted.columns).model_dump_json()


@answering("training.files.fetch_keras")
def fetch_keras(upload: str, name: KerasDataset) -> str:
    """Fetch a data set of Keras's in the place of an upload."""
    found = _upload(upload)
    with _refusing():
        fetch(name, found.path)
    found.size = found.offset
    found.save(update_fields=["size"])
    return "{}"


@answering("training.files.keep_dataset")
def keep_dataset(upload: str, title: str, recipe: dict[str, Any]) -> str:
    """A DatasetOut as JSON."""
    with _refusing():
        return own_datasets.keep(_upload(upload), " ".join(title.split()), Recipe.model_validate(recipe)).model_dump_json(by_alias=True)


def _upload(key: str) -> Upload:
    found = Upload.objects.filter(pk=key).first()
    if found is None:
        raise Refusal(Problem(code="not_found", message="This file is not here any more. Choose it again."), status=404)
    return found


@contextmanager
def _refusing() -> Iterator[None]:
    """What is wrong with a file is refused, with its sentence."""
    try:
        yield
    except (WrongData, Unreadable) as error:
        raise Refusal(Problem(code="wrong_data", message=str(error))) from error
    except OSError as error:
        message = f"This could not be written to the server's disk: {error.strerror or error}. Ask whoever runs Layerloom to make room."
        raise Refusal(Problem(code="disk_full", message=message)) from error

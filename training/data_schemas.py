"""What the endpoints of people's own data take and give."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from designer.core.problems import Frozen
from training.core.own_data.inspection import Inspection
from training.core.own_data.keras_datasets import KerasDataset
from training.core.own_data.recipe import ColumnKind, Kind, Reading, Recipe

Title = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]


class NewUpload(Frozen):
    """A file that is going to arrive in pieces."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(ge=1)]


class FetchKeras(Frozen):
    """A data set that Keras fetches from the internet."""

    name: KerasDataset


class UploadOut(Schema):
    """A file on its way; the next piece begins at `offset`, and it is whole when that is `size`."""

    id: str
    name: str
    size: int
    offset: int
    piece: int = Field(description="How many bytes a piece holds at most.")


class Inspect(Frozen):
    """How a file is to be looked at, where it was understood wrongly."""

    kind: Kind | None = Field(default=None, description="None: what it seems to be.")
    reading: Reading | None = Field(default=None, description="None: as it seems.")
    columns: Annotated[dict[str, ColumnKind], Field(max_length=2_000)] = Field(default={}, description="Types that were inferred wrongly.")


class InspectionOut(Inspection):
    """A file as it was understood."""


class NewDataset(Frozen):
    """A data set to make of an upload."""

    upload: Annotated[str, Field(max_length=16)]
    title: Title
    recipe: Recipe


class Rename(Frozen):
    """Another title."""

    title: Title

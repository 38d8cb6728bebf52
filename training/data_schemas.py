"""What the endpoints of data sets take and give, of the gallery's and of people's own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, JsonValue

from designer.core.data import DataField, LastLayer
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


class DatasetOut(Schema):
    """A data set of the gallery or of one's own (a DataSpec without its loader)."""

    name: str
    title: str
    summary: str
    task: str
    fields: list[DataField]
    input: str
    target: str
    last_layer: LastLayer
    train_samples: int
    test_samples: int
    source: str
    licence: str
    packages: list[str]
    files: list[str]
    own: bool = False
    lent: bool = False  # a part of somebody else's, to be trained on
    bytes: int | None = None  # of one's own: on the disk, with what was prepared
    made: datetime | None = None
    recipe: Recipe | None = None  # of one's own: how it was made of its file


class Sample(Schema):
    """One sample of a data set, ready to be shown."""

    index: int
    # By field: image: rows of 0..255 grey or rgb; vector: numbers; tokens: text; series: numbers; class: its name; value: a number, or several.
    values: dict[str, JsonValue]


class SamplesOut(Schema):
    """Some samples of a data set and how its target is spread."""

    samples: list[Sample]
    balance: list[tuple[str, int]]  # classes and their counts, or the bins of a histogram

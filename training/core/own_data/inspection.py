"""What was found in a file of a person's own, before anything is made of it."""

from __future__ import annotations

from pydantic import Field

from designer.core.problems import Frozen
from training.core.own_data.recipe import ColumnKind, Kind, Reading, Recipe


class Fault(Frozen):
    """Something wrong in the file: rows count from 1, the header included, as a spreadsheet shows them."""

    message: str
    row: int | None = None
    column: str | None = None


class Numbers(Frozen):
    """What there is to say of a column of numbers."""

    minimum: float
    maximum: float
    mean: float
    median: float
    deviation: float


class ColumnFound(Frozen):
    """A column of a table."""

    name: str
    kind: ColumnKind = Field(description="As corrected, otherwise as inferred.")
    inferred: ColumnKind
    date_format: str = Field(default="", description="Of dates: strptime's words for them, or 'iso'.")
    date_formats: tuple[str, ...] = Field(
        default=(),
        description="Of dates: every such format that fits them all. Where there are several, such as for 03/04/2024, only a person knows.",
    )
    missing: int
    distinct: int = Field(description="Different values; at most 1,001 are counted.")
    rarest: int | None = Field(default=None, description="How often the rarest value is there; null where there are more than 1,000.")
    values: tuple[tuple[str, int], ...] = Field(
        default=(), description="Of categories: every value with its count, in order; none where there are more than 1,000."
    )
    numbers: Numbers | None = None
    spread: tuple[tuple[str, int], ...] = Field(default=(), description="Bins of a histogram, or the most frequent values, with their counts.")
    samples: tuple[str, ...] = ()
    line: tuple[float, ...] = Field(default=(), description="Of numbers in a series: means of stretches, in the file's order, to draw a line of.")


class ArrayFound(Frozen):
    """An array of a .npy or .npz file."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    numbers: Numbers | None = None
    spread: tuple[tuple[str, int], ...] = ()


class Pictures(Frozen):
    """What there is to say of the pictures in an archive."""

    sizes: tuple[tuple[int, int, int], ...] = Field(description="(height, width, how many of those looked at), most frequent first.")
    grey: int = Field(description="How many of those looked at are grey.")
    looked_at: int
    thumbnails: tuple[tuple[str, str], ...] = Field(description="(class, small PNG as a data: address) of some.")


class Inspection(Frozen):
    """A file as it was understood. `recipe` is what is proposed to make of it: to be changed, and sent back."""

    name: str
    kind: Kind
    bytes: int
    samples: int = Field(description="Rows, pictures, texts.")
    looked_at: int = Field(description="How many of them the statistics are of.")
    reading: Reading | None = None
    columns: tuple[ColumnFound, ...] = ()
    rows: tuple[tuple[str, ...], ...] = Field(default=(), description="The first rows of a table, the first words of texts.")
    arrays: tuple[ArrayFound, ...] = ()
    classes: tuple[tuple[str, int], ...] = Field(default=(), description="Of pictures and texts by folder: each class with its count.")
    pictures: Pictures | None = None
    faults: tuple[Fault, ...] = ()
    recipe: Recipe | None = Field(default=None, description="None where the faults must be cured first.")

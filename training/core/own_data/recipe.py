"""The recipe by which a file becomes a data set: which columns are what, what feeds a network, what it learns, and what is held out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from designer.core.problems import Frozen

Kind = Literal["table", "series", "images", "text", "arrays"]
ColumnKind = Literal["number", "category", "text", "date", "ignore"]
Missing = Literal["drop", "mean", "median", "zero"]
SplitBy = Literal["ratio", "stratified", "time", "column", "given"]

Name = Annotated[str, Field(min_length=1, max_length=200)]
NUMERIC: frozenset[ColumnKind] = frozenset({"number", "date"})
MISSING_MARKERS = ("", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "?", "-")


class Reading(Frozen):
    """How the cells of a text file are told apart. Of Parquet files only `missing` matters."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1, pattern=r'[^\r\n"]')] = ","
    encoding: Literal["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"] = "utf-8"
    header: bool = Field(default=True, description="Whether the first row names the columns.")
    decimal: Literal[".", ","] = "."
    missing: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=50)] = MISSING_MARKERS


class ColumnChoice(Frozen):
    """What a column holds."""

    name: Name
    kind: ColumnKind
    date_format: Annotated[str, Field(max_length=40)] = Field(default="", description="Of a date: as the inspection says.")


class FieldChoice(Frozen):
    """A field of the data set: columns of numbers and dates together, or one column of categories or texts; or an array of a file."""

    name: Name
    columns: Annotated[tuple[Name, ...], Field(min_length=1, max_length=2_000)]


class Window(Frozen):
    """Of a series: so many steps to see, so many to foretell."""

    past: Annotated[int, Field(ge=1, le=10_000)]
    ahead: Annotated[int, Field(ge=1, le=1_000)] = 1


class ImageChoice(Frozen):
    """The one size and the colours that all pictures are brought to."""

    height: Annotated[int, Field(ge=1, le=2_048)]
    width: Annotated[int, Field(ge=1, le=2_048)]
    colour: Literal["grey", "rgb"] = "rgb"


class Split(Frozen):
    """What is held out to test with."""

    by: SplitBy = Field(default="ratio", description="'given': the file's own parts, such as x_train and x_test, or folders train and test.")
    test: Annotated[float, Field(gt=0, lt=1)] = 0.2
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    column: Name | None = Field(default=None, description="By time: the column of dates (None: the order of the file). By column: which one.")
    held_out: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=1_000)] = Field(
        default=(), description="By column: rows with one of these values test."
    )


class Recipe(Frozen):
    """How a file becomes a data set."""

    kind: Kind
    reading: Reading = Reading()
    columns: Annotated[tuple[ColumnChoice, ...], Field(max_length=2_000)] = ()
    inputs: Annotated[tuple[FieldChoice, ...], Field(max_length=200)] = Field(default=(), description="Of tables, series and arrays.")
    target: Name | None = Field(default=None, description="The column, or array, to learn: a category is a class, a number a value.")
    target_is_class: bool = Field(default=False, description="Of arrays: whether the target's whole numbers are classes.")
    missing: Missing = "drop"
    standardise: bool = Field(default=False, description="Let the loader standardise numbers by the training part, instead of a Keras layer.")
    window: Window | None = None
    image: ImageChoice | None = None
    split: Split = Split()

    def column(self, name: str) -> ColumnChoice | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def _splitting(self) -> tuple[str, ...]:
        return (self.split.column,) if self.split.column and self.split.by in {"time", "column"} else ()

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        inputs = (name for choice in self.inputs for name in choice.columns)
        return tuple(dict.fromkeys([*inputs, *([self.target] if self.target else []), *self._splitting]))

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that no row may miss: the target always, and what the split looks at; all, where such rows are dropped."""
        least = tuple(dict.fromkeys([*([self.target] if self.target else []), *self._splitting]))
        return self.used if self.missing == "drop" else least

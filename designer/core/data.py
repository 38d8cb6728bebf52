"""What the heart knows of a data set: its fields and the source of the function that loads it.

The data itself lives elsewhere (training.core.datasets); the analyser compares fields with the network, the code writer pastes the loader.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from designer.core.document import KerasObject
from designer.core.problems import Frozen

FieldKind = Literal["image", "vector", "tokens", "text", "series", "class", "value"]


class DataField(Frozen):
    """One array of a data set, without its batch axis."""

    name: str
    title: str
    kind: FieldKind
    shape: tuple[int, ...] = Field(description="Of one sample: (28, 28, 1) for a grey image, () for a class index.")
    dtype: str
    classes: tuple[str, ...] = Field(default=(), description="The names of the classes of a 'class' field, in order of their index.")
    vocabulary_size: int | None = Field(default=None, description="Of a 'tokens' field: how many different tokens there are, padding included.")
    columns: tuple[str, ...] = Field(default=(), description="What each number of a 'vector' field is.")
    dates: tuple[str, ...] = Field(default=(), description="Those of the columns that are dates: days since 1970, with parts of days.")
    mean: tuple[float, ...] = Field(default=(), description="What the loader subtracted from each number, in original units; empty where it did not.")
    scale: tuple[float, ...] = Field(default=(), description="What the loader then divided each number by.")
    unit: str = ""


class Loader(Frozen):
    """The function that loads the data set, as the worker runs it and as the written script carries it."""

    imports: tuple[str, ...]
    source: str
    function: str = Field(description="Takes nothing; returns (train, test), each a dict from field name to array.")
    streams: bool = Field(
        default=False, description="Whether `batches`, a second function in the source, reads what the arrays only name: pictures stay on the disk."
    )
    files: tuple[str, ...] = Field(default=(), description="Data files that must lie beside the script.")
    packages: tuple[str, ...] = Field(default=(), description="PyPI packages it needs besides tensorflow and numpy.")


class LastLayer(Frozen):
    """What an output for a field wants."""

    units: int | None
    activation: str | None = Field(description="None means linear.")
    loss: KerasObject
    metrics: tuple[KerasObject, ...]


class DataSpec(Frozen):
    """A data set as the editor, the analyser and the code writer see it."""

    name: str
    title: str
    summary: str
    task: Literal["classification", "regression"]
    fields: tuple[DataField, ...]
    input: str = Field(description="The field that feeds an Input by default.")
    target: str = Field(description="The field an output is compared with by default.")
    last_layer: LastLayer
    train_samples: int
    test_samples: int
    source: str
    licence: str
    loader: Loader
    own: bool = Field(default=False, description="Whether a person keeps it here, and none but that person sees it.")

    def field(self, name: str) -> DataField | None:
        """The field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)

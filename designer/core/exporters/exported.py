"""What comes of an export: the file and how far it answers as the model does, or a sentence that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Exported:
    """A file that was written, loaded by its own runtime and compared with the model."""

    path: Path
    bytes: int
    largest_difference: float  # between an output of the file and the model's, over all samples
    largest_output: float  # what that difference is to be seen against
    samples: int
    verified: str  # by what, as a sentence
    notes: tuple[str, ...] = ()


class CannotExport(ValueError):
    """The model cannot be had in this format; the message names the layer and says what to do, `node` is the layer's name."""

    def __init__(self, message: str, node: str | None = None) -> None:
        self.message = message
        self.node = node
        super().__init__(message)

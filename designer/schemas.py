"""What designer's endpoints take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from designer.core.analysis import Analysis
from designer.core.choices import Offered, Preprocess
from designer.core.document import Count, Document, KerasObject, WeightsRef
from designer.core.importers.imported import Note
from designer.core.problems import Frozen, Problem
from designer.models import Shared


class Me(Schema):
    """Who is signed in, and what this server is."""

    name: str = Field(description="Empty where no one is signed in.")
    signed_in: bool
    version: str
    largest_upload: int = Field(description="How many bytes a file may hold that is to be read.")
    python_layers: bool = Field(description="Whether the owner of this server lets trainings execute Python layers.")


class Problems(Schema):
    """The body of every 4xx answer: what was wrong, in sentences."""

    problems: list[Problem]


class NewNetwork(Frozen):
    """A network to make: from a template, or from a document, or empty."""

    template: str | None = None
    document: Document | None = None


class NetworkSummary(Schema):
    """A network as a card on the home page."""

    id: str
    name: str
    changed: datetime
    layers: int
    thumbnail: list[tuple[float, float, str]]  # x, y and layer of each node: enough to draw the graph small
    wires: list[tuple[int, int]]  # places in `thumbnail`
    runs: int
    best: str  # e.g. "val_accuracy 0.981"; empty where nothing was trained
    spark: list[float]


class Origin(Schema):
    """What a network was copied from."""

    network: str | None = Field(description="Null where it is gone, or may not be seen.")
    name: str = Field(description="As it was called then.")
    author: str | None = Field(description="What its owner is called before others; null where it is gone, or is the asker's own.")


class NetworkOut(Schema):
    """A network with its document. `revision` counts its saved changes."""

    id: str
    revision: int
    changed: datetime
    document: Document
    author: str | None = Field(description="What its owner is called before others; null where it is the asker's own.")
    origin: Origin | None = Field(description="What it was copied from by “Make it mine”.")


class Sharing(Frozen):
    """Who may look at a network besides its owner."""

    shared: Shared


class SharingOut(Schema):
    """How a network is shared."""

    shared: Shared
    address: str = Field(description="The path that opens it for those it is shared with; empty while it is private.")
    offers_class: bool = Field(description="Whether it can be shared with a class: whether its owner is in one.")


class SharedOut(NetworkSummary):
    """A network that others made, as a card."""

    author: str | None = Field(description="What its owner is called before others; null where it is the asker's own.")
    shared: Shared


class SaveNetwork(Frozen):
    """A new state of a document, made from `revision`; refused with 409 when another window saved in between."""

    revision: int
    document: Document


class Saved(Schema):
    """The revision a save made."""

    revision: int
    changed: datetime


class Analyse(Frozen):
    """A document to analyse."""

    document: Document
    network: str | None = Field(default=None, max_length=16, description="The open network that it is of, for a teacher who sees who is stuck.")


class AnalysisOut(Analysis):
    """The analysis of a document."""


class CodeRequest(Frozen):
    """A document to write as code; with `shapes`, a comment beside each layer tells the shape of what it gives."""

    document: Document
    shapes: bool = False


class ScheduleRequest(Frozen):
    """An optimizer, and how long it is to train: epochs of so many steps (batches)."""

    optimizer: KerasObject
    epochs: Count
    steps: Annotated[int, Field(ge=1, le=1_000_000_000)]


class ScheduleOut(Schema):
    """Learning rates at steps spread over a training; null where the schedule gives no number."""

    points: list[tuple[int, float | None]]


class VerifyRequest(Frozen):
    """A document whose code is to be verified."""

    document: Document


class CheckOut(Schema):
    """One thing that was compared; `ok` is null where it could not be."""

    name: str
    ok: bool | None
    detail: str


class VerificationOut(Schema):
    """What the written code makes, compared with the built model; `ok` where nothing differs."""

    ok: bool
    checks: list[CheckOut]
    seconds: float


class CodeOut(Schema):
    """The training script; `lines` maps a node to the first and last line (from 1) that speak of it."""

    script: str
    lines: dict[str, tuple[int, int]]
    files: list[str]
    packages: list[str]


class PastedText(Frozen):
    """A program, or JSON, or YAML, to be read; `name` may be a file's, and may be empty."""

    name: str = Field(default="", max_length=200)
    text: str


class CodeTyped(Frozen):
    """A text that someone is typing, and the document that is open beside it."""

    source: str = Field(max_length=1_000_000)
    document: Document


class CodeRead(Schema):
    """The document as the text has it, or null while the text cannot be read: the report says where that shows, line by line.

    `lines` maps a node to the first and last line (from 1) of the text that speak of it.
    """

    document: Document | None
    report: list[Note]
    lines: dict[str, tuple[int, int]]


class ReadOut(Schema):
    """What was read: networks to be made by POST /networks, and the report."""

    documents: list[Document]
    report: list[Note]


class WeightsRead(Schema):
    """Weights of a file, kept for the network that was open; its document is to name them."""

    weights: WeightsRef
    report: list[Note]


class TemplateOut(Schema):
    """A template of the gallery."""

    name: str
    title: str
    summary: str
    dataset: str
    document: Document


class PreprocessingRequest(Frozen):
    """What is to be done to the fields of a data set that feed a document's Inputs."""

    document: Document
    dataset: str = Field(min_length=1, max_length=64)
    choices: tuple[Preprocess, ...] = Field(min_length=1, max_length=50)


class PreprocessingOut(Offered):
    """A patch of the document that was tried."""

"""What a look at a network that learns holds. The files of training.core.eyes are of these shapes."""

from __future__ import annotations

from typing import Literal

from ninja import Schema

from training.schemas import Sample


class Look(Schema):
    """When a look was taken."""

    epoch: int  # finished epochs
    step: int
    is_last: bool  # at the end of training, of the weights that are kept


class ClassScore(Schema):
    """How a network does on one class; None where nothing can be said."""

    name: str
    precision: float | None
    recall: float | None
    f1: float | None
    support: int


class JudgedClasses(Schema):
    """An output that says classes."""

    kind: Literal["class"]
    output: str
    field: str
    title: str
    classes: list[str]  # of the matrix; where there are very many, those with the most samples
    matrix: list[list[int]]  # a row a true class, a column a predicted one
    accuracy: float | None
    by_class: list[ClassScore]


class JudgedValues(Schema):
    """An output that says numbers, in the field's own unit; of very many, some."""

    kind: Literal["value"]
    output: str
    field: str
    title: str
    unit: str
    true: list[float | None]
    predicted: list[float | None]
    edges: list[float | None]  # of the residuals' histogram: predicted - true
    counts: list[int]
    mean_absolute_error: float | None
    root_mean_square: float | None
    not_finite: int


class Said(Schema):
    """What an output says of a sample beside what is true, in words."""

    output: str
    true: str
    predicted: str
    share: float | None  # the probability of the class that was predicted


class Ranked(Schema):
    """A sample with its loss."""

    sample: Sample
    loss: float | None
    said: list[Said]


class Judged(Look):
    """How a network does on the samples that are watched."""

    source: Literal["validation", "held_out"]
    samples: int
    outputs: list[JudgedClasses | JudgedValues]
    best: list[Ranked]
    worst: list[Ranked]

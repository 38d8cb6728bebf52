"""What a look at a network that learns holds. The files of training.core.eyes are of these shapes."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

from training.data_schemas import Sample
from training.schemas import HeatFrame


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


class Spread(Schema):
    """How numbers are spread: equal bins from the lowest to the highest."""

    low: float | None
    high: float | None
    counts: list[int]  # of very many numbers, of some of them
    mean: float | None
    deviation: float | None
    norm: float | None
    not_finite: int


class WeighedVariable(Schema):
    """A variable of a layer."""

    layer: str
    name: str
    size: int
    weights: Spread
    gradients: Spread | None


class Units(Schema):
    """A rectified layer, and how many of its units gave nothing for any sample."""

    layer: str
    path: list[str]
    title: str
    dead: int
    of: int


class Weighed(Look):
    """The weights and gradients of a network."""

    variables: list[WeighedVariable]
    all: int  # variables that there are
    units: list[Units]
    samples: int  # on which units were watched


class Layer(Schema):
    """What a layer makes of each of the chosen samples, those in the same order.

    `data` is base64: of a vector little-endian 32-bit floats; of everything else one byte a number, from the sample's low to its high,
    `count` maps of `height` rows each.
    """

    layer: str
    path: list[str]  # the node, and behind it the nodes within blocks
    title: str
    kind: Literal["maps", "strip", "vector", "scores"]
    shape: list[int]  # of what the layer gives of one sample
    count: int
    of: int  # maps, or numbers of a vector, that there are
    height: int
    width: int
    low: list[float | None]
    high: list[float | None]
    data: list[str]
    names: list[str]  # of the numbers of a vector: the classes
    words: list[list[str]] = Field(default_factory=list)  # of a vector of tokens: each sample's words, in order


class Layered(Look):
    """What every layer makes of the chosen samples."""

    layers: list[Layer]


class Chosen(Schema):
    """The samples that the layers are shown."""

    source: Literal["validation", "training", "held_out"]
    samples: list[Sample]
    words: dict[str, list[list[str] | None]]  # by field of tokens: each sample's tokens


class LookedAt(Schema):
    """One sample of the data, chosen by its index, as the trained network sees it."""

    of: int  # samples in that part of the data
    chosen: Chosen
    layers: list[Layer]
    said: list[Said]
    loss: float | None


class Feature(Schema):
    """One of two numbers, and what of it is seen."""

    name: str
    low: float
    high: float


class Neurons(Schema):
    """The neurons of a layer that multiplies and adds."""

    weights: list[list[float | None]]  # a row a neuron, a weight for each number that it is given
    biases: list[float | None]


class Plane(Schema):
    """What a network says over the plane of two of its numbers, all else held still; row by row from below, bytes in base64."""

    features: list[Feature]
    pair: list[int] = Field(default_factory=lambda: [0, 1])  # which of the numbers
    names: list[str] = Field(default_factory=list)  # of all numbers that the network is given
    side: int  # points along each side
    title: str
    classes: list[str]
    chosen: str | None  # of classes: the likeliest at each point
    sure: str  # of classes: how likely that is; of a value: the value from low to high
    range: list[float] | None
    points: list[list[float]]  # the watched samples: both numbers, and what is true


class Bounded(Look, Plane):
    """What a network that learns says over the plane of the first two numbers it is given, the others in the middle of the samples."""


class ClassCurves(Schema):
    """How well one class is told from all others, for every threshold."""

    name: str
    roc: list[list[float]]  # false positive rate, true positive rate
    precision_recall: list[list[float]]  # recall, precision
    area: float  # under the ROC curve
    average_precision: float
    share: float  # of the samples that are of this class


class OutputCurves(Schema):
    """The curves of an output that says classes."""

    output: str
    title: str
    curves: list[ClassCurves]


class Heat(HeatFrame):
    """Where the network looked in some samples, a map each."""

    samples: list[Sample]
    said: list[Said]
    data: list[str]


class Afterwards(Schema):
    """What can be seen of a trained network, on held-out samples."""

    samples: int
    outputs: list[OutputCurves]
    filters: list[Layer]
    heat: Heat | None

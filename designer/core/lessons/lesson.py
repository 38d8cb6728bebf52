"""A lesson as values: its steps, what they show, check, ask, and let one play with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from designer.core.document import Document
from designer.core.lessons.conditions import Condition, Name, Setting
from designer.core.problems import Frozen

Control = Literal[
    "train",
    "dataset",
    "search",
    "canvas",
    "inspector",
    "status",
    "undo",
    "dock problems",
    "dock code",
    "dock training",
    "dock runs",
    "tab curves",
    "tab inside",
    "tab evaluation",
    "tab predictions",
    "tab try",
    "tab log",
    "tab files",
    "pause",
    "stop",
]
NeuronActivation = Literal["linear", "relu", "sigmoid", "tanh"]
Number = Annotated[float, Field(ge=-1000, le=1000)]


class Shown(Frozen):
    """What every target has."""

    text: str = Field(description="What is pointed at, in words.")


class ShowLayer(Shown):
    """A layer of the palette."""

    kind: Literal["layer"] = "layer"
    layer: Name


class ShowNode(Shown):
    """A node on the canvas, by its name or its layer's class."""

    kind: Literal["node"] = "node"
    node: Name


class ShowField(Shown):
    """A field of a node, in the inspector."""

    kind: Literal["field"] = "field"
    node: Name
    param: Name


class ShowSetting(Shown):
    """A setting of the training, in the dock."""

    kind: Literal["setting"] = "setting"
    setting: Setting


class ShowChart(Shown):
    """A chart on the page of a run."""

    kind: Literal["chart"] = "chart"
    metric: Name


class ShowControl(Shown):
    """A control that is there once."""

    kind: Literal["control"] = "control"
    control: Control


Target = Annotated[ShowLayer | ShowNode | ShowField | ShowSetting | ShowChart | ShowControl, Field(discriminator="kind")]


class TextPart(Frozen):
    """Markdown."""

    kind: Literal["text"] = "text"
    text: str


class Choice(Frozen):
    """An answer to choose."""

    text: str
    right: bool


class QuestionPart(Frozen):
    """A question; it is answered by choosing, or by typing one of the answers."""

    kind: Literal["question"] = "question"
    ask: str
    choices: tuple[Choice, ...] = ()
    answers: tuple[str, ...] = ()
    hint: str = ""


class NeuronPart(Frozen):
    """A neuron to play with: its inputs, weights and bias, and what it makes of them."""

    kind: Literal["neuron"] = "neuron"
    inputs: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=40)], ...], Field(min_length=1, max_length=6)]
    values: tuple[Number, ...]
    weights: tuple[Number, ...]
    bias: Number = 0
    activation: NeuronActivation = "linear"
    node: Name | None = Field(default=None, description="The Dense node whose trained weights can be put in its place, once there is a run.")


class KernelPart(Frozen):
    """A kernel that slides over a picture, both to be changed."""

    kind: Literal["kernel"] = "kernel"
    picture: Annotated[tuple[Annotated[str, Field(pattern=r"^[0-9]{5,14}$")], ...], Field(min_length=5, max_length=14)] = Field(
        description="Rows of pixels, each a digit from 0, black, to 9, white."
    )
    kernel: Annotated[tuple[Annotated[tuple[Number, ...], Field(min_length=3, max_length=3)], ...], Field(min_length=3, max_length=3)]
    rectified: bool = Field(default=False, description="Whether what is below zero is cut off, as ReLU does.")


Part = Annotated[TextPart | QuestionPart | NeuronPart | KernelPart, Field(discriminator="kind")]


class Step(Frozen):
    """One step of a lesson."""

    title: str
    parts: tuple[Part, ...]
    show: Target | None = None
    checks: tuple[Condition, ...] = ()

    @property
    def questions(self) -> tuple[QuestionPart, ...]:
        """What it asks."""
        return tuple(part for part in self.parts if isinstance(part, QuestionPart))


class Lesson(Frozen):
    """A lesson as it was read."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    about: Annotated[str, Field(min_length=1, max_length=200)]
    minutes: Annotated[int, Field(ge=1, le=240)]
    place: int = Field(default=1000, description="Where it stands among the lessons; the first is the lowest.")
    starter: Document
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=40)]

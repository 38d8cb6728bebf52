"""What a step of a lesson checks, as values; the browser holds them against the open network and its runs (frontend/src/guide/conditions.ts)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from designer.core.problems import Frozen

Compare = Literal["=", "!=", "<", "<=", ">", ">=", "in"]
RunStage = Literal["started", "paused", "finished"]
Setting = Literal["dataset", "epochs", "batch_size", "validation_split", "seed", "optimizer", "learning_rate"]
Name = Annotated[str, Field(max_length=100)]


class Checked(Frozen):
    """What every condition has."""

    text: str = Field(description="What must hold, in a sentence.")
    trained: bool = Field(default=False, description="Whether the network is meant that the newest finished run trained, not the open one.")


class Measured(Checked):
    """A condition that compares something with a value."""

    compare: Compare
    value: JsonValue
    upto: float | None = Field(default=None, description="Of `in`: the end of the range that begins with the value.")


class LayersCheck(Measured):
    """How many nodes of a class there are."""

    kind: Literal["layers"] = "layers"
    layer: Name


class WireCheck(Checked):
    """Whether a wire leads from one node to another; a node is meant by its name or its layer's class."""

    kind: Literal["wire"] = "wire"
    source: Name
    target: Name


class ConnectedCheck(Checked):
    """Whether a node lies on a way from an Input to an output of the network."""

    kind: Literal["connected"] = "connected"
    node: Name


class FieldCheck(Measured):
    """A field of a node; its default where it is not set."""

    kind: Literal["field"] = "field"
    node: Name
    param: Name


class SettingCheck(Measured):
    """A setting of the training."""

    kind: Literal["setting"] = "setting"
    setting: Setting


class ShapeCheck(Checked):
    """The shape that leaves a node, without the batch."""

    kind: Literal["shape"] = "shape"
    node: Name
    shape: tuple[int, ...]


class ParametersCheck(Measured):
    """How many parameters the network has, or a node of it."""

    kind: Literal["parameters"] = "parameters"
    node: Name | None = None


class ProblemsCheck(Measured):
    """How many problems are found."""

    kind: Literal["problems"] = "problems"


class RunsCheck(Measured):
    """How many runs of the network have come so far."""

    kind: Literal["runs"] = "runs"
    stage: RunStage


class MetricCheck(Measured):
    """A metric of the newest finished run, after its last epoch."""

    kind: Literal["metric"] = "metric"
    metric: Name


class GapCheck(Measured):
    """How far a metric of the newest finished run lies from the same on the validation data."""

    kind: Literal["gap"] = "gap"
    metric: Name


Condition = Annotated[
    LayersCheck
    | WireCheck
    | ConnectedCheck
    | FieldCheck
    | SettingCheck
    | ShapeCheck
    | ParametersCheck
    | ProblemsCheck
    | RunsCheck
    | MetricCheck
    | GapCheck,
    Field(discriminator="kind"),
]

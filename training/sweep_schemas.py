"""What the endpoints of sweeps take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, JsonValue

from designer.core.document import Document
from training.schemas import Failure, RunState, StartRun, SweepState

TrialState = RunState | Literal["pruned"]
MOST_TRIALS = 1_000


class StartSweep(StartRun):
    """A document with marked fields, and where its runs are to be trained."""


class ResumeSweep(Schema):
    """How a sweep is to go on."""

    trials: Annotated[int, Field(ge=1, le=MOST_TRIALS)] | None = Field(
        default=None, description="How many trials it is to make in all, where that is to change."
    )


class FieldOut(Schema):
    """A marked field: a list of values, or a range."""

    name: str
    label: str = Field(description="What it is, for people: units of dense.")
    node: str | None = Field(description="The node that it belongs to; null for a training setting.")
    values: list[JsonValue] | None
    low: float | None
    high: float | None
    step: float | None
    log: bool
    integer: bool


class TrialOut(Schema):
    """One trial: a run, and what the sweep set and made of it."""

    number: int = Field(description="From 1.")
    run: str
    run_name: str
    state: TrialState
    values: dict[str, JsonValue] = Field(description="By the name of the field.")
    objective: float | None = Field(description="The best value of the objective so far; null before its first epoch.")
    epoch: int = Field(description="Finished epochs.")
    epochs: int
    started: datetime | None
    ended: datetime | None
    seconds: float | None = Field(description="How long it trained, pauses and waits left out; null while it has not ended.")
    note: str = Field(description="Why it failed, or was pruned, in a sentence; empty for all others.")


class SweepOut(Schema):
    """A sweep with its trials, in their order. /ws/sweeps/<id> sends one with all of them, then with those that have changed."""

    id: str
    network: str
    number: int
    name: str
    state: SweepState
    made: datetime
    ended: datetime | None
    failure: Failure | None
    method: Literal["grid", "random", "optuna"]
    objective: str
    direction: Literal["min", "max"]
    pruning: Literal["none", "median", "hyperband"]
    fields: list[FieldOut]
    planned: int = Field(description="How many trials it is to make.")
    most: int = Field(description="How many it can make at the most.")
    proposed: int = Field(description="How many it has made, deleted ones among them.")
    trials: list[TrialOut]
    deleted: list[int] = Field(description="The numbers of the trials that were made and are deleted.")
    best: int | None = Field(description="The number of the best trial, of those that have ended without failing.")


class SweepDetail(SweepOut):
    """A sweep with the document it was made from."""

    document: Document
    author: str | None = Field(description="What its owner is called before others; null where it is the asker's own.")

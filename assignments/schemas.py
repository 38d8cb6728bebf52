"""What the endpoints of assignments take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from assignments.models import LONGEST_NOTE, LONGEST_TEXT
from assignments.rules import MOST_RULES, Rule, RuleResult
from designer.core.document import Document
from designer.core.problems import Frozen

HandInState = Literal["checking", "checked", "failed"]
Names = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=120)], ...], Field(max_length=500)]
MOST_HIDDEN = 0.9


class Shown(Frozen):
    """Which fields of the editor an assignment shows; what is not named shows all of its fields."""

    layers: dict[Annotated[str, Field(max_length=80)], Names] = Field(default={}, description="By layer class: its parameters that are shown.")
    settings: Names | None = Field(default=None, description="The settings of a training that are shown; null shows all.")


class AssignmentIn(Frozen):
    """An assignment as its teacher writes it; what is left out is as in a new one."""

    title: str = Field(min_length=1, max_length=120)
    text: str = Field("", max_length=LONGEST_TEXT, description="Markdown. A picture of the assignment is named: ![what it shows](name.png).")
    starter: Document = Field(default=Document(), description="The network that everybody starts from.")
    solution: Document | None = Field(default=None, description="For the teacher alone.")
    dataset: str | None = Field(
        default=None, max_length=64, description="One of the gallery's, or of the teacher's own; null where nothing is trained."
    )
    hidden: float = Field(0.2, ge=0, le=MOST_HIDDEN, description="The share of its samples that is kept back for the checks.")
    palette: Names | None = Field(default=None, description="The layer classes that can be drawn; null lets all be.")
    shown: Shown | None = Field(default=None, description="Which parameters and settings are shown; null shows all.")
    rules: tuple[Rule, ...] = Field(default=(), max_length=MOST_RULES)
    deadline: AwareDatetime | None = None
    takes_late: bool = Field(False, description="Whether what comes after the deadline is taken, and marked as late.")
    tries: int | None = Field(None, ge=1, le=1_000, description="How often each may hand in; null sets no limit.")
    published: bool | None = Field(
        default=None, description="Whether the class sees it; null leaves that as it is. Publishing parts the data set, once."
    )
    based_on: AwareDatetime | None = Field(
        default=None, description="When it was last changed before this was written; 409 where it was changed since."
    )


class RuleTold(Schema):
    """A rule, and its words."""

    rule: Rule
    title: str
    needs_training: bool


class MyState(Schema):
    """How far the one who asks has come with an assignment."""

    network: str | None = Field(description="Their network; null before they started.")
    hand_ins: int
    newest: str | None = Field(description="Their newest hand-in, which counts.")
    state: HandInState | None
    points: float | None
    late: bool


class Counts(Schema):
    """How far a class has come with an assignment."""

    members: int
    started: int
    handed_in: int = Field(description="How many people handed in.")
    checking: int = Field(description="How many of their newest hand-ins are still being checked.")


class AssignmentSummary(Schema):
    """An assignment in the list of a class."""

    id: str
    title: str
    published: bool
    deadline: datetime | None
    over: bool = Field(description="Whether the deadline is, by the server's clock.")
    takes_late: bool
    of: float = Field(description="The points of all rules.")
    mine: MyState
    counts: Counts | None = Field(description="For who teaches the class.")


class AssignmentOut(AssignmentSummary):
    """An assignment. Starter, solution and the choice of data are for who teaches the class; to everybody else they are null."""

    klass: str
    class_name: str
    teaches: bool = Field(description="Whether the one who asks teaches the class.")
    text: str
    dataset: str | None = Field(description="The data set that is trained on: after the split, the visible part.")
    chosen: str | None = Field(description="The data set that the teacher chose.")
    hidden: float
    palette: tuple[str, ...] | None
    shown: Shown | None
    rules: list[RuleTold]
    tries: int | None
    pictures: list[str]
    starter: Document | None
    solution: Document | None
    left_out: list[str] = Field(description="What its file leaves out, in sentences; for who teaches the class.")
    changed: datetime


class Started(Schema):
    """The network in which a person works on an assignment."""

    network: str


class ForNetwork(Schema):
    """What the editor needs of the assignment that a network belongs to."""

    assignment: str
    klass: str
    title: str
    text: str
    pictures: list[str]
    dataset: str | None
    palette: tuple[str, ...] | None
    shown: Shown | None
    rules: list[RuleTold]
    deadline: datetime | None
    over: bool = Field(description="Whether the deadline is, by the server's clock.")
    takes_late: bool
    tries_left: int | None = Field(description="How often its owner may still hand in; null where there is no limit.")
    hand_in: str | None = Field(description="The hand-in whose frozen copy this network is; null where it is no such copy.")
    hand_ins: list[HandInSummary] = Field(description="Of the network's owner, newest first.")
    has_data: bool = Field(description="Whether it lends data: those come back with one that is taken back.")
    taken_back: bool = Field(default=False, description="Whether its teacher has taken the assignment back: nothing but its title is told then.")


class Judge(Frozen):
    """What is to be judged while it is drawn: a document, and of its analysis what the browser has."""

    document: Document
    parameters: int | None = Field(None, ge=0)
    trainable: int | None = Field(None, ge=0)
    layers: int | None = Field(None, ge=0)
    problems: tuple[Annotated[str, Field(max_length=2_000)], ...] | None = Field(None, max_length=1_000, description="Their messages.")


class NewHandIn(Frozen):
    """A network to hand in, as it is saved, with one of its runs."""

    network: str = Field(max_length=16)
    run: str | None = Field(None, max_length=16)
    note: str = Field("", max_length=LONGEST_NOTE)


class HandInSummary(Schema):
    """A hand-in in a list."""

    id: str
    number: int
    person: str = Field(description="What they are called in the class.")
    member: int | None = Field(description="Who they are among its members; null once they left it.")
    made: datetime
    late: bool
    state: HandInState
    points: float | None = Field(description="Null while a rule is not decided.")
    of: float
    newest: bool = Field(description="Whether it is this person's newest, which counts.")
    results: list[RuleResult]


class EpochOut(Schema):
    """The numbers of an epoch."""

    epoch: int
    logs: dict[str, float]


class RunFrozen(Schema):
    """A run as it was when it was handed in."""

    id: str
    name: str
    state: str
    epochs: int
    epoch: int
    made: datetime
    ended: datetime | None
    summary: dict[str, float]
    evaluation: dict[str, float]
    history: list[EpochOut]
    same: bool = Field(description="Whether it trained the network that was handed in.")


class CommentOut(Schema):
    """What somebody said of a hand-in."""

    id: int
    node: str | None
    text: str
    author: str
    mine: bool
    made: datetime


class Mark(Frozen):
    """What the teacher says of a rule instead of the checks; null leaves what they say."""

    rule: int = Field(ge=0, lt=MOST_RULES)
    points: float | None = Field(None, ge=0, le=1_000)
    said: str | None = Field(None, max_length=1_000)


class Marks(Frozen):
    """What the teacher says of a hand-in: by rule, and of the whole."""

    rules: tuple[Mark, ...] = Field(default=(), max_length=MOST_RULES)
    remark: str = Field("", max_length=LONGEST_NOTE)
    based_on: int | None = Field(default=None, ge=1, description="The hand-in's revision when this was written; 409 where it has another by now.")


class HandInOut(HandInSummary):
    """A hand-in with everything that was frozen, and what the checks found."""

    assignment: str
    title: str = Field(description="Of the assignment.")
    klass: str
    network: str = Field(description="The frozen copy, which opens in the editor.")
    came_from: str | None = Field(description="The network that it is a copy of; null where that is gone.")
    document: Document
    note: str
    run: RunFrozen | None
    check_run: str | None = Field(description="The training by the server, which can be watched; null where there is none.")
    failure: str = Field(description="Why the checks failed; empty where they did not.")
    marks: list[Mark]
    remark: str
    revision: int = Field(description="Counts the changes of its marks, and of the rules they stand for.")
    comments: list[CommentOut]
    teaches: bool


class NewComment(Frozen):
    """Something to say of a hand-in, or of a node of it."""

    node: str | None = Field(None, max_length=200)
    text: str = Field(min_length=1, max_length=LONGEST_NOTE)


class PictureOut(Schema):
    """A picture that the text may name."""

    name: str
    bytes: int


class ReadyOut(Schema):
    """A ready assignment of the library."""

    name: str
    title: str
    about: str
    dataset: str | None
    rules: list[str] = Field(description="In words.")


ForNetwork.model_rebuild()

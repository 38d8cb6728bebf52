"""What the classroom's endpoints take and give."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from classroom.models import LONGEST_NICKNAME, LONGEST_SENTENCE, BoardMode
from config.roles import Role
from designer.core.lessons.reading import LONGEST
from training.schemas import RunState


class ClassName(Schema):
    """A class to make."""

    name: str = Field(min_length=1, max_length=80, description="What the class is called.")
    ends: date = Field(description="Its last day. On the day after it the class goes, with the accounts that were made for it alone.")


class ClassChange(Schema):
    """What is to change of a class; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=80)
    ends: date | None = None
    locked: bool | None = Field(None, description="Whether nobody can join any more.")


class ClassOut(Schema):
    """A class, as a list shows it to its teacher."""

    id: str
    name: str
    code: str
    teacher: str
    made: datetime
    ends: date
    locked: bool
    members: int


class MemberOut(Schema):
    """A member of a class, as their teacher sees them."""

    id: int
    nickname: str
    joined: datetime
    seen: datetime
    locked: bool
    networks: int
    runs: int
    is_only_here: bool = Field(description="Whether the account goes when this person is removed.")


class ClassDetail(ClassOut):
    """A class, as its teacher sees it."""

    is_yours: bool = Field(description="Whether one teaches it oneself: an administrator sees those of others, not their walls.")
    address: str = Field(description="Where students join.")
    reachable: bool = Field(description="Whether other machines can reach that address.")
    people: list[MemberOut]


class MemberChange(Schema):
    """What is to change of a member; what is left out stays."""

    nickname: str | None = Field(None, max_length=4 * LONGEST_NICKNAME)
    locked: bool | None = Field(None, description="Whether this person is kept out.")


class LessonFile(Schema):
    """A lesson's file, to be added to a class."""

    file: str = Field(min_length=1, max_length=80, pattern=r"^[^/\\\x00-\x1f]+\.md$", description="What it is called: name.md.")
    text: str = Field(max_length=LONGEST)


class ClassLessonOut(Schema):
    """A lesson of a class, as its teacher sees it."""

    id: str
    name: str = Field(description="By which /lessons knows it.")
    file: str
    title: str
    about: str
    minutes: int
    steps: int
    added: datetime


class Phrase(Schema):
    """A new pass-phrase, told this once."""

    phrase: str


class MyClass(Schema):
    """A class that a person is in."""

    id: str
    name: str
    nickname: str
    teacher: str = Field(description="The name of who teaches it; empty where an administrator gave none.")
    locked: bool = Field(description="Whether this person is kept out of it.")
    ends: date
    ends_soon: bool
    goes_too: bool = Field(description="Whether the account goes with this class on its day, and everything that is this person's with it.")


class Kept(Schema):
    """How much a person keeps here."""

    networks: int
    blocks: int
    runs: int
    datasets: int
    classes: int = Field(description="Those that this person teaches.")


class Account(Schema):
    """Who a person is here."""

    name: str
    role: Role
    teaches: bool = Field(description="Whether this person may make classes.")
    has_password: bool = Field(description="Whether this person signs in by a password, and so can change it.")
    classes: list[MyClass]
    kept: Kept
    goes_too: bool = Field(description="Whether the account itself is deleted with everything that is this person's.")


class NewPassword(Schema):
    """Another password for one's own account."""

    old: str = Field(max_length=1000, description="The one that holds now.")
    new: str = Field(max_length=1000)


class DeleteAll(Schema):
    """The word that a person types to have everything deleted."""

    typed: str = Field(max_length=200)
    classes: bool = Field(False, description="Whether the classes that this person teaches go as well, with all that hangs on them.")


class ShownOut(Schema):
    """The network that a class is shown just now."""

    network: str
    name: str
    author: str = Field(description="What its owner is called in the class.")


class RankedOut(Schema):
    """A line of a leader board."""

    place: int = Field(description="From 1; who has the same has the same place.")
    name: str | None = Field(description="Null on an anonymous board.")
    result: str
    is_you: bool


class RankingOut(Schema):
    """A leader board: its first lines, and one's own."""

    title: str = Field(description="The data set, or the assignment.")
    measure: str = Field(description="What is compared.")
    rows: list[RankedOut]


class RoomOut(Schema):
    """What happens in a class just now, as one of its members or its teacher sees it."""

    name: str
    eyes_up: bool = Field(description="Whether the screens of its students are covered.")
    sentence: str = Field(description="What is said on a covered screen.")
    shown: ShownOut | None
    board: BoardMode
    rankings: list[RankingOut]


class TileNetwork(Schema):
    """A member's network, small."""

    id: str
    name: str
    layers: int
    thumbnail: list[tuple[float, float, str]] = Field(description="x, y and layer of each node.")
    wires: list[tuple[int, int]] = Field(description="Places in the thumbnail.")


class TileRun(Schema):
    """A member's newest run."""

    id: str
    name: str
    network: str
    state: RunState
    epoch: int
    epochs: int


class TileBest(Schema):
    """The best that a member reached on the data of their newest run."""

    metric: str = Field(description="What was measured, a loss by its name; only what is the same can be compared.")
    value: float
    is_loss: bool = Field(description="Whether less is better.")
    dataset: str


class TileStuck(Schema):
    """What somebody has had for three minutes."""

    code: str
    node: str | None
    message: str
    since: datetime


class Tile(Schema):
    """A member of a class on the wall."""

    member: int
    nickname: str
    locked: bool
    network: TileNetwork | None
    run: TileRun | None
    best: TileBest | None
    stuck: TileStuck | None


class Curve(Schema):
    """The curves of a member's newest run, or what came to them. A number that is not finite is null."""

    member: int
    run: str
    metric: str | None = Field(description="What is measured besides the loss.")
    whole: bool = Field(description="Whether it replaces what was known; else it comes behind it.")
    points: list[tuple[float, float | None, float | None]] = Field(description="Epoch, loss, metric while an epoch goes on.")
    epochs: list[tuple[float, float | None, float | None, float | None, float | None]] = Field(
        description="Epoch, loss, metric, and both on the validation data, after each epoch."
    )


class WallOut(Schema):
    """Everyone in a class, as its teacher sees them."""

    room: RoomOut
    tiles: list[Tile]
    curves: list[Curve]


class WallChange(Schema):
    """What is to happen in a class; what is left out stays."""

    eyes_up: bool | None = Field(None, description="Cover the screens of the students for at most three hours, or uncover them.")
    sentence: str | None = Field(None, max_length=4 * LONGEST_SENTENCE, description="What a covered screen says.")
    shown: str | None = Field(None, max_length=16, description="The network that all are shown; null ends it.")
    board: BoardMode | None = Field(None, description="Whether there is a leader board, and whether it names people.")

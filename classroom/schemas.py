"""What the classroom's endpoints take and give."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from classroom.models import LONGEST_NICKNAME
from config.roles import Role
from designer.core.lessons.reading import LONGEST


class ClassName(Schema):
    """A class to make."""

    name: str = Field(min_length=1, max_length=80, description="What the class is called.")
    ends: date = Field(description="Its last day. On the day after it the class goes, with everything that was made in it.")


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
    teacher: str
    ends: date
    ends_soon: bool


class Kept(Schema):
    """How much a person keeps here."""

    networks: int
    blocks: int
    runs: int
    datasets: int


class Account(Schema):
    """Who a person is here."""

    name: str
    role: Role
    teaches: bool = Field(description="Whether this person may make classes.")
    classes: list[MyClass]
    kept: Kept
    goes_too: bool = Field(description="Whether the account itself is deleted with everything that is this person's.")


class DeleteAll(Schema):
    """The word that a person types to have everything deleted."""

    typed: str = Field(max_length=200)

"""Assignments for tests: a class with Ada and Bob in it, an assignment on irises that trains in a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from assignments.models import Assignment
from assignments.splitting import split
from classroom.models import Class, Membership, nickname_key
from tests.classroom.people import make_class, make_person, member_of, signed_in
from tests.training.make_run import make_document

RULES: tuple[dict[str, Any], ...] = (
    {"kind": "most_parameters", "most": 100, "points": 2, "feedback": "Make it smaller."},
    {"kind": "without_layers", "layers": ["Dropout"]},
    {"kind": "score", "metric": "accuracy", "bound": 0.5, "points": 3},
)


def seated(klass: Class, nickname: str) -> User:
    """An account that was made for a class, as joining makes it, without the pass-phrase that takes a while to be hashed."""
    person = User(username=f"{klass.pk}-{nickname}", first_name=nickname)
    person.set_unusable_password()
    person.save()
    Membership.objects.create(klass=klass, user=person, nickname=nickname, key=nickname_key(nickname))
    return person


@dataclass
class Room:
    """A class with two students, its teacher, and browsers of everybody."""

    klass: Class = field(default_factory=make_class)

    def __post_init__(self) -> None:
        self.teacher = signed_in(self.klass.teacher)
        self.ada, self.bob = (signed_in(seated(self.klass, nickname)) for nickname in ("Ada", "Bob"))

    def person(self, nickname: str) -> User:
        return member_of(self.klass, nickname).user

    def clients(self) -> dict[str, Client]:
        """A browser of each role."""
        other = make_person("colleague", "teacher")
        make_class(other)
        roles = {"teacher": self.teacher, "owner": self.ada, "class-mate": self.bob, "teacher of another class": signed_in(other)}
        return roles | {
            "stranger": signed_in(make_person("stranger", "student")),
            "no one": Client(),
            "administrator": signed_in(make_person("root", "administrator")),
        }


def body(**changes: Any) -> dict[str, Any]:
    """An assignment as its teacher sends it."""
    starter = make_document(epochs=3).to_json()
    return {"title": "Irises", "text": "# Irises", "starter": starter, "dataset": "iris", "hidden": 0.2, "rules": list(RULES)} | changes


def make_assignment(room: Room, *, is_split: bool = True, **changes: Any) -> Assignment:
    """A published assignment, as if it had been made and its data parted."""
    fields = body(**changes)
    made = Assignment.objects.create(klass=room.klass, **{"published": True} | fields)
    if is_split and made.dataset:
        split(made)
        made.refresh_from_db()
    return made


def send(client: Client, method: str, path: str, data: Any = None) -> Any:
    """Ask the API."""
    if method == "get":
        return client.get(f"/api{path}")
    return getattr(client, method)(f"/api{path}", data, content_type="application/json")


def started(client: Client, assignment: Assignment) -> str:
    """The network in which somebody works."""
    answer = send(client, "post", f"/assignments/{assignment.pk}/start")
    assert answer.status_code in (200, 201), answer.content
    return str(answer.json()["network"])


def codes(answer: Any) -> list[str]:
    """The problems of an answer."""
    return [problem["code"] for problem in answer.json()["problems"]]

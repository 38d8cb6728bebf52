"""Who may see and change what of assignments: every route, for every role."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from assignments import handing_in, starting
from assignments.models import Assignment, Comment, HandIn
from assignments.reach import standing_in
from assignments.schemas import NewHandIn
from config.api import api
from designer import analysis_client
from tests.assignments.making import Room, body, make_assignment, send

pytestmark = pytest.mark.django_db

MEMBERS = [  # of a class may do this, and its teacher
    ("get", "/classes/{class_id}/assignments"),
    ("get", "/assignments/{assignment_id}"),
    ("get", "/assignments/{assignment_id}/hand-ins"),
    ("get", "/assignments/{assignment_id}/pictures/{name}"),
    ("post", "/assignments/{assignment_id}/rules"),
    ("post", "/assignments/{assignment_id}/start"),
    ("post", "/assignments/{assignment_id}/hand-ins"),
]
MAKER = [  # who handed in may do this, and the teacher
    ("get", "/hand-ins/{hand_in_id}"),
    ("post", "/hand-ins/{hand_in_id}/check"),
    ("post", "/hand-ins/{hand_in_id}/comments"),
]
TEACHER = [
    ("post", "/classes/{class_id}/assignments"),
    ("post", "/classes/{class_id}/assignments/file"),
    ("post", "/classes/{class_id}/assignments/library/{name}"),
    ("put", "/assignments/{assignment_id}"),
    ("delete", "/assignments/{assignment_id}"),
    ("post", "/assignments/{assignment_id}/pictures"),
    ("delete", "/assignments/{assignment_id}/pictures/{name}"),
    ("get", "/assignments/{assignment_id}/marks.csv"),
    ("get", "/assignments/{assignment_id}/file"),
    ("put", "/hand-ins/{hand_in_id}/marks"),
    ("delete", "/hand-ins/{hand_in_id}/comments/{comment_id}"),  # of a comment that is somebody else's
]
LIBRARY = ("get", "/library")
BODIES: dict[str, Any] = {
    "/classes/{class_id}/assignments": body(rules=[]),
    "/assignments/{assignment_id}": body(rules=[]),
    "/assignments/{assignment_id}/rules": {"document": body()["starter"]},
    "/assignments/{assignment_id}/hand-ins": {"network": "of nobody"},
    "/hand-ins/{hand_in_id}/comments": {"text": "Good."},
    "/hand-ins/{hand_in_id}/marks": {"remark": "Good."},
}


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers questions, and that is known at once."""

    async def nothing(*_: object) -> None:
        pass

    for name in ("_pop", "_send", "ask_for"):
        monkeypatch.setattr(analysis_client, name, nothing)


class Set:
    """An assignment with a hand-in of Ada's, of which the teacher said something."""

    def __init__(self) -> None:
        self.room = Room()
        self.assignment = make_assignment(self.room, rules=[])
        standing = standing_in(self.room.person("Ada"), self.room.klass)
        assert standing is not None
        work, _ = starting.start(self.assignment, standing.user)
        self.hand_in = handing_in.freeze(self.assignment, standing, NewHandIn(network=work.network_id))
        self.hand_in.facts = {}
        self.hand_in.save()
        self.comment = Comment.objects.create(hand_in=self.hand_in, author=self.room.klass.teacher, text="Why?")

    def refused(self, client: Client, method: str, route: str) -> int | None:
        """How somebody is turned away; None where they were let in, whatever they found."""
        places = {"class_id": self.room.klass.pk, "assignment_id": self.assignment.pk, "hand_in_id": self.hand_in.pk}
        answer = send(client, method, route.format(**places, comment_id=self.comment.pk, name="none"), BODIES.get(route))
        told = answer.json()["problems"][0]["message"] if answer.status_code in (401, 403, 404) else ""
        is_refusal = answer.status_code in (401, 403) or re.match("There is no such (class|assignment|hand-in)", told)
        return answer.status_code if is_refusal else None


def routes() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    ours = re.compile(r"assignment_id|hand_in_id|\{class_id\}/assignments|/library")
    return {(method, path) for path, methods in paths.items() for method in methods if ours.search(path)}


def test_the_tables_hold_every_route_of_assignments() -> None:
    assert {*MEMBERS, *MAKER, *TEACHER, LIBRARY} == routes()


@pytest.mark.parametrize(
    ("role", "as_member", "as_maker", "as_teacher"),
    [
        ("owner", None, None, 403),
        ("class-mate", None, 404, 404),
        ("stranger", 404, 404, 404),
        ("teacher of another class", 404, 404, 404),
        ("no one", 401, 401, 401),
    ],
)
def test_who_is_let_in_where(role: str, as_member: int | None, as_maker: int | None, as_teacher: int) -> None:
    made = Set()
    client = made.room.clients()[role]
    assert {route: made.refused(client, *route) for route in MEMBERS} == dict.fromkeys(MEMBERS, as_member)
    assert {route: made.refused(client, *route) for route in MAKER} == dict.fromkeys(MAKER, as_maker)
    of_a_hand_in = {route: as_teacher for route in TEACHER if "hand_in_id" in route[1]}
    others = dict.fromkeys(TEACHER, 403 if role == "class-mate" else as_teacher)
    assert {route: made.refused(client, *route) for route in TEACHER} == others | of_a_hand_in
    assert (Assignment.objects.count(), HandIn.objects.count(), made.hand_in.comments.filter(pk=made.comment.pk).count()) == (1, 1, 1)


@pytest.mark.parametrize("role", ["teacher", "administrator"])
def test_who_teaches_a_class_is_let_in_everywhere(role: str) -> None:
    made = Set()
    client = made.room.clients()[role]
    kept = [route for route in (*MEMBERS, *MAKER, *TEACHER, LIBRARY) if route[0] != "delete"]
    assert {route: made.refused(client, *route) for route in kept} == dict.fromkeys(kept, None)


@pytest.mark.parametrize(("role", "status"), [("teacher", 200), ("owner", 403), ("no one", 401)])
def test_the_library_is_for_those_who_teach(role: str, status: int) -> None:
    assert send(Room().clients()[role], *LIBRARY).status_code == status


def test_what_is_not_published_is_not_there_for_students() -> None:
    made = Set()
    Assignment.objects.update(published=False)
    assert {route: made.refused(made.room.ada, *route) for route in MEMBERS[1:]} == dict.fromkeys(MEMBERS[1:], 404)
    assert send(made.room.ada, "get", f"/classes/{made.room.klass.pk}/assignments").json() == []
    assert len(send(made.room.teacher, "get", f"/classes/{made.room.klass.pk}/assignments").json()) == 1


def test_who_is_kept_out_of_the_class_sees_nothing_of_it() -> None:
    made = Set()
    made.room.klass.members.update(locked=True)
    assert {route: made.refused(made.room.ada, *route) for route in MEMBERS} == dict.fromkeys(MEMBERS, 404)


def test_students_are_told_neither_the_solution_nor_the_hidden_samples() -> None:
    room = Room()
    assignment = make_assignment(room, solution=body()["starter"])
    told = send(room.ada, "get", f"/assignments/{assignment.pk}").json()
    assert (told["starter"], told["solution"], told["chosen"], told["counts"]) == (None, None, None, None)
    assert told["dataset"] == assignment.visible
    assert str(assignment.seed) not in str(told)
    assert send(room.teacher, "get", f"/assignments/{assignment.pk}").json()["solution"] is not None


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("class-mate", 200), ("teacher", 200), ("stranger", 404), ("teacher of another class", 404)]
)
def test_the_visible_part_is_lent_to_the_class(role: str, status: int) -> None:
    room = Room()
    assignment = make_assignment(room)
    client = room.clients()[role]
    spec = send(client, "get", f"/datasets/{assignment.visible}")
    assert spec.status_code == status
    assert send(client, "get", f"/datasets/{assignment.visible}/files/iris_visible.npz").status_code == status
    assert (assignment.visible in {found["name"] for found in send(client, "get", "/datasets").json()}) == (status == 200)
    assert send(client, "patch", f"/datasets/{assignment.visible}", {"title": "Mine"}).status_code == 404
    assert send(client, "delete", f"/datasets/{assignment.visible}").status_code == 404
    if status == 200:
        assert (spec.json()["train_samples"] + spec.json()["test_samples"], spec.json()["own"]) == (120, False)


def test_the_teacher_looks_at_what_is_made_for_an_assignment_and_nobody_else_does() -> None:
    made = Set()
    network = made.assignment.works.get().network_id
    seen = {role: send(client, "get", f"/networks/{network}").status_code for role, client in made.room.clients().items()}
    assert seen == {
        "teacher": 200, "administrator": 200, "owner": 200, "class-mate": 404, "teacher of another class": 404, "stranger": 404, "no one": 401,
    }  # fmt: skip
    assert send(made.room.teacher, "delete", f"/networks/{network}").status_code == 403
    for client in (made.room.ada, made.room.teacher):
        assert send(client, "get", f"/networks/{network}/assignment").json()["assignment"] == made.assignment.pk


def test_who_reads_a_network_that_is_shared_is_told_nothing_of_what_its_owner_handed_in() -> None:
    made = Set()
    network = made.assignment.works.get().network
    network.shared = "public"
    network.save(update_fields=["shared"])
    for role, client in made.room.clients().items():
        told = send(client, "get", f"/networks/{network.pk}/assignment")
        assert (told.status_code, told.json() is None) == (200, role not in ("owner", "teacher", "administrator"))

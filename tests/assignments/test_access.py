"""Who may see what of assignments, beyond what tests/permissions.py says of each route."""

from __future__ import annotations

import pytest

from assignments import handing_in, starting
from assignments.models import Assignment, Comment
from assignments.reach import standing_in
from assignments.schemas import NewHandIn
from designer import analysis_client
from tests.assignments.making import Room, body, make_assignment, send

pytestmark = pytest.mark.django_db


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

    def paths(self) -> list[str]:
        """What a student asks for."""
        path = f"/assignments/{self.assignment.pk}"
        return [path, f"{path}/hand-ins"]


def test_what_is_not_published_is_not_there_for_students() -> None:
    made = Set()
    Assignment.objects.update(published=False)
    assert [send(made.room.ada, "get", path).status_code for path in made.paths()] == [404, 404]
    assert send(made.room.ada, "get", f"/classes/{made.room.klass.pk}/assignments").json() == []
    assert len(send(made.room.teacher, "get", f"/classes/{made.room.klass.pk}/assignments").json()) == 1


def test_who_is_kept_out_of_the_class_sees_nothing_of_it() -> None:
    made = Set()
    made.room.klass.members.update(locked=True)
    assert [send(made.room.ada, "get", path).status_code for path in made.paths()] == [404, 404]


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
        "teacher": 200, "administrator": 404, "owner": 200, "class-mate": 404, "teacher of another class": 404, "stranger": 404, "no one": 401,
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

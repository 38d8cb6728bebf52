"""The ready assignments: each is whole, its solution passes all of its own checks, and its starter does not."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis

from assignments import material, ready, splitting, starting
from assignments.models import Assignment
from assignments.reach import Standing
from designer.core import catalog
from designer.core.document import Document, parse
from designer.models import Network
from tests.assignments.making import Room, send
from tests.training.wait_for import wait_for_state
from training.core import datasets

NAMES = sorted(ready.all_ready())


def test_there_are_eight_at_least_and_the_list_says_what_each_is_about() -> None:
    listed = ready.library()
    assert len(listed) >= 8
    assert [found.name for found in listed] == [name for name, _ in sorted(ready.all_ready().items(), key=lambda item: item[1].manifest.place)]
    assert all(found.about.endswith(".") and found.rules for found in listed)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_whole(name: str) -> None:
    found = ready.all_ready()[name]
    known = catalog.load()
    assert found.solution is not None
    assert found.manifest.dataset is not None
    assert datasets.find(found.manifest.dataset) is not None
    assert found.text.startswith(f"# {found.manifest.title}\n")
    drawn = {node.layer for document in (found.starter, found.solution) for node in document.nodes}
    assert drawn <= set(found.manifest.palette or known.layers)
    assert found.manifest.shown is not None
    for layer, params in found.manifest.shown.layers.items():
        assert set(params) <= {param.name for param in known.layers[layer].params} | {"trainable"}, layer
    assert material.unpack(material.pack(found)) == found


@pytest.mark.django_db
def test_one_is_taken_into_a_class_and_is_no_one_elses() -> None:
    room = Room()
    answer = send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments/library/{NAMES[0]}")
    assert (answer.status_code, answer.json()["published"], answer.json()["solution"] is not None) == (201, False, True)
    assert send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments/library/none").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers", "redis")
@pytest.mark.parametrize("name", NAMES)
def test_its_solution_passes_its_own_checks_and_its_starter_does_not(name: str, redis: Redis) -> None:
    room = Room()
    standing = Standing(room.klass, room.klass.teacher, teaches=True)
    assignment = ready.make(standing, ready.all_ready()[name])
    splitting.split(assignment)
    assignment.published = True
    assignment.save(update_fields=["published"])
    assignment.refresh_from_db()
    assert assignment.solution is not None
    assert [
        (result["title"], result["said"]) for result in checked(room, assignment, parse(assignment.solution), redis) if not result["passed"]
    ] == []
    assert [result["title"] for result in checked(room, assignment, parse(assignment.starter), redis) if result["passed"] is False]


def checked(room: Room, assignment: Assignment, document: Document, redis: Redis) -> list[dict[str, Any]]:
    """What comes of a document that is handed in and checked as a student's is, by the real workers."""
    network = Network.make(room.person("Ada").pk, starting.on_its_data(document, assignment))
    answer = send(room.ada, "post", f"/assignments/{assignment.pk}/hand-ins", {"network": network.pk})
    assert answer.status_code == 201, answer.content
    if answer.json()["check_run"]:
        wait_for_state(answer.json()["check_run"], "finished", "failed", redis=redis)
    return list(send(room.ada, "get", f"/hand-ins/{answer.json()['id']}").json()["results"])

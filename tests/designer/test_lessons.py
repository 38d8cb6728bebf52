"""Lessons over HTTP: which there are, how one is begun, that progress is kept, by whom it is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designer.core.lessons import shelf
from designer.models import Network

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


def begin(client: Client, lesson: str = "neuron") -> str:
    answer = client.post(f"/api/lessons/{lesson}/start")
    assert answer.status_code == 201
    return str(answer.json()["id"])


def keep(client: Client, network: str, **progress: Any) -> int:
    return int(client.put(f"/api/networks/{network}/lesson", progress, content_type="application/json").status_code)


def test_the_four_lessons_are_listed_in_the_order_in_which_they_are_taken(client_of: ClientOf) -> None:
    listed = client_of("owner").get("/api/lessons").json()
    assert [one["name"] for one in listed] == ["neuron", "reading_curves", "convolution", "overfitting"]
    assert listed[0] | {"about": ""} == {
        "name": "neuron", "title": "What a neuron computes", "about": "", "minutes": 15, "steps": 7, "of": "", "network": None, "passed": 0,
        "left": False,
    }  # fmt: skip


def test_a_lesson_begins_with_a_network_of_ones_own_and_is_kept_with_it(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = begin(owner)
    assert [node["id"] for node in owner.get(f"/api/networks/{network}").json()["document"]["nodes"]] == ["petal"]
    assert keep(owner, network, step=2, passed=[1, 0, 1], answers={"0.0": "1"}) == 204
    opened = owner.get(f"/api/networks/{network}/lesson").json()
    assert opened["progress"] == {"step": 2, "passed": [0, 1], "answers": {"0.0": "1"}}
    assert [step["title"] for step in opened["lesson"]["steps"]] == [step.title for step in shelf.lessons()["neuron"].steps]
    first = owner.get("/api/lessons").json()[0]
    assert (first["network"], first["passed"]) == (network, 2)
    assert [one["network"] for one in client_of("stranger").get("/api/lessons").json()] == [None] * 4


def test_two_windows_add_to_one_progress_and_neither_undoes_what_the_other_kept(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = begin(owner)
    assert keep(owner, network, step=2, passed=[0, 1], answers={"0.0": "1", "1.0": "0"}) == 204
    assert keep(owner, network, step=1, passed=[0, 3], answers={"0.0": "2", "3.0": "9"}) == 204
    progress = owner.get(f"/api/networks/{network}/lesson").json()["progress"]
    assert progress == {"step": 1, "passed": [0, 1, 3], "answers": {"0.0": "2", "1.0": "0", "3.0": "9"}}


def test_what_is_kept_of_answers_does_not_grow_without_end(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = begin(owner)
    for step in ("1", "2"):
        assert keep(owner, network, answers={f"{step}.{number}": "x" for number in range(300)}) == 204
    assert len(owner.get(f"/api/networks/{network}/lesson").json()["progress"]["answers"]) == 300


def test_a_lesson_is_left_and_gone_on_with_from_where_it_was_left(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = begin(owner)
    keep(owner, network, step=2, passed=[0, 1])
    assert owner.delete(f"/api/networks/{network}/lesson").status_code == 204
    assert owner.get(f"/api/networks/{network}/lesson").json()["lesson"] is None
    assert owner.get(f"/api/networks/{network}").status_code == 200
    assert keep(owner, network, step=3, passed=[2]) == 204  # from a window that had it open
    first = owner.get("/api/lessons").json()[0]
    assert (first["network"], first["passed"], first["left"]) == (network, 3, True)
    assert owner.post(f"/api/networks/{network}/lesson").status_code == 204
    opened = owner.get(f"/api/networks/{network}/lesson").json()
    assert (opened["lesson"]["name"], opened["progress"]["step"]) == ("neuron", 3)
    assert not owner.get("/api/lessons").json()[0]["left"]


def test_a_network_that_was_begun_without_a_lesson_has_none(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = owner.post("/api/networks", {}, content_type="application/json").json()["id"]
    assert owner.get(f"/api/networks/{network}/lesson").json()["lesson"] is None
    assert keep(owner, network, step=1) == 404
    assert [owner.delete(f"/api/networks/{network}/lesson").status_code, owner.post(f"/api/networks/{network}/lesson").status_code] == [404, 404]


def test_progress_of_another_kind_is_refused(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = begin(owner)
    for wrong in ({"step": -1}, {"step": 3, "passed": ["x"]}, {"answers": {"first": "x"}}, {"answers": {"0.0": "x" * 301}}, {"passed": [0] * 101}):
        assert keep(owner, network, **wrong) == 422


def test_a_lesson_is_a_file_to_take_away(client_of: ClientOf) -> None:
    answer = client_of("owner").get("/api/lessons/neuron/file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="neuron.md"'
    assert answer.content.decode() == shelf.source("neuron")


def test_no_lesson_is_found_that_is_not_there(client_of: ClientOf) -> None:
    owner = client_of("owner")
    for name in ("nothing", "..%2Fmodels", "class-nothing"):
        assert owner.get(f"/api/lessons/{name}/file").status_code == 404
        assert owner.post(f"/api/lessons/{name}/start").status_code == 404
    assert not Network.objects.exists()


def test_lessons_are_for_those_who_are_signed_in(client_of: ClientOf) -> None:
    no_one = client_of("no one")
    assert [no_one.get("/api/lessons").status_code, no_one.get("/api/lessons/neuron/file").status_code] == [401, 401]
    assert no_one.post("/api/lessons/neuron/start").status_code == 401

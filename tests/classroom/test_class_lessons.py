"""A teacher gives a class a lesson: who adds, sees, takes and removes it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from classroom.models import MOST_LESSONS, Class, ClassLesson
from designer.core.lessons import shelf
from tests.classroom.people import join, make_class, make_person, member_of, signed_in

pytestmark = pytest.mark.django_db
TEXT = '+++\ntitle = "Ours"\nabout = "Of 7b."\nminutes = 5\n+++\n## Begin\nLook.\n'


@pytest.fixture
def klass() -> Class:
    return make_class()


@pytest.fixture
def teacher(klass: Class) -> Client:
    return signed_in(klass.teacher)


def add(client: Client, klass: Class, text: str = TEXT, file: str = "ours.md") -> Any:
    return client.post(f"/api/classes/{klass.pk}/lessons", {"file": file, "text": text}, content_type="application/json")


def names(client: Client) -> list[str]:
    return [one["name"] for one in client.get("/api/lessons").json() if one["of"]]


def test_members_take_the_lessons_of_their_class(klass: Class, teacher: Client) -> None:
    added = add(teacher, klass)
    assert added.status_code == 201
    name = added.json()["name"]
    ada, _ = join(klass, "Ada")
    assert names(ada) == names(teacher) == [name]
    assert [one["of"] for one in ada.get("/api/lessons").json()][-1] == "7b"
    assert ada.get(f"/api/lessons/{name}/file").content.decode() == TEXT
    network = ada.post(f"/api/lessons/{name}/start").json()["id"]
    assert ada.get(f"/api/networks/{network}/lesson").json()["lesson"]["title"] == "Ours"


def test_nobody_else_sees_the_lessons_of_a_class(klass: Class, teacher: Client) -> None:
    name = add(teacher, klass).json()["name"]
    kept_out, _ = join(klass, "Bob")
    member = member_of(klass, "Bob")
    member.locked = True
    member.save()
    other_class = make_class(teacher=make_person("other", "teacher"), name="8a")
    student_there, _ = join(other_class, "Eve")
    others = [signed_in(other_class.teacher), student_there, signed_in(make_person("stranger", "student"))]
    for client in others:
        assert names(client) == []
        assert client.get(f"/api/lessons/{name}/file").status_code == 404
        assert client.post(f"/api/lessons/{name}/start").status_code == 404
    assert kept_out.get(f"/api/lessons/{name}/file").status_code != 200


def test_only_who_teaches_a_class_gives_it_lessons_and_takes_them(klass: Class, teacher: Client) -> None:
    added = add(teacher, klass).json()["id"]
    ada, _ = join(klass, "Ada")
    clients = {
        401: [Client()],
        404: [ada, signed_in(make_person("other", "teacher")), signed_in(make_person("stranger", "student"))],
    }
    for status, people in clients.items():
        for client in people:
            assert client.get(f"/api/classes/{klass.pk}/lessons").status_code == status
            assert add(client, klass, file="more.md").status_code == status
            assert client.delete(f"/api/classes/{klass.pk}/lessons/{added}").status_code == status
    assert ClassLesson.objects.count() == 1
    boss = signed_in(make_person("boss", "administrator"))
    assert [one["title"] for one in boss.get(f"/api/classes/{klass.pk}/lessons").json()] == ["Ours"]
    assert boss.delete(f"/api/classes/{klass.pk}/lessons/{added}").status_code == 204


def test_a_lesson_of_the_same_file_takes_the_place_of_the_one_before(klass: Class, teacher: Client) -> None:
    add(teacher, klass)
    add(teacher, klass, TEXT.replace("Ours", "Better"))
    assert [one["title"] for one in teacher.get(f"/api/classes/{klass.pk}/lessons").json()] == ["Better"]


def test_a_lesson_that_comes_along_is_read_back_in(klass: Class, teacher: Client) -> None:
    written = teacher.get("/api/lessons/overfitting/file").content.decode()
    assert add(teacher, klass, written, "overfitting.md").json()["steps"] == len(shelf.lessons()["overfitting"].steps)


def test_a_file_that_is_no_lesson_is_refused_with_its_lines(klass: Class, teacher: Client) -> None:
    answer = add(teacher, klass, TEXT + "```step\ncheck layers Dence >= 1\nshow nothing\n```\n")
    assert answer.status_code == 422
    assert [problem["code"] for problem in answer.json()["problems"]] == ["wrong_lesson"] * 2
    assert answer.json()["problems"][0]["message"].startswith("ours.md, line 9: expected a layer of Keras")


def test_sizes_names_and_numbers_of_lessons_are_bounded(klass: Class, teacher: Client) -> None:
    assert add(teacher, klass, TEXT + "x" * 200_000).status_code == 422
    for file in ("ours.txt", "a/b.md", "a\\b.md", ".md", "x" * 80 + ".md"):
        assert add(teacher, klass, file=file).status_code == 422
    ClassLesson.objects.bulk_create(ClassLesson(klass=klass, file=f"{number}.md", text=TEXT) for number in range(MOST_LESSONS))
    assert add(teacher, klass).status_code == 409
    assert add(teacher, klass, file="0.md").status_code == 201


def test_a_lesson_that_is_gone_leaves_its_networks_to_those_who_made_them(klass: Class, teacher: Client) -> None:
    added = add(teacher, klass).json()
    ada, _ = join(klass, "Ada")
    network = ada.post(f"/api/lessons/{added['name']}/start").json()["id"]
    teacher.delete(f"/api/classes/{klass.pk}/lessons/{added['id']}")
    assert ada.get(f"/api/networks/{network}").status_code == 200
    assert ada.get(f"/api/networks/{network}/lesson").json()["lesson"] is None


def test_a_lesson_that_names_what_keras_has_no_more_is_left_out(klass: Class, teacher: Client) -> None:
    ClassLesson.objects.create(klass=klass, file="old.md", text=TEXT + "```step\nshow layer Gone\n```\n")
    assert names(teacher) == []
    [one] = teacher.get(f"/api/classes/{klass.pk}/lessons").json()
    assert one["steps"] == 0
    assert teacher.get(f"/api/lessons/{one['name']}/file").status_code == 404


def test_lessons_go_with_their_class(klass: Class, teacher: Client) -> None:
    add(teacher, klass)
    klass.delete()
    assert not ClassLesson.objects.exists()
    assert User.objects.filter(username="teacher").exists()

"""Classes, as their teachers see them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from redis import Redis

from classroom import api, ending, seen
from classroom.models import Class, today
from designer.models import Network
from tests.classroom.people import come_back, join, make_class, make_person, member_of, name_of, signed_in
from tests.training.make_run import make_document, make_run
from training.dataset_models import Dataset, Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db: None) -> Client:
    return signed_in(make_person("teacher", "teacher"))


def later(days: int = 10) -> str:
    return (today() + timedelta(days=days)).isoformat()


def send(client: Client, method: str, path: str, **body: Any) -> Any:
    return getattr(client, method)(path, data=body, content_type="application/json")


def test_a_teacher_makes_renames_locks_and_deletes_a_class(teacher: Client) -> None:
    made = send(teacher, "post", "/api/classes", name=" 7b  physics ", ends=later())
    assert made.status_code == 201
    path = f"/api/classes/{made.json()['id']}"
    assert made.json()["name"] == "7b physics"
    changed = send(teacher, "patch", path, name="7c", locked=True, ends=later(20)).json()
    assert (changed["name"], changed["locked"], changed["ends"]) == ("7c", True, later(20))
    assert [klass["name"] for klass in teacher.get("/api/classes").json()] == ["7c"]
    assert teacher.delete(path).status_code == 204
    assert teacher.get("/api/classes").json() == []


@pytest.mark.parametrize("body", [{"name": "", "ends": later()}, {"name": "  ", "ends": later()}, {"name": "7b", "ends": later(-1)}, {"name": "7b"}])
def test_a_class_needs_a_name_and_a_last_day_that_is_not_over(teacher: Client, body: dict[str, str]) -> None:
    assert send(teacher, "post", "/api/classes", **body).status_code == 422
    assert not Class.objects.exists()


def test_two_windows_of_a_class_do_not_undo_each_other(teacher: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    klass = make_class()
    find = api.own_class

    def found_and_then_changed_elsewhere(*asked: Any) -> Class:
        found = find(*asked)
        Class.objects.filter(pk=klass.pk).update(locked=True)
        return found

    monkeypatch.setattr(api, "own_class", found_and_then_changed_elsewhere)
    told = send(teacher, "patch", f"/api/classes/{klass.pk}", name="8b").json()
    assert (told["name"], told["locked"], Class.objects.get().locked) == ("8b", True, True)


@pytest.mark.parametrize("role", ["student", "guest"])
def test_others_make_no_classes(role: Any) -> None:
    nobody = signed_in(make_person("nobody", role))
    assert send(nobody, "post", "/api/classes", name="7b", ends=later()).status_code == 403
    assert nobody.get("/api/classes").status_code == 403


def test_a_class_is_nothing_to_other_teachers_to_its_students_and_to_no_one() -> None:
    klass = make_class()
    student, _ = join(klass, "Ada")
    ada = member_of(klass, "Ada")
    other = signed_in(make_person("other", "teacher"))
    for client, status in ((other, 404), (student, 404), (Client(), 401)):
        for path in ("", "/join.svg"):
            assert client.get(f"/api/classes/{klass.pk}{path}").status_code == status
        assert send(client, "patch", f"/api/classes/{klass.pk}", locked=True).status_code == status
        assert send(client, "patch", f"/api/classes/{klass.pk}/members/{ada.pk}", nickname="X").status_code == status
        assert client.post(f"/api/classes/{klass.pk}/members/{ada.pk}/phrase").status_code == status
        assert client.delete(f"/api/classes/{klass.pk}/members/{ada.pk}").status_code == status
        assert client.delete(f"/api/classes/{klass.pk}").status_code == status
    assert other.get("/api/classes").json() == []


def test_an_administrator_sees_every_class() -> None:
    klass = make_class()
    administrator = signed_in(make_person("root", "administrator"))
    assert [found["id"] for found in administrator.get("/api/classes").json()] == [klass.pk]
    assert not administrator.get(f"/api/classes/{klass.pk}").json()["is_yours"]  # so the wall, which is its teacher's, is not offered
    assert signed_in(klass.teacher).get(f"/api/classes/{klass.pk}").json()["is_yours"]


def test_a_teacher_sees_the_members_and_what_they_made() -> None:
    klass = make_class()
    join(klass, "Ada")
    join(klass, "Grace")
    ada = member_of(klass, "Ada").user
    network = Network.make(ada.pk, make_document())
    make_run(network=network)
    make_run(network=network)
    people = signed_in(klass.teacher).get(f"/api/classes/{klass.pk}").json()["people"]
    assert [(person["nickname"], person["networks"], person["runs"]) for person in people] == [("Ada", 1, 2), ("Grace", 0, 0)]
    assert "phrase" not in str(people)


def test_the_address_to_join_by_is_one_that_students_can_reach(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    klass = make_class()
    client = signed_in(klass.teacher)
    here = client.get(f"/api/classes/{klass.pk}", headers={"Host": "localhost:8000"}).json()
    assert (here["address"], here["reachable"]) == (f"http://localhost:8000/join/{klass.code}", False)
    settings.LOOPBACK, settings.ALLOWED_HOSTS = False, ["127.0.0.1", "192.0.2.7", "layerloom.example"]
    asked = client.get(f"/api/classes/{klass.pk}", headers={"Host": "192.0.2.7:8000"}).json()
    assert (asked["address"], asked["reachable"]) == (f"http://192.0.2.7:8000/join/{klass.code}", True)
    monkeypatch.setenv("ALLOWED_HOSTS", "layerloom.example")
    named = client.get(f"/api/classes/{klass.pk}", headers={"Host": "127.0.0.1:8000"}).json()
    assert named["address"].startswith("http://layerloom.example:")
    monkeypatch.delenv("ALLOWED_HOSTS")
    monkeypatch.setattr("classroom.addresses.environment.allowed_hosts", lambda host: ["127.0.0.1", "0.0.0.0", "room", "127.0.1.1", "198.51.100.4"])
    found = client.get(f"/api/classes/{klass.pk}", headers={"Host": "127.0.0.1:8000"}).json()
    assert found["address"].startswith("http://198.51.100.4:")


def test_the_picture_is_an_svg_of_the_address() -> None:
    klass = make_class()
    answer = signed_in(klass.teacher).get(f"/api/classes/{klass.pk}/join.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert re.search(rb"<svg[^>]+>.*<path", answer.content, re.DOTALL)


def test_a_member_is_renamed_and_comes_back_by_the_new_name() -> None:
    klass = make_class()
    ada, phrase = join(klass, "Ada")
    join(klass, "Grace")
    path = f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}"
    teacher = signed_in(klass.teacher)
    assert send(teacher, "patch", path, nickname="grace").json()["problems"][0]["code"] == "wrong_nickname"
    assert send(teacher, "patch", path, nickname="ADA").status_code == 200
    assert send(teacher, "patch", path, nickname="Countess").status_code == 200
    assert name_of(ada) == "Countess"
    assert come_back(klass, "Countess", phrase).status_code == 302


def test_the_nickname_that_a_member_knows_brings_them_back_until_somebody_else_has_it() -> None:
    klass = make_class()
    _, phrase = join(klass, "Ada")
    path, teacher = f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}", signed_in(klass.teacher)
    for nickname in ("Countes", "Countess"):  # a teacher who mistypes renames twice
        send(teacher, "patch", path, nickname=nickname)
    assert come_back(klass, "ada", phrase).status_code == 302
    _, other = join(klass, "Ada")
    assert [come_back(klass, "Ada", words).status_code for words in (phrase, other)] == [422, 302]
    assert come_back(klass, "Countess", phrase).status_code == 302
    send(teacher, "patch", path, nickname="Lovelace")
    assert come_back(klass, "Countess", phrase).status_code == 302
    assert come_back(klass, "Lovelace", phrase).status_code == 302
    assert come_back(klass, "Countess", phrase).status_code == 422  # they know the new one


def test_a_new_pass_phrase_voids_the_old_and_signs_out_who_is_signed_in_by_it() -> None:
    klass = make_class()
    ada, old = join(klass, "Ada")
    answer = signed_in(klass.teacher).post(f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}/phrase")
    assert name_of(ada) is None
    assert come_back(klass, "Ada", old).status_code == 422
    assert come_back(klass, "Ada", answer.json()["phrase"]).status_code == 302


def test_a_new_pass_phrase_is_the_only_one_in_every_class_of_its_owner() -> None:
    first, second = make_class(), make_class(name="8a")
    ada, _ = join(first, "Ada")
    _, old = join(second, "Countess", ada)
    answer = signed_in(first.teacher).post(f"/api/classes/{first.pk}/members/{member_of(first, 'Ada').pk}/phrase")
    both = ((first, "Ada"), (second, "Countess"))
    assert [come_back(klass, nickname, old).status_code for klass, nickname in both] == [422, 422]
    assert [come_back(klass, nickname, answer.json()["phrase"]).status_code for klass, nickname in both] == [302, 302]


def test_a_member_who_is_locked_is_out_at_once_and_is_told_so() -> None:
    klass = make_class()
    ada, phrase = join(klass, "Ada")
    grace, _ = join(klass, "Grace")
    path = f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}"
    send(signed_in(klass.teacher), "patch", path, locked=True)
    assert (name_of(ada), name_of(grace)) == (None, "Grace")
    assert "has locked your place in 7b" in come_back(klass, "Ada", phrase).content.decode()
    send(signed_in(klass.teacher), "patch", path, locked=False)
    assert name_of(ada) == "Ada"


def test_letting_somebody_in_again_activates_no_account_that_an_administrator_deactivated() -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    path = f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}"
    User.objects.filter(pk=member_of(klass, "Ada").user_id).update(is_active=False)
    for wishes in ([False], [True, False]):
        for locked in wishes:
            send(signed_in(klass.teacher), "patch", path, locked=locked)
        assert name_of(ada) is None


def test_a_teacher_sees_when_somebody_was_here_last(monkeypatch: pytest.MonkeyPatch) -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    monkeypatch.setattr(seen, "_noted", {})
    long_ago = timezone.now() - timedelta(days=3)
    klass.members.update(seen=long_ago)
    ada.get("/api/networks")
    first = member_of(klass, "Ada").seen
    assert first > long_ago
    ada.get("/api/networks")
    assert member_of(klass, "Ada").seen == first  # a minute is exact enough


def belongings(user: User) -> list[Any]:
    """Something of everything, and where its files lie."""
    run = make_run(network=Network.make(user.pk, make_document()))
    dataset = Dataset.objects.create(owner=user, title="Mine", kind="table", bytes=1)
    upload = Upload.objects.create(owner=user, name="mine.csv", size=1)
    run.folder.mkdir(parents=True)
    dataset.folder.mkdir(parents=True)
    (run.folder / "model.keras").touch()
    (dataset.folder / "mine.csv").touch()
    upload.path.parent.mkdir(exist_ok=True)
    upload.path.touch()
    return [run.folder, dataset.folder, upload.path]


def test_who_is_removed_goes_with_everything() -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    account = member_of(klass, "Ada").user
    files = belongings(account)
    assert signed_in(klass.teacher).delete(f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}").status_code == 204
    assert name_of(ada) is None
    assert not User.objects.filter(pk=account.pk).exists()
    assert not any(path.exists() for path in files)


def test_who_is_in_another_class_too_loses_only_the_one() -> None:
    klass, second = make_class(), make_class(name="8a")
    ada, _ = join(klass, "Ada")
    join(second, "Ada", ada)
    files = belongings(member_of(klass, "Ada").user)
    signed_in(klass.teacher).delete(f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}")
    assert name_of(ada) == "Ada"
    assert all(path.exists() for path in files)


def test_a_class_goes_on_the_day_after_its_last_with_everything_in_it() -> None:
    klass, other = make_class(ends=today()), make_class(name="8a")
    join(klass, "Ada")
    grace, _ = join(other, "Grace")
    ada = member_of(klass, "Ada").user
    files = belongings(ada)
    ending.sweep()
    assert Class.objects.filter(pk=klass.pk).exists()
    Class.objects.filter(pk=klass.pk).update(ends=today() - timedelta(days=1))
    ending.sweep()
    assert not Class.objects.filter(pk=klass.pk).exists()
    assert not User.objects.filter(pk=ada.pk).exists()
    assert not any(path.exists() for path in files)
    assert name_of(grace) == "Grace"
    assert [*Session.objects.values_list("pk", flat=True)] == [grace.session.session_key]


def test_sessions_that_have_run_out_go_and_those_of_visitors_stay() -> None:
    old, visitor = Client(), Client()
    for client in (old, visitor):
        session = client.session
        session["links"] = {"abc": "a token"}
        session.save()
    Session.objects.filter(pk=old.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    kept = visitor.session.session_key
    ending.sweep()
    assert [*Session.objects.values_list("pk", flat=True)] == [kept]


@pytest.mark.parametrize(("hour", "count"), [(11, 1), (12, 0)])
def test_a_class_stays_until_its_last_day_is_over_in_the_west_of_the_west(monkeypatch: pytest.MonkeyPatch, hour: int, count: int) -> None:
    klass = make_class(ends=date(2027, 3, 1))
    monkeypatch.setattr("classroom.models.timezone.now", lambda: datetime(2027, 3, 2, hour, 30, tzinfo=UTC))
    assert Class.objects.get(pk=klass.pk).has_ended is (count == 0)
    ending.sweep()
    assert Class.objects.count() == count


def test_the_web_process_looks_for_classes_that_are_over() -> None:
    from config import lifespan

    assert ending.watch_over_classes in lifespan._work


def test_the_accounts_of_a_class_go_with_its_teacher() -> None:
    klass = make_class()
    join(klass, "Ada")
    files = belongings(member_of(klass, "Ada").user)
    klass.teacher.delete()
    assert not User.objects.filter(first_name="Ada").exists()
    assert not any(path.exists() for path in files)


def test_a_student_is_told_of_the_end_two_weeks_before() -> None:
    far, near = make_class(ends=today() + timedelta(days=15)), make_class(name="8a", ends=today() + timedelta(days=14))
    ada, _ = join(far, "Ada")
    join(near, "Ada", ada)
    told = {klass["name"]: klass["ends_soon"] for klass in ada.get("/api/account").json()["classes"]}
    assert told == {"7b": False, "8a": True}


def test_nobody_makes_a_pass_phrase_that_would_open_the_class_of_another_teacher() -> None:
    mine, theirs = make_class(), make_class(make_person("other", "teacher"), name="8a")
    ada, _ = join(mine, "Ada")
    _, phrase = join(theirs, "Countess", ada)
    answer = signed_in(mine.teacher).post(f"/api/classes/{mine.pk}/members/{member_of(mine, 'Ada').pk}/phrase")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "known_elsewhere")
    assert come_back(mine, "Ada", phrase).status_code == 302
    assert name_of(ada) is not None
    assert (
        signed_in(make_person("root", "administrator")).post(f"/api/classes/{mine.pk}/members/{member_of(mine, 'Ada').pk}/phrase").status_code == 200
    )


def test_a_pass_phrase_that_a_teacher_knows_is_void_once_its_owner_joins_another_class() -> None:
    mine, theirs = make_class(), make_class(make_person("other", "teacher"), name="8a")
    join(mine, "Ada")
    known = signed_in(mine.teacher).post(f"/api/classes/{mine.pk}/members/{member_of(mine, 'Ada').pk}/phrase").json()["phrase"]
    ada, spy = Client(), Client()
    come_back(mine, "Ada", known, ada)
    come_back(mine, "Ada", known, spy)
    ada, fresh = join(theirs, "Ada", ada)
    assert [name_of(client) for client in (ada, spy)] == ["Ada", None]
    assert come_back(mine, "Ada", known).status_code == 422
    assert [come_back(klass, "Ada", fresh).status_code for klass in (mine, theirs)] == [302, 302]


def test_a_member_who_signs_in_by_a_password_is_given_no_pass_phrase() -> None:
    klass = make_class()
    join(klass, "Ada", signed_in(make_person("ada", "student", "analytical engine")))
    answer = signed_in(klass.teacher).post(f"/api/classes/{klass.pk}/members/{member_of(klass, 'Ada').pk}/phrase")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "known_elsewhere")


@pytest.mark.parametrize("how", ["removed", "kept out", "deleted by themselves", "the class deleted"])
@pytest.mark.django_db(transaction=True)
def test_whose_place_in_a_class_ends_has_pages_of_class_mates_shown_out(redis: Redis, how: str) -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    join(klass, "Grace")
    theirs = Network.make(member_of(klass, "Grace").user_id, make_document())
    private = Network.make(member_of(klass, "Grace").user_id, make_document())
    Network.objects.filter(pk=theirs.pk).update(shared="class")
    teacher, path = signed_in(klass.teacher), f"/api/classes/{klass.pk}"
    member = f"{path}/members/{member_of(klass, 'Ada').pk}"
    answer = {
        "removed": lambda: teacher.delete(member),
        "kept out": lambda: teacher.patch(member, {"locked": True}, content_type="application/json"),
        "deleted by themselves": lambda: ada.post("/api/account/delete", {"typed": "delete everything"}, content_type="application/json"),
        "the class deleted": lambda: teacher.delete(path),
    }[how]()
    assert answer.status_code in (200, 204)
    assert redis.xlen(f"shared:{theirs.pk}") == 1
    assert redis.xlen(f"shared:{private.pk}") == 0

"""Joining a class, and coming back to it."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import AsyncClient, Client
from django.utils import timezone

from classroom import joining
from classroom.models import LETTERS, Class, today
from classroom.phrases import words
from config.guessing_limits import WRONG_CODES, WRONG_PASSWORDS
from tests.classroom.people import come_back, join, make_class, make_person, member_of, name_of, phrase_on, signed_in
from tests.training.make_run import make_network

pytestmark = pytest.mark.django_db


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_student_joins_by_code_and_nickname_and_is_signed_in() -> None:
    klass = make_class()
    ada, phrase = join(klass, "Ada")
    assert name_of(ada) == "Ada"
    assert ada.get("/api/account").json()["role"] == "student"
    assert ada.get("/api/account").json()["classes"][0]["name"] == "7b"
    assert len(phrase.split()) == 4
    assert set(phrase.split()) <= set(words())


def send_form(cookies: Any, typed: dict[str, str]) -> str:
    """Send a form in a browser with those cookies; the page that it leads to."""
    client = Client()
    client.cookies.update(cookies)
    return said(client.post("/join", typed, follow=True))


def test_a_double_click_joins_once_and_shows_the_pass_phrase_that_was_made() -> None:
    klass, client = make_class(), Client()
    form = said(client.get(f"/join/{klass.code}"))
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once
    typed = {"code": klass.code, "nickname": "Ada", "once": once[1]}
    first, second = [send_form(client.cookies, typed) for _ in range(2)]  # both with the cookies of before
    assert phrase_on(first) == phrase_on(second)
    assert klass.members.count() == User.objects.filter(first_name="Ada").count() == 1
    assert come_back(klass, "Ada", phrase_on(first)).status_code == 302
    assert "is called" in send_form({}, typed | {"once": "another form"})
    klass.members.update(joined=timezone.now() - timedelta(minutes=11))
    assert "is called" in send_form({}, typed)


def test_a_pass_phrase_stays_on_its_page_for_some_minutes_and_is_its_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    klass = make_class()
    ada, phrase = join(klass, "Ada")
    assert phrase_on(said(ada.get("/joined"))) == phrase
    assert Client().get("/joined").headers["Location"] == "/"
    later = time.time() + 601
    monkeypatch.setattr("classroom.pages.time.time", lambda: later)
    assert ada.get("/joined").headers["Location"] == "/"


def test_nothing_of_the_pass_phrase_but_a_hash_is_kept() -> None:
    klass = make_class()
    _, phrase = join(klass, "Ada")
    kept = member_of(klass, "Ada")
    assert phrase not in kept.phrase
    assert kept.user.email == ""


def test_the_pass_phrase_brings_a_student_back_on_another_machine() -> None:
    klass = make_class()
    _, phrase = join(klass, "Ada")
    elsewhere = Client()
    assert come_back(klass, "ada", phrase.upper().replace(" ", "-"), elsewhere).status_code == 302
    assert name_of(elsewhere) == "Ada"


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "lower", "spaced"])
def test_a_code_may_be_typed_in_any_way(typed: str) -> None:
    klass = make_class()
    code = {"lower": klass.code.lower(), "spaced": f"{klass.code[:3]} {klass.code[3:]}"}.get(typed, typed.format(code=klass.code))
    assert Client().post("/join", {"code": code, "nickname": "Ada"}).status_code == 302


def test_codes_hold_nothing_that_is_mistaken_for_something_else() -> None:
    assert not set(LETTERS) & set("0O1IL2ZS5B8")
    assert set(make_class().code) <= set(LETTERS)


def test_the_page_of_a_code_names_the_class() -> None:
    klass = make_class()
    assert "Join 7b" in said(Client().get(f"/join/{klass.code}"))


def test_a_wrong_code_is_said() -> None:
    answer = Client().post("/join", {"code": "AAAAAA", "nickname": "Ada"})
    assert answer.status_code == 422
    assert joining.NO_SUCH_CLASS in said(answer)
    assert not User.objects.filter(first_name="Ada").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"locked": True}, "7b is locked: nobody can join it now"),
        ({"ends": today() - timedelta(days=1)}, "7b has ended"),
    ],
)
def test_a_class_that_nobody_can_join_says_why(fields: Any, sentence: str) -> None:
    klass = make_class(**fields)
    assert sentence in said(Client().get(f"/join/{klass.code}"))
    assert sentence in said(Client().post("/join", {"code": klass.code, "nickname": "Ada"}))
    assert klass.members.count() == 0


def test_a_full_class_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_MEMBERS", 1)
    klass = make_class()
    join(klass, "Ada")
    assert "7b is full" in said(Client().post("/join", {"code": klass.code, "nickname": "Grace"}))


@pytest.mark.parametrize("nickname", ["Ada", "ada", " ADA ", "Ａｄａ"])
def test_a_nickname_is_taken_once_in_a_class(nickname: str) -> None:
    klass = make_class()
    join(klass, "Ada")
    assert "is called" in said(Client().post("/join", {"code": klass.code, "nickname": nickname}))
    join(make_class(klass.teacher, name="8a"), nickname)


@pytest.mark.parametrize("nickname", ["", "  ", "!!!", "A" * 31, "a\0b", "a\u202eb"])
def test_a_nickname_that_is_none_is_refused(nickname: str) -> None:
    klass = make_class()
    answer = Client().post("/join", {"code": klass.code, "nickname": nickname})
    assert (answer.status_code, klass.members.count()) == (422, 0)
    assert "nickname" in said(answer)


def test_a_student_joins_a_second_class_with_the_same_account() -> None:
    first, second = make_class(), make_class(name="8a")
    ada, _ = join(first, "Ada")
    join(second, "Countess", ada)
    assert [member.user for member in second.members.all()] == [member.user for member in first.members.all()]
    assert "are in 8a already" in said(ada.post("/join", {"code": second.code, "nickname": "Again", "as": first.members.get().user_id}))


def test_who_sits_down_where_somebody_else_is_signed_in_joins_as_themselves() -> None:
    first, second = make_class(name="7a"), make_class(name="8b")
    machine, phrase = join(first, "Ada")
    ada = member_of(first, "Ada").user
    network = make_network(ada.username)
    page = said(machine.get(f"/join/{second.code}"))
    assert "signed in as <strong>Ada</strong>" in page
    assert page.index("Join as somebody else") < page.index("I am Ada: add this class")  # so that it is what Enter does
    machine.post("/join", {"code": second.code, "nickname": "Ben"})
    assert name_of(machine) == "Ben"
    assert machine.get("/api/networks").json() == []
    assert [member.nickname for member in ada.memberships.all()] == ["Ada"]
    assert come_back(first, "Ada", phrase, machine).status_code == 302
    assert [row["id"] for row in machine.get("/api/networks").json()] == [network.pk]


def test_a_class_mate_joins_where_somebody_else_of_the_class_is_signed_in() -> None:
    klass = make_class()
    machine, _ = join(klass, "Ada")
    page = said(machine.get(f"/join/{klass.code}"))
    assert "add this class" not in page
    assert "go on as Ada" in page
    machine.post("/join", {"code": klass.code, "nickname": "Ben"})
    assert [name_of(machine), klass.members.count()] == ["Ben", 2]


def test_nobody_joins_as_somebody_who_is_not_signed_in_any_more() -> None:
    first, second = make_class(name="7a"), make_class(name="8b")
    ada = join(first, "Ada") and member_of(first, "Ada").user
    for browser in (Client(), join(first, "Ben")[0]):
        answer = browser.post("/join", {"code": second.code, "nickname": "Ada", "as": ada.pk})
        assert (answer.status_code, second.members.count()) == (422, 0)
        assert "Look again who joins" in said(answer)


def test_whoever_teaches_does_not_join() -> None:
    klass = make_class()
    answer = signed_in(klass.teacher).post("/join", {"code": klass.code, "nickname": "Spy"})
    assert "private window" in said(answer)
    assert klass.members.count() == 0


@pytest.mark.parametrize("wrong", ["code", "nickname", "phrase"])
def test_what_does_not_belong_together_signs_nobody_in(wrong: str) -> None:
    klass, other = make_class(), make_class(name="8a")
    _, phrase = join(klass, "Ada")
    typed = {"code": klass.code, "nickname": "Ada", "phrase": phrase} | {wrong: other.code if wrong == "code" else "wrong"}
    client = Client()
    answer = client.post("/come-back", typed)
    assert answer.status_code == 422
    assert joining.NOT_TOGETHER in said(answer)
    assert name_of(client) is None


def test_guesses_at_a_pass_phrase_lock_that_nickname_out_and_nobody_else() -> None:
    klass = make_class()
    _, phrase = join(klass, "Ada")
    _, other = join(klass, "Grace")
    answers = [come_back(klass, "Ada", "no such words here") for _ in range(WRONG_PASSWORDS)]
    assert [answer.status_code for answer in answers] == [422] * (WRONG_PASSWORDS - 1) + [429]
    locked = come_back(klass, "Ada", phrase)
    assert locked.status_code == 429
    assert "Try again in 10 minutes" in said(locked)
    assert come_back(klass, "Grace", other).status_code == 302


@pytest.mark.django_db(transaction=True)
async def test_under_the_real_server_too_it_is_said_what_was_guessed_at(async_client: AsyncClient) -> None:
    typed = {"code": "AAAAAA", "nickname": "Ada", "phrase": "no such words here"}
    for _ in range(WRONG_PASSWORDS):
        last = await async_client.post("/come-back", typed)
    assert last.status_code == 429
    assert "Too many tries for this name were wrong. Try again in 10 minutes" in said(last)


def test_a_pass_phrase_that_is_guessed_at_is_not_written_down() -> None:
    from axes.models import AccessAttempt

    klass = make_class()
    join(klass, "Ada")
    come_back(klass, "Ada", "nearly the right words")
    assert "nearly" not in AccessAttempt.objects.get().post_data


def test_guesses_at_passwords_lock_that_name_out_and_nobody_else(settings: Any) -> None:
    settings.LOOPBACK = False
    make_person("ada", "teacher", "analytical engine")
    make_person("grace", "teacher", "nanosecond wires")
    for _ in range(WRONG_PASSWORDS):
        last = Client().post("/login", {"username": "ada", "password": "difference engine"})
    assert last.status_code == 429
    assert "Try again in 10 minutes" in said(last)
    assert Client().post("/login", {"username": "ada", "password": "analytical engine"}).status_code == 429
    assert Client().post("/login", {"username": "grace", "password": "nanosecond wires"}).status_code == 302


def test_behind_a_proxy_guesses_lock_out_the_address_that_it_saw(settings: Any) -> None:
    settings.HTTPS = True
    klass = make_class()
    _, phrase = join(klass, "Ada")
    typed = {"code": klass.code, "nickname": "Ada"}
    for _ in range(WRONG_PASSWORDS):
        last = Client(headers={"X-Forwarded-For": "198.51.100.7"}).post("/come-back", typed | {"phrase": "no such words here"})
    assert last.status_code == 429
    assert Client(headers={"X-Forwarded-For": "198.51.100.7"}).post("/come-back", typed | {"phrase": phrase}).status_code == 429
    assert Client(headers={"X-Forwarded-For": "203.0.113.9"}).post("/come-back", typed | {"phrase": phrase}).status_code == 302


def test_guesses_at_codes_are_ended_and_a_right_one_begins_the_count_anew() -> None:
    klass = make_class()
    for _ in range(WRONG_CODES - 1):
        assert Client().get("/join/AAAAAA").status_code == 422
    join(klass, "Ada")
    for _ in range(WRONG_CODES - 1):
        assert Client().get("/join/AAAAAA").status_code == 422
    assert Client().post("/join", {"code": "AAAAAA", "nickname": "x"}).status_code == 429
    locked = Client().get(f"/join/{klass.code}")
    assert locked.status_code == 429
    assert "Too many codes were wrong. Try again in 10 minutes" in said(locked)


def test_the_forms_want_the_token_of_their_page() -> None:
    klass = make_class()
    client = Client(enforce_csrf_checks=True)
    assert client.post("/join", {"code": klass.code, "nickname": "Ada"}).status_code == 403
    token = client.get("/join").cookies["csrftoken"].value
    assert client.post("/join", {"code": klass.code, "nickname": "Ada", "csrfmiddlewaretoken": token}).status_code == 302


def test_classes_are_found_by_their_codes_alone() -> None:
    make_class(name="The astronomers")
    assert "astronomers" not in said(Client().get("/join"))
    assert Class.objects.count() == 1


@pytest.mark.parametrize(("asked", "place"), [("/networks/abc?tab=code", "/networks/abc?tab=code"), ("https://elsewhere.example/", "/")])
def test_whoever_was_on_a_page_comes_to_it_however_they_come_in(settings: Any, asked: str, place: str) -> None:
    settings.LOOPBACK = False
    klass, query = make_class(), urlencode({"next": asked})
    assert asked.startswith("https") or said(Client().get(f"/login?{query}")).count(query) == 2
    joining_page, back_page = [said(Client().get(f"/{page}?{query}")) for page in ("join", "come-back")]
    assert [f'name="next" value="{asked}"' in page for page in (joining_page, back_page)] == [place == asked] * 2
    page = said(Client().post("/join", {"code": klass.code, "nickname": "Ada", "next": asked}, follow=True))
    assert f'class="button" href="{place}"' in page
    back = Client().post("/come-back", {"code": klass.code, "nickname": "Ada", "phrase": phrase_on(page), "next": asked})
    around = Client().post("/look-around", {"next": asked})
    assert [answer.headers["Location"] for answer in (back, around)] == [place, place]

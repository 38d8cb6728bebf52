"""Who asks too often is told how long to wait, and nobody else is held up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from config import throttles
from config.throttles import Rate, Throttle
from designer import analysis_client
from tests.classroom.people import make_class
from tests.designer.shared import share
from tests.training.make_run import make_run

ClientOf = Callable[[str], Client]
TIGHT = Rate(2, 60)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that answer everything at once."""

    async def answer(*_: object) -> str:
        return '200\n"answered"'

    async def nothing(*_: object) -> None:
        pass

    monkeypatch.setattr(analysis_client, "_pop", answer)
    monkeypatch.setattr(analysis_client, "_send", nothing)


def tighten(monkeypatch: pytest.MonkeyPatch, throttle: Throttle) -> None:
    monkeypatch.setattr(throttle, "people", TIGHT)
    monkeypatch.setattr(throttle, "no_one", TIGHT)


def test_a_rate_is_let_through_at_once_and_again_as_time_goes_by() -> None:
    throttle, rate = Throttle(TIGHT), Rate(3, 30)
    assert [throttle.take("ada", rate, now=0.0) for _ in range(3)] == [0, 0, 0]
    assert throttle.take("ada", rate, now=0.0) == pytest.approx(10)
    assert throttle.take("ada", rate, now=4.0) == pytest.approx(6)
    assert throttle.take("ada", rate, now=10.0) == 0
    assert throttle.take("ada", rate, now=10.0) == pytest.approx(10)
    assert throttle.take("grace", rate, now=10.0) == 0


def test_only_those_are_remembered_who_would_have_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttles, "MOST_KEPT", 2)
    throttle, rate = Throttle(TIGHT), Rate(1, 10)
    for name, now in (("ada", 0.0), ("grace", 9.0), ("linus", 12.0)):
        throttle.take(name, rate, now=now)
    assert {*throttle._moments} == {"grace", "linus"}


@pytest.mark.usefixtures("answering", "redis")
@pytest.mark.parametrize("role", ["owner", "no one"])
def test_who_asks_a_public_model_too_often_is_told_when_to_try_again(client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    tighten(monkeypatch, throttles.QUESTIONS)
    run = make_run(state="finished")
    share(run.network, "public")
    asking, other = client_of(role), client_of("stranger")
    answers = [asking.get(f"/api/networks/{run.network_id}/analysis") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    [problem] = answers[-1].json()["problems"]
    assert (problem["code"], problem["message"]) == ("too_often", "That was asked for too often. Try again in 30 seconds.")
    assert answers[-1].headers["Retry-After"] == "30"
    assert other.get(f"/api/networks/{run.network_id}/analysis").status_code == 200


@pytest.mark.parametrize(
    ("throttle", "path"), [("JOINING", "/join"), ("LOOKING_AROUND", "/look-around"), ("SIGNING_IN", "/come-back"), ("SIGNING_IN", "/login")]
)
def test_forms_that_make_or_open_accounts_are_sent_at_a_rate(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, throttle: str, path: str
) -> None:
    settings.LOOPBACK = False
    tighten(monkeypatch, getattr(throttles, throttle))
    typed = {"code": make_class().code, "username": "x", "password": "y"}
    answers = [Client().post(path, typed | {"nickname": f"Ada {number}", "phrase": "x"}) for number in range(3)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "30"
    assert b"Try again in 30 seconds." in answers[-1].content
    assert 429 not in [answer.status_code for answer in answers[:-1]]
    assert Client().get(path).status_code != 429


def test_files_are_sent_at_a_rate(client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    tighten(monkeypatch, throttles.FILES)
    owner = client_of("owner")
    answers = [owner.post("/api/uploads", {"name": "a.csv", "size": 3}, content_type="application/json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]


@pytest.mark.parametrize(("https", "seen"), [(False, "192.0.2.1"), (True, "198.51.100.7")])
def test_the_word_of_a_proxy_is_taken_only_where_there_is_one(settings: Settings, rf: RequestFactory, https: bool, seen: str) -> None:
    settings.HTTPS = https
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert throttles.address(request) == seen


WRITTEN = {
    "203.0.113.9": "203.0.113.9",
    "203.0.113.9:4711": "203.0.113.9",
    "2001:db8::1": "2001:db8::1",
    "[2001:db8::1]": "2001:db8::1",
    "[2001:db8::1]:4711": "2001:db8::1",
}


@pytest.mark.parametrize(("forwarded", "seen"), WRITTEN.items())
def test_an_address_is_read_as_proxies_write_it(settings: Settings, rf: RequestFactory, forwarded: str, seen: str) -> None:
    settings.HTTPS = True
    assert throttles.address(rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)) == seen


@pytest.mark.parametrize("forwarded", ["", "unknown", "[", "198.51.100.7:1:2", "x" * 1000])
def test_what_is_no_address_is_not_taken_for_one(settings: Settings, rf: RequestFactory, forwarded: str) -> None:
    settings.HTTPS = True
    assert throttles.address(rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)) == "192.0.2.1"


def test_a_key_is_counted_by_the_run_that_it_opens(rf: RequestFactory) -> None:
    request: Any = rf.post("/", REMOTE_ADDR="192.0.2.1")
    request.user, request.auth = AnonymousUser(), User(pk=7)
    assert throttles.QUESTIONS._asker(request)[0] == "key of 7"

"""Guests: looking around without an account, and taking along what was made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from redis import Redis

from classroom import ending, guests, seen
from config import throttles
from designer.models import Network, SavedBlock
from tests.classroom.people import join, make_class, make_person, member_of, name_of, signed_in
from tests.training.make_run import make_document, make_run
from training.dataset_models import Dataset, Upload
from training.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def reachable(settings: Any) -> Any:
    """A server that other machines can reach."""
    settings.LOOPBACK = False
    return settings


@pytest.fixture
def guest(reachable: Any) -> Client:
    """The browser of a guest."""
    client = Client()
    assert client.post("/look-around").status_code == 302
    return client


def account_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def make_everything(owner: User) -> Run:
    run = make_run(network=Network.make(owner.pk, make_document()))
    SavedBlock.objects.create(owner=owner, name="Residual", blocks={})
    Dataset.objects.create(owner=owner, title="Mine", kind="table", bytes=1)
    Upload.objects.create(owner=owner, name="mine.csv", size=1)
    return run


def counts(owner: User) -> list[int]:
    own: list[Any] = [Network.objects, SavedBlock.objects, Dataset.objects, Upload.objects]
    return [Run.objects.filter(network__owner=owner).count(), *(rows.filter(owner=owner).count() for rows in own)]


def test_a_guest_looks_around_without_an_account(guest: Client) -> None:
    account = guest.get("/api/account").json()
    assert (account["role"], account["teaches"], account["classes"]) == ("guest", False, [])
    assert guest.get("/api/networks").json() == []


def test_the_sign_in_page_offers_it_where_the_server_lets_guests_in(reachable: Any) -> None:
    assert b"Look around without an account" in Client().get("/login").content
    reachable.GUESTS = False
    assert b"Look around" not in Client().get("/login").content
    assert Client().post("/look-around").status_code == 404
    assert not User.objects.exists()


def test_on_loopback_there_are_no_guests() -> None:
    assert Client().post("/look-around").status_code == 404


def test_too_many_guests_are_told_so(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "MOST_GUESTS", 1)
    answer = Client().post("/look-around")
    assert answer.status_code == 503
    assert b"Too many people look around" in answer.content


def test_what_a_guest_made_goes_along_into_a_class(guest: Client) -> None:
    run, klass = make_everything(account_of(guest)), make_class()
    join(klass, "Ada", guest)
    ada = member_of(klass, "Ada").user
    assert counts(ada) == [1, 1, 1, 1, 1]
    assert guest.get(f"/api/runs/{run.pk}").status_code == 200
    assert not User.objects.filter(groups__name="guests").exists()


def test_what_a_guest_made_goes_along_when_they_come_back(reachable: Any) -> None:
    klass = make_class()
    _, phrase = join(klass, "Ada")
    client = Client()
    client.post("/look-around")
    make_everything(account_of(client))
    client.post("/come-back", {"code": klass.code, "nickname": "Ada", "phrase": phrase})
    assert counts(member_of(klass, "Ada").user) == [1, 1, 1, 1, 1]


def test_what_a_guest_made_goes_along_into_an_account_with_a_password(guest: Client) -> None:
    ada = make_person("ada", "teacher", "analytical engine")
    SavedBlock.objects.create(owner=ada, name="Residual", blocks={})
    make_everything(account_of(guest))
    assert b"Password" in guest.get("/login").content
    assert guest.post("/login", {"username": "ada", "password": "analytical engine"}).status_code == 302
    assert name_of(guest) == "ada"
    assert sorted(block.name for block in ada.blocks.all()) == ["Residual", "Residual 2"]
    assert counts(ada) == [1, 1, 2, 1, 1]


def test_a_link_that_a_guest_opened_stays_open_when_they_join(guest: Client) -> None:
    author = make_person("grace", "student")
    network = Network.make(author.pk, make_document())
    shared = signed_in(author).put(f"/api/networks/{network.pk}/sharing", {"shared": "link"}, content_type="application/json")
    guest.get(shared.json()["address"])
    assert guest.get(f"/api/networks/{network.pk}").status_code == 200
    join(make_class(), "Ada", guest)
    assert name_of(guest) == "Ada"
    assert guest.get(f"/api/networks/{network.pk}").status_code == 200


def test_a_wrong_password_leaves_a_guest_a_guest(guest: Client) -> None:
    make_person("ada", "teacher", "analytical engine")
    make_everything(account_of(guest))
    guest.post("/login", {"username": "ada", "password": "no"})
    assert counts(account_of(guest)) == [1, 1, 1, 1, 1]


def test_what_somebody_else_made_does_not_move_when_they_sign_in(reachable: Any) -> None:
    klass, other = make_class(), make_class(name="8a")
    ada, _ = join(klass, "Ada")
    make_everything(member_of(klass, "Ada").user)
    _, phrase = join(other, "Grace")
    ada.post("/come-back", {"code": other.code, "nickname": "Grace", "phrase": phrase})
    assert name_of(ada) == "Grace"
    assert counts(member_of(klass, "Ada").user) == [1, 1, 1, 1, 1]


def test_a_guest_who_cannot_come_back_is_forgotten(guest: Client) -> None:
    make_everything(account_of(guest))
    ending.sweep()
    assert User.objects.filter(groups__name="guests").count() == 1
    User.objects.filter(groups__name="guests").update(last_login=timezone.now() - timedelta(days=15))
    ending.sweep()
    assert not User.objects.filter(groups__name="guests").exists()
    assert not Network.objects.exists()


def test_a_guest_who_made_nothing_is_forgotten_an_hour_after_they_went(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Client()
    busy.post("/look-around")
    make_everything(account_of(busy))
    idle = account_of(guest)
    User.objects.update(last_login=timezone.now() - timedelta(minutes=61))
    monkeypatch.setattr(seen, "_noted", {})
    guest.get("/api/networks")
    ending.sweep()
    assert User.objects.filter(pk=idle.pk).exists()  # who is here still
    User.objects.update(last_login=timezone.now() - timedelta(minutes=61))
    ending.sweep()
    assert [*User.objects.filter(groups__name="guests")] == [account_of(busy)]


def test_a_guest_who_comes_back_is_kept_for_14_days_more(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_everything(account_of(guest))
    User.objects.update(last_login=timezone.now() - timedelta(days=15))
    monkeypatch.setattr(seen, "_noted", {})
    guest.get("/api/networks")
    ending.sweep()
    assert Network.objects.exists()


def test_one_address_leaves_places_for_others() -> None:
    rate = throttles.LOOKING_AROUND.no_one
    assert rate.most * (2 * 3600 / rate.seconds) < guests.MOST_GUESTS  # who made nothing is forgotten within two hours


@pytest.mark.django_db(transaction=True)
def test_the_wall_of_a_class_hears_what_a_guest_brings_along(guest: Client, redis: Redis) -> None:
    klass = make_class()
    _, phrase = join(klass, "Ada")
    make_everything(account_of(guest))
    before = redis.xlen(f"class:{klass.pk}:work")
    guest.post("/come-back", {"code": klass.code, "nickname": "Ada", "phrase": phrase})
    assert redis.xlen(f"class:{klass.pk}:work") > before

"""Sockets close when who opened them is signed in no more; a page whose browser still is comes again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import Client

from classroom import rooms
from config import signed_in
from designer.models import Network
from tests.classroom.people import make_class, make_person
from tests.training.make_run import make_document, make_run
from tests.training.socket_client import opened
from training.consumers import NO_ONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]
PASSWORD = "analytical engine"


@pytest.fixture(autouse=True)
def by_password(settings: Any) -> None:
    """A server where people sign in by name and password."""
    settings.LOOPBACK = False


def entered(client: Client) -> Client:
    client.post("/login", {"username": "ada", "password": PASSWORD})
    return client


def sign_out(client: Client) -> None:
    assert client.post("/logout").status_code == 302


def change_the_password_elsewhere(_: Client) -> None:
    change_the_password(entered(Client()))


def change_the_password(client: Client) -> None:
    body = {"old": PASSWORD, "new": "difference engine"}
    assert client.post("/api/account/password", body, content_type="application/json").status_code == 204


def be_deactivated(_: Client) -> None:
    User.objects.update(is_active=False)


@sync_to_async
def at_work() -> tuple[Client, list[str]]:
    """The browser of a teacher, and the sockets of all that is theirs."""
    ada = make_person("ada", "teacher", PASSWORD)
    klass, network = make_class(ada), Network.make(ada.pk, make_document())
    run = make_run(network=network, state="running")
    return entered(Client()), [f"/ws/classes/{klass.pk}", f"/ws/networks/{network.pk}", f"/ws/runs/{run.pk}"]


@pytest.mark.parametrize("end", [sign_out, change_the_password_elsewhere, be_deactivated])
async def test_open_sockets_close_when_their_owner_is_signed_in_no_more(monkeypatch: pytest.MonkeyPatch, end: Callable[[Client], None]) -> None:
    monkeypatch.setattr(signed_in, "EVERY", 0.02)
    client, paths = await at_work()
    async with AsyncExitStack() as open_ones:
        sockets = [await open_ones.enter_async_context(opened(client, path)) for path in paths]
        for socket in sockets:
            assert (await socket.receive())["type"] == "websocket.send"
        await sync_to_async(end)(client)
        for socket in sockets:
            await socket.closed_with()
    for path in paths:
        async with opened(client, path) as again:
            assert await again.closed_with() == NO_ONE


async def test_a_page_in_which_the_password_is_changed_comes_again_and_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_in, "EVERY", 0.02)
    client, (wall, *_) = await at_work()
    async with opened(client, wall) as socket:
        await sync_to_async(change_the_password)(client)
        assert await socket.closed_with() != NO_ONE
    async with opened(client, wall) as again:
        assert (await again.receive())["type"] == "websocket.send"


def test_however_many_sockets_are_open_two_queries_ask_for_all(django_assert_num_queries: Any) -> None:
    make_person("ada", "teacher", PASSWORD)
    clients = [entered(Client()) for _ in range(5)]
    holders = [signed_in.Holder(int(c.session["_auth_user_id"]), str(c.session.session_key), c.session["_auth_user_hash"]) for c in clients]
    sign_out(clients[0])
    with django_assert_num_queries(2):
        assert signed_in.signed_out(holders) == [holders[0]]


def test_whoever_was_deactivated_teaches_no_class() -> None:
    klass = make_class()
    User.objects.filter(pk=klass.teacher_id).update(is_active=False)
    room = rooms.read(klass.pk)
    assert room is not None
    assert room.teacher == rooms.NOBODY

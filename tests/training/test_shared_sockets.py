"""The sockets of what is shared: who may open one, and that it closes at once when it is shared no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from redis import Redis

from designer import classmates
from tests.designer.shared import A_CLASS, ROLES, SETTINGS, may_read, visitor
from tests.training.make_run import make_run
from tests.training.make_sweep import make_sweep
from tests.training.socket_client import opened
from training.consumers import NO_ONE, STRANGER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis", "a_class")]
ClientOf = Callable[[str], Client]


@pytest.fixture
def a_class() -> Iterator[None]:
    """Classes are kept."""
    classmates.register(A_CLASS)
    yield
    classmates.forget(A_CLASS)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("role", ROLES)
async def test_those_watch_whom_it_is_shared_with(client_of: ClientOf, role: str, setting: str) -> None:
    sweep = await sync_to_async(make_sweep)()
    run = await sync_to_async(make_run)(network=sweep.network, state="running")
    client = await sync_to_async(visitor)(client_of, role, sweep.network, setting)
    for path in (f"/ws/networks/{sweep.network_id}", f"/ws/runs/{run.pk}", f"/ws/sweeps/{sweep.pk}"):
        async with opened(client, path) as socket:
            first = await socket.receive()
            if may_read(role, setting):
                assert first["type"] == "websocket.send"
            else:
                assert first["code"] == (NO_ONE if role == "no one" else STRANGER)


@pytest.mark.parametrize("withdrawn", ["another link", "private", "class"])
@pytest.mark.parametrize("role", ["link holder", "no one with the link"])
async def test_a_socket_closes_when_its_link_is_withdrawn(client_of: ClientOf, redis: Redis, role: str, withdrawn: str) -> None:
    sweep = await sync_to_async(make_sweep)()
    run = await sync_to_async(make_run)(network=sweep.network, state="running")
    client = await sync_to_async(visitor)(client_of, role, sweep.network, "link")
    owner = await sync_to_async(client_of)("owner")
    path = f"/api/networks/{sweep.network_id}/sharing"
    async with (
        opened(client, f"/ws/networks/{sweep.network_id}") as of_network,
        opened(client, f"/ws/runs/{run.pk}") as of_run,
        opened(client, f"/ws/sweeps/{sweep.pk}") as of_sweep,
        opened(owner, f"/ws/runs/{run.pk}") as of_owner,
    ):
        for socket in (of_network, of_run, of_sweep, of_owner):
            assert (await socket.receive())["type"] == "websocket.send"
        if withdrawn == "another link":
            await sync_to_async(owner.post)(f"{path}/link")
        else:
            await sync_to_async(owner.put)(path, {"shared": withdrawn}, content_type="application/json")
        assert [await socket.closed_with() for socket in (of_network, of_run, of_sweep)] == [STRANGER] * 3
        redis.xadd(f"run:{run.pk}:state", {"state": '{"kind": "state", "state": "paused", "position": null, "failure": null, "moves": 9}'})
        assert (await of_owner.receive())["type"] == "websocket.send"

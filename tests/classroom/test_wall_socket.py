"""The socket of a class: what its teacher and its students are sent, and that readers follow what is saved."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.test import Client
from redis import Redis
from redis.exceptions import RedisError

from classroom import room_hub, rooms, stuck, tiles
from classroom.models import Class
from classroom.wall import Wall, wall_frames
from config import broker
from designer.models import Network
from tests.classroom.people import enter, make_class, make_person, member_of, signed_in
from tests.classroom.test_wall import analysis
from tests.training.make_run import make_document, make_run
from tests.training.socket_client import SocketClient, opened
from training import states
from training.consumers import NO_ONE, STRANGER
from training.publisher import Publisher

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]


class Page:
    """A page that keeps what it was told."""

    def __init__(self, socket: SocketClient) -> None:
        self.socket = socket
        self.room: Any = None
        self.tiles: dict[int, Any] = {}
        self.curves: list[Any] = []
        self.frames = 0

    async def frame(self) -> None:
        message = await self.socket.receive()
        assert message["type"] == "websocket.send", message
        self.frames += 1
        told = json.loads(message["text"])
        self.room = told.get("room", self.room)
        self.tiles |= {tile["member"]: tile for tile in told.get("tiles", ())}
        self.tiles = {member: tile for member, tile in self.tiles.items() if member not in told.get("gone", ())}
        self.curves += told.get("curves", ())

    async def until(self, holds: Any) -> None:
        while not holds(self):
            await self.frame()

    def tile(self, nickname: str) -> Any:
        return next((tile for tile in self.tiles.values() if tile["nickname"] == nickname), None)


@asynccontextmanager
async def watching(client: Client, path: str) -> AsyncIterator[Page]:
    async with opened(client, path) as socket:
        yield Page(socket)


@sync_to_async
def a_class() -> tuple[Class, Client, Client, Client]:
    """A class; the browsers of its teacher, of Ada and of Grace."""
    klass = make_class()
    return klass, signed_in(klass.teacher), enter(klass, "Ada"), enter(klass, "Grace")


@sync_to_async
def asked(client: Client, method: str, path: str, **body: Any) -> Any:
    return getattr(client, method)(path, data=body, content_type="application/json")


async def test_strangers_and_other_teachers_are_shown_out() -> None:
    klass, *_ = await a_class()
    other = await sync_to_async(lambda: signed_in(make_person("other", "teacher")))()
    stranger = await sync_to_async(lambda: signed_in(make_person("stranger", "student")))()
    for client, code in ((Client(), NO_ONE), (other, STRANGER), (stranger, STRANGER)):
        async with watching(client, f"/ws/classes/{klass.pk}") as page:
            assert await page.socket.closed_with() == code
    async with watching(stranger, "/ws/classes/nothing") as page:
        assert await page.socket.closed_with() == STRANGER


async def test_a_student_is_told_of_the_room_and_of_nobodys_work() -> None:
    klass, teacher, ada, _ = await a_class()
    path = f"/api/classes/{klass.pk}/wall"
    async with watching(ada, f"/ws/classes/{klass.pk}") as page:
        await page.until(lambda page: page.room)
        assert not page.room["eyes_up"]
        await asked(teacher, "patch", path, eyes_up=True, sentence="Look here")
        await page.until(lambda page: page.room["eyes_up"])
        assert page.room["sentence"] == "Look here"
        async with watching(ada, f"/ws/classes/{klass.pk}") as again:  # who reloads is still covered
            await again.frame()
            assert again.room["eyes_up"]
        await asked(teacher, "patch", path, eyes_up=False)
        await page.until(lambda page: not page.room["eyes_up"])
        assert page.tiles == {}
        await asked(teacher, "patch", f"/api/classes/{klass.pk}/members/{(await sync_to_async(member_of)(klass, 'Ada')).pk}", locked=True)
        assert await page.socket.closed_with() == STRANGER


async def test_students_are_told_the_board_when_a_run_ends() -> None:
    klass, teacher, ada, grace = await a_class()
    path = f"/ws/classes/{klass.pk}"
    await asked(teacher, "patch", f"/api/classes/{klass.pk}/wall", board="anonymous")
    person = (await sync_to_async(member_of)(klass, "Ada")).user_id
    network = await sync_to_async(Network.make)(person, make_document())
    run = await sync_to_async(make_run)(network=network, state="running", summary={"val_accuracy": 0.9})
    async with watching(ada, path) as own, watching(grace, path) as other:
        await own.until(lambda page: page.room)
        assert await sync_to_async(states.move)(run.pk, "finished")
        for page, is_you in ((own, True), (other, False)):
            await page.until(lambda page: page.room and page.room["rankings"])
            assert page.room["rankings"][0]["rows"] == [{"place": 1, "name": None, "result": "0.9", "is_you": is_you}]


async def test_the_wall_follows_a_student_from_the_first_save_to_the_end_of_a_run() -> None:
    klass, teacher, ada, _ = await a_class()
    async with watching(teacher, f"/ws/classes/{klass.pk}") as page:
        await page.until(lambda page: len(page.tiles) == 2)
        made = (await asked(ada, "post", "/api/networks")).json()
        await page.until(lambda page: page.tile("Ada")["network"])
        document = make_document().to_json()
        await asked(ada, "put", f"/api/networks/{made['id']}", revision=1, document=document)
        await page.until(lambda page: page.tile("Ada")["network"]["layers"] == 3)
        network = await Network.objects.aget(pk=made["id"])
        run = await sync_to_async(make_run)(network=network, state="queued")
        await page.until(lambda page: page.tile("Ada")["run"])
        await sync_to_async(states.move)(run.pk, "starting")
        await sync_to_async(states.move)(run.pk, "running")
        publisher = Publisher(run.pk, run.folder, lambda epochs: None)
        for step in range(1, 301):
            logs = {"loss": 1 / step, "accuracy": step / 301}
            publisher.emit([{"kind": "point", "step": step, "epoch": step / 100, "logs": logs, "at": step}])
        await page.until(lambda page: page.curves and page.curves[-1]["points"] and page.curves[-1]["points"][-1][0] == 3.0)
        assert page.curves[-1]["metric"] == "accuracy"
        before = page.frames
        for epoch in (1, 2, 3):
            logs = {"loss": 1.0, "accuracy": 0.5, "val_loss": 1.1, "val_accuracy": 0.4}
            publisher.emit([{"kind": "epoch", "step": epoch * 100, "epoch": epoch, "logs": logs, "at": epoch}])
        publisher.close()
        await page.until(lambda page: page.curves[-1]["epochs"] and page.curves[-1]["epochs"][-1][0] == 3)
        assert page.frames - before <= 3  # what comes at one time is told at one time
        await sync_to_async(states.move)(run.pk, "finished")
        await page.until(lambda page: page.tile("Ada")["run"]["state"] == "finished")
        await asked(teacher, "delete", f"/api/classes/{klass.pk}/members/{page.tile('Ada')['member']}")
        await page.until(lambda page: page.tile("Ada") is None)


async def test_the_wall_marks_who_gets_stuck_while_nothing_happens() -> None:
    klass, teacher, _, _ = await a_class()
    person = (await sync_to_async(member_of)(klass, "Ada")).user_id
    network = await sync_to_async(Network.make)(person, make_document())
    async with watching(teacher, f"/ws/classes/{klass.pk}") as page:
        await page.until(lambda page: page.tile("Ada"))
        began = time.time() - stuck.AFTER + 1  # stuck in a second
        await sync_to_async(stuck.analysed)(person, network.pk, analysis(("wrong_shape", "dense")), began)
        await page.until(lambda page: page.tile("Ada")["stuck"])
        await sync_to_async(stuck.analysed)(person, network.pk, analysis())
        await page.until(lambda page: not page.tile("Ada")["stuck"])


async def test_what_the_server_answers_is_remembered_of_the_open_network(workers: None, redis: Redis) -> None:
    klass, _, ada, _ = await a_class()
    person = (await sync_to_async(member_of)(klass, "Ada")).user_id
    document = make_document().to_json()
    document["edges"] = []
    await asked(ada, "post", "/api/analyse", document=document, network="abc")
    kept = json.loads(redis.get(f"stuck:{person}") or "{}")
    assert kept["network"] == "abc"
    assert kept["faults"]


async def test_readers_follow_what_the_owner_saves_from_the_revision_they_have() -> None:
    _, teacher, ada, _ = await a_class()
    made = (await asked(ada, "post", "/api/networks")).json()
    path = f"/api/networks/{made['id']}"
    await asked(ada, "put", path, revision=1, document=make_document().to_json())
    async with watching(teacher, f"/ws/networks/{made['id']}?after=1") as page:
        first = json.loads((await page.socket.receive())["text"])
        assert (first["revision"], first["document"]["name"]) == (2, "Iris")
        await asked(ada, "put", path, revision=2, document=make_document().to_json() | {"name": "Iris again"})
        second = json.loads((await page.socket.receive())["text"])
        assert (second["revision"], second["document"]["name"]) == (3, "Iris again")


async def test_who_looks_at_what_is_shown_is_shown_out_when_that_ends() -> None:
    klass, teacher, ada, grace = await a_class()
    made = (await asked(ada, "post", "/api/networks")).json()
    await asked(teacher, "patch", f"/api/classes/{klass.pk}/wall", shown=made["id"])
    async with watching(grace, f"/ws/networks/{made['id']}") as page:
        await page.frame()
        await asked(teacher, "patch", f"/api/classes/{klass.pk}/wall", shown=None)
        assert await page.socket.closed_with() == STRANGER


async def test_who_comes_back_after_a_hiccup_is_sent_everyone_again() -> None:
    klass, *_ = await a_class()
    shown = Wall(klass.pk)
    first, again = [json.loads(await shown.begin(None)) for _ in range(2)]
    assert first == again
    assert [again["whole"], len(again["tiles"])] == [True, 2]


def fails_once(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let a function raise what a busy database does the first time that it is called, while the broker is away."""
    works, calls = getattr(module, name), iter([OperationalError("database is locked")])

    def tried(*arguments: Any) -> Any:
        if error := next(calls, None):
            raise error
        return works(*arguments)

    def away() -> Any:
        raise RedisError

    monkeypatch.setattr(module, name, tried)
    monkeypatch.setattr(broker, "async_redis", away)
    monkeypatch.setattr(broker, "AGAIN", 0.01)


async def test_a_room_is_read_again_after_an_error_while_the_broker_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    klass, *_ = await a_class()
    fails_once(monkeypatch, rooms, "read")
    async with asyncio.timeout(10), room_hub.hubs.watched(klass.pk) as hub, aclosing(hub.follow()) as looks:
        assert (await anext(looks)).name == "7b"


async def test_the_wall_is_sent_after_an_error_while_the_broker_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    klass, *_ = await a_class()
    fails_once(monkeypatch, tiles, "read")
    async with asyncio.timeout(10), aclosing(wall_frames(klass.pk)) as frames:  # type: ignore[type-var]
        assert len(json.loads(await anext(frames))["tiles"]) == 2


async def test_who_watches_a_room_that_nobody_reads_any_more_comes_again() -> None:
    klass, _, ada, _ = await a_class()
    async with watching(ada, f"/ws/classes/{klass.pk}") as page:
        await page.until(lambda page: page.room)
        room_hub.hubs.here()[klass.pk].reader.cancel()
        assert await page.socket.closed_with() != STRANGER
        async with watching(ada, f"/ws/classes/{klass.pk}") as again:
            await again.until(lambda page: page.room)

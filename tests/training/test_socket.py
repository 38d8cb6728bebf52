"""The socket of a run, through the whole ASGI application: who may watch, and that every point arrives exactly once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.test import Client
from redis import Redis
from redis.exceptions import RedisError

from config import broker
from config.asgi import application
from tests.training.make_run import make_run
from tests.training.socket_client import SocketClient
from training import archive, hub, states, streams
from training.models import Run
from training.publisher import Publisher
from training.schemas import EventState, Failure
from training.streams import Entry

pytestmark = pytest.mark.django_db(transaction=True)


class Page:
    """A browser tab that watches a run: keeps steps, states and its cursor, as the real one does."""

    def __init__(self, socket: SocketClient) -> None:
        self.socket = socket
        self.steps: list[int] = []
        self.states: list[str] = []
        self.cursor = ""
        self.last: dict[str, Any] = {}

    async def frame(self) -> None:
        message = await self.socket.receive()
        assert message["type"] == "websocket.send", message
        self.last = json.loads(message["text"])
        self.cursor = self.last["cursor"]
        self.steps += [event["step"] for event in self.last["events"] if event["kind"] == "point"]
        self.states += [event["state"] for event in self.last["events"] if event["kind"] == "state"]

    async def until_step(self, step: int) -> None:
        while not self.steps or self.steps[-1] < step:
            await self.frame()

    async def until_state(self, state: str) -> None:
        while not self.states or self.states[-1] != state:
            await self.frame()

    async def close_code(self) -> int:
        while (message := await self.socket.receive())["type"] != "websocket.close":
            pass
        return int(message.get("code", 1000))


@asynccontextmanager
async def watching(client: Client, run: Run, after: str = "") -> AsyncIterator[Page]:
    socket = SocketClient(application, client, f"/ws/runs/{run.pk}?after={after}")
    await socket.open()
    yield Page(socket)
    await socket.close()


class Trainer:
    """A worker's publisher, without the training."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.step = 0
        self.publisher = Publisher(run.pk, run.folder, lambda event: None)

    def points(self, count: int) -> int:
        for _ in range(count):
            self.step += 1
            self.publisher.emit(
                [{"kind": "point", "step": self.step, "epoch": self.step / 100, "logs": {"loss": 1 / self.step}, "at": self.step / 20}]
            )
        return self.step

    async def end(self, state: Any, **fields: Any) -> None:
        await asyncio.to_thread(self.publisher.close)
        await sync_to_async(states.move)(self.run.pk, state, **fields)


@pytest.fixture
def owner(client_of: Callable[[str], Client], redis: Redis) -> Client:
    return client_of("owner")


@pytest.fixture
def run(owner: Client) -> Run:
    return make_run(state="running")


def steps(until: int) -> list[int]:
    return list(range(1, until + 1))


@pytest.mark.parametrize(("role", "code"), [("stranger", 4404), ("no one", 4401)])
async def test_only_the_owner_may_watch(client_of: Callable[[str], Client], redis: Redis, role: str, code: int) -> None:
    run = await sync_to_async(make_run)()
    client = await sync_to_async(client_of)(role)
    async with watching(client, run) as page:
        assert await page.close_code() == code


async def test_a_run_that_does_not_exist_is_refused_like_a_strangers(owner: Client) -> None:
    async with watching(owner, Run(pk="nothing")) as page:
        assert await page.close_code() == 4404


async def test_the_first_frame_tells_the_state_and_the_history(owner: Client, run: Run) -> None:
    trainer = Trainer(run)
    trainer.points(30)
    await asyncio.to_thread(trainer.publisher.close)
    async with watching(owner, run) as page:
        await page.frame()
        assert page.steps == steps(30)
        empty = dict.fromkeys(("position", "wait", "waits_for", "gave_way", "failure"))
        assert page.last["events"][-1] == {"kind": "state", "state": "running", "moves": 0} | empty


async def test_a_reload_a_second_tab_and_a_late_page_each_see_every_point_once(owner: Client, run: Run) -> None:
    trainer = Trainer(run)
    async with watching(owner, run) as early:
        await early.frame()
        await early.until_step(trainer.points(20))
        async with watching(owner, run) as second:
            await second.frame()
            last = trainer.points(20)
            await early.until_step(last)
            await second.until_step(last)
        async with watching(owner, run) as reloaded:
            await reloaded.frame()
            last = trainer.points(20)
            await trainer.end("finished")
            for page in (early, reloaded):
                await page.until_state("finished")
                assert await page.close_code() == 1000
    async with watching(owner, run) as late:
        await late.until_state("finished")
    assert early.steps == reloaded.steps == late.steps == steps(last)
    assert second.steps == steps(40)


async def test_a_socket_that_was_down_goes_on_from_its_cursor(owner: Client, run: Run) -> None:
    trainer = Trainer(run)
    async with watching(owner, run) as before:
        await before.frame()
        await before.until_step(trainer.points(10))
    trainer.points(500)
    async with watching(owner, run, before.cursor) as after:
        await after.until_step(trainer.points(10))
        await trainer.end("stopped")
    assert before.steps + after.steps == steps(520)


async def test_a_page_that_reads_slowly_holds_up_no_other_and_misses_nothing(owner: Client, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "TAIL", 3)
    trainer = Trainer(run)
    async with watching(owner, run) as quick, hub.hubs.watched(run.pk) as shared:
        slow = shared.follow(0)
        texts = [await anext(slow)]
        await quick.frame()
        for _ in range(12):
            await quick.until_step(trainer.points(1))
        await trainer.end("finished")
        await quick.until_state("finished")
        texts += [text async for text in slow]
    events = [event for text in texts for event in json.loads(text)["events"]]
    assert [event["step"] for event in events if event["kind"] == "point"] == quick.steps == steps(12)
    assert [event["state"] for event in events if event["kind"] == "state"][-1] == "finished"
    assert len(texts) < 12


async def test_points_that_never_reached_the_broker_arrive_with_the_end(owner: Client, run: Run) -> None:
    """As when the worker's child is killed between the archive and the stream."""
    trainer = Trainer(run)
    async with watching(owner, run) as page:
        await page.frame()
        await page.until_step(trainer.points(5))
        await asyncio.to_thread(trainer.publisher.close)
        file = archive.Archive(run.folder)
        file.append(archive.encode({"kind": "point", "step": 6, "epoch": 0.1, "logs": {}, "at": 1.0}))
        file.close()
        await sync_to_async(states.move)(run.pk, "failed", failure=Failure(message="Gone.", node="dense"))
        await page.until_state("failed")
    assert page.steps == steps(6)
    assert page.last["events"][-1]["failure"] == {"message": "Gone.", "node": "dense"}


async def test_entries_the_broker_lost_are_read_from_the_archive(owner: Client, run: Run, redis: Redis) -> None:
    trainer = Trainer(run)
    async with watching(owner, run) as page:
        await page.frame()
        await page.until_step(trainer.points(5))
        file = trainer.publisher._archive
        file.append(archive.encode({"kind": "point", "step": 6, "epoch": 0.1, "logs": {}, "at": 1.0}))
        redis.flushdb()
        trainer.step = 6
        await page.until_step(trainer.points(1))
        await trainer.end("finished")
        await page.until_state("finished")
    assert page.steps == steps(7)


async def test_a_state_older_than_the_known_one_is_not_shown(owner: Client, run: Run) -> None:
    async with watching(owner, run) as page:
        await page.frame()
        await sync_to_async(states.move)(run.pk, "stopping")
        await page.until_state("stopping")
        await sync_to_async(streams.add_state)(run.pk, EventState(state="running"))
        await sync_to_async(states.move)(run.pk, "stopped")
        await page.until_state("stopped")
    assert page.states == ["running", "stopping", "stopped"]


async def test_the_hub_ends_with_its_last_watcher(owner: Client, run: Run) -> None:
    hubs = hub.hubs.here()
    async with watching(owner, run) as page:
        await page.frame()
        async with watching(owner, run) as second:
            await second.frame()
            assert hubs[run.pk].watchers == 2
        reader = hubs[run.pk].reader
    assert run.pk not in hubs
    assert reader.done()


async def test_a_long_history_is_thinned_for_a_late_page(owner: Client, run: Run) -> None:
    trainer = Trainer(run)
    last = trainer.points(archive.MOST_POINTS + 1_000)
    await trainer.end("finished")
    async with watching(owner, run) as page:
        await page.until_state("finished")
    assert len(page.steps) <= archive.MOST_POINTS
    assert (page.steps[0], page.steps[-1]) == (1, last)


async def test_a_crowd_is_sent_what_came_meanwhile_as_one_frame(owner: Client, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written = asyncio.Event()

    async def rest(_: hub.RunHub, began: float) -> None:
        await written.wait()

    monkeypatch.setattr(hub.RunHub, "_rest", rest)
    file = archive.Archive(run.folder)
    async with watching(owner, run) as page:
        await page.frame()
        for step in steps(6):
            line = archive.encode({"kind": "point", "step": step, "epoch": 0.1, "logs": {}, "at": 1.0})
            start, end = file.append(line)
            await asyncio.to_thread(streams.add_events, run.pk, start, end, archive.frame(line.decode().rstrip(), end))
        written.set()
        frames = 0
        while page.steps[-1:] != [6]:
            frames += 1
            await page.frame()
        file.close()
        await sync_to_async(states.move)(run.pk, "finished")
        await page.until_state("finished")
    assert page.steps == steps(6)
    assert frames <= 2


def test_only_entries_that_follow_each_other_are_joined() -> None:
    entries = [Entry(start, end, archive.frame(f'"{start}"', end)) for start, end in ((0, 5), (5, 9), (12, 20))]
    assert hub.joined(entries) == [Entry(0, 9, archive.frame('"0","5"', 9)), entries[2]]


async def test_a_silent_run_gets_a_sign_of_life(owner: Client, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "SILENCE", 0.1)
    async with watching(owner, run) as page:
        await page.frame()
        await page.frame()
        assert page.last == {"events": [], "cursor": "0"}


async def test_a_run_that_goes_on_after_its_end_is_followed_again(owner: Client, run: Run) -> None:
    trainer = Trainer(run)
    async with watching(owner, run) as page:
        await page.until_state("running")
        trainer.points(2)
        await trainer.end("finished")
        await page.until_state("finished")
    await sync_to_async(states.move)(run.pk, "queued")
    async with watching(owner, run, page.cursor) as page:
        await page.until_state("queued")
        more = Trainer(run)
        more.step = 2
        await sync_to_async(states.move)(run.pk, "starting")
        await sync_to_async(states.move)(run.pk, "running")
        more.points(2)
        await page.until_step(4)
        await more.end("finished")
        await page.until_state("finished")
    assert page.steps == [3, 4]


async def test_a_hub_reads_on_after_an_error_while_the_broker_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    run = await sync_to_async(make_run)(state="running")
    works, errors = states.current, iter([OperationalError("database is locked")])

    def tried(run_id: str) -> Any:
        if error := next(errors, None):
            raise error
        return works(run_id)

    def away() -> Any:
        raise RedisError

    monkeypatch.setattr(states, "current", tried)
    monkeypatch.setattr(broker, "async_redis", away)
    monkeypatch.setattr(broker, "AGAIN", 0.01)
    async with asyncio.timeout(10), hub.hubs.watched(run.pk) as watched, aclosing(watched.follow(0)) as frames:  # type: ignore[type-var]
        assert '"running"' in await anext(frames)

"""The reaper: which runs are taken for lost, when a worker is killed, what is sent again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.training.make_run import make_run
from training import reaper, starting, streams
from training.core.commands import Command
from training.core.folder import CHECKPOINT_FILE, HEAVIEST_FILE
from training.limits import explain_death
from training.lost import take_back
from training.models import Run
from training.reaper import Reaper

pytestmark = pytest.mark.django_db


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(starting, "kill", found.append)
    return found


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(starting, "send", lambda run_id, task: found.append(run_id))
    return found


class Clock:
    """Time that passes when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(reaper, "monotonic", clock)
    return clock


def state(run: Run) -> str:
    return str(Run.objects.values_list("state", flat=True).get(pk=run.pk))


@pytest.mark.parametrize(("before", "after"), [("starting", "queued"), ("running", "queued"), ("pausing", "paused"), ("stopping", "stopped")])
def test_a_run_without_a_lease_is_taken_back_after_a_while(
    redis: Redis, clock: Clock, killed: list[str], sent: list[str], before: str, after: str
) -> None:
    run, sweeper = make_run(state=before, task="t"), Reaper()
    sweeper.sweep()
    assert state(run) == before
    clock.now += reaper.GRACE
    sweeper.sweep()
    assert state(run) == after
    assert killed == ["t"]
    assert sent == ([run.pk] if after == "queued" else [])
    run.refresh_from_db()
    assert run.failure is None
    assert (run.task == "") == (after == "paused")


def test_a_worker_that_is_lost_in_a_pause_leaves_the_run_paused(redis: Redis, clock: Clock, killed: list[str], sent: list[str]) -> None:
    run, sweeper = make_run(state="paused", task="t"), Reaper()
    sweeper.sweep()
    clock.now += reaper.GRACE
    sweeper.sweep()
    run.refresh_from_db()
    assert (run.state, run.task, sent) == ("paused", "", [])


def lose(run: Run) -> None:
    run.refresh_from_db()
    Run.objects.filter(pk=run.pk).update(state="running")
    take_back(run.pk, run.task, reaper.LOST)
    run.refresh_from_db()


def test_a_run_that_is_lost_three_times_without_a_checkpoint_fails(redis: Redis, sent: list[str]) -> None:
    run = make_run(state="running", task="t")
    lose(run)
    lose(run)
    assert (run.state, run.resumes, run.attempt) == ("queued", "lost", 2)
    lose(run)
    assert (run.state, run.failure, len(sent)) == ("failed", reaper.LOST.model_dump(), 2)


def test_a_new_checkpoint_counts_as_coming_further(redis: Redis, sent: list[str]) -> None:
    run = make_run(state="running", task="t")
    run.folder.mkdir(parents=True)
    for _ in range(4):
        (run.folder / CHECKPOINT_FILE).unlink(missing_ok=True)
        (run.folder / CHECKPOINT_FILE).touch()
        lose(run)
    assert (run.state, run.attempt) == ("queued", 1)


def test_a_message_that_is_void_takes_nothing_back(redis: Redis, sent: list[str]) -> None:
    run = make_run(state="running", task="new")
    take_back(run.pk, "old", reaper.LOST)
    assert (state(run), sent) == ("running", [])


def test_a_run_with_a_lease_is_left_alone(redis: Redis, clock: Clock, killed: list[str]) -> None:
    run, sweeper = make_run(state="running", task="t"), Reaper()
    streams.renew_lease(run.pk, "t")
    for _ in range(3):
        clock.now += reaper.GRACE
        sweeper.sweep()
    streams.drop_lease(run.pk, "t")
    sweeper.sweep()
    streams.renew_lease(run.pk, "t")
    clock.now += reaper.GRACE
    sweeper.sweep()
    assert state(run) == "running"


def test_the_lease_of_an_older_message_does_not_count(redis: Redis, clock: Clock, killed: list[str], sent: list[str]) -> None:
    run, sweeper = make_run(state="running", task="new"), Reaper()
    streams.renew_lease(run.pk, "old")
    sweeper.sweep()
    clock.now += reaper.GRACE
    sweeper.sweep()
    assert state(run) == "queued"


def test_time_without_a_broker_does_not_count(redis: Redis, clock: Clock, killed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run, sweeper = make_run(state="running", task="t"), Reaper()
    sweeper.sweep()
    with monkeypatch.context() as patch:
        patch.setenv("REDIS_URL", "unix:///nowhere/broker.sock")
        with pytest.raises(RedisError):
            sweeper.sweep()
    sweeper.forget()
    clock.now += reaper.GRACE
    sweeper.sweep()
    assert state(run) == "running"


def test_a_worker_that_does_not_stop_is_killed(redis: Redis, killed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run, sweeper = make_run(state="stopping", task="t"), Reaper()
    streams.renew_lease(run.pk, "t")
    sweeper.sweep()
    assert (state(run), killed) == ("stopping", [])
    Run.objects.filter(pk=run.pk).update(moved=run.moved - reaper.OBEY)
    sweeper.sweep()
    assert (state(run), killed) == ("stopped", ["t"])


def test_a_pause_that_the_broker_lost_is_asked_for_again_now_and_then(redis: Redis, clock: Clock, killed: list[str]) -> None:
    run, sweeper = make_run(state="pausing", task="t"), Reaper()
    streams.renew_lease(run.pk, "t")
    sweeper.sweep()
    assert streams.wait_for_command(run.pk, 0.01) is None
    Run.objects.filter(pk=run.pk).update(moved=run.moved - 2 * reaper.HEARD)
    for _ in range(2):
        sweeper.sweep()
        sweeper.sweep()
        clock.now += reaper.HEARD.total_seconds()
    assert [streams.wait_for_command(run.pk, 0.01) for _ in range(3)] == [Command("still_pause"), Command("still_pause"), None]
    assert (state(run), killed) == ("pausing", [])


def test_a_queued_run_whose_message_is_nowhere_is_sent_again_once(redis: Redis, clock: Clock, sent: list[str]) -> None:
    run, sweeper = make_run(task="t"), Reaper()
    sweeper.sweep()
    assert sent == []
    clock.now += reaper.IDLE
    sweeper.sweep()
    sweeper.sweep()
    assert sent == [run.pk]
    run.refresh_from_db()
    assert run.task != "t"
    assert not starting.send_again(run.pk, "t")


@pytest.mark.parametrize("reason", ["busy", "waiting"])
def test_a_queued_run_waits_while_a_worker_is_busy_or_its_message_is_there(
    redis: Redis, clock: Clock, sent: list[str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_run(task="t")
    sweeper = Reaper()
    if reason == "busy":
        streams.renew_lease(make_run(state="running", task="b").pk, "b")
    else:
        monkeypatch.setattr(streams, "waiting_messages", lambda queue: 1)
    for _ in range(3):
        clock.now += reaper.IDLE
        sweeper.sweep()
    assert sent == []


@pytest.mark.parametrize(
    ("reason", "sentence", "may_go_on"),
    [
        ("Worker exited prematurely: signal 9 (SIGKILL) Job: 0.", "was killed three times", True),
        ("Worker exited prematurely: signal 11 (SIGSEGV) Job: 3.", "ran out of memory", False),
        ("Worker exited prematurely: signal 6 (SIGABRT) Job: 3.", "ran out of memory", False),
        ("Worker exited prematurely: exitcode 127 Job: 1.", "ran out of memory", False),
        ("Worker exited prematurely: exitcode 3 Job: 1.", "exitcode 3", True),
        ("", "its process ended", True),
    ],
)
def test_the_end_of_a_process_is_put_into_words(reason: Any, sentence: str, may_go_on: bool, tmp_path: Path) -> None:
    death = explain_death(reason, tmp_path)
    assert sentence in death.failure.message
    assert death.may_go_on == may_go_on


def test_a_death_by_memory_names_the_node(tmp_path: Path) -> None:
    (tmp_path / HEAVIEST_FILE).write_text('{"node": "dense_1", "batch_size": 4096}')
    failure = explain_death("Worker exited prematurely: signal 11 (SIGSEGV) Job: 3.", tmp_path).failure
    assert failure.node == "dense_1"
    assert "lower the batch size of 4096" in failure.message

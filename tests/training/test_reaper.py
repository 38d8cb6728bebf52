"""The reaper: which runs are taken for lost, when a worker is killed, what is sent again."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.training.make_run import make_run
from training import reaper, starting, streams
from training.limits import KILLED, OUT_OF_MEMORY, explain_death
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


@pytest.mark.parametrize(("before", "after"), [("starting", "failed"), ("running", "failed"), ("stopping", "stopped")])
def test_a_run_without_a_lease_is_lost_after_a_while(redis: Redis, clock: Clock, killed: list[str], before: str, after: str) -> None:
    run, sweeper = make_run(state=before, task="t"), Reaper()
    sweeper.sweep()
    assert state(run) == before
    clock.now += reaper.GRACE
    sweeper.sweep()
    assert state(run) == after
    assert killed == ["t"]
    run.refresh_from_db()
    assert (run.failure is None) == (after == "stopped")


def test_a_run_left_over_from_an_earlier_start_is_told_as_interrupted(redis: Redis, clock: Clock, killed: list[str]) -> None:
    before, back, sweeper = make_run(state="running", task="a"), make_run(state="running", task="b"), Reaper()
    sweeper.sweep()
    later = make_run(state="running", task="c")
    streams.renew_lease(back.pk, "b")  # its worker only was without a broker for a moment
    sweeper.sweep()
    streams.drop_lease(back.pk, "b")
    sweeper.sweep()
    clock.now += reaper.GRACE
    sweeper.sweep()
    messages = [Run.objects.get(pk=run.pk).failure for run in (before, back, later)]
    assert messages == [reaper.INTERRUPTED.model_dump(), reaper.LOST.model_dump(), reaper.LOST.model_dump()]


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


def test_the_lease_of_an_older_message_does_not_count(redis: Redis, clock: Clock, killed: list[str]) -> None:
    run, sweeper = make_run(state="running", task="new"), Reaper()
    streams.renew_lease(run.pk, "old")
    sweeper.sweep()
    clock.now += reaper.GRACE
    sweeper.sweep()
    assert state(run) == "failed"


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
    ("reason", "sentence"),
    [
        ("Worker exited prematurely: signal 9 (SIGKILL) Job: 0.", KILLED),
        ("Worker exited prematurely: signal 11 (SIGSEGV) Job: 3.", OUT_OF_MEMORY),
        ("Worker exited prematurely: signal 6 (SIGABRT) Job: 3.", OUT_OF_MEMORY),
        ("Worker exited prematurely: exitcode 127 Job: 1.", OUT_OF_MEMORY),
        ("Worker exited prematurely: exitcode 3 Job: 1.", "exitcode 3"),
        ("", "its process ended"),
    ],
)
def test_the_end_of_a_process_is_put_into_words(reason: Any, sentence: str) -> None:
    assert sentence in explain_death(reason).message

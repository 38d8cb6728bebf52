"""Moves of a run's state: which are allowed, who is told, who wins a race."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

from tests.training.make_run import make_run
from training import states, streams
from training.models import Run
from training.schemas import Failure, RunState

ALLOWED = {
    ("starting", "queued"),
    ("running", "queued"),
    ("paused", "queued"),
    ("finished", "queued"),
    ("stopped", "queued"),
    ("starting", "pausing"),
    ("running", "pausing"),
    ("pausing", "paused"),
    ("queued", "paused"),
    ("running", "paused"),
    ("pausing", "stopping"),
    ("pausing", "finished"),
    ("pausing", "failed"),
    ("paused", "stopping"),
    ("paused", "stopped"),
    ("queued", "starting"),
    ("queued", "stopped"),
    ("queued", "failed"),
    ("starting", "running"),
    ("starting", "stopping"),
    ("starting", "failed"),
    ("running", "stopping"),
    ("running", "finished"),
    ("running", "stopped"),
    ("pausing", "stopped"),
    ("running", "failed"),
    ("stopping", "stopped"),
    ("stopping", "finished"),
    ("stopping", "failed"),
}
STATES: tuple[RunState, ...] = ("queued", "starting", "running", "pausing", "paused", "stopping", "finished", "stopped", "failed")

pytestmark = pytest.mark.django_db


def told(redis: Redis, run: Run) -> list[dict[str, Any]]:
    rows: Any = redis.xrange(streams.state_key(run.pk))
    return [json.loads(fields[b"state"]) for _, fields in rows]


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_a_run_moves_only_along_the_table(redis: Redis, before: RunState, after: RunState) -> None:
    run = make_run(state=before)
    moved = states.move(run.pk, after)
    assert moved == ((before, after) in ALLOWED)
    run.refresh_from_db()
    assert run.state == (after if moved else before)
    news = [event for event in told(redis, run) if event["position"] is None]
    assert [(event["state"], event["moves"]) for event in news] == ([(after, 1)] if moved else [])


def test_of_two_moves_from_one_state_one_succeeds(redis: Redis) -> None:
    run = make_run(state="running")
    assert states.move(run.pk, "finished", has_model=True)
    assert not states.move(run.pk, "failed", failure=Failure(message="too late"))
    run.refresh_from_db()
    assert (run.state, run.failure, run.has_model) == ("finished", None, True)
    assert run.ended is not None


def test_a_void_message_starts_nothing(redis: Redis) -> None:
    run = make_run(task="new")
    assert not states.move(run.pk, "starting", task="old")
    assert states.move(run.pk, "starting", task="new")
    assert not states.move(run.pk, "starting", task="new")


def test_queued_runs_are_told_their_new_place_when_one_leaves(redis: Redis) -> None:
    first, second, third = (make_run() for _ in range(3))
    assert {run: place.position for run, place in states.positions().items()} == {first.pk: 1, second.pk: 2, third.pk: 3}
    states.move(first.pk, "starting")
    assert [event["position"] for event in told(redis, third)] == [2]
    states.move(second.pk, "stopped")
    assert [event["position"] for event in told(redis, third)] == [2, 1]


def test_a_move_without_a_broker_still_counts(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(state="running")
    monkeypatch.setenv("REDIS_URL", "unix:///nowhere/broker.sock")
    assert states.move(run.pk, "failed", failure=Failure(message="No.", node="dense"))
    found = states.current(run.pk)
    assert found is not None
    assert (found.state, found.failure) == ("failed", Failure(message="No.", node="dense"))


def test_the_state_of_a_run_that_is_gone_is_none(client_of: Callable[[str], Any]) -> None:
    assert states.current("gone") is None

"""Turns: whose run is next, and that tickets are neither lost nor spent twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from redis import Redis

from tests.training.make_run import make_network, make_run
from training import starting, states, tasks, turns
from training.models import Run
from training.turns import Waiting

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PEOPLE = {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("waiting", "held", "recent", "order"),
    [
        ("", {}, {}, ""),
        ("a1 a2 a3", {}, {}, "a1 a2 a3"),
        ("a1 a2 a3 b1", {}, {}, "a1 b1 a2 a3"),
        ("a1 a2 a3 b1", {"a": 1}, {}, "b1 a1 a2 a3"),
        ("a1 a2 a3 b1 b2 c1", {"a": 1}, {}, "b1 c1 a1 b2 a2 a3"),
        ("a1 b1", {"a": 1, "b": 2}, {}, "a1 b1"),
        ("a1 b1", {}, {"a": 30.0}, "b1 a1"),
        ("a1 b1", {"b": 1}, {"a": 3000.0}, "a1 b1"),
        ("a1 b1 c1", {}, {"a": 20.0, "b": 10.0, "c": 10.0}, "b1 c1 a1"),
    ],
)
def test_the_next_run_is_of_whoever_has_had_the_least(waiting: str, held: dict[str, int], recent: dict[str, float], order: str) -> None:
    runs = [Waiting(name, PEOPLE[name[0]], NOON + timedelta(seconds=place)) for place, name in enumerate(waiting.split())]
    found = turns.in_turn(runs, {PEOPLE[name]: n for name, n in held.items()}, {PEOPLE[name]: n for name, n in recent.items()})
    assert [run.run for run in found] == order.split()


def tickets() -> dict[str, str]:
    """By ticket, the run whose it is, of those that wait."""
    return dict(Run.objects.filter(turns.WAITING).values_list("task", "pk"))


@pytest.mark.django_db
def test_a_ticket_goes_to_the_run_whose_turn_it_is_and_the_other_takes_its_own() -> None:
    network = make_network()
    make_run(network=network, state="running", task="held")
    first, second = make_run(network=network, task="1"), make_run(network=network, task="2")
    stranger = make_run("stranger", task="3")
    assert turns.take("1") == stranger.pk
    assert tickets() == {"2": second.pk, "3": first.pk}
    stranger.refresh_from_db()
    assert (stranger.task, stranger.waiting, stranger.state) == ("1", None, "queued")
    assert turns.take("1") is None, "it is spent"
    assert [turns.take(task) for task in ("2", "3", "4")] == [first.pk, second.pk, None]


@pytest.mark.django_db
def test_a_ticket_is_good_for_its_own_queue_alone() -> None:
    make_run("stranger", task="1", queue="gpu")
    here = [make_run(task="2", queue="cpu"), make_run(task="3", queue="cpu")]
    assert [turns.take(task) for task in ("3", "2")] == [run.pk for run in here]


@pytest.mark.django_db
def test_a_run_that_was_stopped_or_sent_again_leaves_a_void_ticket(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "send", lambda run_id, task: None)
    stopped, again = make_run(task="1"), make_run(task="2")
    starting.stop(stopped.pk)
    assert starting.send_again(again.pk, "2")
    assert [turns.take(task) for task in ("1", "2")] == [None, None]
    assert len(tickets()) == 1


@pytest.mark.django_db
def test_a_run_that_kept_its_worker_is_given_to_no_other(redis: Redis) -> None:
    kept = make_run(state="paused", task="0")
    states.move(kept.pk, "queued")
    waiting = make_run(task="1")
    assert turns.take("0") is None
    assert turns.take("1") == waiting.pk


@pytest.mark.django_db
def test_a_child_that_dies_with_a_ticket_gives_back_the_run_that_it_trained(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "send", lambda run_id, task: None)
    monkeypatch.setattr("training.tasks.connection.close", lambda: None)
    own, stranger = make_run(task="1"), make_run("stranger", task="2")
    make_run(network=own.network, state="running", task="held")
    assert turns.take("1") == stranger.pk
    tasks.note_death(RuntimeError("signal 9"), "1")
    stranger.refresh_from_db()
    assert (stranger.state, stranger.task != "1", stranger.waiting is not None) == ("queued", True, True)
    assert tickets().keys() == {"2", stranger.task}


@pytest.mark.django_db
def test_training_of_the_last_hour_counts(redis: Redis) -> None:
    now = timezone.now()
    minute = timedelta(minutes=1)
    make_run(state="finished", began=now - 200 * minute)
    make_run(state="finished", began=now - 40 * minute)
    Run.objects.filter(state="finished").update(moved=now - 30 * minute)
    make_run(state="running", task="t", began=now - 10 * minute)
    [owner] = {run.network.owner_id for run in Run.objects.all()}
    assert turns.trained_by([owner])[owner] == pytest.approx(60 * 50, abs=2)

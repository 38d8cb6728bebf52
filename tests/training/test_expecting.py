"""How long a run that waits is told to wait."""

from __future__ import annotations

from datetime import timedelta
from math import inf

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis import Redis

from tests.training.make_run import make_network, make_run
from tests.training.test_workers import There
from training import expecting, states, streams
from training.expecting import Place, Wanting


@pytest.mark.parametrize(
    ("places", "runs", "waits"),
    [
        ([], [Wanting("a", 10)], [inf]),
        ([Place()], [Wanting("a", 10), Wanting("b", 10), Wanting("c", 10)], [0, 10, 20]),
        ([Place(5), Place(7)], [Wanting("a", 10), Wanting("b", 10), Wanting("c", 10)], [5, 7, 15]),
        ([Place(inf, inf)], [Wanting("a", 10)], [inf]),
        ([Place(inf, inf), Place(5, inf)], [Wanting("a", inf), Wanting("b", 1)], [5, inf]),
        ([Place(inf, 20)], [Wanting("a", 10, asks=50), Wanting("b", 10)], [50, 60]),
        ([Place(inf, 70)], [Wanting("a", inf, asks=50), Wanting("b", inf, asks=50)], [70, 130]),
        ([Place(5, 70)], [Wanting("a", 10, asks=50)], [5]),
    ],
)
def test_turns_are_played_through(places: list[Place], runs: list[Wanting], waits: list[float]) -> None:
    assert list(expecting.expected(runs, places, least=60).values()) == waits


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch, redis: Redis) -> There:
    found = There()
    monkeypatch.setattr(streams, "workers", lambda: found.told)
    found.announce("cpu", name="here")
    return found


@pytest.mark.django_db
def test_a_wait_is_told_as_far_as_epochs_were_measured(there: There) -> None:
    network, now = make_network(), timezone.now()
    running = make_run(network=network, state="running", task="t", worker="here", began=now)
    type(running).objects.update(epochs=100, epoch=60)
    second = make_run(network=network, queue="cpu")
    third = make_run(network=network, queue="cpu")
    assert [states.positions()[run.pk].wait for run in (second, third)] == [None, None]
    type(running).objects.filter(pk=running.pk).update(pace=5.0)
    assert [states.positions()[run.pk].wait for run in (second, third)] == [240, 240], "203 and 216 seconds"


@pytest.mark.django_db
def test_whoever_has_no_run_waits_until_one_gives_way(there: There) -> None:
    make_run(state="running", task="t", worker="here", began=timezone.now() - timedelta(hours=1))
    waiting = make_run("stranger", queue="cpu")
    assert states.positions()[waiting.pk].wait == 60


@pytest.mark.django_db
def test_a_hundred_runs_that_wait_cost_no_more_questions_than_two(there: There) -> None:
    counts = []
    for more in (2, 98):
        for person in range(more):
            make_run(f"student {person}", queue="cpu")
        with CaptureQueriesContext(connection) as asked:
            states.positions()
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10

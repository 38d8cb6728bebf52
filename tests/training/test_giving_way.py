"""Who gives way to whoever has nothing in training, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis

from tests.training.make_run import make_document, make_network, make_run
from tests.training.test_turns import PEOPLE
from tests.training.test_workers import There
from tests.training.wait_for import wait_for_state
from training import archive, giving_way, starting, streams
from training.core.commands import Command
from training.giving_way import Training
from training.models import Run
from training.schemas import WorkerOut
from training.turns import Waiting

LONG = 100_000  # epochs: until it is stopped
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def worker(runs: int) -> WorkerOut:
    return WorkerOut(name="w", host="", backend="tensorflow", versions={}, queues=["cpu"], devices=[], cores=1, memory=1, runs=runs, busy=0)


def seconds(text: str) -> timedelta:
    return timedelta(seconds=int(text))


@pytest.mark.parametrize(
    ("waiting", "training", "chosen"),
    [  # a person and since when
        ("b61", "a300", "a300"),
        ("b59", "a300", ""),
        ("b61", "a59", ""),
        ("a61", "a300", ""),
        ("b61 c61", "a300", "a300"),
        ("b61", "a300 a200 c400", "a300"),
        ("b61 b61", "a300 a200", "a300"),
        ("b61 c61", "a300 a200", "a300 a200"),
        ("b61", "a300 c400", "c400"),
        ("b61", "a300! a200", ""),
        ("b61 c61", "a300! a200", "a200"),
        ("b61", "a300? a200", "a200"),
    ],
)
def test_the_longest_run_of_whoever_has_the_most_gives_way(waiting: str, training: str, chosen: str) -> None:
    waits = [Waiting(f"{place}", PEOPLE[text[0]], NOW - seconds(text[1:])) for place, text in enumerate(waiting.split())]
    held = [
        Training(
            text.strip("!?"),
            PEOPLE[text[0]],
            "paused" if text.endswith("?") else "running",
            "t",
            "w",
            NOW - seconds(text[1:].strip("!?")),
            NOW - timedelta(seconds=5) if text.endswith("!") else None,
        )
        for text in training.split()
    ]
    assert [run.run for run in giving_way.chosen(waits, held, [worker(len(held))], NOW)] == chosen.split()
    assert giving_way.chosen(waits, held, [worker(len(held) + 2)], NOW) == [], "there is room"


@pytest.mark.django_db
def test_of_several_that_look_at_once_one_asks(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    there = There()
    there.announce("cpu", name="here")
    monkeypatch.setattr(streams, "workers", lambda: there.told)
    long_ago = timezone.now() - timedelta(minutes=5)
    run = make_run(state="running", task="t", worker="here", queue="cpu", began=long_ago)
    make_run("stranger", queue="cpu", waiting=long_ago)
    for _ in range(3):
        giving_way.look()
    assert streams.wait_for_command(run.pk, 0.01) == Command("give_way")
    assert streams.wait_for_command(run.pk, 0.01) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers")
def test_a_long_run_lets_somebody_elses_train_and_goes_on_by_itself(redis: Redis, settings: Any) -> None:
    settings.GIVE_WAY_SECONDS = 0
    long = start("owner", LONG)
    wait_for_state(long, "running", redis=redis)
    more = [start("owner", 1, seed) for seed in (1, 2)]
    short = start("stranger", 1)
    giving_way.look()
    assert wait_for_state(short, "finished", "failed", redis=redis) == "finished"
    left = Run.objects.get(pk=long).epoch
    for run in more:
        assert wait_for_state(run, "finished", "failed", redis=redis) == "finished"
    wait_for_state(long, "running", redis=redis)
    starting.stop(long)
    assert wait_for_state(long, "stopped", "failed", redis=redis) == "stopped"
    began = {run.pk: run.began for run in Run.objects.all()}
    assert sorted(began, key=lambda pk: began[pk] or NOW) == [short, *more, long]
    told = archive.told(Run(pk=long).folder)
    assert told.ended
    assert left <= told.epoch < LONG


def start(role: str, epochs: int, seed: int = 0) -> str:
    document = make_document(epochs=epochs, seed=seed)
    network = make_network(role, document)
    run, _ = starting.start(network.pk, document)
    return run.pk

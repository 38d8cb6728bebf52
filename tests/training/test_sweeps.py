"""Sweeps through the API, the real broker and the real workers, from the button to the best trial."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from redis import Redis

from designer.core.document import Document
from tests.training.make_run import make_network
from tests.training.make_sweep import RATE, RATES, UNITS, make_search, make_sweep, make_trial
from tests.training.wait_for import wait_for_state, wait_for_sweep
from training import trials
from training.models import Run, Sweep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("workers")]


@pytest.fixture
def owner(client_of: Callable[[str], Client], redis: Redis) -> Client:
    return client_of("owner")


def start(client: Client, document: Document) -> str:
    answer = client.post(f"/api/networks/{make_network().pk}/sweeps", {"document": document.to_json()}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def read(client: Client, sweep: str) -> Any:
    answer = client.get(f"/api/sweeps/{sweep}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_grid_of_two_by_two_trains_four_runs_and_names_the_best(owner: Client, redis: Redis) -> None:
    sweep = start(owner, make_search(UNITS, RATE | {"values": [1e-6, 0.05]}, epochs=2))
    assert wait_for_sweep(sweep, "finished", "failed", redis=redis) == "finished"
    found = read(owner, sweep)
    assert [(trial["state"], trial["values"]) for trial in found["trials"]] == [
        ("finished", {"units": units, "rate": rate}) for units in (4, 8) for rate in (1e-6, 0.05)
    ]
    objectives = [trial["objective"] for trial in found["trials"]]
    assert found["best"] == 1 + objectives.index(min(objectives))
    assert found["best"] in (2, 4), "the rate that learns"
    for trial in found["trials"]:
        run = Run.objects.get(pk=trial["run"])
        assert len(run.measured) == 2
        assert min(value for value in run.measured if value is not None) == trial["objective"]
        assert run.has_model
        events = owner.get(f"/api/runs/{run.pk}/events").json()["events"]
        assert [event["logs"]["val_loss"] for event in events if event["kind"] == "epoch"] == run.measured


@pytest.mark.parametrize("pruning", ["median", "hyperband"])
def test_a_hopeless_trial_is_pruned_and_keeps_what_it_learned(owner: Client, redis: Redis, pruning: str) -> None:
    """The trials before it are said to have been perfect."""
    document = make_search(RATES, method="optuna", trials=6, epochs=30, pruning=pruning)
    sweep = make_sweep(document=document)
    for number in range(1, 6):
        make_trial(sweep, measured=[0.0] * 30, epochs=30, epoch=30, values={"rate": number / 100})
    trials.propose(sweep.pk)
    assert wait_for_sweep(sweep.pk, "finished", "failed", redis=redis) == "finished"
    trial = read(owner, sweep.pk)["trials"][-1]
    assert (trial["number"], trial["state"]) == (6, "pruned")
    assert trial["epoch"] < 30
    run = Run.objects.get(pk=trial["run"])
    assert run.pruned.startswith(f"Pruned after epoch {run.epoch}: ")
    assert run.has_model
    assert run.pruned in owner.get(f"/api/runs/{run.pk}/log").content.decode()


def test_a_sweep_is_paused_goes_on_and_is_stopped_with_all_that_is_under_way(owner: Client, redis: Redis) -> None:
    sweep = start(owner, make_search(epochs=100_000))
    run = wait_for_trial(sweep, 1, redis)
    wait_for_state(run, "running", redis=redis)
    assert owner.post(f"/api/sweeps/{sweep}/pause").json()["state"] == "paused"
    wait_for_state(run, "paused", redis=redis)
    assert owner.post(f"/api/sweeps/{sweep}/resume", {}, content_type="application/json").status_code == 200
    wait_for_state(run, "running", redis=redis)
    assert owner.post(f"/api/sweeps/{sweep}/stop").json()["state"] == "stopped"
    wait_for_state(run, "stopped", redis=redis)
    assert Run.objects.filter(sweep=sweep).count() == 1
    assert Sweep.objects.get(pk=sweep).state == "stopped"


def test_an_error_in_the_document_is_told_before_the_sweep_starts(owner: Client) -> None:
    document = make_search().to_json()
    document["edges"] = document["edges"][:1]
    answer = owner.post(f"/api/networks/{make_network().pk}/sweeps", {"document": document}, content_type="application/json")
    assert answer.status_code == 422
    assert not Sweep.objects.exists()


def wait_for_trial(sweep: str, number: int, redis: Redis) -> str:
    wait_for_sweep(sweep, redis=redis, until=lambda: Run.objects.filter(sweep=sweep, trial=number).exists())
    return str(Run.objects.get(sweep=sweep, trial=number).pk)

"""Control over a run in training, with the real broker and the real workers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from redis import Redis

from tests.training.make_run import make_document, make_network
from tests.training.wait_for import wait_for_state
from training import archive
from training.core.checkpoint import read
from training.core.folder import CHECKPOINT_FILE
from training.models import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("workers")]


@pytest.fixture
def owner(client_of: Callable[[str], Client], redis: Redis) -> Client:
    return client_of("owner")


def ask(client: Client, run: str, wish: str, **body: Any) -> None:
    answer = client.post(f"/api/runs/{run}/{wish}", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content


def start(client: Client) -> str:
    document = make_document(epochs=100_000)
    answer = client.post(
        f"/api/networks/{make_network(document=document).pk}/runs", {"document": document.to_json()}, content_type="application/json"
    )
    return str(answer.json()["id"])


def events(run: str, kind: str) -> list[dict[str, Any]]:
    return [event for event in json.loads(archive.read(Run(pk=run).folder).frame())["events"] if event["kind"] == kind]


def trained(run: str) -> int:
    """Batches, by the checkpoint."""
    found = read(Run(pk=run).folder / CHECKPOINT_FILE)
    assert found is not None
    return found.state.epoch * int(events(run, "start")[0]["steps"]) + found.state.batch


def test_a_run_is_paused_stepped_changed_resumed_stopped_and_goes_on(owner: Client, redis: Redis) -> None:
    run = start(owner)
    wait_for_state(run, "running", redis=redis)
    ask(owner, run, "pause")
    wait_for_state(run, "paused", redis=redis)
    before = trained(run)
    ask(owner, run, "step", batches=2)
    wait_for_state(run, "running", "paused", redis=redis)
    wait_for_state(run, "paused", redis=redis)
    assert trained(run) == before + 2
    ask(owner, run, "rate", learning_rate=0.25)
    ask(owner, run, "resume")
    wait_for_state(run, "running", redis=redis)
    ask(owner, run, "stop")
    wait_for_state(run, "stopped", redis=redis)
    assert [event["rate"] for event in events(run, "rate")] == [0.25]
    assert events(run, "point")[-1]["rate"] == 0.25
    done = Run.objects.get(pk=run).epoch
    ask(owner, run, "continue", epochs=1)
    assert wait_for_state(run, "finished", "failed", redis=redis) == "finished", Run.objects.get(pk=run).failure
    assert (Run.objects.get(pk=run).epoch, [event["why"] for event in events(run, "resumed")]) == (done + 1, ["continued"])
    steps = [event["step"] for event in events(run, "point")]
    assert steps == sorted(set(steps))
    assert [event["epoch"] for event in events(run, "epoch")] == list(range(1, done + 2))
    script = owner.get(f"/api/runs/{run}/script").content.decode()
    assert f"{events(run, 'rate')[0]['step']}: 0.25," in script
    assert f"epochs={done + 1}," in script

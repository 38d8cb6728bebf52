"""Runs through the API, the real broker and the real workers, from the button to the model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from redis import Redis

from tests.training.make_run import make_document, make_network
from tests.training.wait_for import wait_for_state
from training.core import datasets
from training.models import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("workers")]


@pytest.fixture
def owner(client_of: Callable[[str], Client], redis: Redis) -> Client:
    return client_of("owner")


def start(client: Client, **training: Any) -> dict[str, Any]:
    document = make_document(**training)
    network = make_network(document=document)
    answer = client.post(f"/api/networks/{network.pk}/runs", {"document": document.to_json()}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def read(client: Client, run: str, what: str = "") -> Any:
    answer = client.get(f"/api/runs/{run}{what}")
    assert answer.status_code == 200, answer.content
    return answer


def test_the_worker_says_that_it_is_there_and_what_it_has(owner: Client) -> None:
    found = next(worker for worker in owner.get("/api/workers").json() if worker["name"].startswith("training@"))
    assert (found["backend"], found["queues"], found["runs"], found["busy"]) == ("tensorflow", ["cpu"], 1, 0)
    assert found["devices"][0]["kind"] == "cpu"
    assert found["versions"]["Keras"] == "3.15.1"


async def content(response: Any) -> bytes:
    return b"".join([chunk async for chunk in response.streaming_content])


def test_a_run_is_trained_judged_asked_and_downloaded(owner: Client, redis: Redis) -> None:
    run = start(owner, epochs=3)["id"]
    assert wait_for_state(run, "finished", "failed", redis=redis) == "finished", Run.objects.get(pk=run).failure
    found = read(owner, run).json()
    assert (found["state"], found["epoch"], found["has_model"], found["position"]) == ("finished", 3, True, None)
    assert {"loss", "val_loss"} <= set(found["summary"])
    assert found["platform"].startswith("Keras 3.15.1 on TensorFlow 2.")
    assert found["platform"].endswith(", CPU")
    assert "loss" in found["evaluation"]
    frame = read(owner, run, "/events").json()
    kinds = [event["kind"] for event in frame["events"]]
    assert kinds[0] == "start"
    assert kinds[-2:] == ["end", "state"]
    assert kinds.count("epoch") == 3
    steps = [event["step"] for event in frame["events"] if event["kind"] == "point"]
    assert steps == sorted(set(steps))
    assert read(owner, run, f"/events?after={frame['cursor']}").json()["events"] == frame["events"][-1:]
    judged = read(owner, run, "/samples?count=5").json()["samples"]
    assert len(judged) == 5
    spec = datasets.find("iris")
    assert spec is not None
    asked = owner.post(f"/api/runs/{run}/predict", {"inputs": {spec.input: [5.1, 3.5, 1.4, 0.2]}}, content_type="application/json")
    assert asked.status_code == 200, asked.content
    assert len(asked.json()["predictions"][0]["values"]) == 3
    hardest = read(owner, run, "/samples?count=3&part=training&order=hardest").json()
    assert (len(hardest["samples"]), hardest["of"], hardest["ranked"]) == (3, 120, 120)
    index = hardest["samples"][0]["sample"]["index"]
    seen = read(owner, run, f"/eyes/samples/training/{index}").json()
    assert (seen["loss"], seen["chosen"]["samples"][0]["index"]) == (hardest["samples"][0]["loss"], index)
    assert read(owner, run, f"/eyes/plane?across=3&up=0&index={index % 30}").json()["pair"] == [3, 0]
    assert owner.get(f"/api/runs/{run}/eyes/samples/training/120").status_code == 422
    wrong = owner.post(f"/api/runs/{run}/predict", {"inputs": {spec.input: ["a"]}}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["problems"][0]["code"]) == (422, "bad_input")
    model = read(owner, run, "/model")
    assert asyncio.run(content(model)).startswith(b"PK")  # a .keras file is a zip
    assert model.headers["Content-Disposition"] == 'attachment; filename="iris_run_1.keras"'
    assert "Keras" in read(owner, run, "/log").content.decode()
    assert read(owner, run, "/history.csv").content.decode().splitlines()[0].startswith("epoch,step,seconds,")
    [card] = owner.get("/api/networks").json()
    assert (card["runs"], len(card["spark"])) == (1, 3)


def test_a_run_that_is_stopped_keeps_what_it_learned(owner: Client, redis: Redis) -> None:
    run = start(owner, epochs=100_000)["id"]
    wait_for_state(run, "running", redis=redis)
    answer = owner.post(f"/api/runs/{run}/stop")
    assert answer.json()["state"] == "stopping"
    assert wait_for_state(run, "stopped", redis=redis) == "stopped"
    found = read(owner, run).json()
    assert found["has_model"]
    assert found["failure"] is None


def test_a_run_waits_its_turn_and_is_stopped_at_once_while_it_waits(owner: Client, redis: Redis) -> None:
    first, second, third = (start(owner, epochs=100_000)["id"] for _ in range(3))
    wait_for_state(first, "running", redis=redis)
    assert [read(owner, run).json()["position"] for run in (second, third)] == [1, 2]
    assert owner.post(f"/api/runs/{second}/stop").json()["state"] == "stopped"
    assert read(owner, third).json()["position"] == 1
    owner.post(f"/api/runs/{third}/stop")
    owner.post(f"/api/runs/{first}/stop")
    wait_for_state(first, "stopped", redis=redis)


def test_a_network_that_fails_says_why_and_where(owner: Client, redis: Redis) -> None:
    run = start(owner, optimizer={"class_name": "SGD", "config": {"learning_rate": 1e30}}, epochs=50)["id"]
    assert wait_for_state(run, "failed", "finished", redis=redis) == "failed"
    found = read(owner, run).json()
    assert "learning rate" in found["failure"]["message"]
    assert "Failed:" in read(owner, run, "/log").content.decode()


def test_a_document_with_errors_is_refused_with_its_problems(owner: Client) -> None:
    document = make_document().to_json()
    document["edges"] = document["edges"][:1]
    answer = owner.post(f"/api/networks/{make_network().pk}/runs", {"document": document}, content_type="application/json")
    assert answer.status_code == 422
    assert "dense_1" in {problem["node"] for problem in answer.json()["problems"]}
    assert not Run.objects.exists()


def test_samples_of_a_data_set_come_from_a_worker(owner: Client) -> None:
    answer = owner.get("/api/datasets/iris/samples?start=3&count=2")
    assert answer.status_code == 200, answer.content
    assert [sample["index"] for sample in answer.json()["samples"]] == [3, 4]
    assert "max-age" in answer.headers["Cache-Control"]

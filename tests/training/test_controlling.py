"""Control over runs, without workers: what each state allows, what double clicks do, what a worker would be told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.training.make_run import make_document, make_network, make_run
from training import starting, streams
from training.core import datasets
from training.core.commands import Command
from training.core.folder import CHECKPOINT_FILE, DATASET_FILE
from training.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis", "sent")]

WISHES: list[tuple[str, dict[str, Any]]] = [
    ("pause", {}),
    ("resume", {}),
    ("step", {"batches": 3}),
    ("rate", {"learning_rate": 0.5}),
    ("continue", {"epochs": 2}),
]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(starting, "send", lambda run_id, task: found.append(run_id))
    return found


@pytest.fixture
def owner(client_of: Callable[[str], Client]) -> Client:
    return client_of("owner")


def ask(client: Client, run: Run, wish: str, body: Any = None) -> Any:
    return client.post(f"/api/runs/{run.pk}/{wish}", json.dumps(body or {}), content_type="application/json")


def told(run: Run) -> list[Command]:
    found = []
    while command := streams.wait_for_command(run.pk, 0.01):
        found.append(command)
    return found


def test_a_run_whose_data_was_deleted_is_not_trained_for_more_epochs(owner: Client, sent: list[str]) -> None:
    run = make_run(state="finished")
    Run.objects.update(dataset="own_aaaaaaaaaaaa")
    run.folder.mkdir(parents=True)
    (run.folder / CHECKPOINT_FILE).touch()
    spec = datasets.find("iris")
    assert spec is not None
    (run.folder / DATASET_FILE).write_text(spec.model_copy(update={"name": "own_aaaaaaaaaaaa", "title": "My flowers"}).model_dump_json())
    answer = ask(owner, run, "continue", {"epochs": 2})
    assert (answer.status_code, sent) == (409, [])
    assert "The data set My flowers is not here any more" in answer.json()["problems"][0]["message"]
    assert owner.get(f"/api/runs/{run.pk}/dataset").json()["title"] == "My flowers"


@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("no one", 401)])
@pytest.mark.parametrize(("wish", "body"), WISHES)
def test_a_run_is_controlled_by_its_owner_alone(client_of: Callable[[str], Client], role: str, status: int, wish: str, body: Any) -> None:
    run = make_run(state="running", task="t")
    assert ask(client_of(role), run, wish, body).status_code == status
    assert told(run) == []


@pytest.mark.parametrize(
    ("state", "wish"),
    [
        ("queued", "pause"),
        ("finished", "pause"),
        ("failed", "resume"),
        ("finished", "resume"),
        ("queued", "step"),
        ("stopped", "step"),
        ("queued", "rate"),
        ("finished", "rate"),
        ("paused", "continue"),
        ("failed", "continue"),
        ("finished", "continue"),  # without a checkpoint
    ],
)
def test_what_the_state_does_not_allow_is_refused_in_a_sentence(owner: Client, state: str, wish: str) -> None:
    run = make_run(state=state, task="t")
    answer = ask(owner, run, wish, dict(WISHES)[wish])
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (409, "wrong_state")
    run.refresh_from_db()
    assert run.state == state


@pytest.mark.parametrize(
    ("wish", "body"), [("step", {"batches": 0}), ("rate", {"learning_rate": 0}), ("rate", {"learning_rate": "nan"}), ("continue", {"epochs": 0})]
)
def test_absurd_numbers_are_refused(owner: Client, wish: str, body: Any) -> None:
    assert ask(owner, make_run(state="paused", task="t"), wish, body).status_code == 422


def test_pausing_twice_asks_the_worker_once(owner: Client) -> None:
    run = make_run(state="running", task="t")
    assert [ask(owner, run, "pause").json()["state"] for _ in range(2)] == ["pausing", "pausing"]
    assert told(run) == [Command("pause")]


def test_a_paused_run_whose_worker_waits_is_told_to_go_on(owner: Client, sent: list[str]) -> None:
    run = make_run(state="paused", task="t")
    assert [ask(owner, run, "resume").json()["state"] for _ in range(2)] == ["queued", "queued"]
    run.refresh_from_db()
    assert (run.task, sent, {*told(run)}) == ("t", [], {Command("resume")})


def test_a_paused_run_without_a_worker_is_queued_again_once(owner: Client, sent: list[str]) -> None:
    run = make_run(state="paused", task="")
    assert [ask(owner, run, "resume").json()["state"] for _ in range(2)] == ["queued", "queued"]
    run.refresh_from_db()
    assert (run.resumes, bool(run.task), sent, told(run)) == ("paused", True, [run.pk], [Command("resume")])


def test_a_run_that_trains_single_batches_is_told_to_go_on_after_them(owner: Client) -> None:
    run = make_run(state="running", task="t", started=timezone.now())
    assert [ask(owner, run, wish, dict(WISHES)[wish]).json()["state"] for wish in ("step", "resume")] == ["running", "running"]
    assert told(run) == [Command("step", 3), Command("resume")]


@pytest.mark.parametrize("state", ["paused", "queued", "starting", "running", "pausing"])
def test_steps_that_are_asked_for_one_after_the_other_are_all_trained(owner: Client, sent: list[str], state: str) -> None:
    run = make_run(state=state, task="t" if state != "paused" else "", started=timezone.now())
    assert [ask(owner, run, "step", {"batches": batches}).status_code for batches in (3, 2)] == [200, 200]
    assert (told(run), len(sent)) == ([Command("step", 3), Command("step", 2)], int(state == "paused"))


def test_a_paused_run_without_a_worker_stops_at_once(owner: Client) -> None:
    assert ask(owner, make_run(state="paused", task=""), "stop").json()["state"] == "stopped"
    assert ask(owner, make_run(state="paused", task="t"), "stop").json()["state"] == "stopping"


@pytest.mark.parametrize("state", ["paused", "queued", "running"])
def test_a_learning_rate_is_passed_on(owner: Client, state: str) -> None:
    run = make_run(state=state, task="", started=timezone.now())
    assert ask(owner, run, "rate", {"learning_rate": 0.5}).status_code == 200
    assert told(run) == [Command("rate", 0.5)]


def test_a_schedule_leaves_no_rate_to_change(owner: Client) -> None:
    rate = {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9}}
    document = make_document(optimizer={"class_name": "SGD", "config": {"learning_rate": rate}})
    run = make_run(network=make_network(document=document), state="running", task="t")
    answer = ask(owner, run, "rate", {"learning_rate": 0.5})
    assert answer.status_code == 409
    assert "schedule" in answer.json()["problems"][0]["message"]


@pytest.mark.parametrize(
    ("state", "epoch", "epochs"), [("finished", 2, 5), ("stopped", 1, 4), ("finished", 1, 4)], ids=["finished", "stopped", "stopped early"]
)
def test_a_run_that_has_ended_goes_on_for_more_epochs(owner: Client, sent: list[str], state: str, epoch: int, epochs: int) -> None:
    run = make_run(state=state, epoch=epoch, task="old")
    run.folder.mkdir(parents=True)
    (run.folder / CHECKPOINT_FILE).touch()
    streams.tell(run.pk, Command("stop"))  # unread, from before
    assert [ask(owner, run, "continue", {"epochs": 3}).json()["state"] for _ in range(2)] == ["queued", "queued"]
    run.refresh_from_db()
    assert (run.epochs, run.document["training"]["epochs"], run.resumes, sent, told(run)) == (epochs, epochs, "continued", [run.pk], [])
    assert run.task != "old"


@pytest.mark.parametrize("wish", ["rate", "step"])
@pytest.mark.parametrize("state", ["running", "paused"])
def test_what_cannot_be_told_to_the_worker_is_not_said_to_be_done(
    owner: Client, monkeypatch: pytest.MonkeyPatch, sent: list[str], state: str, wish: str
) -> None:
    run = make_run(state=state, task="t", started=timezone.now())
    with monkeypatch.context() as patch:
        patch.setenv("REDIS_URL", "unix:///nowhere/broker.sock")
        answer = ask(owner, run, wish, dict(WISHES)[wish])
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (503, "no_broker")
    run.refresh_from_db()
    assert (run.state, sent, told(run)) == (state, [], [])

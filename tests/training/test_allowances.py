"""What people of a role may take of the server: who sets it, and how it is held to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from redis import Redis

from config.roles import give_role
from designer.answers import Refusal
from tests.training.make_run import make_document, make_network, make_run
from tests.training.make_sweep import make_search
from training import allowances, controlling, proposing, starting, sweeping, trials, uploads, worker, workers
from training.allowance_models import Allowance
from training.core.folder import CHECKPOINT_FILE
from training.models import Dataset, Run, Sweep

NONE = {"runs": None, "minutes": None, "parameters": None, "upload_mb": None, "storage_mb": None}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch, redis: Redis) -> None:
    monkeypatch.setattr(starting, "send", lambda run_id, task: None)
    monkeypatch.setattr(trials, "propose", lambda sweep_id: None)


def person(role: Any, name: str = "stranger") -> User:
    user = User.objects.get_or_create(username=name)[0]
    give_role(user, role)
    return user


def put(client: Client, role: str, **limits: int) -> int:
    return client.put(f"/api/limits/{role}", json.dumps(NONE | limits), content_type="application/json").status_code


@pytest.mark.parametrize(
    ("role", "may"), [("administrator", ["teacher", "student", "guest"]), ("teacher", ["student", "guest"]), ("student", []), ("guest", [])]
)
def test_limits_are_set_by_those_who_teach(client_of: Callable[[str], Client], role: str, may: list[str]) -> None:
    client = client_of("stranger")
    person(role)
    found = client.get("/api/limits").json()
    assert found["own"]["role"] == role
    assert [row["role"] for row in found["roles"]] == may
    for other in ("teacher", "student", "guest"):
        assert put(client, other, runs=3) == (200 if other in may else 403)
        assert Allowance.objects.filter(pk=other, runs=3, minutes=None).exists() == (other in may)
    assert put(client, "administrator", runs=3) == 422


def test_who_is_not_signed_in_learns_nothing_of_limits(client_of: Callable[[str], Client]) -> None:
    assert client_of("no one").get("/api/limits").status_code == 401


@pytest.mark.parametrize(("role", "runs"), [("administrator", None), ("teacher", None), ("student", 10), ("guest", 2)])
def test_students_and_guests_have_limits_until_somebody_says_otherwise(role: Any, runs: int | None) -> None:
    assert allowances.of(person(role)).runs == runs


def test_the_owner_of_a_server_for_this_machine_alone_has_no_limits(settings: Any) -> None:
    owner = User.objects.create(username="owner")
    assert allowances.of(owner).runs is None
    settings.LOOPBACK = False
    assert allowances.of(owner).runs == 10


def test_one_run_too_many_is_refused_and_a_double_click_is_none() -> None:
    person("student")
    Allowance.objects.create(role="student", runs=2)
    network = make_network("stranger")
    make_run("stranger", state="finished")
    make_run("stranger", state="running", task="t")
    first, _ = starting.start(network.pk, make_document())
    assert starting.start(network.pk, make_document()) == (first, False)
    with pytest.raises(Refusal, match="You have 2 of the 2 runs that a student may have under way here") as refusal:
        starting.start(network.pk, make_document(seed=5))
    assert refusal.value.problems[0].code == "over_limit"
    with pytest.raises(Refusal, match="2 of the 2 runs"):
        sweeping.start(network.pk, make_search())
    starting.stop(first.pk)
    assert starting.start(network.pk, make_document(seed=5))[1]


def test_a_run_that_goes_on_takes_a_place_like_one_that_is_started() -> None:
    person("student")
    Allowance.objects.create(role="student", runs=1)
    going = make_run("stranger", state="running", task="t")
    paused, ended = make_run("stranger", state="paused", task="p"), make_run("stranger", state="finished")
    ended.folder.mkdir(parents=True)
    (ended.folder / CHECKPOINT_FILE).touch()
    wishes: list[Callable[[], None]] = [
        lambda: controlling.resume(paused),
        lambda: controlling.step(paused, 3),
        lambda: controlling.train_on(ended, 1),
    ]
    for wish in wishes:
        with pytest.raises(Refusal, match="You have 1 of the 1 runs that a student may have under way here"):
            wish()
    assert sorted(Run.objects.values_list("state", flat=True)) == ["finished", "paused", "running"]
    Run.objects.filter(pk=going.pk).update(state="stopped")
    controlling.resume(paused)
    controlling.resume(paused)  # a double click
    assert Run.objects.get(pk=paused.pk).state == "queued"


def test_a_sweep_that_goes_on_takes_a_place_for_each_of_its_trials() -> None:
    person("guest")  # who may have two under way
    sweep, _ = sweeping.start(make_network("stranger", make_search()).pk, make_search())
    Sweep.objects.update(state="paused")
    for trial in (1, 2):
        make_run(network=sweep.network, sweep=sweep, trial=trial, state="paused", task="t")
    other = make_run("stranger", state="running", task="t")
    with pytest.raises(Refusal, match="1 of the 2 runs that a guest may have under way here, waiting or training; 2 would go on"):
        sweeping.resume(sweep)
    assert Sweep.objects.get().state == "paused"
    other.delete()
    sweeping.resume(sweep)
    assert sweep.runs.filter(state="queued").count() == 2


def test_a_sweep_keeps_no_more_trials_under_way_than_its_owner_may(monkeypatch: pytest.MonkeyPatch) -> None:
    person("guest")
    monkeypatch.setattr(workers, "places", lambda wish: 8)
    sweep, _ = sweeping.start(make_network("stranger", make_search()).pk, make_search())
    assert [proposing.has_room(sweep, under_way) for under_way in (1, 2)] == [True, False]


def test_a_network_with_too_many_parameters_is_refused() -> None:
    user = person("guest")
    allowances.check_parameters(user, 2_000_000)
    with pytest.raises(Refusal, match=r"This network has 2,000,001 parameters, and a guest may train 2,000,000 here."):
        allowances.check_parameters(user, 2_000_001)


def test_files_are_held_to_their_size_and_to_what_is_kept() -> None:
    user = person("guest")
    with pytest.raises(Refusal, match=r"“big.csv” has 20.1 MB, and a guest may send files of 20 MB here."):
        uploads.begin(user.pk, "big.csv", 20_100_000)
    Dataset.objects.create(owner=user, title="Mine", kind="table", bytes=75_000_000)
    upload = uploads.begin(user.pk, "one.csv", 20_000_000)
    with pytest.raises(Refusal, match=r"This takes 6 MB beside the 95 MB of your data, and a guest may keep 100 MB here. Delete a data set"):
        uploads.begin(user.pk, "two.csv", 6_000_000)
    allowances.check_storage(user, 25_000_000, without=upload.pk)
    with pytest.raises(Refusal):
        allowances.check_storage(user, 25_000_001, without=upload.pk)


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_time_is_up_keeps_what_it_learned_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.limits.limit_memory", lambda: None)
    person("student")
    Allowance.objects.create(role="student", minutes=0)
    run = make_run("stranger", network=make_network("stranger", make_document(epochs=1000)), task="t")
    worker.carry_out("t")
    run = Run.objects.get(pk=run.pk)
    assert (run.state, run.has_model, run.failure) == ("stopped", True, None)
    assert run.cut.startswith("It was ended after 0 minutes, which is how long a run of a student may train here. What it learned is kept.")
    assert run.epoch < 1000

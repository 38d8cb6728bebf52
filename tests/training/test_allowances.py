"""What people of a role may take of the server: who sets it, and how it is held to."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from redis import Redis

from config.roles import give_role
from designer import kept_weights
from designer.answers import Refusal
from designer.models import KeptWeights
from tests.training.make_run import make_document, make_network, make_run
from tests.training.make_sweep import UNITS, advance, make_search
from training import allowances, controlling, data_api, proposing, starting, states, sweeping, trials, uploads, worker, workers
from training.allowance_models import Allowance
from training.core.folder import CHECKPOINT_FILE
from training.counting import parameters
from training.models import Dataset, Run, Sweep, Upload

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
    assert proposing.has_room(sweep, 0)
    other = make_run("stranger", state="running", task="t")
    advance(sweep)
    assert sweep.runs.count() == 1
    other.delete()
    advance(sweep)
    assert sweep.runs.count() == 2


def test_a_trial_with_more_parameters_than_its_owner_may_train_fails_with_a_sentence_and_the_others_go_on() -> None:
    person("student")
    Allowance.objects.create(role="student", parameters=100)
    sweep, _ = sweeping.start(make_network("stranger", make_search()).pk, make_search(UNITS | {"values": [100, 4]}))
    advance(sweep, parameters)
    failed, going = sweep.runs.order_by("trial")
    assert (failed.state, failed.values, going.state) == ("failed", {"units": 100}, "queued")
    assert (failed.failure or {})["message"].startswith("This network has 803 parameters, and a student may train 100 here.")
    assert failed.ended is not None


def test_a_sweep_makes_no_trials_for_which_its_owner_has_no_storage() -> None:
    person("student")
    sweep, _ = sweeping.start(make_network("stranger", make_search()).pk, make_search())
    Dataset.objects.create(owner=sweep.network.owner, title="Mine", kind="table", bytes=3_000_000_000)
    advance(sweep)
    sweep.refresh_from_db()
    assert sweep.state == "failed"
    assert "You have 3,000 MB of your data sets, runs and imported weights, and a student may keep 2,000 MB here." in (sweep.failure or {})["message"]


def test_one_network_too_many_is_refused_however_it_is_made(client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(allowances.MOST_NETWORKS, "student", 1)
    client = client_of("stranger")
    user = person("student")
    answers = [client.post("/api/networks", "{}", content_type="application/json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 422]
    assert answers[1].json()["problems"][0]["message"].startswith("You have 1 networks")
    network = user.networks.get()
    for path in (f"networks/{network.pk}/duplicate", f"networks/{network.pk}/fork", "lessons/neuron/start"):
        assert client.post(f"/api/{path}").status_code == 422


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
    with pytest.raises(
        Refusal, match=r"This takes 6 MB beside the 95 MB of your data sets, runs and imported weights, and a guest may keep 100 MB here. Delete"
    ):
        uploads.begin(user.pk, "two.csv", 6_000_000)
    allowances.check_storage(user, 25_000_000, without=upload.pk)
    with pytest.raises(Refusal):
        allowances.check_storage(user, 25_000_001, without=upload.pk)


def test_a_file_of_a_network_is_held_to_the_same_size(client_of: Callable[[str], Client]) -> None:
    person("student")
    Allowance.objects.create(role="student", upload_mb=0)
    file = SimpleUploadedFile("model.keras", b"x")
    document = json.dumps(make_document().to_json())
    for path, form in (("read", {"file": file}), ("read-weights", {"file": file, "document": document})):
        file.seek(0)
        answer = client_of("stranger").post(f"/api/{path}", form)
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "over_limit")
        assert "“model.keras” has 0 MB, and a student may send files of 0 MB here." in answer.json()["problems"][0]["message"]


def test_a_data_set_of_keras_is_held_to_the_same_size(client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetched(task: str, payload: dict[str, str], **_: object) -> str:
        await Upload.objects.filter(pk=payload["upload"]).aupdate(size=200_100_000)
        return "{}"

    monkeypatch.setattr(data_api, "ask_text", fetched)
    person("student")
    answer = client_of("stranger").post("/api/keras-datasets", {"name": "mnist"}, content_type="application/json")
    assert answer.status_code == 422
    assert "“mnist.npz” has 200.1 MB" in answer.json()["problems"][0]["message"]
    assert not Upload.objects.exists()


def test_imported_weights_are_held_to_what_is_kept() -> None:
    user = person("student")
    Allowance.objects.create(role="student", storage_mb=1)
    weights = {"dense": (np.ones(200_000, "float32"),)}
    kept_weights.keep(weights, user.pk)
    kept_weights.keep(weights, user.pk)  # the same take no more
    with pytest.raises(Refusal, match=r"This takes 0.8 MB beside the 0.8 MB of your data sets, runs and imported weights"):
        kept_weights.keep({"dense": (np.zeros(200_000, "float32"),)}, user.pk)
    assert KeptWeights.objects.count() == 1


def test_what_runs_leave_behind_is_held_to_what_is_kept() -> None:
    user = person("student")
    Allowance.objects.create(role="student", storage_mb=1)
    run = make_run("stranger", state="running", task="t")
    run.folder.mkdir(parents=True)
    (run.folder / "model.keras").write_bytes(b"m" * 1_000_001)
    assert states.move(run.pk, "stopping")
    assert states.move(run.pk, "stopped")
    with pytest.raises(Refusal, match=r"You have 1 MB of your data sets, runs and imported weights, and a student may keep 1 MB here. Delete"):
        starting.start(run.network_id, make_document(seed=5))
    run.delete()
    allowances.check_storage(user, 1_000_000)


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


@pytest.mark.parametrize("wish", ["start", "resume", "continue"])
@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_the_second_counts_what_the_first_has_added(monkeypatch: pytest.MonkeyPatch, wish: str) -> None:
    person("student")
    Allowance.objects.update_or_create(pk="student", defaults=NONE | {"runs": 1})
    runs = [make_run("stranger", state="paused" if wish == "resume" else "finished", task="") for _ in range(2)]
    for run in runs:
        run.folder.mkdir(parents=True)
        (run.folder / CHECKPOINT_FILE).touch()
    met, count = Barrier(2), allowances.under_way

    def count_and_wait(user: User) -> int:
        found = count(user)
        with suppress(BrokenBarrierError):
            met.wait(0.2)
        return found

    def act(run: Run) -> str:
        try:
            if wish == "start":
                starting.start(run.network_id, make_document())
            elif wish == "resume":
                controlling.resume(run)
            else:
                controlling.train_on(run, 1)
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "goes on"

    monkeypatch.setattr(workers, "need", lambda *_: None)
    monkeypatch.setattr(allowances, "under_way", count_and_wait)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, runs)) == ["goes on", "refused"]
    assert Run.objects.filter(state="queued").count() == 1

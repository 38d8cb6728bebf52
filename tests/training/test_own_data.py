"""A file of a person's own: sent in pieces, looked at, kept, trained on and asked, and seen by nobody else."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from redis import Redis

from designer.core.document import Document, parse
from tests.designer.core.making import make_chain
from tests.training.core.own_data.making import flowers, pets, zipped
from tests.training.make_run import make_network, make_run
from tests.training.make_sweep import make_search, make_sweep
from tests.training.wait_for import wait_for_state
from training import own_datasets
from training.core.own_data import store
from training.dataset_models import Dataset, Upload, make_name
from training.models import Run

Clients = Callable[[str], Client]


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api{path}", body, content_type="application/json")


def begin(client: Client, name: str, size: int) -> dict[str, Any]:
    answer = post(client, "/uploads", {"name": name, "size": size})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def send(client: Client, upload: str, offset: int, piece: bytes) -> Any:
    return client.patch(f"/api/uploads/{upload}?offset={offset}", piece, content_type="application/octet-stream")


def sent(client: Client, name: str, data: bytes) -> str:
    upload = begin(client, name, len(data))["id"]
    assert send(client, upload, 0, data).json()["offset"] == len(data)
    return str(upload)


def test_an_upload_goes_on_where_it_was_cut_off(client_of: Clients) -> None:
    owner = client_of("owner")
    upload = begin(owner, "flowers.csv", 10)
    assert (upload["offset"], upload["size"]) == (0, 10)
    assert send(owner, upload["id"], 0, b"12345").json()["offset"] == 5
    again = send(owner, upload["id"], 0, b"12345")
    assert (again.status_code, again.json()["offset"]) == (409, 5)
    assert owner.get(f"/api/uploads/{upload['id']}").json()["offset"] == 5
    early = post(owner, f"/uploads/{upload['id']}/inspection", {})
    assert (early.status_code, early.json()["problems"][0]["code"]) == (409, "not_whole")
    assert send(owner, upload["id"], 5, b"678901").status_code == 413
    assert send(owner, upload["id"], 5, b"67890").json()["offset"] == 10
    path = Upload.objects.get(pk=upload["id"]).path
    assert path.read_bytes() == b"1234567890"
    assert owner.delete(f"/api/uploads/{upload['id']}").status_code == 204
    assert not path.exists()


def test_an_upload_whose_file_was_lost_begins_anew(client_of: Clients) -> None:
    owner = client_of("owner")
    upload = begin(owner, "flowers.csv", 10)["id"]
    send(owner, upload, 0, b"12345")
    Upload.objects.get(pk=upload).path.unlink()
    lost = send(owner, upload, 5, b"67890")
    assert (lost.status_code, lost.json()["offset"]) == (409, 0)
    assert send(owner, upload, 0, b"1234567890").json()["offset"] == 10


def test_a_full_disk_is_told_as_one_and_what_arrived_stays(client_of: Clients) -> None:
    owner = client_of("owner")
    upload = Upload.objects.get(pk=begin(owner, "flowers.csv", 10)["id"])
    upload.path.parent.mkdir(exist_ok=True)
    upload.path.symlink_to("/dev/full")
    answer = send(owner, upload.pk, 0, b"12345")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (507, "disk_full")
    upload.path.unlink()
    assert send(owner, upload.pk, 0, b"12345").json()["offset"] == 5


def test_what_a_killed_child_prepared_of_a_data_set_is_swept(client_of: Clients) -> None:
    assert client_of("owner")
    left, fresh = store.begin(make_name()), store.begin(make_name())
    (left / "flowers.csv").write_bytes(b"1")
    os.utime(left, (0, 0))
    own_datasets.sweep()
    assert (left.exists(), fresh.exists()) == (False, True)


def test_a_file_over_the_limit_is_refused_before_it_is_sent(client_of: Clients, settings: Any) -> None:
    answer = post(client_of("owner"), "/uploads", {"name": "a.csv", "size": settings.LARGEST_UPLOAD + 1})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (413, "too_large")


def test_a_piece_over_the_limit_is_refused(client_of: Clients) -> None:
    owner = client_of("owner")
    upload = begin(owner, "a.csv", 20_000_000)
    assert send(owner, upload["id"], 0, bytes(upload["piece"] + 1)).status_code == 413


@pytest.mark.parametrize("role", ["stranger", "no one"])
def test_an_upload_is_its_owners_alone(role: str, client_of: Clients) -> None:
    upload, other = begin(client_of("owner"), "a.csv", 4)["id"], client_of(role)
    status = 404 if role == "stranger" else 401
    assert other.get(f"/api/uploads/{upload}").status_code == status
    assert send(other, upload, 0, b"1234").status_code == status
    assert other.delete(f"/api/uploads/{upload}").status_code == status
    assert post(other, f"/uploads/{upload}/inspection", {}).status_code == status


def network_on(dataset: str) -> Document:
    return parse(
        {
            "name": "Flowers",
            "nodes": [
                {"id": "sizes", "layer": "Input", "config": {"shape": [2]}},
                {"id": "normalization", "layer": "Normalization"},
                {"id": "dense", "layer": "Dense", "config": {"units": 3, "activation": "softmax"}},
            ],
            "edges": [
                {"from": ["sizes", 0], "to": ["normalization", "inputs", 0]},
                {"from": ["normalization", 0], "to": ["dense", "inputs", 0]},
            ],
            "training": {"dataset": dataset, "epochs": 2, "batch_size": 16},
        }
    )


@pytest.fixture
def dataset(client_of: Clients, files_worker: None, redis: Redis) -> dict[str, Any]:
    """A table of the owner's, kept by the real worker."""
    owner = client_of("owner")
    upload = sent(owner, "flowers.csv", flowers().encode())
    found = post(owner, f"/uploads/{upload}/inspection", {})
    assert found.status_code == 200, found.content
    kept = post(owner, "/datasets", {"upload": upload, "title": "My flowers", "recipe": found.json()["recipe"] | {"missing": "mean"}})
    assert kept.status_code == 200, kept.content
    assert not Upload.objects.exists()
    return dict(kept.json())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers")
def test_a_table_of_ones_own_is_trained_on_judged_and_taken_away(dataset: dict[str, Any], client_of: Clients, redis: Redis) -> None:
    owner, name = client_of("owner"), dataset["name"]
    assert dataset["own"]
    assert owner.get("/api/datasets").json()[0]["name"] == name
    document = network_on(name)
    analysis = post(owner, "/analyse", {"document": document.to_json()}).json()
    assert [problem for problem in analysis["problems"] if problem["severity"] == "error"] == []
    network = make_network(document=document)
    run = post(owner, f"/networks/{network.pk}/runs", {"document": document.to_json()}).json()["id"]
    assert wait_for_state(run, "finished", "failed", redis=redis) == "finished", Run.objects.get(pk=run).failure
    judged = owner.get(f"/api/runs/{run}/samples?count=3").json()["samples"]
    assert {sample["truth"]["species"] for sample in judged} <= {"daisy", "rose", "tulip"}
    said = post(owner, f"/runs/{run}/predict", {"inputs": {"features": [4.1, 1.5]}})
    assert said.json()["predictions"][0]["label"] in {"daisy", "rose", "tulip"}
    samples = owner.get(f"/api/datasets/{name}/samples?count=2").json()
    assert len(samples["samples"]) == 2
    bundle = post(owner, "/code/bundle", {"document": document.to_json()})
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
        assert sorted(entry.rpartition("/")[2] for entry in archive.namelist()) == ["flowers.csv", "flowers.py"]
        assert archive.read("flowers/flowers.csv") == flowers().encode()
    assert owner.patch(f"/api/datasets/{name}", {"title": "Garden"}, content_type="application/json").json()["title"] == "Garden"
    assert owner.get(f"/api/datasets/{name}").json()["recipe"]["missing"] == "mean"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers")
def test_a_data_set_is_its_owners_alone(dataset: dict[str, Any], client_of: Clients) -> None:
    stranger, name = client_of("stranger"), dataset["name"]
    document = network_on(name).to_json()
    assert name not in {found["name"] for found in stranger.get("/api/datasets").json()}
    for path in ("", "/samples", "/files/flowers.csv"):
        assert stranger.get(f"/api/datasets/{name}{path}").status_code == 404
    assert stranger.delete(f"/api/datasets/{name}").status_code == 404
    assert stranger.patch(f"/api/datasets/{name}", {"title": "x"}, content_type="application/json").status_code == 404
    analysis = post(stranger, "/analyse", {"document": document}).json()
    assert "unknown_dataset" in {problem["code"] for problem in analysis["problems"]}
    assert "flowers.csv" not in post(stranger, "/code", {"document": document}).json()["script"]
    with zipfile.ZipFile(io.BytesIO(post(stranger, "/code/bundle", {"document": document}).content)) as archive:
        assert len(archive.namelist()) == 1
    network = make_network("stranger")
    refused = post(stranger, f"/networks/{network.pk}/runs", {"document": document})
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "unknown_dataset")
    folder = Dataset.objects.get(pk=name).folder
    assert client_of("owner").delete(f"/api/datasets/{name}").status_code == 204
    assert not folder.exists()


@pytest.mark.django_db
def test_data_is_not_deleted_under_a_paused_run_or_a_sweep_that_has_not_ended(client_of: Clients) -> None:
    owner = client_of("owner")
    row = Dataset.objects.create(owner=User.objects.get(username="owner"), title="My flowers", kind="table", bytes=1)
    run, sweep = make_run(state="paused", dataset=row.pk), make_sweep(document=make_search(dataset=row.pk), state="paused")
    for learner, name in ((run, "Run 1 of Iris"), (sweep, "Sweep 1 of Iris")):
        refused = owner.delete(f"/api/datasets/{row.pk}")
        assert (refused.status_code, refused.json()["problems"][0]["code"]) == (409, "run_is_active")
        assert refused.json()["problems"][0]["message"].startswith(f"{name} learns from My flowers")
        type(learner).objects.filter(pk=learner.pk).update(state="stopped")
    assert owner.delete(f"/api/datasets/{row.pk}").status_code == 204


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers")
def test_preprocessing_is_offered_as_layers_to_the_owner_alone(dataset: dict[str, Any], client_of: Clients) -> None:
    asked = {"document": network_on("iris").to_json(), "dataset": dataset["name"], "choices": [{"field": "colour", "encode": "one_hot"}]}
    offered = post(client_of("owner"), "/preprocessing", asked)
    assert offered.status_code == 200, offered.content
    assert [node["layer"] for node in offered.json()["patch"]["add_nodes"]] == ["Input", "StringLookup"]
    unfit = post(client_of("owner"), "/preprocessing", {**asked, "choices": [{"field": "colour", "normalise": True}]})
    assert (unfit.status_code, unfit.json()["problems"][0]["code"]) == (422, "unfit")
    assert post(client_of("stranger"), "/preprocessing", asked).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers", "files_worker")
def test_pictures_of_ones_own_are_trained_on_from_the_disk_and_judged(client_of: Clients, redis: Redis) -> None:
    owner = client_of("owner")
    upload = sent(owner, "pets.zip", zipped(pets()))
    found = post(owner, f"/uploads/{upload}/inspection", {}).json()
    assert found["kind"] == "images"
    recipe = found["recipe"] | {"image": {"height": 6, "width": 8, "colour": "grey"}}
    name = post(owner, "/datasets", {"upload": upload, "title": "Pets", "recipe": recipe}).json()["name"]
    document = make_chain(
        ("input_layer", "Input", {"shape": [6, 8, 1]}),
        ("flatten", "Flatten", {}),
        ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
        training={"dataset": name, "epochs": 2, "batch_size": 4},
    )
    network = make_network(document=document)
    run = post(owner, f"/networks/{network.pk}/runs", {"document": document.to_json()}).json()["id"]
    assert wait_for_state(run, "finished", "failed", redis=redis) == "finished", Run.objects.get(pk=run).failure
    sample = owner.get(f"/api/datasets/{name}/samples?count=1").json()["samples"][0]["values"]
    assert (len(sample["image"]), len(sample["image"][0])) == (6, 8)
    judged = owner.get(f"/api/runs/{run}/samples?count=2").json()["samples"]
    assert {each["truth"]["label"] for each in judged} <= {"cats", "dogs"}
    archive = owner.get(f"/api/runs/{run}/archive")
    assert archive.status_code == 200, archive.content
    exported = post(owner, f"/runs/{run}/exports", {"format": "onnx"})
    assert exported.json()["samples"] == 19


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("files_worker")
def test_what_is_wrong_with_a_file_is_said_with_its_place_and_nothing_is_left(client_of: Clients, redis: Redis) -> None:
    owner = client_of("owner")
    upload = sent(owner, "flowers.csv", flowers().encode())
    recipe = post(owner, f"/uploads/{upload}/inspection", {}).json()["recipe"]
    wrong = sent(owner, "flowers.csv", flowers().replace("seen in garden 7", "seen, in garden 7").encode())
    found = post(owner, f"/uploads/{wrong}/inspection", {}).json()
    assert (found["faults"][0]["row"], found["recipe"]) == (9, None)
    refused = post(owner, "/datasets", {"upload": wrong, "title": "Wrong", "recipe": recipe})
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "wrong_data")
    assert "Row 9" in refused.json()["problems"][0]["message"]
    assert not Dataset.objects.exists()
    assert json.loads(refused.content)["problems"][0]["message"].endswith(".")


def test_only_names_of_keras_are_fetched(client_of: Clients) -> None:
    assert post(client_of("owner"), "/keras-datasets", {"name": "nothing"}).status_code == 422
    assert post(client_of("no one"), "/keras-datasets", {"name": "mnist"}).status_code == 401

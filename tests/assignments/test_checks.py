"""A hand-in is checked by the server: frozen, trained on what may be seen, judged on what nobody sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from redis import Redis

from assignments.models import HandIn
from designer.core.disk import size_of
from designer.models import Network
from tests.assignments.making import Room, body, codes, make_assignment, send, started
from tests.training.make_run import make_document
from tests.training.wait_for import wait_for_state
from training.core.folder import CHECKPOINT_FILE
from training.core.withholding import HIDDEN, read_hidden
from training.models import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("workers", "redis")]


def save(client: Client, network: str, document: Any) -> None:
    revision = send(client, "get", f"/networks/{network}").json()["revision"]
    assert send(client, "put", f"/networks/{network}", {"revision": revision, "document": document}).status_code == 200


def handed_in(client: Client, assignment: Any, network: str, **more: Any) -> dict[str, Any]:
    answer = send(client, "post", f"/assignments/{assignment.pk}/hand-ins", {"network": network, **more})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def checked(client: Client, hand_in: dict[str, Any], redis: Redis) -> dict[str, Any]:
    if hand_in["check_run"]:
        wait_for_state(hand_in["check_run"], "finished", "failed", redis=redis)
    return dict(send(client, "get", f"/hand-ins/{hand_in['id']}").json())


@pytest.mark.usefixtures("files_worker")
def test_an_assignment_is_published_started_handed_in_and_checked(redis: Redis) -> None:
    room = Room()
    made = send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments", body(published=True))
    assert made.status_code == 201, made.content
    assignment = room.klass.assignments.get()
    assert (assignment.published, made.json()["dataset"], made.json()["chosen"]) == (True, assignment.visible, "iris")
    network = started(room.ada, assignment)
    assert send(room.ada, "get", f"/networks/{network}").json()["document"]["training"]["dataset"] == assignment.visible

    document = make_document(dataset=assignment.visible, epochs=30, batch_size=8, optimizer={"class_name": "Adam", "config": {"learning_rate": 0.02}})
    save(room.ada, network, document.to_json())
    run = send(room.ada, "post", f"/networks/{network}/runs", {"document": document.to_json()}).json()
    wait_for_state(run["id"], "finished", redis=redis)
    given = handed_in(room.ada, assignment, network, run=run["id"], note="Wide enough.")
    assert (given["state"], given["points"], given["run"]["name"], given["run"]["same"]) == ("checking", None, "Run 1", True)
    assert [len(given["run"]["history"]), given["note"]] == [30, "Wide enough."]

    save(room.ada, network, make_document(epochs=1).to_json())  # after handing in, which changes nothing
    found = checked(room.ada, given, redis)
    assert (found["state"], found["points"], found["of"]) == ("checked", 6, 6)
    assert found["document"]["training"]["epochs"] == 30
    assert [result["passed"] for result in found["results"]] == [True, True, True]
    assert "on the hidden samples" in found["results"][2]["said"]

    trained = Run.objects.get(pk=found["check_run"])
    assert trained.document["training"]["seed"] == assignment.seed
    assert trained.document["training"]["dataset"] == assignment.visible
    assert trained.network.owner == room.person("Ada")
    assert_nothing_tells_of(trained.folder, read_hidden(assignment.folder / HIDDEN / assignment.visible), found)


def assert_nothing_tells_of(folder: Path, hidden: dict[str, Any], told: dict[str, Any]) -> None:
    """Neither a file of the check, nor what is answered, holds a hidden sample."""
    for row in hidden["features"]:
        first = np.ascontiguousarray(row).tobytes()
        assert not [path for path in folder.rglob("*") if path.is_file() and first in path.read_bytes()]
    assert "features" not in json.dumps(told["results"])


def test_a_check_trains_no_longer_than_is_allowed_and_by_no_metric_of_the_students(redis: Redis) -> None:
    room = Room()
    fake = {"kind": "score", "metric": "accuracy", "bound": 0.99, "points": 1}
    assignment = make_assignment(room, rules=[{"kind": "most_epochs", "most": 1, "points": 1}, fake])
    network = started(room.ada, assignment)
    document = make_document(dataset=assignment.visible, epochs=50)
    [output] = [{"field": "species", "loss": {"class_name": "SparseCategoricalCrossentropy"}, "metrics": [top_three()]}]
    save(room.ada, network, document.to_json() | {"training": document.to_json()["training"] | {"outputs": [output]}})
    found = checked(room.ada, handed_in(room.ada, assignment, network), redis)
    assert [result["passed"] for result in found["results"]] == [False, False]
    assert found["check_run"], found["results"]
    run = Run.objects.get(pk=found["check_run"])
    assert (run.epochs, run.evaluation["sparse_top_k_categorical_accuracy"]) == (1, 1.0)


def top_three() -> dict[str, Any]:
    """What is always right where there are three classes."""
    return {"class_name": "SparseTopKCategoricalAccuracy", "config": {"k": 3}}


def test_what_cannot_be_trained_is_checked_as_far_as_it_can_be(redis: Redis) -> None:
    room = Room()
    assignment = make_assignment(room)
    network = started(room.ada, assignment)
    wrong = make_document().to_json()
    wrong["nodes"][2]["config"]["units"] = 5
    wrong["nodes"][1] |= {"layer": "Dropout", "config": {"rate": 7}}
    save(room.ada, network, wrong)
    found = checked(room.ada, handed_in(room.ada, assignment, network), redis)
    assert (found["state"], found["check_run"]) == ("checked", None)
    assert [result["passed"] for result in found["results"]][1:] == [False, False]
    assert found["results"][2]["said"].startswith("It cannot be trained:")


def test_a_network_that_is_fed_the_answer_is_not_scored(redis: Redis) -> None:
    room = Room()
    assignment = make_assignment(room, rules=[{"kind": "score", "metric": "accuracy", "bound": 0.1, "points": 1}])
    network = started(room.ada, assignment)
    document = make_document(dataset=assignment.visible).to_json()
    document["nodes"][0]["config"] = {"shape": [1]}
    document["training"]["inputs"] = [{"node": "input_layer", "field": "species"}]
    save(room.ada, network, document)
    found = checked(room.ada, handed_in(room.ada, assignment, network), redis)
    assert (found["results"][0]["passed"], found["check_run"]) == (False, None)


def test_of_what_was_checked_the_newest_keeps_its_model_and_none_its_checkpoint(redis: Redis) -> None:
    room = Room()
    assignment = make_assignment(room)
    network = started(room.ada, assignment)
    save(room.ada, network, make_document(dataset=assignment.visible, epochs=1).to_json())
    found = [checked(room.ada, handed_in(room.ada, assignment, network), redis) for _ in range(2)]
    runs = [Run.objects.get(pk=each["check_run"]) for each in found]
    assert [(run.has_model, run.model_file.exists()) for run in runs] == [(False, False), (True, True)]
    assert not any((run.folder / CHECKPOINT_FILE).exists() for run in runs)
    answer = room.ada.get(f"/api/runs/{runs[0].pk}/model")
    assert (answer.status_code, "the newest that was checked" in answer.content.decode()) == (404, True)
    assert [run.bytes for run in runs] == [size_of(run.folder) for run in runs]


def test_the_training_of_a_check_is_watched_and_touched_by_nobody(redis: Redis) -> None:
    room = Room()
    assignment = make_assignment(room)
    found = checked(room.ada, handed_in(room.ada, assignment, started(room.ada, assignment)), redis)
    run, frozen = found["check_run"], found["network"]
    for path, data in [("stop", None), ("pause", None), ("rate", {"learning_rate": 1.0}), ("continue", {"epochs": 9}), ("key", None)]:
        answer = send(room.ada, "post", f"/runs/{run}/{path}", data)
        assert (answer.status_code, codes(answer)) == (403, ["frozen"])
    assert send(room.ada, "delete", f"/runs/{run}").status_code == 403
    assert send(room.ada, "put", f"/networks/{frozen}", {"revision": 1, "document": make_document().to_json()}).status_code == 403
    assert send(room.ada, "delete", f"/networks/{frozen}").status_code == 403
    assert send(room.ada, "get", f"/runs/{run}").json()["state"] == "finished"
    assert [send(client, "get", f"/runs/{run}").status_code for client in (room.teacher, room.bob)] == [200, 404]
    assert frozen not in {card["id"] for card in send(room.ada, "get", "/networks").json()}
    assert Network.objects.get(pk=frozen).frozen


def test_a_teacher_checks_again_by_the_rules_of_now(redis: Redis) -> None:
    room = Room()
    assignment = make_assignment(room, rules=[{"kind": "most_layers", "most": 1, "points": 1}])
    given = handed_in(room.ada, assignment, started(room.ada, assignment))
    assert (given["state"], given["points"]) == ("checked", 0)
    assert codes(send(room.ada, "post", f"/hand-ins/{given['id']}/check")) == ["is_checked"]
    assignment.rules = [{"kind": "most_layers", "most": 5, "points": 4}]
    assignment.save()
    assert send(room.ada, "get", f"/hand-ins/{given['id']}").json()["of"] == 1
    again = send(room.teacher, "post", f"/hand-ins/{given['id']}/check").json()
    assert (again["points"], again["of"]) == (4, 4)


def test_a_class_goes_with_everything_of_its_assignments(redis: Redis) -> None:
    room = Room()
    assignment = make_assignment(room)
    found = checked(room.ada, handed_in(room.ada, assignment, started(room.ada, assignment)), redis)
    folders = [assignment.folder, Path(settings.DATA_DIR) / "datasets" / assignment.visible, Run.objects.get(pk=found["check_run"]).folder]
    assert all(folder.exists() for folder in folders)
    assert send(room.teacher, "delete", f"/classes/{room.klass.pk}").status_code == 204
    assert not any(folder.exists() for folder in folders)
    assert (HandIn.objects.count(), Network.objects.count(), Run.objects.count()) == (0, 0, 0)

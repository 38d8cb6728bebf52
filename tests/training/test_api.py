"""Training's endpoints without workers: who may do what, starting once, stopping and deleting."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from redis import Redis

from config.celery import app as celery_app
from designer.core.document import Document
from tests.training.make_run import make_document, make_network, make_run
from training import api, archive
from training.models import Run
from training.publisher import Publisher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

OF_A_RUN = [
    ("get", ""),
    ("delete", ""),
    ("patch", "/annotation"),
    ("post", "/key"),
    ("delete", "/key"),
    ("post", "/stop"),
    ("get", "/events"),
    ("get", "/history.csv"),
    ("get", "/log"),
    ("get", "/model"),
    ("get", "/best"),
    ("get", "/samples"),
    ("post", "/predict"),
    ("get", "/script"),
    ("get", "/eyes/afterwards"),
    ("get", "/eyes/samples/held_out/0"),
    ("get", "/eyes/neurons/dense"),
    ("get", "/eyes/plane?across=0&up=1"),
    ("get", "/exports"),
    ("post", "/exports"),
    ("get", "/exports/onnx"),
    ("get", "/archive"),
]

OF_A_MODEL = [
    ("get", "/model"),
    ("get", "/samples"),
    ("post", "/predict"),
    ("get", "/eyes/afterwards"),
    ("get", "/eyes/samples/training/3"),
    ("get", "/eyes/neurons/dense"),
    ("get", "/eyes/plane?across=0&up=1"),
]


@pytest.fixture
def owner(client_of: Callable[[str], Client]) -> Client:
    return client_of("owner")


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is taken for one without errors: the analysis has tests of its own."""

    async def nothing(*_: object) -> None:
        pass

    monkeypatch.setattr(api, "check_document", nothing)


def call(client: Client, method: str, path: str, body: Any = None) -> Any:
    return getattr(client, method)(path, **({} if method == "get" else {"data": json.dumps(body or {}), "content_type": "application/json"}))


def start(client: Client, network: Any, document: Document) -> Any:
    return call(client, "post", f"/api/networks/{network.pk}/runs", {"document": document.to_json()})


@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("no one", 401)])
@pytest.mark.parametrize(("method", "what"), OF_A_RUN)
def test_a_run_is_its_owners_alone(client_of: Callable[[str], Client], role: str, status: int, method: str, what: str) -> None:
    run = make_run(state="running")
    answer = call(client_of(role), method, f"/api/runs/{run.pk}{what}", {"inputs": {}, "format": "onnx"})
    assert answer.status_code == status
    assert answer.json()["problems"]
    run.refresh_from_db()
    assert run.state == "running"


@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("no one", 401)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_runs_of_a_network_are_its_owners_alone(client_of: Callable[[str], Client], role: str, status: int, method: str) -> None:
    network = make_network()
    answer = call(client_of(role), method, f"/api/networks/{network.pk}/runs", {"document": make_document().to_json()})
    assert answer.status_code == status
    assert not Run.objects.exists()


@pytest.mark.parametrize("path", ["", "/iris", "/iris/samples", "/mnist/files/mnist.npz"])
def test_data_sets_are_for_everyone_who_is_signed_in(client_of: Callable[[str], Client], path: str) -> None:
    assert client_of("no one").get(f"/api/datasets{path}").status_code == 401
    if not path.endswith("samples"):
        assert client_of("stranger").get(f"/api/datasets{path}").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/nothing/samples", "/iris/files/nothing", "/mnist/files/..%2Fmnist.py", "/..%2F/samples"])
def test_what_no_data_set_has_is_not_found(owner: Client, path: str) -> None:
    answer = owner.get(f"/api/datasets{path}")
    assert answer.status_code == 404
    assert answer.json()["problems"]


@pytest.mark.parametrize("query", ["start=-1", "count=0", "count=101", "start=x", "count=1e9"])
def test_an_absurd_range_of_samples_is_refused(owner: Client, query: str) -> None:
    assert owner.get(f"/api/datasets/iris/samples?{query}").status_code == 422


def test_a_file_of_a_data_set_is_what_the_script_reads(owner: Client) -> None:
    answer = owner.get("/api/datasets/mnist/files/mnist.npz")
    assert answer.content.startswith(b"PK")
    assert "mnist.npz" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(("dataset", "code"), [(None, "no_dataset"), ("nothing", "unknown_dataset")])
def test_a_run_without_data_is_refused(owner: Client, dataset: str | None, code: str) -> None:
    document = make_document(dataset=dataset)
    answer = start(owner, make_network(), document)
    assert (answer.status_code, [problem["code"] for problem in answer.json()["problems"]]) == (422, [code])
    assert not Run.objects.exists()


@pytest.mark.usefixtures("sound")
def test_a_double_click_starts_one_run(owner: Client, redis: Redis) -> None:
    network = make_network()
    first, second = (start(owner, network, make_document()) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert (first.json()["state"], first.json()["position"], first.json()["number"]) == ("queued", 1, 1)


@pytest.mark.usefixtures("sound")
def test_another_document_or_a_run_after_the_end_is_a_new_run(owner: Client, redis: Redis) -> None:
    network = make_network()
    numbers = [start(owner, network, make_document(seed=seed)).json()["number"] for seed in (0, 1)]
    Run.objects.filter(number=1).update(state="finished")
    numbers.append(start(owner, network, make_document(seed=0)).json()["number"])
    assert numbers == [1, 2, 3]
    assert [run["number"] for run in owner.get(f"/api/networks/{network.pk}/runs").json()] == [3, 2, 1]
    assert [run["position"] for run in owner.get(f"/api/networks/{network.pk}/runs").json()] == [2, 1, None]


@pytest.mark.usefixtures("sound")
def test_a_run_started_without_a_broker_stays_queued(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **options: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(celery_app, "send_task", away)
    assert start(owner, make_network(), make_document()).json()["state"] == "queued"


def test_a_queued_run_stops_at_once_and_one_that_has_ended_stays(owner: Client) -> None:
    queued, ended = make_run(), make_run(state="finished")
    assert [call(owner, "post", f"/api/runs/{run.pk}/stop").json()["state"] for run in (queued, queued, ended)] == ["stopped", "stopped", "finished"]


def test_a_run_in_training_is_not_deleted(owner: Client) -> None:
    run = make_run(state="running")
    answer = owner.delete(f"/api/runs/{run.pk}")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (409, "run_is_active")


def test_a_deleted_run_leaves_no_file(owner: Client) -> None:
    run = make_run(state="finished")
    Publisher(run.pk, run.folder, lambda event: None).close()
    assert run.folder.exists()
    assert owner.delete(f"/api/runs/{run.pk}").status_code == 204
    assert not run.folder.exists()
    assert owner.get(f"/api/runs/{run.pk}").status_code == 404


def test_a_deleted_network_takes_its_runs_along(owner: Client) -> None:
    run = make_run(state="finished")
    Publisher(run.pk, run.folder, lambda event: None).close()
    assert owner.delete(f"/api/networks/{run.network_id}").status_code == 204
    assert not run.folder.exists()


def test_a_run_that_has_no_model_says_so(owner: Client) -> None:
    run = make_run(state="failed")
    for method, what in OF_A_MODEL:
        answer = call(owner, method, f"/api/runs/{run.pk}{what}", {"inputs": {}})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (404, "not_found")


@pytest.mark.parametrize(("state", "code"), [("running", "run_is_active"), ("failed", "no_model")])
def test_a_run_without_a_model_is_not_exported(owner: Client, state: str, code: str) -> None:
    run = make_run(state=state)
    for method, what in (("post", "/exports"), ("get", "/archive")):
        answer = call(owner, method, f"/api/runs/{run.pk}{what}", {"format": "onnx"})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (409, code)
    assert owner.get(f"/api/runs/{run.pk}/exports").json() == []
    assert "not exported to this format yet" in owner.get(f"/api/runs/{run.pk}/exports/onnx").json()["problems"][0]["message"]


@pytest.mark.parametrize(
    "what",
    ["/samples?part=all", "/samples?order=random", "/eyes/samples/all/0", "/eyes/samples/training/-1", "/eyes/plane", "/eyes/plane?across=-1&up=0"],
)
def test_a_part_or_a_number_that_there_is_not_is_refused(owner: Client, what: str) -> None:
    assert owner.get(f"/api/runs/{make_run(state='finished', has_model=True).pk}{what}").status_code == 422


def test_a_format_that_there_is_not_is_refused(owner: Client) -> None:
    run = make_run(state="finished", has_model=True)
    assert call(owner, "post", f"/api/runs/{run.pk}/exports", {"format": "caffe"}).status_code == 422
    assert owner.get(f"/api/runs/{run.pk}/exports/..%2Fmodel.keras").status_code in (404, 422)


def test_a_run_whose_model_was_deleted_from_the_disk_says_so(owner: Client) -> None:
    run = make_run(state="finished", has_model=True)
    for method, what in OF_A_MODEL:
        answer = call(owner, method, f"/api/runs/{run.pk}{what}", {"inputs": {}})
        assert (answer.status_code, "disk" in answer.json()["problems"][0]["message"]) == (404, True)


def test_the_best_model_is_given_where_one_was_kept(owner: Client) -> None:
    run = make_run(state="finished", has_model=True)
    answer = call(owner, "get", f"/api/runs/{run.pk}/best")
    assert (answer.status_code, "ModelCheckpoint" in answer.json()["problems"][0]["message"]) == (404, True)
    assert call(owner, "get", f"/api/runs/{run.pk}").json()["has_best"] is False
    run.folder.mkdir(parents=True, exist_ok=True)
    run.best_file.write_bytes(b"weights")
    answer = call(owner, "get", f"/api/runs/{run.pk}/best")
    assert answer["Content-Disposition"] == 'attachment; filename="iris_run_1_best.keras"'
    assert call(owner, "get", f"/api/runs/{run.pk}").json()["has_best"] is True


def test_a_sample_that_is_nested_without_end_is_refused_in_a_short_sentence(owner: Client) -> None:
    run = make_run(state="finished", has_model=True)
    body = '{"inputs": {"x": ' + "[" * 900 + "]" * 900 + "}}"
    answer = owner.post(f"/api/runs/{run.pk}/predict", body, content_type="application/json")
    message = answer.json()["problems"][0]["message"]
    assert answer.status_code == 422
    assert "nested too deeply" in message
    assert len(message) < 200


def test_the_history_is_a_frame_and_a_table(owner: Client) -> None:
    run = make_run(state="finished")
    publisher = Publisher(run.pk, run.folder, lambda event: None)
    publisher.emit([{"kind": "point", "step": 1, "epoch": 0.5, "logs": {"loss": None}, "at": 0.1}])
    publisher.emit([{"kind": "epoch", "step": 2, "epoch": 1, "logs": {"loss": 0.5, "val_loss": None}, "at": 0.2}])
    publisher.close()
    frame = owner.get(f"/api/runs/{run.pk}/events").json()
    assert [event["kind"] for event in frame["events"]] == ["point", "epoch", "state"]
    assert frame["cursor"] == str(archive.end(run.folder))
    assert owner.get(f"/api/runs/{run.pk}/history.csv").content.decode() == "epoch,step,seconds,loss,val_loss\n1,2,0.2,0.5,\n"


def test_the_log_of_a_run_is_text(owner: Client) -> None:
    run = make_run(state="failed")
    assert owner.get(f"/api/runs/{run.pk}/log").content == b""
    run.folder.mkdir(parents=True)
    (run.folder / "run.log").write_bytes(b"\xff" + b"x" * 1_500_000)
    text = owner.get(f"/api/runs/{run.pk}/log").content.decode()
    assert text.startswith("(the first 500,001 bytes are left out)")


def test_a_card_tells_the_best_run(owner: Client) -> None:
    network = make_network()
    for accuracy in (0.5, 0.9, 0.7):
        make_run(network=network, state="finished", summary={"val_accuracy": accuracy, "val_loss": 1.0}, spark=[1.0, accuracy])
    [card] = owner.get("/api/networks").json()
    assert (card["runs"], card["best"], card["spark"]) == (3, "val_accuracy 0.900", [1.0, 0.7])

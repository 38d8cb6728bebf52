"""Python layers against every worker task: only a training executes them, and only where the owner has switched them on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from redis import Redis

from config.celery import app
from designer import uploads, weights_store
from designer.core.document import Document, WeightsRef
from designer.core.model_weights import weights_file
from tests.designer.core.making import make_chain
from tests.designer.core.python_cases import python_network, writing
from tests.training.core.own_data.making import flowers
from tests.training.make_run import make_network, make_run
from tests.training.wait_for import wait_for_state
from training import starting, trials, worker
from training.core import own_data
from training.dataset_models import Upload
from training.models import Run

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = "runs only in a training"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """What the class of `document` writes when it is executed."""
    return tmp_path / "written"


@pytest.fixture
def document(written: Path) -> Document:
    return python_network(writing(written), training={"dataset": "iris", "epochs": 1, "batch_size": 32})


@pytest.fixture
def _no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own process keeps its memory."""
    monkeypatch.setattr("training.limits.limit_memory", lambda: None)


def trained(document: Document) -> Run:
    """A run carried out as a worker's child does, in this process."""
    run = make_run(network=make_network(document=document), task="t")
    worker.carry_out("t")
    return Run.objects.get(pk=run.pk)


def payloads(document: Document, run: Run) -> dict[str, dict[str, Any]]:
    """Every task that answers a question, and a question about a network with a Python layer."""
    plain = make_chain(("input_layer", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 3}))
    kernel = {"dense": (np.ones((4, 3), "float32"), np.zeros(3, "float32"))}
    starting_from = document.model_copy(update={"weights": WeightsRef(digest=weights_store.keep(kernel), title="Given")})
    drawn, asker = {"document": document.to_json()}, {"owner": run.network.owner_id}
    return {
        "designer.analyse": drawn,
        "designer.code": drawn,
        "designer.notebook": drawn,
        "designer.module": drawn,
        "designer.read_code": {"source": "import keras\nmodel = keras.Sequential([keras.Input((4,))])", **drawn},
        "designer.files.verify": drawn,
        "designer.files.weights": {"document": starting_from.to_json()},
        "designer.files.read": {"name": "network.json", "key": uploads.keep(json.dumps(document.to_json()).encode()), **asker},
        "designer.files.read_weights": {"name": "dense.weights.h5", "key": uploads.keep(weights_file(plain, kernel)), **drawn, **asker},
        "designer.schedule": {"optimizer": {"class_name": "Adam"}, "steps": 10},
        "designer.preprocessing": {"dataset": "iris", "choices": [], **drawn},
        "training.samples": {"name": "iris", "start": 0, "count": 1},
        "training.judge": {"run_id": run.pk, "part": "held_out", "order": "hardest", "start": 0, "count": 1},
        "training.predict": {"run_id": run.pk, "inputs": {"features": [1, 2, 3, 4]}, "looked": True},
        "training.look_at": {"run_id": run.pk, "part": "training", "index": 0},
        "training.neurons": {"run_id": run.pk, "node": "dense"},
        "training.plane": {"run_id": run.pk, "pair": [0, 1], "part": "held_out", "index": None},
        "training.script": {"run_id": run.pk},
        "training.files.export": {"run_id": run.pk, "format": "onnx"},
        "training.files.archive": {"run_id": run.pk},
        "training.afterwards": {"run_id": run.pk},
        "training.files.inspect": {"upload": table_of(run).pk, "asked": {}},
        "training.files.keep_dataset": {"upload": table_of(run).pk, "title": "Flowers", "recipe": recipe_of(table_of(run))},
        "training.files.fetch_keras": {"upload": "nowhere", "name": "mnist"},
    }


def table_of(run: Run) -> Upload:
    """A table that the owner of a run has sent."""
    upload = Upload.objects.create(owner=run.network.owner, name="flowers.csv", size=len(flowers()))
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    upload.path.write_text(flowers())
    return upload


def recipe_of(upload: Upload) -> dict[str, Any]:
    """How Layerloom would make a data set of it."""
    recipe = own_data.inspect(upload.path, upload.name).recipe
    assert recipe is not None
    return recipe.model_dump(mode="json") | {"missing": "mean"}


BUILDING = {
    "designer.files.verify",
    "designer.files.weights",
    "training.judge",
    "training.predict",
    "training.look_at",
    "training.neurons",
    "training.plane",
    "training.files.export",
    "training.files.archive",
    "training.afterwards",
}
ELSEWHERE = {"training.files.fetch_keras": 404}  # it would ask the net


def answer(redis: Redis, task: str, payload: dict[str, Any]) -> tuple[int, str]:
    """What a task answers, carried out in this process."""
    key = f"answer:{task}"
    app.tasks[task](key, payload)
    status, _, body = redis.rpop(key).decode().partition("\n")  # type: ignore[union-attr]
    return int(status), body


@pytest.mark.usefixtures("_no_bound")
@pytest.mark.parametrize("is_on", [True, False])
def test_no_task_but_a_training_executes_one(
    document: Document, written: Path, redis: Redis, settings: Settings, tmp_path: Path, is_on: bool
) -> None:
    settings.PYTHON_LAYERS = True
    settings.UPLOADS = tmp_path
    run = trained(document)
    assert run.state == "finished", run.failure
    written.unlink()
    settings.PYTHON_LAYERS = is_on
    app.loader.import_default_modules()
    asked = payloads(document, run)
    ours = {name for name in app.tasks if name.startswith(("designer.", "training."))}
    assert ours - {starting.TRAIN_TASK, trials.PROPOSE_TASK} == set(asked), "a task without a question here"
    for task, payload in asked.items():
        status, body = answer(redis, task, payload)
        assert not written.exists(), task
        if task in BUILDING:
            [problem] = json.loads(body)["problems"]
            assert (status, problem["code"], problem["node"]) == (422, "python_layer", "scaled"), task
            assert REFUSED in problem["message"]
        else:
            assert status == ELSEWHERE.get(task, 200), (task, body)
    assert json.loads(answer(redis, "designer.read_code", asked["designer.read_code"])[1])["document"] is None, "typing would lose the class"


@pytest.mark.usefixtures("_no_bound")
def test_where_it_is_on_a_run_trains_and_its_curve_comes(redis: Redis, settings: Settings) -> None:
    settings.PYTHON_LAYERS = True
    run = trained(python_network(training={"dataset": "iris", "epochs": 2, "batch_size": 32}))
    assert (run.state, run.epoch, run.has_model) == ("finished", 2, True), run.failure
    assert len(run.spark) == 2
    assert "accuracy" in run.evaluation


@pytest.mark.usefixtures("_no_bound")
def test_where_it_is_off_a_run_fails_with_the_sentence(document: Document, written: Path, redis: Redis, settings: Settings) -> None:
    settings.PYTHON_LAYERS = False
    run = trained(document)
    assert (run.state, run.failure["node"]) == ("failed", "scaled")  # type: ignore[index]
    assert "switched off" in run.failure["message"]  # type: ignore[index]
    assert not written.exists()


def start(client: Client, network: Any, document: Document) -> Any:
    return client.post(f"/api/networks/{network.pk}/runs", {"document": document.to_json()}, content_type="application/json")


@pytest.mark.usefixtures("workers")
def test_it_is_off_by_default_on_every_way_to_a_run(client_of: Callable[[str], Client], document: Document, written: Path, redis: Redis) -> None:
    owner = client_of("owner")
    assert owner.get("/api/me").json()["python_layers"] is False
    made = owner.post("/api/networks", {"document": document.to_json()}, content_type="application/json")
    assert made.status_code == 201, "a document that holds one opens and saves everywhere"
    network = make_network(document=document)
    refused = start(owner, network, document)
    [problem] = refused.json()["problems"]
    assert (refused.status_code, problem["code"], problem["node"]) == (422, "python_off", "scaled")

    run, _ = starting.start(network.pk, document)  # past the endpoint's own look at it
    assert wait_for_state(run.pk, "finished", "failed", redis=redis) == "failed"
    failure = Run.objects.get(pk=run.pk).failure
    assert failure is not None
    assert "PYTHON_LAYERS=1" in failure["message"]
    assert not written.exists()


def test_who_asks_is_told_whether_it_is_on(client_of: Callable[[str], Client], settings: Settings) -> None:
    settings.PYTHON_LAYERS = True
    assert client_of("owner").get("/api/me").json()["python_layers"] is True

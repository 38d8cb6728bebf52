"""Taking a trained model away: in other formats, and as the archive of its run."""

from __future__ import annotations

import asyncio
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from django.test import Client
from redis import Redis

from designer import weights_store
from designer.core import importers
from designer.core.document import WeightsRef
from designer.core.weights import Weights, digest
from tests.training.make_run import make_document, make_network
from tests.training.wait_for import wait_for_state
from tests.warm import run_script
from training.core import datasets

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("workers", "files_worker")]
TELL_THE_HISTORY = "\nimport json\nprint(json.dumps(history.history))\n"


@pytest.fixture
def owner(client_of: Callable[[str], Client], redis: Redis) -> Client:
    return client_of("owner")


def trained(client: Client, redis: Redis, weights: Weights | None = None) -> str:
    """A run that has ended, started from weights where there are any."""
    document = make_document(epochs=2)
    if weights is not None:
        document = document.model_copy(update={"weights": WeightsRef(digest=weights_store.keep(weights), title="Given")})
    network = make_network(document=document)
    answer = client.post(f"/api/networks/{network.pk}/runs", {"document": document.to_json()}, content_type="application/json")
    run = str(answer.json()["id"])
    assert wait_for_state(run, "finished", "failed", redis=redis) == "finished"
    return run


def content(answer: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([chunk async for chunk in answer.streaming_content])

    assert answer.status_code == 200, answer.content
    return asyncio.run(read())


def test_a_trained_model_is_exported_compared_listed_and_downloaded(owner: Client, redis: Redis) -> None:
    run = trained(owner, redis)
    made = owner.post(f"/api/runs/{run}/exports", {"format": "onnx"}, content_type="application/json")
    assert made.status_code == 200, made.content
    told = made.json()
    assert (told["format"], told["file"], told["samples"]) == ("onnx", "iris.onnx", 64)
    assert told["largest_difference"] < 1e-5 < told["largest_output"]
    assert told["verified"].startswith("run by ONNX Runtime")
    assert owner.get(f"/api/runs/{run}/exports").json() == [told]

    answer = owner.get(f"/api/runs/{run}/exports/onnx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="iris_run_1.onnx"'
    file = content(answer)
    assert len(file) == told["bytes"]
    train, _ = datasets.load("iris")
    [found] = onnxruntime.InferenceSession(file).run(["dense_1"], {"input_layer": train["features"]})
    np.testing.assert_allclose(np.asarray(found).sum(axis=1), 1, rtol=1e-5)


def test_the_archive_of_a_run_is_read_again_and_does_the_run_again(owner: Client, redis: Redis, tmp_path: Path) -> None:
    run = trained(owner, redis, {"dense_1": (np.full((8, 3), 0.1, "float32"), np.zeros(3, "float32"))})
    answer = owner.get(f"/api/runs/{run}/archive")
    data = content(answer)
    with zipfile.ZipFile(BytesIO(data)) as file:
        file.extractall(tmp_path)
    folder = tmp_path / "iris_run_1"
    told = json.loads((folder / "run.json").read_text())
    assert (told["epoch"], told["seed"], told["data"]["name"], len(told["data"]["sha256"])) == (2, 0, "iris", 64)
    assert told["versions"]["Keras"] == "3.15.1"
    assert "python train.py" in (folder / "README.txt").read_text()
    assert {"model.keras", "history.csv", "events.jsonl", "requirements.txt", "iris.weights.h5"} <= {path.name for path in folder.iterdir()}

    found = importers.read("iris_run_1.zip", data)
    [document] = found.documents
    assert document.weights is not None
    assert digest(found.weights[document.weights.digest]) == document.weights.digest
    report = " ".join(note.message for note in found.report)
    assert "Run 1 was trained for 2 of 2 epochs on Iris" in report
    assert f"val_loss {told['summary']['val_loss']:.4g}" in report
    assert "Keras 3.15.1" in report

    script = folder / "train.py"
    script.write_text(script.read_text() + TELL_THE_HISTORY)
    history = json.loads(run_script(script).splitlines()[-1])
    for name, value in told["summary"].items():
        assert history[name][-1] == pytest.approx(value, rel=1e-6), name

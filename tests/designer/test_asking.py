"""Questions to a real worker: answered, refused, too slow, and no worker at all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import nbformat
import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from designer import analysis_client
from designer.analysis_client import FILES, Manner, ask
from designer.answers import taken_key
from tests.running import free_port

ClientOf = Callable[[str], Client]
CHAIN: dict[str, Any] = {
    "name": "digits",
    "nodes": [
        {"id": "input_layer", "layer": "Input", "config": {"shape": [8, 8, 1]}},
        {"id": "flatten", "layer": "Flatten"},
        {"id": "dense", "layer": "Dense", "config": {"units": 10, "activation": "softmax"}},
    ],
    "edges": [{"from": ["input_layer", 0], "to": ["flatten", "inputs", 0]}, {"from": ["flatten", 0], "to": ["dense", "inputs", 0]}],
    "training": {"dataset": "digits"},
}


def long_to_analyse() -> dict[str, Any]:
    """A chain of layers of which no two are alike, so that no answer serves twice: tens of seconds of asking Keras."""
    names = [f"bidirectional_{units}" for units in range(1, 2_500)]
    cells = [{"class_name": "LSTM", "config": {"units": units, "return_sequences": True}} for units in range(1, 2_500)]
    nodes = [{"id": name, "layer": "Bidirectional", "config": {"layer": cell}} for name, cell in zip(names, cells, strict=True)]
    start = {"id": "start", "layer": "Input", "config": {"shape": [4, 3]}}
    wires = [{"from": [before, 0], "to": [after, "inputs", 0]} for before, after in pairwise(["start", *names])]
    return {"name": "long", "nodes": [start, *nodes], "edges": wires}


def post(client: Client, path: str, document: dict[str, Any]) -> Any:
    return client.post(f"/api{path}", data=json.dumps({"document": document}), content_type="application/json")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers")
class TestWithAWorker:
    def test_an_analysis_tells_shapes_and_parameters(self, client_of: ClientOf) -> None:
        answer = post(client_of("owner"), "/analyse", CHAIN).json()
        assert answer["nodes"]["flatten"]["outputs"] == [{"shape": [None, 64], "dtype": "float32"}]
        assert answer["totals"]["trainable"] == 650
        assert answer["problems"] == []

    def test_a_wrong_document_is_answered_with_its_problems(self, client_of: ClientOf) -> None:
        wrong = CHAIN | {"nodes": [*CHAIN["nodes"], {"id": "odd", "layer": "NoSuchLayer"}]}
        answer = post(client_of("owner"), "/analyse", wrong)
        assert answer.status_code == 200
        assert [problem["code"] for problem in answer.json()["problems"] if problem["node"] == "odd"] == ["unknown_layer"]

    def test_an_analysis_of_over_five_seconds_of_the_processor_is_killed_and_the_next_one_is_answered(self, client_of: ClientOf) -> None:
        owner = client_of("owner")
        answer = post(owner, "/analyse", long_to_analyse())
        assert answer.status_code == 422
        assert [problem["code"] for problem in answer.json()["problems"]] == ["analysis_timeout"]
        assert post(owner, "/analyse", CHAIN).json()["totals"]["trainable"] == 650

    def test_the_code_is_told_with_the_lines_of_each_node(self, client_of: ClientOf) -> None:
        answer = post(client_of("owner"), "/code", CHAIN).json()
        first, last = answer["lines"]["dense"]
        assert "Dense" in "\n".join(answer["script"].splitlines()[first - 1 : last])

    def test_a_schedule_is_told_as_keras_gives_it(self, client_of: ClientOf) -> None:
        rate = {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.5, "decay_steps": 1, "decay_rate": 0.5}}
        asked = {"optimizer": {"class_name": "SGD", "config": {"learning_rate": rate}}, "epochs": 2, "steps": 2}
        owner = client_of("owner")
        answer = owner.post("/api/schedule", data=json.dumps(asked), content_type="application/json")
        assert answer.json() == {"points": [[0, 0.5], [1, 0.25], [2, 0.125], [3, 0.0625]]}
        asked["optimizer"] = {"class_name": "SGD", "config": {"learning_rate": {"class_name": "Wave"}}}
        answer = owner.post("/api/schedule", data=json.dumps(asked), content_type="application/json")
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "wrong_rate")

    def test_the_script_is_a_file_named_after_the_network(self, client_of: ClientOf) -> None:
        answer = post(client_of("owner"), "/code/script", CHAIN)
        assert answer["Content-Disposition"] == 'attachment; filename="digits.py"'
        assert b"import keras" in answer.content

    def test_the_notebook_is_valid(self, client_of: ClientOf) -> None:
        answer = post(client_of("owner"), "/code/notebook", CHAIN)
        nbformat.validate(nbformat.reads(answer.content.decode(), as_version=4))

    def test_the_bundle_holds_the_script_and_the_data_it_reads(self, client_of: ClientOf) -> None:
        image = {"id": "input_layer", "layer": "Input", "config": {"shape": [28, 28, 1]}}
        document = CHAIN | {"nodes": [image, *CHAIN["nodes"][1:]], "training": {"dataset": "mnist"}}
        answer = post(client_of("owner"), "/code/bundle", document)
        assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["digits/digits.py", "digits/mnist.npz"]


def test_without_a_worker_the_answer_is_a_503_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis_client, "WAITING_SECONDS", 0.1)
    answer = async_to_sync(ask)("designer.analyse", {"document": CHAIN}, queue="nobody", seconds=0.1)
    assert answer.status_code == 503
    assert json.loads(answer.content)["problems"][0]["code"] == "no_worker"


def test_a_question_whose_broker_ends_is_answered_by_a_503_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setattr(analysis_client, "async_redis", lambda: AsyncRedis.from_url(gone, retry=Retry(NoBackoff(), 0)))
    answer = async_to_sync(ask)("designer.analyse", {"document": CHAIN}, queue="nobody", seconds=0.1)
    assert (answer.status_code, json.loads(answer.content)["problems"][0]["code"]) == (503, "no_broker")


@pytest.mark.parametrize(
    ("manner", "status", "code", "said"),
    [(Manner(), 503, "too_busy", "no answer came within 0.6 s"), (FILES, 422, "too_slow", "longer than 0.1 s")],
    ids=["by the processor", "by the clock"],
)
def test_an_answer_that_a_worker_began_and_did_not_give_in_time_is_told_as_late(
    manner: Manner, status: int, code: str, said: str, monkeypatch: pytest.MonkeyPatch, redis: Redis
) -> None:
    monkeypatch.setattr("designer.analysis_client.secrets.token_hex", lambda _: "slow")
    redis.lpush(taken_key("answer:slow"), "")
    answer = async_to_sync(ask)("designer.analyse", {"document": CHAIN}, queue="nobody", seconds=0.1, manner=manner)
    assert answer.status_code == status
    problem = json.loads(answer.content)["problems"][0]
    assert (problem["code"], said in problem["message"]) == (code, True)

"""What is typed beside an open network, asked of a real worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

ClientOf = Callable[[str], Client]
OPEN: dict[str, Any] = {
    "name": "digits",
    "nodes": [
        {"id": "input_layer", "layer": "Input", "config": {"shape": [8, 8, 1]}, "at": [5, 0]},
        {"id": "flatten", "layer": "Flatten", "at": [5, 120]},
        {"id": "dense", "layer": "Dense", "config": {"units": 10, "activation": "softmax"}, "at": [5, 240]},
    ],
    "edges": [{"from": ["input_layer", 0], "to": ["flatten", "inputs", 0]}, {"from": ["flatten", 0], "to": ["dense", "inputs", 0]}],
    "training": {"dataset": "digits", "epochs": 7},
}


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api{path}", data=json.dumps(body), content_type="application/json")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers")
def test_what_is_typed_becomes_the_document_and_a_half_typed_line_is_told(client_of: ClientOf) -> None:
    owner = client_of("owner")
    script = post(owner, "/code", {"document": OPEN}).json()["script"]
    same = post(owner, "/read-code", {"source": script, "document": OPEN}).json()
    assert [(node["id"], node["at"], node["config"]) for node in same["document"]["nodes"]] == [
        (node["id"], [float(place) for place in node["at"]], node.get("config", {})) for node in OPEN["nodes"]
    ]
    assert (same["document"]["training"]["epochs"], same["document"]["training"]["outputs"]) == (7, [])

    wider = script.replace("layers.Flatten(),", "layers.Flatten(),\n        layers.Dense(32),").replace("epochs=7", "epochs=8")
    answer = post(owner, "/read-code", {"source": wider, "document": OPEN}).json()
    assert [node["layer"] for node in answer["document"]["nodes"]] == ["Input", "Flatten", "Dense", "Dense"]
    assert answer["document"]["training"]["epochs"] == 8
    first, _ = answer["lines"]["dense"]
    assert "Dense(10" in wider.splitlines()[first - 1]

    searched = {**OPEN, "training": {**OPEN["training"], "sweep": {"fields": [{"name": "epochs", "path": ["epochs"], "values": [1, 2]}]}}}
    written = post(owner, "/code", {"document": searched}).json()["script"]
    assert "def train_model(epochs=7):" in written
    refused = post(owner, "/read-code", {"source": written, "document": searched}).json()
    assert refused["document"] is None
    assert refused["report"][0]["message"].startswith("A network that is searched changes on the canvas alone.")

    half = post(owner, "/read-code", {"source": script.replace("layers.Flatten(),", "layers.Flatten("), "document": OPEN})
    assert half.status_code == 200
    assert half.json()["document"] is None
    assert half.json()["report"][0]["line"] > 1

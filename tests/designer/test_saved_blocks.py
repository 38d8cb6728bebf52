"""One's own palette over HTTP: what is kept, for whom, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
INNER = {"nodes": [{"id": "x", "layer": "Input"}, {"id": "dense", "layer": "Dense", "config": {"units": 2}}], "inputs": ["x"]}
OUTER = {"nodes": [{"id": "x", "layer": "Input"}, {"id": "use", "layer": "block.inner", "at": [3, 4]}], "inputs": ["x"], "outputs": [["use", 0]]}


def keep(client: Client, name: str = "outer", **blocks: Any) -> Any:
    document = {"version": 2, "blocks": {"inner": INNER, "outer": OUTER, "other": INNER, **blocks}}
    return client.post("/api/blocks", data=json.dumps({"name": name, "document": document}), content_type="application/json")


def test_a_block_is_kept_with_the_blocks_that_stand_in_it(client_of: ClientOf) -> None:
    owner = client_of("owner")
    assert keep(owner).status_code == 201
    (kept,) = owner.get("/api/blocks").json()
    assert (kept["name"], sorted(kept["blocks"])) == ("outer", ["inner", "outer"])
    assert kept["blocks"]["outer"]["nodes"][1]["at"] == [3, 4]


def test_a_block_of_the_same_name_is_replaced(client_of: ClientOf) -> None:
    owner = client_of("owner")
    keep(owner)
    assert keep(owner, outer=INNER).status_code == 201
    (kept,) = owner.get("/api/blocks").json()
    assert sorted(kept["blocks"]) == ["outer"]


def test_a_palette_is_its_owners_alone(client_of: ClientOf) -> None:
    owner, stranger = client_of("owner"), client_of("stranger")
    kept = keep(owner).json()
    assert stranger.get("/api/blocks").json() == []
    assert stranger.delete(f"/api/blocks/{kept['id']}").status_code == 404
    assert owner.delete(f"/api/blocks/{kept['id']}").status_code == 204
    assert owner.get("/api/blocks").json() == []


def test_no_one_keeps_nothing(client_of: ClientOf) -> None:
    assert client_of("no one").get("/api/blocks").status_code == 401


@pytest.mark.parametrize("body", [{"name": "gone"}, {"name": "Outer"}, {"name": "loop", "loop": {"nodes": [{"id": "1", "layer": "Dense"}]}}])
def test_what_is_no_block_is_refused_with_a_sentence(client_of: ClientOf, body: dict[str, Any]) -> None:
    answer = keep(client_of("owner"), **body)
    assert answer.status_code in {400, 422}
    assert answer.json()["problems"][0]["message"]


def test_a_block_that_stands_in_itself_is_kept_as_it_is(client_of: ClientOf) -> None:
    loop = {"nodes": [{"id": "use", "layer": "block.loop"}]}
    assert sorted(keep(client_of("owner"), "loop", loop=loop).json()["blocks"]) == ["loop"]

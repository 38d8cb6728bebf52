"""Networks over HTTP: who may do what, and what a bad body is told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designer.models import Network

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
DOCUMENT = {"name": "digits", "nodes": [{"id": "input_layer", "layer": "Input", "config": {"shape": [8, 8, 1]}}]}


def post(client: Client, path: str, body: Any, method: str = "post") -> Any:
    return getattr(client, method)(f"/api{path}", data=body if isinstance(body, str) else json.dumps(body), content_type="application/json")


def make(client: Client, document: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = post(client, "/networks", {"document": document or DOCUMENT})
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def test_a_network_is_kept_as_it_was_sent(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = make(owner)
    read = owner.get(f"/api/networks/{network['id']}").json()
    assert read["document"]["nodes"][0]["config"] == {"shape": [8, 8, 1]}
    assert read["revision"] == 1


def test_wires_leave_as_they_came_from_one_node_to_another(client_of: ClientOf) -> None:
    owner = client_of("owner")
    wire = {"from": ["input_layer", 0], "to": ["dense", "inputs", 0]}
    network = make(owner, DOCUMENT | {"edges": [wire]})
    assert owner.get(f"/api/networks/{network['id']}").json()["document"]["edges"] == [wire]


def test_a_save_counts_the_revision_and_renames(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = make(owner)
    saved = post(owner, f"/networks/{network['id']}", {"revision": 1, "document": DOCUMENT | {"name": "renamed"}}, "put")
    assert (saved.status_code, saved.json()["revision"]) == (200, 2)
    assert owner.get("/api/networks").json()[0]["name"] == "renamed"


def test_a_save_made_from_an_old_revision_is_refused_and_changes_nothing(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = make(owner)
    path = f"/networks/{network['id']}"
    assert post(owner, path, {"revision": 1, "document": DOCUMENT | {"name": "first"}}, "put").status_code == 200
    late = post(owner, path, {"revision": 1, "document": DOCUMENT | {"name": "second"}}, "put")
    assert late.status_code == 409
    assert late.json()["problems"][0]["code"] == "stale_revision"
    assert Network.objects.get(pk=network["id"]).name == "first"


def test_a_document_whose_content_is_wrong_is_still_saved(client_of: ClientOf) -> None:
    owner = client_of("owner")
    wrong = {
        "name": "wrong",
        "nodes": [{"id": "a", "layer": "NoSuchLayer", "config": {"units": "many"}}],
        "edges": [{"from": ["a", 0], "to": ["a", "inputs", 0]}],
    }
    network = make(owner, wrong)
    assert owner.get(f"/api/networks/{network['id']}").json()["document"]["nodes"][0]["layer"] == "NoSuchLayer"


def test_a_copy_gets_a_name_of_its_own(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = make(owner)
    copy = post(owner, f"/networks/{network['id']}/duplicate", {})
    assert copy.status_code == 201
    assert copy.json()["document"]["name"] == "digits (copy)"


def test_a_deleted_network_is_gone(client_of: ClientOf) -> None:
    owner = client_of("owner")
    network = make(owner)
    assert owner.delete(f"/api/networks/{network['id']}").status_code == 204
    assert owner.get(f"/api/networks/{network['id']}").status_code == 404


def test_a_template_becomes_a_network_of_ones_own(client_of: ClientOf) -> None:
    owner = client_of("owner")
    template = owner.get("/api/templates").json()[0]
    made = post(owner, "/networks", {"template": template["name"]})
    assert made.status_code == 201
    assert made.json()["document"]["nodes"] == template["document"]["nodes"]


def test_an_unknown_template_is_a_404_with_a_sentence(client_of: ClientOf) -> None:
    answer = post(client_of("owner"), "/networks", {"template": "nothing"})
    assert answer.status_code == 404
    assert "nothing" in answer.json()["problems"][0]["message"]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_strangers_network_cannot_be_told_from_none(client_of: ClientOf, method: str) -> None:
    network = make(client_of("owner"))
    stranger = client_of("stranger")
    body = {"revision": 1, "document": DOCUMENT}
    known = (
        post(stranger, f"/networks/{network['id']}", body, method) if method == "put" else getattr(stranger, method)(f"/api/networks/{network['id']}")
    )
    assert known.status_code == 404
    assert Network.objects.get(pk=network["id"]).revision == 1
    assert stranger.get("/api/networks").json() == []


@pytest.mark.parametrize("path", ["/networks", "/catalog", "/templates", "/me"])
def test_no_one_is_told_to_sign_in(client_of: ClientOf, path: str) -> None:
    answer = client_of("no one").get(f"/api{path}")
    assert answer.status_code == 401
    assert answer.json()["problems"][0]["message"]


MALFORMED = {
    "no JSON": "{",
    "NaN": '{"document": {"nodes": [{"id": "a", "layer": "Dense", "config": {"units": NaN}}]}}',
    "infinity": '{"document": {"nodes": [{"id": "a", "layer": "Dense", "at": [1e999, 0]}]}}',
    "a huge number": '{"document": {"nodes": [{"id": "a", "layer": "Dense", "config": {"units": 1' + "0" * 400 + "}}]}}",
    "a number of too many digits": '{"document": {"nodes": [{"id": "a", "layer": "Dense", "config": {"units": 1' + "0" * 5000 + "}}]}}",
    "nodes of the wrong type": {"document": {"nodes": 3}},
    "a node without an id": {"document": {"nodes": [{"layer": "Dense"}]}},
    "an id twice": {"document": {"nodes": [{"id": "a", "layer": "Dense"}, {"id": "a", "layer": "Dense"}]}},
    "a wire of the wrong shape": {"document": {"edges": [{"from": ["a"], "to": ["b", "inputs", 0]}]}},
    "a version of the future": {"document": {"version": 99}},
    "a field unheard of": {"document": {"colour": "red"}},
    "5,000 nodes": {"document": {"nodes": [{"id": f"n{index}", "layer": "Dense"} for index in range(5000)]}},
    "deep nesting": '{"document": {"notes": ' + '[{"a":' * 200 + "1" + "}]" * 200 + "}}",
    "very deep nesting": '{"document": {"notes": ' + "[" * 100_000 + "]" * 100_000 + "}}",
    "a list": [],
    "a string": '"hello"',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.parametrize("path", ["/networks", "/analyse", "/code", "/code/bundle"])
def test_a_malformed_body_is_a_4xx_with_sentences(client_of: ClientOf, path: str, body: Any) -> None:
    answer = post(client_of("owner"), path, body)
    assert 400 <= answer.status_code < 500
    assert all(problem["message"] for problem in answer.json()["problems"])
    assert not Network.objects.exists()


def test_a_body_of_50_mb_is_refused_by_its_size(client_of: ClientOf) -> None:
    answer = post(client_of("owner"), "/networks", '{"document": {"name": "' + "x" * 50_000_000 + '"}}')
    assert answer.status_code == 413
    assert "bytes" in answer.json()["problems"][0]["message"]


def test_the_catalogue_is_sent_packed_and_only_once(client_of: ClientOf) -> None:
    owner = client_of("owner")
    plain, packed = (owner.get("/api/catalog", headers={"Accept-Encoding": taken}) for taken in ("identity, gzip;q=0", "gzip, br"))
    assert (plain.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 6
    again = owner.get("/api/catalog", headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

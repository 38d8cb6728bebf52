"""Who may see and change a network and what hangs on it: every route and socket, for every role and every way to share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from config import sign_in
from config.api import api
from designer import analysis_client, classmates
from designer.models import Network
from tests.designer.shared import A_CLASS, ROLES, SETTINGS, may_read, share, visitor
from tests.training.make_run import make_document, make_network, make_run
from tests.training.make_sweep import make_search
from training.dataset_models import Dataset
from training.models import Run, Sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis", "a_class")]
ClientOf = Callable[[str], Client]

READING = [
    ("get", "/networks/{network_id}"),
    ("get", "/networks/{network_id}/analysis"),
    ("get", "/networks/{network_id}/code"),
    ("get", "/networks/{network_id}/code/{written_as}"),
    ("get", "/networks/{network_id}/dataset"),
    ("get", "/networks/{network_id}/runs"),
    ("get", "/networks/{network_id}/schedule"),
    ("get", "/networks/{network_id}/sweeps"),
    ("get", "/runs/{run_id}"),
    ("get", "/runs/{run_id}/archive"),
    ("get", "/runs/{run_id}/best"),
    ("get", "/runs/{run_id}/dataset"),
    ("get", "/runs/{run_id}/events"),
    ("get", "/runs/{run_id}/exports"),
    ("get", "/runs/{run_id}/exports/{format}"),
    ("get", "/runs/{run_id}/eyes/afterwards"),
    ("get", "/runs/{run_id}/eyes/boundary/{epoch}"),
    ("get", "/runs/{run_id}/eyes/chosen"),
    ("get", "/runs/{run_id}/eyes/judged/{epoch}"),
    ("get", "/runs/{run_id}/eyes/layers/{epoch}"),
    ("get", "/runs/{run_id}/eyes/neurons/{node}"),
    ("get", "/runs/{run_id}/eyes/plane"),
    ("get", "/runs/{run_id}/eyes/samples/{part}/{index}"),
    ("get", "/runs/{run_id}/eyes/weights"),
    ("get", "/runs/{run_id}/history.csv"),
    ("get", "/runs/{run_id}/log"),
    ("get", "/runs/{run_id}/model"),
    ("get", "/runs/{run_id}/samples"),
    ("get", "/runs/{run_id}/script"),
    ("post", "/runs/{run_id}/predict"),
    ("get", "/sweeps/{sweep_id}"),
    ("get", "/sweeps/{sweep_id}/table.csv"),
]
CHANGING = [
    ("put", "/networks/{network_id}"),
    ("delete", "/networks/{network_id}"),
    ("post", "/networks/{network_id}/duplicate"),
    ("post", "/networks/{network_id}/runs"),
    ("get", "/networks/{network_id}/lesson"),
    ("put", "/networks/{network_id}/lesson"),
    ("get", "/networks/{network_id}/sharing"),
    ("put", "/networks/{network_id}/sharing"),
    ("post", "/networks/{network_id}/sharing/link"),
    ("post", "/networks/{network_id}/sweeps"),
    ("delete", "/runs/{run_id}"),
    ("patch", "/runs/{run_id}/annotation"),
    ("post", "/runs/{run_id}/continue"),
    ("post", "/runs/{run_id}/exports"),
    ("post", "/runs/{run_id}/key"),
    ("delete", "/runs/{run_id}/key"),
    ("post", "/runs/{run_id}/pause"),
    ("post", "/runs/{run_id}/rate"),
    ("post", "/runs/{run_id}/resume"),
    ("post", "/runs/{run_id}/step"),
    ("post", "/runs/{run_id}/stop"),
    ("delete", "/sweeps/{sweep_id}"),
    ("post", "/sweeps/{sweep_id}/pause"),
    ("post", "/sweeps/{sweep_id}/resume"),
    ("post", "/sweeps/{sweep_id}/stop"),
]
FORK = ("post", "/networks/{network_id}/fork")
BY_KEY = ("post", "/predict/{run_id}")
QUERIES = {"/runs/{run_id}/eyes/plane": "?across=0&up=1", "/networks/{network_id}/schedule": "?steps=4"}
PLACES = {"written_as": "module", "format": "onnx", "epoch": "1", "part": "held_out", "index": "0", "node": "dense"}


@pytest.fixture
def a_class() -> Iterator[None]:
    """Classes are kept: owner and class-mate sit in one, the owner is called Ada there."""
    classmates.register(A_CLASS)
    yield
    classmates.forget(A_CLASS)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that answer everything at once."""

    async def answer(*_: object) -> str:
        return '200\n"answered"'

    async def nothing(*_: object) -> None:
        pass

    monkeypatch.setattr(analysis_client, "_pop", answer)
    monkeypatch.setattr(analysis_client, "_send", nothing)
    monkeypatch.setattr(analysis_client, "ask_for", nothing)


class Shared:
    """A network with a run and a sweep."""

    def __init__(self) -> None:
        self.network = make_network(document=make_search())
        self.run = make_run(network=self.network, state="finished")
        self.sweep = Sweep.objects.create(network=self.network, number=1, name="Sweep 1", document=self.network.document, planned=4)

    def call(self, client: Client, method: str, route: str) -> Any:
        """Ask a route about it."""
        places = {"network_id": self.network.pk, "run_id": self.run.pk, "sweep_id": self.sweep.pk} | PLACES
        path = "/api" + route.format(**places) + QUERIES.get(route, "")
        if method == "get":
            return client.get(path)
        document = self.network.document
        body = {"revision": 1, "document": document, "shared": "public", "format": "onnx", "inputs": {}, "learning_rate": 0.1, "epochs": 1}
        wanted = {name: body[name] for name in BODIES.get(route, ())}
        return getattr(client, method)(path, data=json.dumps(wanted), content_type="application/json")

    def is_whole(self) -> bool:
        """Whether nothing of it was changed."""
        now = Network.objects.filter(pk=self.network.pk).values("revision", "shared", "link", "name")
        kept = {name: getattr(self.network, name) for name in ("revision", "shared", "link", "name")}
        return list(now) == [kept] and Run.objects.count() == 1 and Sweep.objects.count() == 1 and Network.objects.count() == 1


BODIES = {
    "/networks/{network_id}": ("revision", "document"),
    "/networks/{network_id}/sharing": ("shared",),
    "/networks/{network_id}/runs": ("document",),
    "/networks/{network_id}/sweeps": ("document",),
    "/runs/{run_id}/exports": ("format",),
    "/runs/{run_id}/predict": ("inputs",),
    "/runs/{run_id}/rate": ("learning_rate",),
    "/runs/{run_id}/continue": ("epochs",),
}


def refusal(answer: Any) -> str | None:
    """How someone was turned away: a code; None where they were let in, whatever they found."""
    if answer.status_code not in (401, 403, 404):
        return None
    [problem] = answer.json()["problems"]
    is_missing = problem["code"] == "not_found" and problem["message"].startswith("There is no such")
    return problem["code"] if is_missing or problem["code"] in ("not_signed_in", "link_gone", "not_yours") else None


def turned_away(role: str) -> str:
    """How someone in that role is turned away who may not even look."""
    return "link_gone" if "link" in role else "not_signed_in" if role == "no one" else "not_found"


def test_the_tables_hold_every_route_of_a_network_a_run_and_a_sweep() -> None:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    routes = {(method, path) for path, methods in paths.items() for method in methods if re.search(r"\{(network|run|sweep)_id\}", path)}
    assert {*READING, *CHANGING, FORK, BY_KEY} == routes


@pytest.mark.usefixtures("answering")
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("role", ROLES)
def test_those_see_a_network_whom_it_is_shared_with(client_of: ClientOf, role: str, setting: str) -> None:
    shared = Shared()
    client = visitor(client_of, role, shared.network, setting)
    found = {route: refusal(shared.call(client, *route)) for route in READING}
    assert found == dict.fromkeys(READING, None if may_read(role, setting) else turned_away(role))


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "owner"])
def test_nobody_but_its_owner_changes_a_network(client_of: ClientOf, role: str, setting: str) -> None:
    shared = Shared()
    client = visitor(client_of, role, shared.network, setting)
    found = {route: refusal(shared.call(client, *route)) for route in CHANGING}
    away = "not_signed_in" if role.startswith("no one") else "not_yours" if may_read(role, setting) else turned_away(role)
    assert found == dict.fromkeys(CHANGING, away)
    assert shared.is_whole()


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("role", ROLES)
def test_those_fork_a_network_who_see_it_and_are_signed_in(client_of: ClientOf, role: str, setting: str) -> None:
    shared = Shared()
    answer = shared.call(visitor(client_of, role, shared.network, setting), *FORK)
    if role.startswith("no one"):
        assert refusal(answer) == "not_signed_in"
    elif may_read(role, setting):
        assert answer.status_code == 201
        assert Network.objects.get(pk=answer.json()["id"]).owner.username == role
    else:
        assert refusal(answer) == turned_away(role)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("role", [role for role in ROLES if role.startswith("no one")])
@pytest.mark.parametrize("loopback", [True, False])
def test_pages_open_without_signing_in_where_no_one_may_look(
    client_of: ClientOf, settings: Settings, tmp_path: Path, role: str, setting: str, loopback: bool
) -> None:
    index = tmp_path / "static" / "app" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text("<html><head></head></html>")
    settings.BASE_DIR = tmp_path
    shared = Shared()
    client = visitor(client_of, role, shared.network, setting)
    settings.LOOPBACK = loopback
    opens = may_read(role, setting) or "link" in role  # who had a link is told on the page that it is gone
    pages = [f"/networks/{shared.network.pk}", f"/runs/{shared.run.pk}", f"/sweeps/{shared.sweep.pk}", f"/try/{shared.run.pk}"]
    assert [client.get(page).status_code for page in pages] == [200 if opens else 401 if loopback else 302] * 4
    assert client.get("/").status_code == (401 if loopback else 302)
    assert client.get("/api/me").status_code == (200 if opens else 401)


def test_a_link_leads_to_the_networks_own_address_and_leaves_no_trace_of_itself(client_of: ClientOf) -> None:
    network = make_network()
    share(network, "link")
    answer = client_of("no one").get(f"/shared/{network.link}")
    assert answer.headers["Location"] == f"/networks/{network.pk}"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["wrong", "\0", "é", "x" * 5000])
def test_a_link_that_nobody_made_opens_nothing(client_of: ClientOf, token: str) -> None:
    share(make_network(), "link")
    make_network()  # one without a link
    assert client_of("stranger").get(f"/shared/{token}").status_code == 404


@pytest.mark.parametrize("setting", ["private", "class"])
def test_a_link_opens_nothing_while_the_network_is_not_shared_by_it(client_of: ClientOf, setting: str) -> None:
    network = make_network()
    share(network, setting)
    answer = client_of("stranger").get(f"/shared/{network.link}")
    assert answer.status_code == 404
    assert b"opens nothing any more" in answer.content


def test_a_link_is_made_when_it_is_first_needed_and_a_new_one_voids_it(client_of: ClientOf) -> None:
    network = make_network()
    owner, path = client_of("owner"), f"/api/networks/{network.pk}/sharing"
    assert owner.get(path).json() == {"shared": "private", "address": "", "offers_class": True}
    first = owner.put(path, {"shared": "link"}, content_type="application/json").json()["address"]
    again = owner.put(path, {"shared": "link"}, content_type="application/json").json()["address"]
    fresh = owner.post(f"{path}/link").json()["address"]
    assert first == again != fresh
    assert [client_of("stranger").get(address).status_code for address in (first, fresh)] == [404, 302]


def test_a_class_is_offered_only_to_who_is_in_one(client_of: ClientOf) -> None:
    classmates.forget(A_CLASS)
    network = make_network()
    owner, path = client_of("owner"), f"/api/networks/{network.pk}/sharing"
    assert not owner.get(path).json()["offers_class"]
    answer = owner.put(path, {"shared": "class"}, content_type="application/json")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "no_class")
    share(network, "class")
    assert client_of("class-mate").get(f"/api/networks/{network.pk}").status_code == 404
    classmates.register(A_CLASS)


@pytest.mark.parametrize(("setting", "role", "author"), [("class", "owner", None), ("class", "class-mate", "Ada"), ("public", "no one", "Ada")])
def test_readers_are_told_a_name_and_nothing_of_the_account(client_of: ClientOf, setting: str, role: str, author: str | None) -> None:
    shared = Shared()
    User.objects.filter(username="owner").update(email="secret@example.org", first_name="Secret", last_name="Secret")
    share(shared.network, setting)
    for path in (f"networks/{shared.network.pk}", f"runs/{shared.run.pk}", f"sweeps/{shared.sweep.pk}"):
        answer = client_of(role).get(f"/api/{path}")
        assert answer.json()["author"] == author
        assert "ecret" not in answer.content.decode()


def test_an_owner_who_chose_no_name_is_someone(client_of: ClientOf) -> None:
    network = make_network("stranger")
    share(network, "public")
    assert client_of("owner").get(f"/api/networks/{network.pk}").json()["author"] == "someone"


@pytest.mark.parametrize(
    ("role", "names"), [("class-mate", ["For all", "For the class"]), ("stranger", ["For all"]), ("owner", ["For all", "For the class"])]
)
def test_the_list_holds_what_is_public_and_what_the_class_may_see(client_of: ClientOf, role: str, names: list[str]) -> None:
    for name, setting in [("For no one", "private"), ("For the class", "class"), ("By link", "link"), ("For all", "public")]:
        share(make_network(document=make_document().model_copy(update={"name": name})), setting)
    cards = client_of(role).get("/api/shared").json()
    assert sorted(card["name"] for card in cards) == names
    assert {card["author"] for card in cards} == {None if role == "owner" else "Ada"}
    assert cards[0]["layers"] == 3


def test_the_list_is_for_those_who_are_signed_in(client_of: ClientOf) -> None:
    assert client_of("no one").get("/api/shared").status_code == 401


def test_a_fork_is_the_whole_document_and_says_where_it_came_from(client_of: ClientOf) -> None:
    network = make_network()
    share(network, "link")
    client = client_of("stranger")
    client.get(f"/shared/{network.link}")
    fork = client.post(f"/api/networks/{network.pk}/fork").json()
    assert fork["document"] == client.get(f"/api/networks/{network.pk}").json()["document"]
    assert fork["author"] is None
    assert fork["origin"] == {"network": network.pk, "name": "Iris", "author": "Ada"}
    network.renew_link()
    assert client.get(f"/api/networks/{fork['id']}").json()["origin"] == {"network": None, "name": "Iris", "author": "Ada"}
    network.delete()
    assert client.get(f"/api/networks/{fork['id']}").json()["origin"] == {"network": None, "name": "Iris", "author": None}


def test_a_fork_is_private(client_of: ClientOf) -> None:
    network = make_network()
    share(network, "public")
    fork = client_of("stranger").post(f"/api/networks/{network.pk}/fork").json()
    assert client_of("owner").get(f"/api/networks/{fork['id']}").status_code == 404


@pytest.mark.usefixtures("answering")
def test_a_data_set_of_the_owners_own_is_not_given_away(client_of: ClientOf) -> None:
    document = make_document(dataset="own_abcdefghijkl")
    network = make_network(document=document)
    run = make_run(network=network, state="finished", has_model=True)
    Run.objects.filter(pk=run.pk).update(dataset="own_abcdefghijkl")
    Dataset.objects.create(pk="own_abcdefghijkl", owner=network.owner, title="Mine", kind="table", bytes=1)
    share(network, "public")
    for role in ("stranger", "no one"):
        client = client_of(role)
        for path in (f"networks/{network.pk}/code/bundle", f"runs/{run.pk}/archive"):
            answer = client.get(f"/api/{path}")
            assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "data_not_yours")
        assert client.get(f"/api/networks/{network.pk}/code").status_code == 200
    assert client_of("stranger").get("/api/datasets/own_abcdefghijkl").status_code == 404
    assert client_of("stranger").get("/api/datasets/own_abcdefghijkl/files/mine.csv").status_code == 404


def test_signing_in_keeps_the_links_that_were_opened_and_goes_on_there(client_of: ClientOf) -> None:
    network = make_network("stranger")
    share(network, "link")
    client = client_of("no one")
    client.get(f"/shared/{network.link}")
    client.get(f"/login?next=/networks/{network.pk}")
    answer = client.get(f"/login?token={sign_in.new_token()}")
    assert answer.headers["Location"] == f"/networks/{network.pk}"
    assert client.get(f"/api/networks/{network.pk}").json()["author"] == "someone"


def test_signing_in_goes_on_nowhere_else(client_of: ClientOf) -> None:
    client = client_of("no one")
    client.get("/login?next=https://example.org/")
    assert client.get(f"/login?token={sign_in.new_token()}").headers["Location"] == "/"

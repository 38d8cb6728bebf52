"""Pages, headers, sign-in and the form of errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import AsyncClient, Client
from pytest_django.fixtures import Settings

from config import sign_in
from designer.core.document import MAX_FAULTS

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> Path:
    """A front end that was built."""
    index = tmp_path / "static" / "app" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text("<html><head><title>Layerloom</title></head><body></body></html>")
    settings.BASE_DIR = tmp_path
    return index


def codes(answer: Any) -> list[str]:
    """The codes of the problems in a body."""
    return [problem["code"] for problem in answer.json()["problems"]]


@pytest.mark.parametrize("path", ["/", "/login", "/networks/abc", "/no-such-file.png", "/api/me", "/api/nothing"])
@pytest.mark.parametrize("role", ["owner", "no one"])
def test_every_answer_carries_the_policies(client_of: ClientOf, built: Path, path: str, role: str) -> None:
    answer = client_of(role).get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_app_is_given_a_nonce_that_the_policy_knows_and_that_is_new_each_time(client_of: ClientOf, built: Path) -> None:
    owner = client_of("owner")
    pages = [owner.get("/networks/abc") for _ in range(2)]
    nonces = [re.search('<meta name="csp-nonce" content="([^"]+)">', page.content.decode()) for page in pages]
    assert all(nonce and f"'nonce-{nonce[1]}'" in page.headers["Content-Security-Policy"] for nonce, page in zip(nonces, pages, strict=True))
    assert len({nonce[1] for nonce in nonces if nonce}) == 2
    assert pages[0].headers["Cache-Control"] == "no-store"
    assert "csrftoken" in pages[0].cookies


def test_a_front_end_that_is_not_built_is_said(client_of: ClientOf, settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    answer = client_of("owner").get("/")
    assert answer.status_code == 503
    assert b"make run" in answer.content


def test_a_token_signs_in_once_as_the_owner(client: Client) -> None:
    token = sign_in.new_token()
    answer = client.get(f"/login?token={token}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/api/me").json()["name"] == sign_in.OWNER
    assert Client().get(f"/login?token={token}").status_code == 401


@pytest.mark.parametrize("token", ["", "wrong", "../secret-key", "x" * 5000, "\0"])
def test_a_token_that_was_never_given_signs_nobody_in(client: Client, token: str) -> None:
    assert client.get("/login", {"token": token}).status_code == 401
    assert client.get("/api/me").status_code == 401


def test_tokens_of_an_earlier_start_are_worthless(client: Client) -> None:
    token = sign_in.new_token()
    sign_in.forget_tokens()
    assert client.get(f"/login?token={token}").status_code == 401


def test_no_one_is_told_what_to_do(client: Client) -> None:
    answer = client.get("/networks/abc")
    assert answer.status_code == 401
    assert b"link" in answer.content


def test_where_others_can_reach_it_a_password_is_asked_for(client: Client, settings: Settings, django_user_model: Any) -> None:
    settings.LOOPBACK = False
    django_user_model.objects.create_user("ada", password="analytical engine")
    assert client.get("/networks/abc").headers["Location"] == "/login?next=/networks/abc"
    assert client.get(f"/login?token={sign_in.new_token()}").status_code == 200
    assert client.get("/api/me").status_code == 401
    wrong = client.post("/login", {"username": "ada", "password": "difference engine"})
    assert b"do not belong together" in wrong.content
    assert client.post("/login?next=/networks/abc", {"username": "ada", "password": "analytical engine"}).status_code == 302
    assert client.get("/api/me").json()["name"] == "ada"


def test_a_request_without_the_csrf_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"/login?token={sign_in.new_token()}")
    answer = client.post("/api/networks", data="{}", content_type="application/json")
    assert answer.status_code == 403
    assert codes(answer) == ["forbidden"]
    assert client.post("/logout").status_code == 403


def test_a_request_with_the_csrf_token_is_taken(built: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"/login?token={sign_in.new_token()}")
    token = client.get("/").cookies["csrftoken"].value
    answer = client.post("/api/networks", data="{}", content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/api/nothing", "", 404, "not_found"),
        ("get", "/api/networks/none", "", 404, "not_found"),
        ("patch", "/api/me", "", 405, "method_not_allowed"),
        ("post", "/api/networks", "{", 400, "bad_json"),
        ("post", "/api/networks", '{"template": NaN}', 400, "bad_json"),
        ("post", "/api/networks", '{"template": -Infinity}', 400, "bad_json"),
        ("post", "/api/networks", '{"template": "\\ud800"}', 400, "bad_json"),
        ("post", "/api/networks", '{"template": ' + "9" * 5000 + "}", 400, "bad_json"),
        ("post", "/api/networks", "[" * 100_000, 400, "bad_json"),
        ("post", "/api/networks", '{"template": 3}', 422, "malformed"),
        ("post", "/api/networks", '"' + "x" * 5_000_001 + '"', 413, "too_large"),
    ],
)
def test_every_error_is_a_list_of_problems(client_of: ClientOf, method: str, path: str, body: str, status: int, code: str) -> None:
    answer = getattr(client_of("owner"), method)(path, data=body, content_type="application/json")
    assert (answer.status_code, codes(answer)) == (status, [code])
    assert answer.json()["problems"][0]["message"].endswith(".")
    assert answer.headers["Content-Length"] == str(len(answer.content))


def test_a_fault_in_a_node_names_the_node(client_of: ClientOf) -> None:
    body = {"document": {"nodes": [{"id": "dense", "layer": "Dense", "at": ["left", 0]}]}}
    answer = client_of("owner").post("/api/networks", data=json.dumps(body), content_type="application/json")
    problem = answer.json()["problems"][0]
    assert (answer.status_code, problem["code"], problem["node"]) == (422, "malformed", "dense")
    assert problem["message"].startswith("document.nodes.0.at.0: ")


def test_of_thousands_of_faults_the_first_are_told(client_of: ClientOf) -> None:
    body = {"document": {"nodes": [{"id": f"dense_{place}", "layer": 5} for place in range(3_000)]}}
    answer = client_of("owner").post("/api/analyse", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    assert [problem["node"] for problem in answer.json()["problems"]] == [f"dense_{place}" for place in range(MAX_FAULTS)]


@pytest.mark.django_db(transaction=True)
async def test_an_async_view_knows_who_asks(async_client: AsyncClient) -> None:
    await async_client.get("/login", {"token": sign_in.new_token()})
    assert (await async_client.get("/api/me")).status_code == 200


def test_static_files_are_served_and_hashed_ones_kept_for_ever(client: Client) -> None:
    from django.conf import settings

    answer = client.get("/static/pages.css")
    assert b":root" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    assert re.search(settings.WHITENOISE_IMMUTABLE_FILE_TEST, "/static/app/assets/index-BAxtgJPV.js")
    assert not re.search(settings.WHITENOISE_IMMUTABLE_FILE_TEST, "/static/app/index.html")
    assert not re.search(settings.WHITENOISE_IMMUTABLE_FILE_TEST, "/static/app/colour-scheme.js")


def test_a_name_that_is_not_the_servers_own_is_told_with_what_to_do(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/", headers={"host": "layerloom.<school>"})
    page = answer.content.decode()
    assert (answer.status_code, "layerloom.&lt;school&gt;" in page, "ALLOWED_HOSTS" in page) == (400, True, True)

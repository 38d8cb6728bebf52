"""Keys to trained models: who may make them, what they open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from redis import Redis

from tests.training.make_run import make_document, make_network, make_run
from tests.training.wait_for import wait_for_state
from training.prediction_models import PredictionKey

ASKED = {"inputs": {"features": [5.1, 3.5, 1.4, 0.2]}}


def ask(run: str, token: str | None) -> Any:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return Client(headers=headers, enforce_csrf_checks=True).post(f"/api/predict/{run}", ASKED, content_type="application/json")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workers")
def test_a_program_with_the_key_asks_the_model_until_the_key_is_void(client_of: Callable[[str], Client], redis: Redis) -> None:
    owner = client_of("owner")
    document = make_document(epochs=1)
    started = owner.post(
        f"/api/networks/{make_network(document=document).pk}/runs", {"document": document.to_json()}, content_type="application/json"
    )
    run = started.json()["id"]
    assert wait_for_state(run, "finished", "failed", redis=redis) == "finished"
    first = owner.post(f"/api/runs/{run}/key").json()
    second = owner.post(f"/api/runs/{run}/key").json()
    assert first["path"] == f"/api/predict/{run}"
    assert ask(run, first["token"]).status_code == 401
    answer = ask(run, second["token"])
    assert (answer.status_code, len(answer.json()["predictions"][0]["values"])) == (200, 3)
    assert owner.delete(f"/api/runs/{run}/key").status_code == 204
    assert ask(run, second["token"]).status_code == 401


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
def test_a_key_opens_its_own_model_alone() -> None:
    mine, other = make_run(state="finished", has_model=True), make_run(state="finished", has_model=True)
    token = PredictionKey.renew(mine.pk)
    answer = ask(other.pk, token)
    assert (answer.status_code, "another model" in answer.json()["problems"][0]["message"]) == (404, True)


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
def test_the_key_of_somebody_who_may_not_sign_in_opens_nothing() -> None:
    run = make_run(state="finished", has_model=True)
    token = PredictionKey.renew(run.pk)
    User.objects.filter(pk=run.network.owner_id).update(is_active=False)
    assert ask(run.pk, token).status_code == 401


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
def test_without_a_key_nothing_is_answered(token: str | None) -> None:
    run = make_run(state="finished", has_model=True)
    answer = ask(run.pk, token)
    assert (answer.status_code, bool(answer.json()["problems"])) == (401, True)


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
def test_only_the_hash_of_a_key_is_kept() -> None:
    token = PredictionKey.renew(make_run().pk)
    assert token not in str(PredictionKey.objects.values().get())

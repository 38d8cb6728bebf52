"""Looks at a network that learns, as pages ask for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from designer.core.document import parse
from tests.training.make_run import make_network, make_run
from training import starting
from training.core.eyes.keeping import name_of, write
from training.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.fixture
def run() -> Run:
    made = make_run(state="running")
    made.folder.mkdir(parents=True)
    write(made.folder, name_of(3, "judged"), {"epoch": 3})
    return made


def test_the_owner_sees_a_look_as_the_training_left_it(run: Run, client_of: Callable[[str], Client]) -> None:
    answer = client_of("owner").get(f"/api/runs/{run.pk}/eyes/judged/3")
    assert (answer.status_code, answer.json()) == (200, {"epoch": 3})


def test_a_look_that_was_not_taken_is_not_found(run: Run, client_of: Callable[[str], Client]) -> None:
    answer = client_of("owner").get(f"/api/runs/{run.pk}/eyes/judged/4")
    assert answer.status_code == 404
    assert "another epoch" in answer.json()["problems"][0]["message"]


def test_a_stranger_sees_nothing(run: Run, client_of: Callable[[str], Client]) -> None:
    assert client_of("stranger").get(f"/api/runs/{run.pk}/eyes/judged/3").status_code == 404


def test_a_run_is_watched_unless_that_is_declined() -> None:
    network = make_network()
    document = parse(network.document)
    watched, _ = starting.start(network.pk, document)
    unwatched, _ = starting.start(make_network().pk, document, eyes=False)
    assert (watched.eyes, unwatched.eyes) == (True, False)

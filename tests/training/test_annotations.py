"""What people write about their runs, and the list of everything they trained."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designer.models import Network
from tests.training.make_run import make_network, make_run
from tests.training.make_sweep import make_sweep, make_trial

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.fixture
def owner(client_of: Callable[[str], Client]) -> Client:
    return client_of("owner")


def annotate(client: Client, run: Any, **body: Any) -> Any:
    return client.patch(f"/api/runs/{run.pk}/annotation", data=json.dumps(body), content_type="application/json")


def test_notes_tags_a_name_and_a_pin_are_kept(owner: Client) -> None:
    run = make_run(state="finished")
    answer = annotate(owner, run, name=" Wide ", notes="Better than the narrow one.", tags=["lesson 2", "wide", "wide "], pinned=True)
    assert answer.status_code == 200
    told = owner.get(f"/api/runs/{run.pk}").json()
    assert (told["name"], told["notes"], told["tags"], told["pinned"]) == ("Wide", "Better than the narrow one.", ["lesson 2", "wide"], True)


def test_what_is_left_out_stays_as_it_is(owner: Client) -> None:
    run = make_run(state="finished", notes="kept", tags=["a"], pinned=True)
    annotate(owner, run, pinned=False)
    run.refresh_from_db()
    assert (run.notes, run.tags, run.pinned) == ("kept", ["a"], False)


@pytest.mark.parametrize("body", [{"name": " "}, {"tags": ["a,b"]}, {"tags": ["x" * 41]}, {"tags": ["a"] * 21}, {"notes": "x" * 10_001}])
def test_what_cannot_be_kept_is_refused_with_a_sentence(owner: Client, body: dict[str, Any]) -> None:
    run = make_run(state="finished")
    answer = annotate(owner, run, **body)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["message"]
    run.refresh_from_db()
    assert (run.name, run.notes, run.tags) == ("Run 1", "", [])


def test_all_runs_stand_in_one_list_the_pinned_ones_first(owner: Client) -> None:
    network = make_network()
    old, new = make_run(network=network, state="finished", pinned=True), make_run(network=network, state="queued")
    other = make_run(state="failed")
    make_run(role="stranger")
    listed = owner.get("/api/runs").json()["runs"]
    assert [run["id"] for run in listed] == [old.pk, other.pk, new.pk]
    assert (listed[0]["network_name"], listed[2]["position"]) == ("Iris", 1)


def test_all_runs_are_counted_and_come_a_page_at_a_time(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.annotations.PAGE", 2)
    network = make_network()
    runs = [make_run(network=network, state="finished") for _ in range(3)]
    first, second = (owner.get(f"/api/runs?start={start}").json() for start in (0, 2))
    assert (first["of"], second["of"]) == (3, 3)
    assert [run["id"] for page in (first, second) for run in page["runs"]] == [run.pk for run in reversed(runs)]
    assert owner.get("/api/runs?dataset=iris").json()["of"] == 3
    assert owner.get("/api/runs?dataset=wine").json() == {"runs": [], "of": 0}


def test_the_trials_of_a_sweep_are_one_row_of_a_folded_list(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.annotations.PAGE", 2)
    alone = make_run(state="finished")
    sweep = make_sweep(state="finished")
    worst, kept, best = (make_trial(sweep, measured=[value], pinned=value == 0.5) for value in (0.9, 0.5, 0.2))
    page = owner.get("/api/runs?folded=true").json()
    assert (page["of"], [run["id"] for run in page["runs"]]) == (3, [kept.pk, best.pk])
    folded = page["runs"][1]["folded"]
    assert page["runs"][0]["folded"] is None
    assert (folded["name"], folded["state"], folded["trials"], folded["objective"], folded["best"]) == ("Sweep 1", "finished", 2, "val_loss", 0.2)
    (last,) = owner.get("/api/runs?folded=true&start=2").json()["runs"]
    assert (last["id"], last["folded"]) == (alone.pk, None)
    assert owner.get(f"/api/runs?sweep={sweep.pk}").json()["of"] == 3
    assert worst.pk in [run["id"] for run in owner.get(f"/api/runs?sweep={sweep.pk}&start=1").json()["runs"]]


def test_a_sweep_that_is_one_row_says_what_its_trials_are_found_by_and_what_numbers_they_have(owner: Client) -> None:
    sweep = make_sweep()
    make_trial(sweep, summary={"loss": 0.4, "val_loss": 0.5}, evaluation={"accuracy": 0.9}, notes="For lesson 3", tags=["wide", "slow"])
    make_trial(sweep, pinned=True, notes="stands alone")
    make_trial(sweep, state="queued")
    folded = next(run["folded"] for run in owner.get("/api/runs?folded=true").json()["runs"] if run["folded"])
    assert folded["words"] == ["Run 3\n", "Run 1\nwide\nslow\nFor lesson 3"]
    assert (folded["summary"], folded["evaluation"]) == (["loss", "val_loss"], ["accuracy"])


def test_a_sweep_that_is_one_row_stands_where_it_was_made_itself_not_where_its_newest_trial_was(owner: Client) -> None:
    sweep = make_sweep()
    alone = make_run(state="finished")
    trial = make_trial(sweep)
    listed = owner.get("/api/runs?folded=true").json()["runs"]
    assert [run["id"] for run in listed] == [alone.pk, trial.pk]
    assert listed[1]["folded"]["made"] == owner.get(f"/api/sweeps/{sweep.pk}").json()["made"]


def test_the_check_of_what_was_handed_in_is_in_no_list(owner: Client) -> None:
    check = make_run(state="finished")
    Network.objects.filter(pk=check.network_id).update(frozen=True)
    assert owner.get("/api/runs").json() == {"runs": [], "of": 0}
    assert owner.get(f"/api/runs/{check.pk}").status_code == 200, "the hand-in links to it"

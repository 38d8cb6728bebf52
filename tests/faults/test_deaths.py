"""Processes die while a run is trained: the run goes on, and a page gets every point exactly once. With the real processes, all of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from config.demand import wish_key
from tests.faults.house import House, Page, kill, watch_sweep
from tests.running import LINK

LONG = 100_000  # epochs: until it is stopped, or worse

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")


def make_document(epochs: int = LONG, seed: int = 0) -> dict[str, Any]:
    """A network for MNIST whose epochs last long enough to die in."""
    return {
        "name": "Digits",
        "nodes": [
            {"id": "input_layer", "layer": "Input", "config": {"shape": [28, 28, 1]}},
            {"id": "flatten", "layer": "Flatten"},
            {"id": "dense", "layer": "Dense", "config": {"units": 10, "activation": "softmax"}},
        ],
        "edges": [
            {"from": ["input_layer", 0], "to": ["flatten", "inputs", 0]},
            {"from": ["flatten", 0], "to": ["dense", "inputs", 0]},
        ],
        "training": {"dataset": "mnist", "epochs": epochs, "batch_size": 16, "seed": seed},
    }


@pytest.fixture
def screen(house: House) -> Iterator[Page]:
    """A page on a run that is being trained, for as long as the test lasts and no longer: others live in the same house."""
    screen = Page(house, house.train(make_document()))
    try:
        screen.until("running", points=10)
        yield screen
    finally:
        if screen.states[-1:] != ["stopped"]:
            house.request("POST", f"/api/runs/{screen.run}/stop", {})


def see_that_the_next_run_is_trained(house: House) -> None:
    screen = Page(house, house.train(make_document(epochs=1)))
    screen.until("finished", "failed")
    assert screen.states[-1] == "finished", screen.failure
    assert screen.steps == screen.history()


def test_a_run_goes_on_after_its_worker_was_killed_and_the_waiting_one_is_trained(house: House, screen: Page) -> None:
    waiting = Page(house, house.train(make_document(epochs=1)))
    waiting.until("queued")
    kill(house.pid("training"))
    waiting.until("finished", "failed")
    assert waiting.states[-1] == "finished", waiting.failure
    assert waiting.states.count("running") <= 1
    assert waiting.steps == waiting.history()
    screen.until("running", points=30)
    screen.stop()
    screen.see_that_nothing_is_told_twice()


def test_a_child_that_does_not_obey_is_killed_and_its_run_is_stopped(house: House, screen: Page) -> None:
    os.kill(house.training_child(), signal.SIGSTOP)
    house.request("POST", f"/api/runs/{screen.run}/stop", {})
    screen.until("stopped", "failed")
    assert screen.states[-1] == "stopped"
    assert screen.steps == screen.history()
    see_that_the_next_run_is_trained(house)


def test_after_a_power_cut_the_run_goes_on_and_its_history_is_there(house: House, screen: Page) -> None:
    waiting = Page(house, house.train(make_document(epochs=1)))
    link, key = house.running.wait_for(LINK), (house.folder / "secret-key").read_text()
    house.kill()
    house.start()
    assert (house.folder / "secret-key").read_text() == key
    assert house.running.wait_for(LINK) != link
    assert house.status(link.partition(str(house.port))[2]) == 401
    waiting.until("finished", "failed")
    assert waiting.states[-1] == "finished", waiting.failure
    screen.until("running", points=30)
    screen.stop()
    screen.see_that_nothing_is_told_twice()


def test_a_worker_that_is_killed_is_started_again(house: House) -> None:
    before = house.pid("analysis")
    kill(before)
    house.running.wait_for("The analysis process ended .by SIGKILL.; starting it again")
    house.pid("analysis", before=before)


def test_the_worker_for_files_starts_when_it_is_asked_for_and_is_started_again(house: House) -> None:
    assert "files" not in house.running.children()
    url, patience = (house.folder / "broker-url").read_text(), Retry(ConstantBackoff(0.1), 100)  # another test may just have killed the broker
    redis.Redis.from_url(url, retry=patience).lpush(wish_key("files"), "")
    before = house.pid("files")
    kill(before)
    house.pid("files", before=before)


def test_a_sweep_loses_no_trial_and_makes_none_twice_whatever_is_killed(house: House) -> None:
    document = make_document(epochs=2)
    rate = {"name": "seed", "path": ["seed"], "values": [1, 2, 3]}
    document["training"]["sweep"] = {"method": "grid", "objective": "val_loss", "direction": "min", "fields": [rate]}
    sweep = house.sweep(document)
    for number, victim in enumerate(("child", "broker", "web"), start=1):
        watch_sweep(house, sweep, lambda found, number=number: is_begun(found, number))  # type: ignore[misc]
        kill(house.training_child() if victim == "child" else house.pid(victim))
    found = watch_sweep(house, sweep, lambda found: found["state"] != "running")
    assert found["state"] == "finished", found["failure"]
    assert [(trial["number"], trial["state"], trial["epoch"]) for trial in found["trials"]] == [(number, "finished", 2) for number in (1, 2, 3)]
    assert [trial["values"] for trial in found["trials"]] == [{"seed": 1}, {"seed": 2}, {"seed": 3}]
    for trial in found["trials"]:
        steps = Page(house, trial["run"]).history()
        assert steps == sorted(set(steps))


def is_begun(found: dict[str, Any], number: int) -> bool:
    """Whether a trial trains, or has trained."""
    return any(trial["number"] == number and trial["state"] in ("running", "finished") for trial in found["trials"])

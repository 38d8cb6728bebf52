"""Each process is killed at random moments, KILLS times (10; 50 in `make soak`): every run ends with the history of the one that nobody disturbed."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from tests.faults.house import House, Page, kill

VICTIMS = ("child", "child", "training", "broker", "web")
KILLS = int(os.environ.get("KILLS") or 10)
MOST_LOSSES = 2  # in a row without a new checkpoint; a third would end the run

pytestmark = [pytest.mark.timeout(400 + 40 * KILLS), pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")]


DOCUMENT: dict[str, Any] = {
    "name": "Digits",
    "nodes": [
        {"id": "input_layer", "layer": "Input", "config": {"shape": [28, 28, 1]}},
        {"id": "flatten", "layer": "Flatten"},
        {"id": "dropout", "layer": "Dropout", "config": {"rate": 0.2}},
        {"id": "dense", "layer": "Dense", "config": {"units": 10, "activation": "softmax"}},
    ],
    "edges": [
        {"from": ["input_layer", 0], "to": ["flatten", "inputs", 0]},
        {"from": ["flatten", 0], "to": ["dropout", "inputs", 0]},
        {"from": ["dropout", 0], "to": ["dense", "inputs", 0]},
    ],
    "training": {"dataset": "mnist", "epochs": 8, "batch_size": 16, "validation_split": 0.2, "seed": 1},
}


def test_runs_that_lose_any_process_at_any_moment_end_as_if_nothing_had_happened(house: House) -> None:
    whole = Page(house, house.train(DOCUMENT))
    whole.until("finished", "failed")
    victims = [VICTIMS[place % len(VICTIMS)] for place in range(KILLS)]
    random.shuffle(victims)
    while victims:
        disturbed = Page(house, house.train(DOCUMENT))
        disturb(house, disturbed, victims)
        disturbed.until("finished", "failed")
        assert disturbed.states[-1] == "finished", disturbed.failure
        see_that_they_are_one(whole, disturbed)


def disturb(house: House, screen: Page, victims: list[str]) -> None:
    """Kill until nobody is left to kill or the run has ended."""
    losses, kept = 0, 0
    while victims:
        screen.until("running", "finished", "failed", points=random.randrange(1, 15))
        if screen.states[-1] != "running":
            return
        newest = checkpointed(house, screen)
        losses, kept = (0 if newest > kept else losses), newest
        if victims[-1] in ("child", "training"):
            if losses == MOST_LOSSES:
                continue
            losses += 1
        victim = victims.pop()
        kill(house.training_child() if victim == "child" else house.pid(victim))


def checkpointed(house: House, screen: Page) -> int:
    path = house.folder / "runs" / screen.run / "checkpoint.npz"
    return path.stat().st_mtime_ns if path.exists() else 0


def see_that_they_are_one(whole: Page, disturbed: Page) -> None:
    disturbed.see_that_nothing_is_told_twice()
    assert disturbed.steps == disturbed.history()
    epochs, others = whole.events("epoch"), disturbed.events("epoch")
    assert [event["step"] for event in epochs] == [event["step"] for event in others]
    for one, other in zip(epochs, others, strict=True):
        assert one["logs"] == pytest.approx(other["logs"], rel=1e-4)
    assert whole.events("end")[0]["evaluation"] == pytest.approx(disturbed.events("end")[0]["evaluation"], rel=1e-4)

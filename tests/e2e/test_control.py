"""A run in the browser: pause, single batches, another learning rate, resume, stop, go on for one more epoch. By keys as well as by mouse."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

DOCUMENT: dict[str, Any] = {
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
    "training": {"dataset": "mnist", "epochs": 1000, "batch_size": 32},
}


def post(page: Page, path: str, body: Any) -> Any:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"].startswith("csrftoken"))
    answer = page.request.post(f"/api{path}", data=body, headers={"X-CSRFToken": token, "Referer": page.url})
    assert answer.ok, answer.text()
    return answer.json()


def start(page: Page) -> str:
    page.goto("/")
    network = post(page, "/networks", {"document": DOCUMENT})["id"]
    run = str(post(page, f"/networks/{network}/runs", {"document": DOCUMENT})["id"])
    page.goto(f"/runs/{run}")
    return run


def state(page: Page, name: str) -> None:
    expect(page.get_by_role("status").first).to_have_text(re.compile(name), timeout=60_000)


def events(page: Page, run: str, kind: str) -> list[dict[str, Any]]:
    return [event for event in page.request.get(f"/api/runs/{run}/events").json()["events"] if event["kind"] == kind]


def enter(page: Page, button: str, label: str, value: str) -> None:
    page.get_by_role("button", name=button, exact=True).press("Enter")
    field = page.get_by_label(label, exact=True).and_(page.get_by_role("textbox"))
    expect(field).to_be_focused()
    field.fill(value)
    field.press("Enter")


@pytest.mark.timeout(300)
def test_a_run_is_paused_changed_resumed_stopped_and_trained_on(page: Page) -> None:
    run = start(page)
    state(page, "Running")
    expect(page.get_by_text(re.compile(r"samples/s, .* of memory, .* learning rate 0.001"))).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Pause").click(click_count=2)
    state(page, "Paused")
    enter(page, "Step", "Batches to train", "3")
    state(page, "Paused")
    enter(page, "Learning rate", "Learning rate", "0.01")
    page.get_by_role("button", name="Resume").press("Enter")
    state(page, "Running")
    expect(page.get_by_text(re.compile("learning rate 0.01$"))).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Stop").click()
    state(page, "Stopped")
    [changed] = events(page, run, "rate")
    assert changed["rate"] == 0.01
    done = len(events(page, run, "epoch"))
    enter(page, "Continue", "More epochs", "1")
    state(page, "Finished")
    expect(page.get_by_text(f"{done + 1} of {done + 1} epochs trained")).to_be_visible()
    assert len(events(page, run, "epoch")) == done + 1
    assert [event["why"] for event in events(page, run, "resumed")] == ["continued"]

"""A run in the browser: pause, single batches, another learning rate, resume, stop, go on for one more epoch. By keys as well as by mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

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
    expect(page.get_by_role("status").first).to_have_text(re.compile(name))


def events(page: Page, run: str, kind: str) -> list[dict[str, Any]]:
    return [event for event in page.request.get(f"/api/runs/{run}/events").json()["events"] if event["kind"] == kind]


def type_into(page: Page, button: str, label: str, value: str) -> Locator:
    """Open a field by its button and type a number into it, all by keys."""
    page.get_by_role("button", name=button, exact=True).press("Enter")
    field = page.get_by_label(label, exact=True).and_(page.get_by_role("textbox"))
    expect(field).to_be_focused()
    field.fill(value)
    return field


def pause_by_a_slow_double_click(page: Page) -> None:
    """The second click comes when the run has paused, and another button stands where it is made."""
    box = page.get_by_role("button", name="Pause").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    state(page, "Paused")
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


def test_a_run_is_paused_changed_resumed_stopped_and_trained_on(page: Page, new_page: Callable[[], Page]) -> None:
    run = start(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]) if request.method == "POST" else None)
    state(page, "Running")
    expect(page.get_by_text(re.compile(r"samples/s, .* of memory .* free.*, .* learning rate 0.001"))).to_be_visible()
    pause_by_a_slow_double_click(page)
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/step", hold)
    with page.expect_request("**/step"):
        type_into(page, "Step", "Batches to train", "3").press("Enter")
    rate = type_into(page, "Learning rate", "Learning rate", "0.01")
    assert asked == ["pause", "step"]
    with page.expect_response("**/step"):  # what is asked after it must not overtake it
        on_its_way[0].continue_()
    post(page, f"/runs/{run}/resume", {})  # as from another tab
    state(page, "Running")
    expect(rate).to_have_value("0.01")
    rate.press("Enter")
    expect(page.get_by_text(re.compile("learning rate 0.01$"))).to_be_visible()
    page.get_by_role("button", name="Pause").press("Enter")
    page.get_by_role("button", name="Resume").press("Enter")
    state(page, "Running")
    page.get_by_role("button", name="Stop").click()
    state(page, "Stopped")
    late = new_page()
    late.goto(f"/runs/{run}")
    state(late, "Stopped")
    expect(late.get_by_role("img", name=re.compile("Loss", re.IGNORECASE)).first).to_be_visible()
    [changed] = events(page, run, "rate")
    assert changed["rate"] == 0.01
    done = len(events(page, run, "epoch"))
    type_into(page, "Continue", "More epochs", "1").press("Enter")
    state(page, "Finished")
    expect(page.get_by_text(f"{done + 1} of {done + 1} epochs trained")).to_be_visible()
    assert len(events(page, run, "epoch")) == done + 1
    assert [event["why"] for event in events(page, run, "resumed")] == ["continued"]

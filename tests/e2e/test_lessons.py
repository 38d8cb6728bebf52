"""A learner takes the first lesson, from the home page to trained weights in the neuron, and finds it again after a reload.

Of every lesson that comes along, each step points at a control that is there.
"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.designer.core.lessons.solutions import SOLUTIONS, Work
from tests.e2e import drawing
from tests.e2e.test_whole_lesson import ask


def guide(page: Page) -> Locator:
    return page.get_by_role("region", name="Lesson", exact=True)


def answer(page: Page, text: str) -> None:
    guide(page).get_by_role("textbox", name="Your answer").fill(text)
    guide(page).get_by_role("button", name="Check").click()


def next_step(page: Page, title: str) -> None:
    expect(guide(page).get_by_text("This step is done.")).to_be_visible()
    guide(page).get_by_role("button", name="Next").click()
    expect(guide(page).get_by_role("heading", name=title)).to_be_visible()


def test_a_learner_walks_through_the_first_lesson(page: Page) -> None:
    page.goto("/")
    page.get_by_role("region", name="Lessons").get_by_role("button", name="What a neuron computes").click()
    page.wait_for_url("**/networks/*")

    neuron = guide(page).get_by_role("region", name="A neuron to play with")
    expect(neuron.get_by_text("0.5 · 3 + 1 · 2 + 0 = 3.5")).to_be_visible()
    neuron.get_by_role("textbox", name="Weight of width").fill("-1")
    expect(neuron.get_by_text("0.5 · 3 + (−1) · 2 + 0 = −0.5")).to_be_visible()
    answer(page, "2")
    expect(guide(page).get_by_text("Not yet.")).to_be_visible()
    answer(page, "1")
    next_step(page, "Bend the sum")
    answer(page, "0")
    next_step(page, "Put neurons on the canvas")

    dense = page.locator("[data-palette-layer='Dense']")
    expect(dense).to_have_attribute("data-guided", "")
    expect(guide(page).get_by_role("button", name="Skip")).to_be_visible()
    drawing.layer(page, "petal").click()
    dense.click()
    next_step(page, "Three neurons side by side")

    page.reload()
    expect(guide(page).get_by_role("heading", name="Three neurons side by side")).to_be_visible()
    expect(page.locator("[data-inspector] [data-param='units'][data-guided]")).to_be_visible()
    drawing.set_parameter(page, "dense", "units", "3")
    answer(page, "9")
    next_step(page, "From scores to probabilities")
    drawing.choose(page, "dense", "activation", "softmax")
    answer(page, "0.1")
    next_step(page, "Let it find its numbers")

    expect(page.get_by_role("button", name="Train", exact=True)).to_have_attribute("data-guided", "")
    drawing.saved(page)
    drawing.train(page)
    next_step(page, "Look into a trained neuron")
    expect(neuron.get_by_text("0 · 1 + 0 · 1 + 0 = 0")).to_be_visible()
    neuron.get_by_role("button", name="Take the trained weights").click()
    expect(neuron.get_by_text("Neuron 3")).to_be_visible()
    expect(neuron.get_by_text("0 · 1 + 0 · 1 + 0 = 0")).to_have_count(0)
    guide(page).get_by_role("radio", name="the weights and the biases").click()
    expect(guide(page).get_by_role("link", name="Choose another lesson")).to_be_visible()

    guide(page).get_by_role("link", name="Choose another lesson").click()
    expect(page.get_by_role("region", name="Lessons").get_by_text("Done")).to_be_visible()


def left_of(page: Page) -> float:
    box = drawing.layer(page, "picture").bounding_box()
    assert box is not None
    return box["x"]


def test_a_lesson_is_left_and_the_network_stays(page: Page) -> None:
    page.goto("/")
    page.get_by_role("region", name="Lessons").get_by_role("button", name="Convolution").click()
    expect(guide(page)).to_be_visible()
    beside = left_of(page)
    guide(page).get_by_role("button", name="Hide the lesson").press("Enter")
    expect(guide(page)).to_have_count(0)
    page.wait_for_function(
        "x => document.querySelector('[data-layer=picture]').getBoundingClientRect().x > x + 100", arg=beside
    )  # in the middle again
    expect(page.get_by_role("button", name="Lesson: Convolution")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("x => Math.abs(document.querySelector('[data-layer=picture]').getBoundingClientRect().x - x) < 2", arg=beside)

    guide(page).get_by_role("button", name="Skip").click()
    expect(guide(page).get_by_role("heading", name="Why a convolution finds edges everywhere")).to_be_visible()
    network = page.url
    guide(page).get_by_role("button", name="More about this lesson").click()
    page.get_by_role("menuitem", name="Leave this lesson").click()
    expect(guide(page)).to_have_count(0)
    expect(drawing.layer(page, "picture")).to_be_visible()
    page.reload()
    expect(drawing.layer(page, "picture")).to_be_visible()
    expect(guide(page)).to_have_count(0)

    page.goto("/")
    page.get_by_role("region", name="Lessons").get_by_role("button", name="Convolution").click()
    expect(guide(page).get_by_role("heading", name="Why a convolution finds edges everywhere")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape(network)))


def solved(page: Page, name: str) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
    """A lesson that is begun, with everything drawn that its learner draws: its network, the document, the steps."""
    begun = ask(page, "POST", f"/lessons/{name}/start", {})
    work = Work(begun["document"])
    for step in SOLUTIONS[name]:
        for move in step:
            move(work)
    ask(page, "PUT", f"/networks/{begun['id']}", {"revision": begun["revision"], "document": work.document})
    return begun["id"], work.document, ask(page, "GET", f"/networks/{begun['id']}/lesson")["lesson"]["steps"]


def where(show: dict[str, Any]) -> tuple[str, str]:
    """Of what a step points at, the page on which it is, and what marks it there."""
    match show:
        case {"kind": "control", "control": name}:
            return "runs" if name in ("pause", "stop") or name.startswith("tab ") else "networks", f"[data-guide='{name}']"
        case {"kind": "layer", "layer": name}:
            return "networks", f"[data-palette-layer='{name}']"
        case {"kind": "field", "param": name}:
            return "networks", f"[data-inspector] [data-param='{name}']"
        case {"kind": "setting", "setting": name}:
            return "networks", f"[data-guide-settings] [data-param='{name}']"
        case {"kind": "chart", "metric": name}:
            return "runs", f"[data-guide-chart='{name}']"
    raise AssertionError(show)


def test_every_control_that_a_lesson_points_at_is_there(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    for name in SOLUTIONS:
        network, document, steps = solved(page, name)
        pointing = [(number, *where(step["show"])) for number, step in enumerate(steps, start=1) if step["show"]]
        places = {"networks": network}
        if any(place == "runs" for _, place, _ in pointing):
            places["runs"] = ask(page, "POST", f"/networks/{network}/runs", {"document": document})["id"]
        for place, key in places.items():
            page.goto(f"/{place}/{key}")
            for number, here, mark in pointing:
                if here == place:
                    guide(page).get_by_role("button", name=f"Step {number}:").click()
                    expect(page.locator(f"{mark}[data-guided]"), f"step {number} of {name}").to_be_visible()
        page.goto("about:blank")
        ask(page, "DELETE", f"/networks/{network}")  # with its run; whoever opens the lesson next begins it anew

"""Every screen, light and dark, on a large and a small window: no violation that axe finds, nothing that scrolls sideways.

EVERY_LOOK=1 (`make soak`) has each screen looked at in each theme at each size; else it is light and large, then dark and small.
"""

from __future__ import annotations

import os
import re
from itertools import product
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e import drawing
from tests.e2e.conftest import Trained

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = [(1440, 900), (1024, 768)]
LOOKS = [*product(THEMES, SIZES)] if os.environ.get("EVERY_LOOK") == "1" else [*zip(THEMES, SIZES, strict=True)]
TABS = ("Curves", "Inside", "Evaluation", "Predictions", "Try it", "Network", "Log", "Files")
VIEWS = {
    "layers": "numbers of dense,",
    "layers&part=held_out&sample=3": "numbers of dense,",
    "weights": "over time",
    "boundary": "What the network says of",
    "afterwards": "ROC curves of",
}


STILL = """() => Promise.all(document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().iterations !== Infinity)
    .map(animation => animation.finished.catch(() => null)))"""


def is_accessible(page: Page) -> None:
    """Fail with what axe found, in its own words, once nothing moves any more: what fades in has no contrast yet."""
    page.evaluate(STILL)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})  # of what is right, not every element is described
    assert found.violations_count == 0, found.generate_report()


def fits(page: Page) -> None:
    """Nothing may scroll sideways, once what measures its own width has measured it."""
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


WEARS = "theme => matchMedia(`(prefers-color-scheme: ${theme})`).matches && (document.documentElement.dataset.mantineColorScheme ?? theme) === theme"


@pytest.fixture
def screen(page: Page) -> Page:
    """A tab in which nothing moves."""
    page.emulate_media(reduced_motion="reduce")
    return page


def is_right(page: Page) -> None:
    """In both themes, at both sizes."""
    for theme, (width, height) in LOOKS:
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(WEARS, arg=theme)
        page.set_viewport_size({"width": width, "height": height})
        fits(page)
        is_accessible(page)


def test_the_home_page_is_accessible(screen: Page, trained: Trained) -> None:
    screen.goto("/")
    expect(screen.get_by_role("heading", name="Start from a template")).to_be_visible()
    is_right(screen)


def test_the_editor_is_accessible(screen: Page, trained: Trained) -> None:
    screen.goto(f"/networks/{trained.network}")
    drawing.layer(screen, "dense").click()
    expect(screen.get_by_role("contentinfo").or_(screen.get_by_text("Keras 3"))).not_to_have_count(0)
    expect(screen.locator("[data-inspector]").get_by_text("parameters")).not_to_have_count(0)
    for tab in ("Problems", "Code", "Training", "Runs"):
        drawing.dock(screen, tab)
        expect(screen.get_by_role("tabpanel", name=re.compile(f"^{tab}"))).to_be_visible()
        screen.wait_for_load_state("networkidle")
        is_right(screen)


def test_the_editor_with_problems_is_accessible(screen: Page) -> None:
    drawing.new_network(screen)
    drawing.drag_from_palette(screen, "Dense", 200, 100)
    drawing.dock(screen, "Problems")
    expect(screen.locator("[data-code='no_input']")).to_be_visible()
    is_right(screen)


def test_the_list_of_shortcuts_is_accessible(screen: Page) -> None:
    drawing.new_network(screen)
    screen.keyboard.press("?")
    expect(screen.get_by_role("dialog")).to_be_visible()
    is_right(screen)


def test_the_run_page_is_accessible(screen: Page, trained: Trained) -> None:
    screen.goto(f"/runs/{trained.run}")
    for tab in TABS:
        screen.get_by_role("tab", name=tab).click()
        expect(screen.get_by_role("tab", name=tab, selected=True)).to_be_visible()
        screen.wait_for_load_state("networkidle")
        is_right(screen)


def test_the_views_inside_a_network_are_accessible(screen: Page, trained: Trained) -> None:
    for view, seen in VIEWS.items():
        screen.goto(f"/runs/{trained.run}?tab=inside&view={view}")
        expect(screen.get_by_role("img", name=re.compile(seen)).first).to_be_visible()
        is_right(screen)


def test_comparing_runs_is_accessible(screen: Page, trained: Trained) -> None:
    screen.goto(f"/compare?runs={trained.run}")
    screen.wait_for_load_state("networkidle")
    is_right(screen)


def test_the_data_sets_are_accessible(screen: Page) -> None:
    screen.goto("/datasets")
    expect(screen.get_by_role("heading", name="MNIST digits", exact=True)).to_be_visible()
    is_right(screen)


def test_a_data_set_is_accessible(screen: Page) -> None:
    for name in ("mnist", "iris", "novels", "sunspots"):
        screen.goto(f"/datasets/{name}")
        expect(screen.get_by_role("heading", level=1)).to_be_visible()
        screen.wait_for_load_state("networkidle")
        is_right(screen)


@pytest.mark.expected_console("404")
def test_a_page_that_is_not_there_is_accessible(screen: Page) -> None:
    screen.goto("/runs/nothing")
    expect(screen.get_by_text("no such run").or_(screen.get_by_text("could not be fetched"))).not_to_have_count(0)
    is_right(screen)


@pytest.mark.expected_console("401")
def test_a_stranger_is_told_how_to_sign_in(stranger: Page) -> None:
    stranger.goto("/")
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    is_right(stranger)

"""Two tabs, a dead line: nothing saved is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import drawing


def rename(page: Page, name: str) -> None:
    """Give the network another name."""
    field = page.get_by_role("textbox", name="Name of the network")
    field.fill(name)
    field.press("Enter")


@pytest.mark.expected_console("409")
def test_of_two_tabs_the_later_is_asked_and_loses_nothing(page: Page, new_page: Callable[[], Page]) -> None:
    drawing.open_template(page, "Logistic regression")
    drawing.saved(page)
    other = new_page()
    other.goto(page.url)
    expect(drawing.layer(other, "dense")).to_be_visible()
    rename(page, "first tab")
    drawing.saved(page)
    rename(other, "second tab")
    other.get_by_role("button", name="Keep mine as a copy").click()
    other.wait_for_url(lambda url: url != page.url)
    page.goto("/")
    expect(page.get_by_role("region", name="Your networks")).to_contain_text("first tab")
    expect(page.get_by_role("region", name="Your networks")).to_contain_text("second tab (my copy)")


@pytest.mark.expected_console("ERR_INTERNET_DISCONNECTED|Failed to fetch")
def test_a_change_made_offline_is_sent_when_the_line_is_back(page: Page, context: BrowserContext) -> None:
    drawing.open_template(page, "Logistic regression")
    drawing.saved(page)
    context.set_offline(True)
    rename(page, "made offline")
    expect(page.get_by_text("Offline: kept in this browser")).to_be_visible()
    context.set_offline(False)
    drawing.saved(page)
    page.reload()
    expect(page.get_by_role("textbox", name="Name of the network")).to_have_value("made offline")

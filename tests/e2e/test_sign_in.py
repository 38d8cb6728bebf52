"""Signing in, as a browser sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.running import Layerloom


@pytest.mark.expected_console("401")
def test_a_browser_without_the_link_is_told_where_to_find_it(stranger: Page) -> None:
    stranger.goto("/networks")
    expect(stranger.get_by_role("heading", name="Open the link from the terminal")).to_be_visible()


@pytest.mark.expected_console("401")
def test_a_link_works_once(stranger: Page, server: Layerloom) -> None:
    link = server.link()
    stranger.goto(link)
    expect(stranger).to_have_url(f"{server.url}/")
    stranger.context.clear_cookies()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This link was used already")).to_be_visible()


def test_the_home_page_opens_without_a_complaint(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_title(re.compile("Layerloom"))
    expect(page.locator("#root > *").first).to_be_attached()

"""Signing in, as a browser sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.running import Layerloom


@pytest.mark.expected_console("401")
def test_a_link_works_once(stranger: Page, server: Layerloom) -> None:
    link = server.link()
    stranger.goto(link)
    expect(stranger).to_have_url(f"{server.url}/")
    stranger.context.clear_cookies()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This link was used already")).to_be_visible()

"""A trained model on a page of its own: filled in by hand, and asked by another program with the line that the page shows."""

from __future__ import annotations

import json
import shlex
import urllib.request

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Trained


def test_the_line_that_the_page_shows_asks_the_model(page: Page, trained: Trained) -> None:
    page.goto(f"/runs/{trained.run}?tab=try")
    page.get_by_role("link", name="On a page of its own").click()
    page.wait_for_url("**/try/*")
    page.get_by_role("button", name="Take a held-out sample").click()
    said = page.get_by_role("region", name="What the network says")
    expect(said.get_by_text("setosa").first).to_be_visible()
    page.get_by_role("button", name="Make a key").click()
    keys = page.get_by_role("region", name="From other programs")
    line = keys.locator("pre").inner_text()
    words = shlex.split(line.replace("\\\n", " "))
    headers = [words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H"]
    request = urllib.request.Request(words[1], data=words[words.index("-d") + 1].encode(), headers=dict(headers))
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert len(json.load(answer)["predictions"][0]["values"]) == 3

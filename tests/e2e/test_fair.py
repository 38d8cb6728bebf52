"""One queue shared by turns, as it is seen: the place of a run that waits, and the form of the limits."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import drawing


def test_a_run_that_waits_says_where_it_stands_and_for_how_long(page: Page) -> None:
    drawing.open_template(page, "Logistic regression")
    network = page.url
    document = page.evaluate("(id) => fetch(`/api/networks/${id}`).then((answer) => answer.json())", network.rpartition("/")[2])["document"]
    runs = page.evaluate(
        """async ([id, document]) => {
            const csrf = document_cookie();
            const found = [];
            for (const [seed, epochs] of [[1, 10000], [2, 2], [3, 2]]) {
                const body = JSON.stringify({document: {...document, training: {...document.training, seed, epochs}}});
                const headers = {"Content-Type": "application/json", "X-CSRFToken": csrf};
                found.push((await (await fetch(`/api/networks/${id}/runs`, {method: "POST", body, headers})).json()).id);
            }
            return found;
            function document_cookie() { return window.document.cookie.match(/csrftoken[^=]*=([^;]+)/)[1]; }
        }""",
        [network.rpartition("/")[2], document],
    )
    page.goto(f"/runs/{runs[2]}")
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^2nd in the queue, about \d+ (seconds|minutes?|hours?)$"))).to_be_visible()
    page.goto("/runs")
    expect(page.get_by_text(re.compile(r"^1st in the queue, "))).to_be_visible()
    for run in reversed(runs):
        page.goto(f"/runs/{run}")
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Stopped")).to_be_visible()


def test_limits_are_set_in_a_form(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_text("You are an administrator here. Nothing is limited.")).to_be_visible()
    field = page.get_by_label("Minutes a run, Students")
    expect(field).to_have_value("60")
    page.get_by_label("Runs at once, Guests").fill("")
    field.fill("45")
    page.get_by_role("button", name="Save limits").click()
    expect(page.get_by_text("The limits are saved, and hold from now on.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Minutes a run, Students")).to_have_value("45")
    expect(page.get_by_label("Runs at once, Guests")).to_have_value("")

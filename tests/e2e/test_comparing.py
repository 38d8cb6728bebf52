"""Runs side by side: notes and tags to find them by, an order by any number, and what differs between two networks."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import drawing


def describe(page: Page, tag: str, notes: str) -> None:
    """Tag the run whose page is open, and write about it."""
    page.get_by_role("button", name="Name, tags and notes").click()
    form = page.get_by_role("form", name="About this run")
    form.get_by_label("Tags").fill(tag)
    form.get_by_label("Tags").press("Enter")
    form.get_by_role("textbox", name="Notes").fill(notes)
    form.get_by_role("button", name="Keep").click()
    expect(page.get_by_text(notes)).to_be_visible()


def test_two_runs_are_tagged_ordered_and_compared_with_their_networks(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    drawing.train(page, epochs=3)
    drawing.finished(page)
    describe(page, "wide of two", "As the template has it.")
    page.get_by_role("link", name="Multilayer perceptron").click()
    drawing.set_parameter(page, "dense", "units", "16")
    drawing.saved(page)
    drawing.train(page)
    drawing.finished(page)
    describe(page, "narrow of two", "With fewer units.")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Runs").click()
    search = page.get_by_role("textbox", name=re.compile("Find runs"))
    rows = page.get_by_role("row")
    search.fill("of two")
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="Loss", exact=True).click()
    expect(page.get_by_role("columnheader", name="Loss", exact=True)).to_have_attribute("aria-sort", "ascending")
    search.fill("narrow of two")
    expect(rows).to_have_count(2)
    pin = page.get_by_role("button", name=re.compile("^Pin"))
    pin.click()
    expect(pin).to_have_attribute("aria-pressed", "true")
    search.fill("of two")
    expect(rows).to_have_count(3)
    for box in page.get_by_role("checkbox", name=re.compile("^Compare")).all():
        box.check()
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("1 changed.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"units: \d+ → "))).to_be_visible()

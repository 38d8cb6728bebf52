"""Runs side by side: notes and tags to find them by, an order by any number, and what differs between two networks."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from playwright.sync_api import Page, expect

from tests.e2e import drawing

PNG = b"\x89PNG"


def describe(page: Page, tag: str, notes: str) -> None:
    """Tag the run whose page is open, and write about it."""
    page.get_by_role("button", name="Name, tags and notes").click()
    form = page.get_by_role("form", name="About this run")
    form.get_by_label("Tags").fill(tag)
    form.get_by_label("Tags").press("Enter")
    form.get_by_role("textbox", name="Notes").fill(notes)
    form.get_by_role("button", name="Keep").click()
    expect(page.get_by_text(notes)).to_be_visible()


def saved(page: Page, of: str, form: str) -> bytes:
    """What the menu of a picture gives in a form."""
    page.get_by_role("button", name=f"Save {of}", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=form).click()
    return Path(download.value.path()).read_bytes()


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

    assert saved(page, "the curves of validation loss", "Picture (PNG)").startswith(PNG)
    head, *lines = saved(page, "the curves of validation loss", "Numbers (CSV)").decode().splitlines()
    assert (head.split(",")[0], len(head.split(","))) == ("Epoch", 3)
    assert len(lines) >= 3
    network = "the network of Run 1"
    assert saved(page, network, "Picture (PNG)").startswith(PNG)
    drawn = ET.fromstring(saved(page, network, "Picture (SVG)"))
    assert {"Dense", "dense"} <= {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert b"dense,Dense,changed" in saved(page, network, "Numbers (CSV)")

    page.get_by_role("link", name="Run 1", exact=True).first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.wait_for_url("**/networks/*")
    page.goto("/runs")
    search.fill("wide of two")
    expect(page.get_by_text("No run has these words.")).to_be_visible()

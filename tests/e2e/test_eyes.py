"""Eyes on what is learned, in a browser: live while a network trains, and taken away as a table."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import drawing
from tests.e2e.conftest import Trained
from tests.e2e.test_control import type_into

LOSS = re.compile(r"^Loss [\d.]+")


def hardest_first(page: Page) -> None:
    """Put the samples of Predictions in the order of their losses."""
    page.get_by_role("combobox", name="In which order").click()
    page.get_by_role("option", name="Hardest first").click()
    expect(page.get_by_text(LOSS).first).to_be_visible()


def test_what_a_network_gets_wrong_is_seen_while_it_learns(page: Page, tmp_path: Path) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    network = page.url
    run = drawing.train(page, epochs=1000)  # it is stopped once enough is seen
    page.goto(f"/runs/{run}?tab=inside")
    matrix = page.get_by_role("region", name="Confusion matrix")
    expect(matrix.get_by_role("img", name=re.compile("of the samples are right"))).to_be_visible()

    page.goto(network)
    expect(page.locator("[data-node-picture]").first).to_be_visible()

    page.goto(f"/runs/{run}?tab=inside")
    page.get_by_role("button", name="Stop").click()
    type_into(page, "Continue", "More epochs", "1").press("Enter")
    expect(page.get_by_text("as kept").first).to_be_visible()
    expect(matrix.get_by_role("img", name=re.compile("of the samples are right"))).to_be_visible()
    matrix.get_by_role("button", name="Save confusion matrix").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Numbers (CSV)").click()
    download.value.save_as(tmp_path / "matrix.csv")
    head, *rows = (tmp_path / "matrix.csv").read_text().splitlines()
    assert head.split(",")[1:] == [str(digit) for digit in range(10)]
    assert sum(int(count) for row in rows for count in row.split(",")[1:]) > 0

    page.get_by_text("Layers", exact=True).click()
    output = page.get_by_role("img", name=re.compile("numbers of dense_2,"))
    first = output.inner_html()
    page.get_by_role("radiogroup", name="Sample").get_by_text("3", exact=True).click()
    expect(output).not_to_have_js_property("innerHTML", first)

    page.get_by_role("button", name="The look before").click()
    expect(page.locator("[data-look]")).not_to_contain_text("as kept")


def test_any_sample_and_any_two_numbers_are_looked_at_afterwards(page: Page, trained: Trained) -> None:
    page.goto(f"/runs/{trained.run}?tab=inside")
    hardest = page.get_by_role("region", name="Hardest samples").get_by_role("link", name=re.compile("Look inside")).first
    hardest.click()
    expect(page).to_have_url(re.compile(r"view=layers&part=training&sample=\d+"))
    index = int(page.url.rpartition("=")[2])
    expect(page.locator(f"[data-sample='{index}']")).to_be_visible()
    page.get_by_role("button", name="The sample before" if index else "The next sample").click()
    expect(page.locator(f"[data-sample='{abs(index - 1)}']")).to_be_visible()

    page.get_by_text("Boundary", exact=True).click()
    plane = page.get_by_role("img", name=re.compile("What the network says of"))
    expect(plane).to_have_accessible_name(re.compile("by sepal length .* and sepal width"))
    page.get_by_role("combobox", name="Across").click()
    page.get_by_role("option", name=re.compile("petal length")).click()
    expect(plane).to_have_accessible_name(re.compile("by petal length .* and sepal width"))
    expect(page.get_by_text("The other 2 numbers are held at the median")).to_be_visible()

    page.get_by_role("tab", name="Predictions").click()
    hardest_first(page)
    losses = page.get_by_text(LOSS)
    expect(losses.first).to_be_visible()
    found = [float(re.sub(r"^Loss ([\d.e-]+)\. .*", r"\1", text)) for text in losses.all_inner_texts()]
    assert found == sorted(found, reverse=True)


def test_a_network_that_was_not_watched_is_looked_into_and_anew_after_more_epochs(page: Page) -> None:
    drawing.open_template(page, "Logistic regression")
    drawing.dock(page, "Training")
    page.get_by_role("switch", name="Watch what is learned").uncheck()
    drawing.train(page, epochs=1)
    drawing.finished(page)
    page.get_by_role("tab", name="Predictions").click()
    hardest_first(page)
    loss = page.get_by_text(LOSS).first
    first = loss.inner_text()
    type_into(page, "Continue", "More epochs", "20").press("Enter")
    expect(page.get_by_text("21 of 21 epochs trained")).to_be_visible(timeout=120_000)
    expect(loss).not_to_have_text(first)

    page.get_by_role("link", name=re.compile("Look inside")).first.click()
    expect(page.locator("[data-sample]")).to_be_visible()
    page.get_by_text("Afterwards", exact=True).click()
    expect(page.get_by_role("region", name="ROC curves")).to_be_visible()

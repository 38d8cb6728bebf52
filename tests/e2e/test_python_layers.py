"""A layer typed as a Python class, where the owner has allowed it: found, marked where it cannot be read, trained."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import drawing
from tests.e2e.test_blocks import insert, select
from tests.e2e.test_screens import is_accessible


@pytest.mark.expected_console("422")
def test_a_class_is_typed_and_trained(page: Page) -> None:
    drawing.open_template(page, "Logistic regression")
    select(page, "input_layer")
    insert(page, "python", "python_layer")
    drawing.layer(page, "python_layer").click()
    settings = page.locator("[data-inspector]")
    code = settings.get_by_role("textbox", name="The class of the layer")
    expect(code).to_contain_text("class Scaled(layers.Layer):")
    expect(settings).to_contain_text("This runs on the server's training worker, and nowhere else. The owner of the server has allowed it.")
    expect(settings).to_contain_text("nobody counts before the training")
    expect(drawing.layer(page, "python_layer")).to_contain_text("Scaled")
    is_accessible(page)

    code.press("Control+End")
    code.press_sequentially("oops oops")
    expect(settings).to_contain_text("Python cannot read this")
    expect(settings.locator(".cm-mark")).to_be_visible()
    for _ in "oops oops":
        code.press("Backspace")
    expect(settings.locator(".cm-mark")).to_have_count(0)
    settings.get_by_label("arguments", exact=True).fill('{"start": 0.5}')
    drawing.saved(page)

    drawing.train(page, epochs=3)
    drawing.finished(page)
    page.get_by_role("tab", name="Predictions").click()
    expect(page.get_by_text("python_layer is a Python layer, whose code runs only in a training.")).to_be_visible()

"""Code and canvas edit each other."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e import drawing


def editor(page: Page) -> Locator:
    """The text of the Code tab."""
    return page.get_by_role("textbox", name="The network as Python")


def test_a_layer_typed_into_the_code_stands_on_the_canvas_until_it_is_undone(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    drawing.dock(page, "Code")
    drawing.layer(page, "flatten").click()  # its lines light up, and are scrolled to
    line = editor(page).locator(".cm-line").filter(has_text="layers.Flatten()")
    expect(line).to_be_visible()
    before = drawing.layer(page, "flatten").bounding_box()

    line.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("layers.Dense(7")
    expect(page.get_by_role("status").filter(has_text="Line ")).to_be_visible()
    expect(page.locator(".cm-marks [role=img]").first).to_be_visible()
    expect(drawing.layer(page, "flatten")).to_be_visible()

    page.keyboard.type("),")
    expect(drawing.layer(page, "dense_3")).to_contain_text("7")
    assert drawing.layer(page, "flatten").bounding_box() == before

    drawing.layer(page, "dense_3").click()
    expect(editor(page).locator(".cm-lit").first).to_contain_text("Dense(7")
    page.keyboard.press("Control+z")
    expect(drawing.layer(page, "dense_3")).to_have_count(0)
    expect(editor(page).locator(".cm-line").filter(has_text="Dense(7")).to_have_count(0)

    editor(page).locator(".cm-line").filter(has_text="layers.Flatten()").click()
    expect(page.locator("[data-inspector]").get_by_role("heading").first).to_have_text("Flatten")
